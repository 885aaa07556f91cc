"""What an assessment is about: flows that run, some activities, or planned flows before they begin."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import datamap
from datamap.risk.assess import Assessment
from datamap.risk.change import assess_change
from datamap.risk.decision import decision_state

DAY = date(2026, 11, 22)
TABLE = """id,kind,items,subjects,source,recipient,activity,status,persons
F1,collection,medical_history,customer,customer,clinic,care,,>100000
F2,entrustment,medical_history,customer,clinic,laboratory,care,planned,>100000
F3,entrustment,medical_history,customer,clinic,model maker,triage,planned,>100000
"""


def assessed(folder: Path, scope: str = "", table: str = TABLE) -> Assessment:
    """Return the assessment of a table with a scope."""
    (folder / "records").mkdir()
    (folder / "inventory.csv").write_text(table, encoding="utf-8")
    (folder / "records" / "organisation.toml").write_text('[operator]\nkey = "clinic"\n', encoding="utf-8")
    (folder / "records" / "assessment.toml").write_text(f"[scope]\n{scope}\n", encoding="utf-8")
    return datamap.assess(datamap.read_workbook(folder, lang="en"), as_of=DAY)


@pytest.mark.parametrize(
    ("scope", "flows", "left"),
    [
        ("", {"F1"}, {"care": ("F2",), "triage": ("F3",)}),
        ("planned_only = true", {"F2", "F3"}, {}),
        ('activities = ["care"]', {"F1"}, {"care": ("F2",), "triage": ("F3",)}),
        ('activities = ["triage"]', {"F3"}, {"care": ("F2",)}),
        ('activities = ["care"]\nplanned_only = true', {"F2"}, {"triage": ("F3",)}),
    ],
)
def test_a_scope_says_which_flows_are_assessed(
    tmp_path: Path, scope: str, flows: set[str], left: dict[str, tuple[str, ...]]
) -> None:
    """Planned flows are assessed where the scope is about them; else it is said that they are not."""
    found = assessed(tmp_path, scope)

    assert {flow for one in found.described for flow in one.flows} == flows
    assert {flow for one in found.register for flow in one.risk.flows} <= flows
    assert found.left_for_later == left
    assert any(check.key == "planned_left" for check in decision_state(found).checks) == bool(left)
    rows = {(row.key, row.flows) for row in found.content["scope"]}
    assert {key for key, _ in rows} == {one.activity for one in found.described} | set(left)


def test_health_data_of_a_planned_activity_are_screened_before_it_begins(tmp_path: Path) -> None:
    """GDPR 35(1), prior to the processing: the criteria are answered from the planned flows."""
    answers = {
        a.criterion.key: a for a in assessed(tmp_path, 'activities = ["triage"]').screened.of("triage")
    }

    assert answers["large_scale_sensitive"].from_facts is True
    assert answers["large_scale_sensitive"].flows == ("F3",)


def test_a_scope_in_which_nothing_runs_answers_nothing_and_bars_approval(tmp_path: Path) -> None:
    """That nothing was looked at is no "no": every answer is open, and nobody can approve."""
    found = assessed(
        tmp_path,
        'activities = ["care"]',
        TABLE.replace(",care,,", ",care,ended,").replace("care,planned", "care,ended"),
    )

    assert not found.register
    assert {answer.from_facts for answer in found.screened.of()} == {None}
    assert "approved" in decision_state(found).barred


def test_a_change_is_held_against_the_house_as_it_is(tmp_path: Path) -> None:
    """A scope of planned flows makes no difference to what they would alter."""
    assessed(tmp_path, "planned_only = true")
    change = assess_change(datamap.read_workbook(tmp_path, lang="en"), as_of=DAY)

    assert {flow for one in change.before.described for flow in one.flows} == {"F1"}
    assert change.flows == ("F2", "F3")
