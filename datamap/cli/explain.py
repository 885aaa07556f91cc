"""`datamap explain NAME`: why a finding is as it is; what a rule asks; what a fact means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.naming import unclear
from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop
from datamap.cli.say import show_object
from datamap.cli.sheets import All, show_notes, show_sheet

if TYPE_CHECKING:
    from datamap.analysis.worksheet import Worksheet
    from datamap.rules import Findings

Name = Annotated[str, typer.Argument(metavar="NAME", help=help_of("explained"), show_default=False)]

HEADS = {
    "explanation": ("used_for", "fact", "value"),
    "evidence": ("file", "row", "thing", "column", "written"),
    "changes": ("status", "severity", "if_so"),
    "chain": ("flow", "route"),
    "rule": ("article", "in_force", "used_for", "fact", "wanted"),
    "results": ("finding_id", "status", "severity"),
    "fact": ("value", "things"),
    "rules": ("rule", "title", "used_for", "wanted"),
}
"""What stands in the first line of an entry, by sheet; what is left stands below it."""

BELOW = {
    "explanation": ("wanted",),
    "evidence": ("for_facts",),
    "changes": ("written_in",),
    "chain": (
        "recipient",
        "countries",
        "in_japan",
        "same_entity",
        "designated",
        "equivalent_system",
        "exception",
        "consent",
        "informed",
        "asks",
    ),
    "results": ("flows",),
    "fact": ("about",),
}


def explain(
    name: Name,
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    everything: All = False,
) -> None:
    """Take a finding apart, or a rule, or a fact."""
    from datamap.cli.check import find
    from datamap.inventory import read_workbook

    book = read_workbook(workbook, lang=lang)
    found = explained(name, find(book, as_of, lang))
    if output is Output.JSON:
        whole = found.as_object()
        show_object(whole.pop("rows"), as_of=as_of, sha256=book.inventory.sha256, **whole)
        return
    for sheet in found.sheets():
        show_sheet(sheet, HEADS[sheet.name], BELOW.get(sheet.name, ()), everything=everything)
    show_notes(found.notes, lang)


def explained(name: str, findings: Findings) -> Worksheet:
    """Return the explanation of what a name stands for.

    Raises
    ------
    Stop
        Where it may stand for several things, or for none; the nearest ones are named.
    """
    from datamap.facts import FACTS
    from datamap.rules.explaining import explain as explain_finding
    from datamap.rules.explaining_rules import explain_fact, explain_rule
    from datamap.rules.lookup import meant

    rules = {rule.id for rule in findings.laws.rules} if findings.laws else set()
    found = meant(name, [*findings.table["id"], *sorted(rules), *FACTS])
    word = found.exact or name.strip()
    if word in rules:
        return explain_rule(findings, word)
    if word in FACTS:
        return explain_fact(findings, word)
    try:
        return explain_finding(findings, word)
    except KeyError:
        raise Stop(unclear("explained", name, found.candidates)) from None
