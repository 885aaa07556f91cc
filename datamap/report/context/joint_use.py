"""Joint use: what people must be able to know beforehand, element by element (APPI 27(5)(iii))."""

from __future__ import annotations

from datamap.model import Clause
from datamap.report.blocks import SECTION, Block, Cell, Section, cell, column, section, table, words
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech

ELEMENTS: tuple[tuple[str, str, str], ...] = (
    ("fact", "states_joint_use", ""),
    ("items", "joint_items_closed", "joint_items_named"),
    ("scope", "joint_scope_bounded", "joint_scope_named"),
    ("purposes", "joint_purposes_closed", "joint_purposes_named"),
    ("responsible_name", "responsible_name_stated", ""),
    ("responsible_address", "responsible_address_stated", ""),
    ("responsible_representative", "responsible_representative_stated", ""),
    ("beforehand", "joint_statement_before_use", ""),
)
"""Element, the fact that meets it, the fact that meets it in part."""


def element_status(results: Results, clause: str, whole: str, part: str) -> str:
    """Return `ok`, `weak`, `not_stated` or `needs_person` for one element of one clause."""
    answer = results.facts.value("clause", clause, whole)
    if answer:
        return "ok"
    if part and results.facts.value("clause", clause, part):
        return "weak"
    return "needs_person" if results.facts.describe(whole).asked else "not_stated"


def joint_clauses(results: Results) -> tuple[Clause, ...]:
    """Return the clauses that state a joint use with people or items of its own."""
    known = results.workbook.notice.clauses
    return tuple(c for c in known if results.facts.value("clause", c.id, "states_joint_use"))


def joint_use_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on joint use; none where nothing is used jointly."""
    clauses = joint_clauses(results)
    flows = results.flows.of(lambda flow: flow.kind == "joint_use")
    if not clauses and not len(flows):
        return []
    lead = speech.say("joint_use_lead", flows=len(flows), clauses=len(clauses))
    blocks: list[Block] = [words(lead, lead=True)]
    blocks.append(_elements(clauses, results, speech) if clauses else words(speech.say("joint_use_no_clause")))
    made = [section("joint-use", speech.say("joint_use"), blocks)]
    groups = _groups(results, speech)
    if groups:
        made.append(section("joint-users", speech.say("joint_users"), [groups], level=SECTION))
    return made


def _elements(clauses: tuple[Clause, ...], results: Results, speech: Speech) -> Block:
    tones = {"ok": "good", "weak": "warn", "not_stated": "bad", "needs_person": "ask"}
    heads = [column(speech.say("element"), 2.2)]
    heads += [column(f"{clause.id}  {speech.labels('subjects', clause.subjects)}", 1.6) for clause in clauses]
    rows: list[list[Cell | str]] = []
    for name, whole, part in ELEMENTS:
        found = [element_status(results, clause.id, whole, part) for clause in clauses]
        cells = [cell(speech.say(f"element_is_{status}"), tone=tones[status]) for status in found]
        rows.append([speech.say(f"element_{name}"), *cells])
    return table(speech.say("elements"), heads, rows, note=speech.say("elements_note"))


def _groups(results: Results, speech: Speech) -> Block | None:
    """List the groups of joint users with their members and what is recorded of each group."""
    heads = [
        column(speech.say("group"), 1.5),
        column(speech.say("joint_members"), 3.4),
        column(speech.say("boundary"), 1.3),
        column(speech.say("responsible_party"), 1.3),
        column(speech.say("list_as_of"), 1.0),
    ]
    rows: list[list[Cell | str]] = []
    for group in results.workbook.organisation.groups:
        if group.role != "joint_user":
            continue
        boundary = speech.or_blank(group.boundary) if group.open_ended else cell(speech.say("closed_list"))
        rows.append(
            [
                speech.either(group.name),
                speech.or_blank(speech.join(map(speech.place, group.members))),
                boundary,
                speech.or_blank(group.responsible_party),
                speech.or_blank(group.as_of),
            ]
        )
    return table(speech.say("joint_users"), heads, rows) if rows else None
