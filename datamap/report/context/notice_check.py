"""The notice and the flows held against each other, both ways."""

from __future__ import annotations

from datamap.analysis.answer import SEPARATOR, Answer
from datamap.report.blocks import Cell, Section, column, section, table, words
from datamap.report.context.finding_tables import things
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech

NAMED = 8
"""So many clauses and flows are named in a row."""


def notice_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on notice and flows, a row a difference and thing; none without a notice."""
    found = results.conformance
    if not results.workbook.notice.clauses or not len(found):
        return []
    heads = [
        column(speech.say("difference"), 2.4),
        column(speech.say("what"), 2.4),
        column(speech.say("clauses"), 1.3),
        column(speech.say("flows"), 1.6),
    ]
    grouped = _grouped(found)
    rows: list[list[Cell | str]] = [
        [
            found.words.in_lang("matter", matter, speech.lang),
            speech.join(found.words.in_lang("about", about, speech.lang) for about in abouts),
            things("clause", clauses, speech, NAMED),
            things("flow", flows, speech, NAMED),
        ]
        for (matter, clauses, flows), abouts in grouped.items()
    ]
    shown = table(
        speech.say("notice_check"),
        heads,
        rows,
        note=speech.say("notice_check_note"),
        more="tables/notice.csv",
    )
    return [section("notice", speech.say("notice_check"), [words(found.text(speech.lang), lead=True), shown])]


def _grouped(found: Answer) -> dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]]:
    """Take differences of one kind together: clauses of one thing, then things with the same clauses."""
    things_of: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for row in found.table.itertuples():
        clauses, flows = things_of.setdefault((str(row.matter), str(row.about)), ({}, {}))
        clauses.update(dict.fromkeys(filter(None, str(row.clauses).split(SEPARATOR))))
        flows.update(dict.fromkeys(filter(None, str(row.flows).split(SEPARATOR))))
    grouped: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for (matter, about), (clauses, flows) in things_of.items():
        grouped.setdefault((matter, tuple(clauses), tuple(flows)), []).append(about)
    return grouped
