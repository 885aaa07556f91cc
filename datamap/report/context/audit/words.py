"""How states, severities and evidence are said in the audit report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from datamap.model import Severity
from datamap.report.blocks import Cell, cell
from datamap.report.context.matters import SEVERITY_TONE, Matter
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.report.former import OPEN, STATES, Former
from datamap.vocabulary import text

NAMED = 12
"""So many pieces of evidence are named; the rest are counted, and stand in `findings.csv`."""


def say(speech: Speech, key: str, **values: object) -> str:
    """Return one text of `texts/audit.toml`."""
    return text("audit", key, **values).in_lang(speech.lang)


def severity_word(severity: Severity, speech: Speech) -> str:
    """Return what a severity is called."""
    return text("rules", f"severity_is_{severity.value}").in_lang(speech.lang)


def severity_of(severity: Severity, speech: Speech) -> Cell:
    """Return a severity as a coloured word."""
    return cell(severity_word(severity, speech), tone=SEVERITY_TONE[severity])


def state_word(state: str, speech: Speech, former: Former | None) -> str:
    """Return what a state is called; without a former state nothing has gone on since."""
    key = "state_open_first" if state == OPEN and former is None else f"state_{state}"
    return say(speech, key)


def state_counts(ids: Iterable[str], results: Results, speech: Speech) -> str:
    """Say how many of some findings have which state: 「新規2、継続5」."""
    counts = Counter(results.standing.state.get(key, OPEN) for key in ids)
    former = results.wish.former
    return speech.join(
        say(speech, "state_counts", state=state_word(state, speech, former), count=counts[state])
        for state in STATES
        if counts[state]
    )


def ids_of(matter: Matter) -> list[str]:
    """Return the ids of the findings of a matter."""
    return [f"{matter.rule}:{about}" for about in matter.about]


def evidence(
    flows: Sequence[str], clauses: Sequence[str], results: Results, speech: Speech, most: int | None = NAMED
) -> str:
    """Name the rows and clauses something rests on: file, id, row; where there is none, the file."""
    inventory = results.workbook.inventory
    parts = []
    if flows:
        rows = [say(speech, "evidence_row", id=key, row=inventory.flow(key).row) for key in flows]
        parts.append(say(speech, "evidence_flows", file=inventory.file, flows=_some(rows, speech, most)))
    if clauses:
        parts.append(say(speech, "evidence_notice", clauses=_some(list(clauses), speech, most)))
    if not parts:
        parts.append(say(speech, "evidence_record", file="records/organisation.toml"))
    return "\n".join(parts)


def _some(parts: Sequence[str], speech: Speech, most: int | None) -> str:
    return speech.join(parts) if most is None else speech.some(parts, most)
