"""The plan as a table of a report: which risks each line is for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from datamap.inventory import read_workbook
from datamap.model import LANGS, Lang
from datamap.report.context.audit.board import board_chapter
from datamap.report.context.measures import NAMED, plan_table
from datamap.report.context.results import Results, compute
from datamap.report.context.speech import Speech
from datamap.report.context.summary import summary_chapter
from datamap.risk.plan import plan_lines
from datamap.risk.rating import STAGES
from datamap.risk.tables import by_priority


@pytest.fixture(scope="module")
def results(root: Path) -> Results:
    """Give the results of the worked example, whose plan names a threat as a whole."""
    return compute(read_workbook(root / "examples" / "tour-operator"), date(2026, 11, 22))


@pytest.mark.parametrize("lang", LANGS)
def test_a_threat_in_the_plan_is_said_by_its_risks(lang: Lang, results: Results) -> None:
    """Its own title has gaps to fill: the first risks stand by title, the others by number."""
    actions = results.assessment.human.actions
    assert any("sensitive_exposed" in action.risks for action in actions)

    printed = plan_table(actions, results, Speech(results.workbook, lang))
    said = json.dumps(printed["rows"], ensure_ascii=False)

    assert "{items}" not in said
    assert "sensitive_exposed" not in said
    served = next(
        line.risks for line in plan_lines(results.assessment) if "sensitive_exposed" in line.action.risks
    )
    more = len(served) - NAMED
    assert more > 0
    assert {"ja": f"ほか{more}件", "en": f"and {more} more"}[lang] in said


def test_three_stages_are_told_apart_and_closed_risks_are_counted(results: Results) -> None:
    """On the board's page, what is planned is not called in place; a closed risk is in no tile, and said."""
    speech = Speech(results.workbook, "en")
    high = [by_priority(results.assessment, stage)["high"] for stage in STAGES]
    board = json.dumps(board_chapter(results, speech))

    assert " / ".join(map(str, high)) in board
    assert "if the whole plan is done" in board
    assert "(closed by a person: 1)" in json.dumps(summary_chapter(results, speech))
