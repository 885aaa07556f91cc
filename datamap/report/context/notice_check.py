"""The notice and the flows held against each other, both ways."""

from __future__ import annotations

from datamap.report.blocks import Cell, Section, column, section, table, words
from datamap.report.context.finding_tables import things
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech


def notice_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on notice and flows, a row for each kind of difference and thing; none without a notice."""
    found = results.conformance
    if not results.workbook.notice.clauses or not len(found):
        return []
    heads = [
        column(speech.say("difference"), 2.4),
        column(speech.say("what"), 2.4),
        column(speech.say("clauses"), 1.3),
        column(speech.say("flows"), 1.6),
    ]
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for row in found.table.itertuples():
        grouped.setdefault((str(row.matter), str(row.clauses), str(row.flows)), []).append(str(row.about))
    rows: list[list[Cell | str]] = [
        [
            found.words.in_lang("matter", matter, speech.lang),
            speech.join(found.words.in_lang("about", about, speech.lang) for about in abouts),
            things("clause", _split(clauses), speech, 8),
            things("flow", _split(flows), speech, 8),
        ]
        for (matter, clauses, flows), abouts in grouped.items()
    ]
    shown = table(speech.say("notice_check"), heads, rows, note=speech.say("notice_check_note"), more="tables/notice.csv")
    return [section("notice", speech.say("notice_check"), [words(found.text(speech.lang), lead=True), shown])]


def _split(cell: str) -> list[str]:
    return [entry for entry in cell.split(";") if entry]
