"""What a breach says beside the four conditions of the APPI."""

from __future__ import annotations

import pytest
from maps import DAY, inventory

from datamap.analysis.exposure import exposure
from datamap.analysis.reportable import Met

COLUMNS = "id kind subjects items source recipient persons"


@pytest.mark.parametrize(
    ("items", "told"), [("name;my_number", True), ("official_id", True), ("name", False)]
)
def test_individual_numbers_are_pointed_to_the_act_of_their_own(items: str, told: bool) -> None:  # noqa: FBT001
    """Where the number is, or may be, among the items, the first note says what is not judged."""
    found = exposure(
        inventory(f"F1 collection employee {items} employee wages 90", columns=COLUMNS),
        as_of=DAY,
        place="wages",
    )

    assert ("番号法" in found.notes[0].ja) is told


def test_points_may_cost_money_and_may_not() -> None:
    """A balance of points is neither met nor excluded: it is not known whether it is spent like money."""
    found = exposure(
        inventory("F1 collection member points_balance member shop 90", columns=COLUMNS),
        as_of=DAY,
        place="shop",
    )

    assert {one.key: one.met for one in found.met}["property_damage"] is Met.OPEN
