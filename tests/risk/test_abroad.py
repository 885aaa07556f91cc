"""What is abroad: for an organisation in Japan, and for one that is elsewhere, or elsewhere too."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from risk_made import make_workbook

from datamap.facts import establish_facts
from datamap.inventory import Workbook
from datamap.model import Organisation, Party, Text
from datamap.risk import assess

DAY = date(2026, 11, 22)
CASES = tomllib.loads((Path(__file__).parent / "abroad_cases.toml").read_text(encoding="utf-8"))["case"]
SAID = {True: "yes", False: "no", None: "open"}


def _workbook(case: dict[str, Any]) -> Workbook:
    """Return an organisation with one hand-over from a place of its own to another company."""

    def listed(cell: str) -> tuple[str, ...]:
        return tuple(filter(None, cell.split(";")))

    ours = Organisation(
        key="us_all",
        name=Text.same("Us"),
        countries=listed(case["own"]),
        parties=(Party("us", Text.same("us"), type="department", countries=listed(case["source"])),),
    )
    return make_workbook(
        {"kind": "entrustment", "items": "name", "countries": case["recipient"]}, organisation=ours
    )


@pytest.mark.parametrize("case", CASES, ids=[case["why"][:50] for case in CASES])
def test_abroad_is_seen_from_the_place_that_hands_over(case: dict[str, Any]) -> None:
    """The country of the source counts where it is recorded, else those of the organisation."""
    facts = establish_facts(_workbook(case), DAY)

    assert SAID[facts.truth("leaves_home").at(0)] == case["leaves"]
    assert SAID[(~facts.truth("recipient_in_japan")).at(0)] == case["foreign"]
    assert facts.truth("abroad_recorded").at(0) is (case["foreign"] == "yes")


@pytest.mark.parametrize("case", CASES, ids=[case["why"][:50] for case in CASES])
def test_risks_points_screening_and_tables_follow(case: dict[str, Any]) -> None:
    """Threats, the point of likelihood, the hint about APPI 28 and the table of transfers agree."""
    found = assess(_workbook(case), as_of=DAY)
    risks = {one.id for one in found.register}
    steps = {step.factor for one in found.register for step in one.points["inherent"].steps}
    hint = next(one for one in found.screened.of() if one.criterion.key == "jp_foreign")
    leaves = case["leaves"] == "yes"

    assert ({"abroad_unprotected", "onward_abroad"} <= risks) is leaves
    assert bool({"country_foreign", "country_abroad"} & steps) is leaves
    assert bool(found.content["transfers"]) is leaves
    assert SAID[hint.value] == case["foreign"]
