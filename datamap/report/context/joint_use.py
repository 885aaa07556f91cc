"""Joint use: what people must be able to know beforehand, element by element (APPI 27(5)(iii))."""

from __future__ import annotations

from datamap.analysis.answer import Answer
from datamap.model import Clause
from datamap.report.blocks import SECTION, Block, Cell, Section, cell, column, section, table, words
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech

STATE_TONE = {
    "ok": "good",
    "weak": "warn",
    "not_stated": "bad",
    "needs_person": "ask",
    "not_applicable": "mute",
}


def joint_use_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on joint use; none where nothing is used jointly."""
    found = results.joint_use
    flows = results.flows.of(lambda flow: flow.kind == "joint_use")
    if not len(found) and not len(flows):
        return []
    clauses = found.table["clause"].nunique()
    lead = speech.say("joint_use_lead", flows=len(flows), clauses=clauses)
    blocks: list[Block] = [words(lead, lead=True)]
    shown = element_table(found, "clause", speech, _clause_names(results.workbook.notice.clauses, speech))
    blocks.append(shown if len(found) else words(speech.say("joint_use_no_clause")))
    made = [section("joint-use", speech.say("joint_use"), blocks)]
    groups = _groups(results, speech)
    if groups:
        made.append(section("joint-users", speech.say("joint_users"), [groups], level=SECTION))
    return made


def _clause_names(clauses: tuple[Clause, ...], speech: Speech) -> dict[str, str]:
    return {
        clause.id: f"{clause.id}  {speech.labels('subjects', clause.subjects)}".strip() for clause in clauses
    }


def element_table(found: Answer, about: str, speech: Speech, names: dict[str, str]) -> Block:
    """Return an element table: one row an element, one column a clause (or flow).

    Parameters
    ----------
    found
        Answer with `about`, `element` and `state`.
    names
        What stands above the column of a clause or flow; its id where it has no name.
    """
    things = list(dict.fromkeys(found.table[about]))
    state = {
        (str(row["element"]), str(row[about])): str(row["state"])
        for row in found.table.to_dict(orient="records")
    }
    heads = [column(speech.say("element"), 2.2), *(column(names.get(key, key), 1.4) for key in things)]
    rows: list[list[Cell | str]] = []
    for element in dict.fromkeys(found.table["element"]):
        cells = [_state(state.get((element, key), "not_applicable"), found, speech) for key in things]
        rows.append([found.words.in_lang("element", element, speech.lang), *cells])
    return table(found.title.in_lang(speech.lang), heads, rows, note=found.text(speech.lang))


def _state(state: str, found: Answer, speech: Speech) -> Cell:
    return cell(found.words.in_lang("state", state, speech.lang), tone=STATE_TONE[state])


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
        boundary = speech.or_blank(group.boundary) if group.unnamed else cell(speech.say("closed_list"))
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
