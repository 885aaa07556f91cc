"""`datamap whatif`: what changes would do, before and after, side by side."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from datamap.cli.followed import Many, Planned
from datamap.cli.lines import comma, item_in_words, show_entries, show_more
from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.progress import steps
from datamap.cli.say import said, show, show_rows, weight_of
from datamap.cli.sheets import All, show_sheet
from datamap.model import Lang, Severity

if TYPE_CHECKING:
    import pandas as pd

    from datamap.analysis.whatif import WhatIf
    from datamap.cli.differences import Differences

MOVED, PLACES = 20, 12
"""Groups of items gained or lost that are told, and their places, unless all are asked for."""

Held = tuple[tuple[str, str], ...]
"""Items with their form."""

File = Annotated[
    Path | None, typer.Argument(metavar="FILE", help=help_of("whatif_changes"), show_default=False)
]


def _many(name: str, metavar: str, key: str) -> Any:
    return typer.Option(name, metavar=metavar, help=help_of(f"whatif_{key}"), show_default=False)


End = Annotated[Many, _many("--end", "FLOW", "end")]
Start = Annotated[Many, _many("--start", "FLOW", "start")]
Move = Annotated[Many, _many("--move", "PLACE=COUNTRY", "move")]
Flows = Annotated[Many, _many("--flow", "FLOW", "change_flow")]
Items = Annotated[Many, _many("--item", "ITEM", "change_item")]
Treatment = Annotated[str | None, _many("--treatment", "TREATMENT", "treatment")]
Measures = Annotated[Many, _many("--measure", "MEASURE", "measure")]
Without = Annotated[Many, _many("--without", "ITEM", "without")]


def whatif(  # noqa: PLR0913 - one parameter an option
    as_of: AsOf,
    file: File = None,
    *,
    end: End = None,
    start: Start = None,
    move: Move = None,
    flow: Flows = None,
    item: Items = None,
    treatment: Treatment = None,
    measure: Measures = None,
    without: Without = None,
    planned: Planned = False,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    everything: All = False,
) -> None:
    """Try changes on paper: reach, transfers, findings and rules of the house before and after."""
    from datamap.analysis.changes import PART
    from datamap.analysis.whatif import what_if
    from datamap.cli.differences import differences
    from datamap.cli.typed_changes import changes_asked
    from datamap.inventory import read_workbook

    typed = {"end": end, "start": start, "flows": flow, "items": item, "treatment": treatment}
    typed |= {"measures": measure, "without": without}
    with steps(lang, workbook, "read", "follow", "rules") as step:
        step()
        book = read_workbook(workbook, lang=lang)
        changes = changes_asked(book, file, typed, move or [], lang)
        step()
        found = what_if(book, changes, as_of=as_of, include_planned=planned)
        step()
        told = differences(found.before, found.after, as_of, as_of, part=PART)
    if output is Output.JSON:
        _show_object(found, told, as_of)
    else:
        _show(found, told, lang, everything=everything)


def _show_object(found: WhatIf, told: Differences, as_of: date) -> None:
    show_rows(
        found.as_records(),
        as_of=as_of,
        sha256=found.before.inventory.sha256,
        title=found.title.in_lang(found.lang),
        summary=found.text(),
        reach=found.reach.as_records(),
        transfers=found.transfers.as_records(),
        findings={
            severity: dict(zip(("before", "after"), counts, strict=True))
            for severity, counts in told.counts.items()
        },
        **told.as_object(found.lang),
    )


def _show(found: WhatIf, told: Differences, lang: Lang, *, everything: bool) -> None:
    show(found.title.in_lang(lang), bold=True)
    show(found.text(lang))
    show()
    show(said("whatif_sides", lang), bold=True)
    for label, before, after in _sides(found, told, lang):
        show(f"  {before:>6,} → {after:>6,}{_difference(before, after):>8}  {label}")
    _show_reach(found, everything=everything)
    if len(found.transfers):
        show_sheet(
            found.transfers,
            ("change", "flows", "place"),
            ("countries", "told", "kind", "foreign_route", "items"),
            everything=everything,
        )
    from datamap.analysis.changes import PART

    show()
    if told.unchanged:
        show(said("whatif_same_findings", lang))
    told.show(lang)
    if any(flow.endswith(PART) for flow in found.after.inventory.coded("id").values):
        show(said("whatif_parts", lang))


def _sides(found: WhatIf, told: Differences, lang: Lang) -> list[tuple[str, int, int]]:
    """Return what is counted: words, before, after."""
    lines = [
        (found.words.in_lang("counted", key, lang), int(before), int(after))
        for key, before, after in found.table.itertuples(index=False, name=None)
    ]
    for severity, (before, after) in told.counts.items():
        weight = weight_of(Severity(severity), lang)
        lines.append((said("whatif_findings", lang, weight=weight), before, after))
    return lines


def _difference(before: int, after: int) -> str:
    return f"({after - before:+,})" if after != before else ""


def _show_reach(found: WhatIf, *, everything: bool) -> None:
    """Print what is gained and lost: items with the places; the possible reading where it adds."""
    words, lang = found.reach.words, found.lang
    groups = _alike(found.reach.table)
    if groups:
        show()
        show(found.reach.title.in_lang(lang), bold=True)
    for (change, reading, held), places in groups.items() if everything else list(groups.items())[:MOVED]:
        told = [words.in_lang("change", change, lang), words.in_lang("reading", reading, lang)]
        head = comma(lang).join(told)
        items = [item_in_words(found.reach, *item) for item in held]
        show_entries(items, 2, between=comma(lang), head=f"{head}: ")
        kept = places if everything else places[:PLACES]
        more = [f"+{len(places) - len(kept)}"] if len(kept) < len(places) else []
        names = [
            f"{words.in_lang('place', place, lang)} [{words.in_lang('country', country, lang)}]"
            for place, country in kept
        ]
        show_entries([*names, *more], 6, between=comma(lang), head="→ ")
    if not everything:
        show_more(len(groups) - MOVED, lang)


def _alike(table: pd.DataFrame) -> dict[tuple[str, str, Held], list[tuple[str, ...]]]:
    """Return what is gained or lost, certain before possible -> the places and their countries."""
    keys = ["change", "subject", "item", "form", "place", "country"]
    once = table.drop_duplicates(keys)  # certain comes first, and is possible too
    at: dict[tuple[str, ...], dict[tuple[str, str], None]] = {}
    columns = (once[name] for name in ("change", "reading", "place", "country", "item", "form"))
    for *where, item, form in zip(*columns, strict=True):
        at.setdefault(tuple(where), {})[item, form] = None
    alike: dict[tuple[str, str, Held], list[tuple[str, ...]]] = {}
    for (change, reading, *place), held in at.items():
        alike.setdefault((change, reading, tuple(held)), []).append(tuple(place))
    return alike
