"""What the catalogue looked for, found or not: LINDDUN types by flow element, and the three feared events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datamap.analysis.answer import Answer
from datamap.analysis.frames import pd
from datamap.risk.register import OWN
from datamap.risk.tables import joined
from datamap.risk.threats import ELEMENTS, LINDDUN_TYPES, Threat, read_threats
from datamap.risk.words import cited, words_of
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment

OUTCOMES = ("found", "not_excluded", "not_on_record")


def outcome_of(threat: Threat, assessment: Assessment) -> str:
    """Tell what came of a threat: found, not to be excluded, or nothing on record that brings it up."""
    states = {case.certain for case in assessment.cases if case.threat.key == threat.key}
    return "found" if True in states else "not_excluded" if states else "not_on_record"


def coverage(assessment: Assessment) -> Answer:
    """Return every threat of the catalogue and what came of it.

    "Not on record" means that nothing recorded brings the threat up; it does not mean that it is away.
    """
    rows = [_row(threat, assessment) for threat in read_threats()]
    titles = {threat.key: _title(threat) for threat in read_threats()}
    counts = {outcome: sum(row["threat_outcome"] == outcome for row in rows) for outcome in OUTCOMES}
    return Answer(
        pd.DataFrame(rows),
        text("risk", "coverage_title"),
        text("risk", "coverage_summary", count=len(rows), **counts),
        words_of(assessment.workbook.inventory, threat=titles, risks=cited(assessment.titles)),
        frozenset({"risks"}),
        none=frozenset({"linddun", "risks"}),
        lang=assessment.lang,
    )


def interaction_grid(assessment: Assessment) -> Answer:
    """Return, for each flow element and LINDDUN type, how many threats were asked and how many found.

    Detecting is not asked at a destination alone, unawareness and non-compliance not on the flow alone.

    References
    ----------
    LINDDUN: interaction of threat types with source, flow and destination.
    """
    threats = [(threat, outcome_of(threat, assessment)) for threat in read_threats()]
    rows: list[dict[str, Any]] = []
    for element in ELEMENTS:
        for kind in LINDDUN_TYPES:
            asked = [
                o
                for t, o in threats
                if element in t.element and kind in {c.partition(".")[0] for c in t.linddun}
            ]
            counts = {outcome: asked.count(outcome) for outcome in OUTCOMES}
            rows.append({"flow_element": element, "linddun": kind, "asked": len(asked)} | counts)
    return Answer(
        pd.DataFrame(rows),
        text("risk", "grid_title"),
        text(
            "risk",
            "grid_summary",
            asked=sum(row["asked"] for row in rows),
            found=sum(row["found"] for row in rows),
        ),
        words_of(assessment.workbook.inventory),
        lang=assessment.lang,
    )


def _row(threat: Threat, assessment: Assessment) -> dict[str, Any]:
    found = [one.id for one in assessment.register if one.risk.threat == threat.key != OWN]
    return {
        "threat": threat.key,
        "threat_outcome": outcome_of(threat, assessment),
        "event": threat.event or "design",
        "linddun": joined(threat.linddun),
        "flow_element": joined(threat.element),
        "risks": joined(found),
    }


def _title(threat: Threat) -> Any:
    """Return the title of a threat before it is about anything."""
    return threat.title.fill(
        items=text("risk", "any_items"),
        recipients=text("risk", "any_recipients"),
        subjects=text("risk", "any_subjects"),
    )
