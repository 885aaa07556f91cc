"""Findings that an officer accepted or took lighter: listed apart, with who, why and until when."""

from __future__ import annotations

from datamap.report.blocks import SECTION, Cell, Section, cell, column, section, table, words
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.rules import assumptions_of

TONES = {"accepted": "good", "lowered": "info", "expired": "warn", "facts_changed": "warn"}


def assumed_section(results: Results, speech: Speech) -> list[Section]:
    """Return the section on accepted findings; none where nothing was accepted."""
    found = assumptions_of(results.findings.in_lang(speech.lang))
    if not len(found):
        return []
    heads = [
        column(speech.say("state"), 1.4),
        column(speech.say("finding"), 2.6),
        column(speech.say("severity"), 0.9),
        column(speech.say("assumed_until"), 1),
        column(speech.say("assumed_why"), 2.6),
    ]
    rows: list[list[Cell | str]] = []
    states = found.table["assumption"].tolist()
    for state, line in zip(states, found.worded().itertuples(index=False, name=None), strict=True):
        finding_id, title, said, weight, until, role, reason, decided = line
        rows.append(
            [
                cell(said, tone=TONES.get(state, "mute")),
                cell(title, sub=finding_id),
                weight,
                until,
                cell(reason, sub=f"{role}  {decided}"),
            ]
        )
    shown = table(speech.of(found.title), heads, rows)
    about = words(speech.of(found.summary), speech.say("assumed_about"))
    return [section("assumptions", speech.of(found.title), [about, shown], level=SECTION)]
