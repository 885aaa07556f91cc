"""The plan as a table of a report: which risks each line is for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from datamap.inventory import read_workbook
from datamap.model import LANGS, Lang
from datamap.report.context.measures import NAMED, plan_table
from datamap.report.context.results import Results, compute
from datamap.report.context.speech import Speech
from datamap.risk.plan import plan_lines


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
