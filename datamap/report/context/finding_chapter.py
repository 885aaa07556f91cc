"""The chapter on findings: grave ones as cards, questions by topic, what is on record as a table."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.model import Severity
from datamap.report.blocks import SECTION, Block, Section, section
from datamap.report.context.asked import question_table
from datamap.report.context.finding_tables import findings_first, matter_cards, matter_table, settled_section
from datamap.report.context.matters import Matter
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech


def finding_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on findings: grave ones as cards, questions and the settled as tables."""
    label = results.findings.words.label
    made = [findings_first(results, speech, [])]
    for severity in Severity:
        found = [matter for matter in results.open_matters if matter.severity is severity]
        if found:
            title = speech.title(speech.of(label("severity", severity.value)))
            block = _of_severity(severity, found, results, speech, title)
            made.append(section(f"findings-{severity.value}", title, [block], level=SECTION))
    return [*made, *settled_section(results, speech)]


def _of_severity(
    severity: Severity, found: Sequence[Matter], results: Results, speech: Speech, title: str
) -> Block:
    """Return grave matters as cards, questions by topic, the rest as a table."""
    if severity in {Severity.ERROR, Severity.WARNING}:
        return matter_cards(found, results, speech)
    if severity is Severity.QUESTION:
        return question_table(found, results, speech, title)
    return matter_table(found, results, speech, title, rows_are_targets=True)
