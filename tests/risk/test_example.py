"""The worked example of the made-up tour operator: plan, closing, advice, decision, planned flows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from datamap.facts import establish_facts
from datamap.inventory import Workbook, read_workbook
from datamap.risk import Assessment, assess, assess_change, sign, strays_of, verify
from datamap.risk.decision import decision_state
from datamap.risk.plan import plan_lines

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def operator(root: Path) -> Workbook:
    """Give the workbook of the example."""
    return read_workbook(root / "examples" / "tour-operator")


@pytest.fixture(scope="module")
def example(operator: Workbook) -> Assessment:
    """Give its assessment."""
    return assess(operator, as_of=DAY)


def test_everything_the_sheet_says_is_about_something(operator: Workbook, example: Assessment) -> None:
    """No rating, measure, closing or answer is left hanging, whether the whole is assessed or not."""
    assert example.strays == ()
    assert strays_of(establish_facts(operator, DAY)) == ()


def test_the_decision_to_consult_stands(example: Assessment) -> None:
    """High risks remain, so consulting is what the recorded decision may be."""
    state = decision_state(example)

    assert state.recorded == "consultation"
    assert state.stands
    assert "approved" in state.barred


def test_a_late_line_of_the_plan_comes_first(example: Assessment) -> None:
    """The register of countries was due in October."""
    assert plan_lines(example)[0].timing == "late"


def test_a_measure_for_a_threat_serves_all_its_risks(example: Assessment) -> None:
    """Named without an item, a threat means each of its risks."""
    served = {
        risk for line in plan_lines(example) if line.action.measure == "access_control" for risk in line.risks
    }
    planned = [one.id for one in example.register if any(a.measure == "access_control" for a in one.planned)]

    assert {i for i in planned if i.startswith("sensitive_exposed:")}
    assert served == set(planned)
    assert not [line.lost for line in plan_lines(example) if line.lost]


def test_the_planned_promotion_with_passport_numbers_shows_as_a_new_risk(operator: Workbook) -> None:
    """What the example plans brings up a risk that today's flows do not."""
    effects = {one.risk: one.effect for one in assess_change(operator, DAY).altered}

    assert effects["identifier_spread:passport_no"] == "new"


def test_it_can_be_signed_and_verified(operator: Workbook, example: Assessment) -> None:
    """Signed and looked at the same day, nothing has changed."""
    assert verify(operator, sign(example, role="executive officer", signed_on=DAY), as_of=DAY).same
