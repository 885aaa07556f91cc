"""What a board has to decide: three to five matters that follow from the numbers, none of them answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from datamap.analysis.periods import Period
from datamap.inventory.formats import is_duration
from datamap.model import Severity
from datamap.report.context.audit.words import ids_of, say, severity_word, state_counts
from datamap.report.context.finding_tables import things
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.risk.decision import decision_state
from datamap.risk.plan import plan_lines
from datamap.risk.tables import by_priority

LEAST, MOST = 3, 5
ERRORS = 3
"""So many at most: what else a board has to decide keeps its place."""
SOON = timedelta(days=90)
FILLED = 0.6
"""Below this share of recorded cells the record itself is a matter for the board."""


@dataclass(frozen=True, slots=True)
class ToDecide:
    """One matter: what is to be decided, what is on record about it, and the chapter with more."""

    what: str
    state: str
    to: str


Source = Callable[[Results, Speech], Iterator[ToDecide]]


def to_decide(results: Results, speech: Speech) -> list[ToDecide]:
    """Return the matters, those that weigh most first; at least three, at most five."""
    found = [matter for source in _SOURCES for matter in source(results, speech)][:MOST]
    for source in _ALWAYS:
        if len(found) < LEAST:
            found += source(results, speech)
    return found


def _matter(speech: Speech, key: str, to: str, /, *, title: str = "", **values: object) -> ToDecide:
    what = say(speech, f"matter_{key}", title=title) if key == "finding" else say(speech, f"matter_{key}")
    return ToDecide(what, say(speech, f"matter_{key}_state", **values), to)


def _residual(results: Results, speech: Speech) -> Iterator[ToDecide]:
    found = results.assessment
    high = [r for r in found.register if not r.closed and r.counted("residual", found.scale) == "high"]
    if high:
        gravest = speech.either(high[0].risk.title)
        yield _matter(speech, "residual_high", "risks", count=len(high), gravest=gravest)


def _closed(results: Results, speech: Speech) -> Iterator[ToDecide]:
    """Yield the high risks that a person closed: they are in no count any more."""
    checks = decision_state(results.assessment).checks
    told = next(check for check in checks if check.key == "closed_high")
    if told.about:
        yield _matter(speech, "closed_high", "risks", said=speech.of(told.said))


def _gravest(results: Results, speech: Speech) -> Iterator[ToDecide]:
    """Yield the gravest errors, or the gravest warning where there is none; the rest is no board's matter."""
    errors = [m for m in results.open_matters if m.severity is Severity.ERROR]
    warnings = [m for m in results.open_matters if m.severity is Severity.WARNING]
    for matter in errors[:ERRORS] or warnings[:1]:
        yield _matter(
            speech,
            "finding",
            "findings",
            title=speech.of(matter.example.title),
            severity=severity_word(matter.severity, speech),
            count=len(matter.about),
            state=state_counts(ids_of(matter), results, speech),
            about=things(matter.about_type, matter.about, speech, 4),
        )


def _abroad(results: Results, speech: Speech) -> Iterator[ToDecide]:
    unnamed, unknown = len(results.running.country_unnamed), len(results.running.country_unrecorded)
    if unnamed or unknown:
        yield _matter(speech, "abroad", "overseas", unnamed=unnamed, unknown=unknown)


def _plan(results: Results, speech: Speech) -> Iterator[ToDecide]:
    lines = plan_lines(results.assessment)
    late = sum(line.timing == "late" for line in lines)
    incomplete = sum(not line.complete for line in lines)
    if late or incomplete:
        yield _matter(speech, "plan", "plan", late=late, open=incomplete, count=len(lines))
    high = by_priority(results.assessment, "inherent")["high"]
    if not lines and high:
        yield _matter(speech, "no_plan", "plan", count=high)


def _decision(results: Results, speech: Speech) -> Iterator[ToDecide]:
    state = decision_state(results.assessment)
    if state.recorded in state.barred:
        yield _matter(speech, "decision_barred", "risks", recorded=speech.of(state.said))
    if not state.recorded and results.assessment.register:
        allowed = speech.join(speech.say(f"decision_is_{key}") for key in state.allowed)
        yield _matter(speech, "decision", "risks", allowed=allowed)


def _ending(results: Results, speech: Speech) -> Iterator[ToDecide]:
    held = results.findings.assumed.values()
    soon = sum(one.holds and date.fromisoformat(one.record.until) <= results.as_of + SOON for one in held)
    ended = sum(not one.holds for one in held)
    if soon or ended:
        yield _matter(speech, "ending", "accepted", soon=soon, ended=ended)


def _controls(results: Results, speech: Speech) -> Iterator[ToDecide]:
    late = unknown = 0
    for control in results.workbook.organisation.controls:
        due = next_due(control.last, control.period)
        late += due is not None and due < results.as_of
        unknown += bool(control.period) and not control.last
    if late or unknown:
        yield _matter(speech, "controls", "governance", late=late, unknown=unknown)


def next_due(last: str, period: str) -> date | None:
    """Return when something is due again; None where that is not on record.

    Examples
    --------
    >>> next_due("2025-09-10", "P1Y"), next_due("", "P1Y")
    (datetime.date(2026, 9, 10), None)
    """
    if not last or not is_duration(period):
        return None
    return Period("", period).end(date.fromisoformat(last))


def _record(results: Results, speech: Speech) -> Iterator[ToDecide]:
    recorded, cells = results.recorded("column")
    if cells and recorded / cells < FILLED:
        yield _matter(
            speech,
            "record",
            "completeness",
            share=speech.percent(recorded, cells),
            recorded=f"{recorded:,}",
            cells=f"{cells:,}",
            questions=len(results.assessment.open_questions),
        )


def _next(results: Results, speech: Speech) -> Iterator[ToDecide]:
    yield _matter(speech, "next", "scope", count=len(results.findings.open()))


def _scope(_: Results, speech: Speech) -> Iterator[ToDecide]:
    yield _matter(speech, "scope", "scope")


_SOURCES: tuple[Source, ...] = (
    _residual,
    _closed,
    _gravest,
    _abroad,
    _plan,
    _decision,
    _ending,
    _controls,
    _record,
)
_ALWAYS: tuple[Source, ...] = (_next, _scope, _record)
