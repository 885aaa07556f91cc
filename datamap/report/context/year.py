"""What is overdue or not on record about how the organisation is set up, and the coming year."""

from __future__ import annotations

from datamap.analysis.answer import Answer
from datamap.analysis.governance import State, governance
from datamap.figures import Display
from datamap.report.blocks import SECTION, Block, Cell, Section, cell, column, figure, section, table, words
from datamap.report.context.gallery import YEAR
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech

TONES = {
    State.OVERDUE: "bad",
    State.ENDED: "bad",
    State.TERMS_MISSING: "warn",
    State.NOT_RECORDED: "ask",
    State.DUE_SOON: "warn",
}
"""What is shown, most pressing first; what is on record and not due is counted in the lead."""


def year_sections(results: Results, speech: Speech, drawn: Display) -> list[Section]:
    """Return two sections: what is overdue or not recorded, and the calendar of the coming year."""
    held = governance(results.workbook, as_of=results.as_of).in_lang(speech.lang)
    blocks: list[Block] = [words(speech.of(held.summary), *(speech.of(note) for note in held.notes))]
    if pressing := _pressing(held, speech):
        blocks.append(table(speech.say("governance_held"), _heads(speech), pressing))
    year = results.year.in_lang(speech.lang)
    coming: list[Block] = [words(speech.of(year.summary))]
    if len(year):
        alt = f"{drawn.title}. {drawn.fact}"
        coming += [figure(YEAR, alt=alt, caption=drawn.title), _calendar(year, speech)]
    return [
        section("governance-held", speech.say("governance_held"), blocks, level=SECTION),
        section("year", speech.say("coming_year"), coming, level=SECTION),
    ]


def _heads(speech: Speech) -> list[dict[str, object]]:
    return [
        column(speech.say("state"), 1.6),
        column(speech.say("coming_year_matter"), 1.5),
        column(speech.say("about"), 2),
        column(speech.say("coming_year_due"), 1),
        column(speech.say("coming_year_terms"), 2.2),
    ]


def _pressing(held: Answer, speech: Speech) -> list[list[Cell | str]]:
    shown = held.table["governance"].isin([state.value for state in TONES])
    keys, said = held.table[shown], held.worded(speech.lang)[shown]
    names = list(held.table.columns)
    rows: list[list[Cell | str]] = []
    lines = zip(
        keys["governance"], keys["missing_terms"], said.itertuples(index=False, name=None), strict=True
    )
    for state, terms, line in lines:
        told = dict(zip(names, line, strict=True))
        rows.append(
            [
                cell(told["governance"], tone=TONES[State(state)]),
                told["governed"],
                told["what"],
                cell(told["due_date"], sub=told["last"]),
                told["missing_terms"] if terms else "",
            ]
        )
    return rows


def _calendar(year: Answer, speech: Speech) -> Block:
    heads = [
        column(speech.say("coming_year_due"), 1),
        column(speech.say("coming_year_matter"), 1.8),
        column(speech.say("about"), 2.4),
        column(speech.say("coming_year_flows"), 1.4),
    ]
    late = (year.table["timing"] == "late").tolist()
    worded = year.worded(speech.lang).itertuples(index=False, name=None)
    rows: list[list[Cell | str]] = [
        [cell(line[0], tone="warn" if passed else ""), line[2], line[3], line[4]]
        for passed, line in zip(late, worded, strict=True)
    ]
    return table(speech.say("coming_year"), heads, rows)
