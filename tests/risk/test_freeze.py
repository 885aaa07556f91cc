"""A signed assessment: what changes afterwards is found, and nothing else."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from risk_made import make_workbook

from datamap.inventory import Workbook
from datamap.model import BadInput
from datamap.risk import assess
from datamap.risk.freeze import sign, verify
from datamap.risk.signature import Signature, read_signature, sealed, write_signature

DAY = date(2026, 11, 22)
ROWS = [
    {"id": "A", "items": "name;email", "purposes": "answer_inquiries", "countries": "JP", "persons": "100"},
    {"id": "B", "items": "name", "purposes": "fulfil_contract", "recipient": "Carrier", "countries": "JP"},
]


def signed(*rows: dict[str, str], **record: object) -> Signature:
    """Sign the assessment of some rows."""
    return sign(assess(make_workbook(*rows, record=record), as_of=DAY), role="privacy officer", signed_on=DAY)


def kinds(*rows: dict[str, str], of: Signature | None = None) -> set[str]:
    """Return what has changed between the signed rows and these."""
    return {change.kind for change in verify(make_workbook(*rows), of or signed(*ROWS), as_of=DAY).changes}


def test_the_workbook_that_was_signed_is_the_same(workbook: Workbook) -> None:
    """Nothing changed: nothing is reported."""
    found = verify(workbook, sign(assess(workbook, as_of=DAY), role="dpo", signed_on=DAY), as_of=DAY)

    assert found.same
    assert found.said.en == "Nothing has changed since it was signed."


def test_one_changed_row_is_named() -> None:
    """A cell of one row differs: that flow is named, and the file."""
    changed = [ROWS[0], ROWS[1] | {"purposes": "refund"}]
    found = verify(make_workbook(*changed), signed(*ROWS), as_of=DAY)
    about = {change.kind: change.about for change in found.changes}

    assert about["flow_changed"] == ("B",)
    assert about["new_purpose"] == ("refund",)
    assert not found.same


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([*ROWS, {"id": "C", "items": "name"}], "flow_new"),
        (ROWS[:1], "flow_gone"),
        ([ROWS[0], ROWS[1] | {"countries": "US"}], "new_country"),
        ([ROWS[0], ROWS[1] | {"recipient": "Shop"}], "new_recipient"),
        ([ROWS[0], ROWS[1] | {"items": "name;passport_no"}], "new_sensitive_item"),
        ([ROWS[0], ROWS[1] | {"items": "name;phone"}], "new_item"),
        ([ROWS[0] | {"persons": "1000"}, ROWS[1]], "more_persons"),
        ([ROWS[0] | {"activity": "shop"}, ROWS[1]], "new_activity"),
    ],
)
def test_each_trigger_fires(rows: list[dict[str, str]], kind: str) -> None:
    """A new country, recipient, item, purpose, activity or many more people calls for a review."""
    assert kind in kinds(*rows)


def more_persons(before: list[dict[str, str]], after: list[dict[str, str]]) -> dict[str, tuple[str, str]]:
    """Return the flows with many more people than when the first rows were signed."""
    found = verify(make_workbook(*after), signed(*before), as_of=DAY).changes
    cells = [cell for change in found if change.kind == "more_persons" for cell in change.cells]
    return {cell.flow: (cell.before, cell.after) for cell in cells}


LARGE = {"id": "L", "items": "name", "activity": "news", "persons": "90000"}
SMALL = {"id": "S", "items": "name", "activity": "care", "persons": "100"}


def test_people_are_compared_flow_by_flow() -> None:
    """A small flow that grows calls for a review beside one that is far larger; the flow is named."""
    after = [LARGE, SMALL | {"persons": "9000"}]

    assert more_persons([LARGE, SMALL], after) == {"S": ("100", "9,000")}
    told = [
        c
        for c in verify(make_workbook(*after), signed(LARGE, SMALL), as_of=DAY).changes
        if c.kind == "more_persons"
    ]
    assert told[0].about == ("S",)
    assert "S (100 → 9,000)" in told[0].said.en
    assert "care" in told[0].said.en
    assert "news" not in told[0].said.en


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (SMALL | {"persons": "150"}, False),  # one and a half times is not more
        (SMALL | {"persons": "151"}, True),
        (SMALL | {"persons": ""}, False),  # nobody says so any more: the cell is told, no growth
        (SMALL | {"persons": "50-400"}, True),  # the upper end counts
    ],
)
def test_how_many_more_count_as_many_more(row: dict[str, str], *, found: bool) -> None:
    """More than one and a half times the people of that flow, at the upper end of a range."""
    assert bool(more_persons([LARGE, SMALL], [LARGE, row])) is found


@pytest.mark.parametrize(("persons", "found"), [("800", False), ("5000", True)])
def test_a_number_recorded_for_the_first_time(persons: str, *, found: bool) -> None:
    """What was not recorded was rated as up to 1,000 people: only more than that is news."""
    blank = SMALL | {"persons": ""}

    assert bool(more_persons([LARGE, blank], [LARGE, SMALL | {"persons": persons}])) is found


@pytest.mark.parametrize(("activity", "found"), [("care", True), ("news", False), ("new one", False)])
def test_a_new_flow_is_held_against_its_activity(activity: str, *, found: bool) -> None:
    """A further flow with more people than its activity had; a new activity is told by itself."""
    new = SMALL | {"id": "N", "activity": activity, "persons": "20000"}

    assert ("N" in more_persons([LARGE, SMALL], [LARGE, SMALL, new])) is found


def test_a_signature_that_keeps_no_cells_knows_the_largest_only() -> None:
    """Format 1 can say that there are more people, and not where."""
    old = sealed(replace(signed(LARGE, SMALL), cells={}, format=1))
    found = verify(make_workbook(LARGE | {"persons": "200000"}, SMALL), old, as_of=DAY)

    assert ("more_persons", ()) in {(change.kind, change.about) for change in found.changes}


def test_an_ordinary_item_is_no_grave_one() -> None:
    """A telephone number is new, but does not weigh like a passport number."""
    assert "new_sensitive_item" not in kinds(ROWS[0], ROWS[1] | {"items": "name;phone"})


def test_the_order_of_rows_and_remarks_on_sources_change_no_flow() -> None:
    """Sorting the table, or saying where something was read, leaves every flow as it was signed."""
    mixed = [row | {"evidence": "page 3"} for row in ROWS]
    random.Random(1).shuffle(mixed)

    assert kinds(*mixed) == {"file"}


def test_only_the_triggers_named_in_the_record_call_for_a_review() -> None:
    """`[review] triggers` says which changes matter; all others are still listed."""
    rows = [ROWS[0], ROWS[1] | {"countries": "US", "purposes": "refund"}]
    book = make_workbook(*rows, record={"review": {"triggers": ["new_country"], "next": "2026-01-01"}})
    found = verify(book, signed(*ROWS), as_of=DAY)

    assert [change.kind for change in found.review] == ["new_country"]
    assert {"new_country", "new_purpose"} <= {change.kind for change in found.changes}
    assert found.due


PLANNED = {"id": "P", "items": "name", "status": "planned", "since": "2027-04-01"}


@pytest.mark.parametrize(
    ("row", "day", "found"),
    [
        (PLANNED, date(2027, 3, 31), False),
        (PLANNED, date(2027, 4, 1), True),  # the date has come, nobody touched the table
        (PLANNED | {"status": "current", "since": ""}, DAY, True),
        (PLANNED | {"status": "ended"}, date(2027, 4, 1), False),
        ({"id": "P", "items": "name", "since": "2027-04-01"}, date(2027, 4, 1), True),
    ],
)
def test_the_start_of_a_planned_flow_calls_for_a_review(
    row: dict[str, str], day: date, *, found: bool
) -> None:
    """Whatever triggers the sheet names: what had not begun when it was signed was assessed on paper only."""
    signature = signed(*ROWS, PLANNED)
    book = make_workbook(*ROWS, row, record={"review": {"triggers": ["new_country"]}})
    calls = {change.kind: change for change in verify(book, signature, as_of=day).review}

    assert ("planned_started" in calls) is found
    if found:
        assert calls["planned_started"].about == ("P",)


@pytest.mark.parametrize(("day", "found"), [(date(2027, 1, 16), False), (date(2027, 1, 17), True)])
def test_law_that_came_into_force_since_is_told(day: date, *, found: bool) -> None:
    """The assessment was made under the law of its day: a later amendment calls for a review, by name."""
    told = verify(make_workbook(*ROWS), signed(*ROWS), as_of=day)

    assert told.same is not found
    assert [change.kind for change in told.review] == ["new_law"] * found
    assert all("2027-01-17" in change.said.en for change in told.review)


def test_a_signature_changed_by_hand_is_found(tmp_path: Path) -> None:
    """Whoever edits the file cannot make it fit its own hash."""
    path = tmp_path / "records" / "assessment.signed.json"
    write_signature(signed(*ROWS), path)
    path.write_text(
        path.read_text(encoding="utf-8").replace("privacy officer", "somebody else"), encoding="utf-8"
    )
    found = verify(make_workbook(*ROWS), read_signature(path), as_of=DAY)

    assert not found.intact
    assert not found.same


def test_written_and_read_back_it_is_the_same_signature(tmp_path: Path) -> None:
    """The file says all there is, and the same signature gives the same bytes."""
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    write_signature(signed(*ROWS), first)
    write_signature(read_signature(first), second)

    assert read_signature(first) == signed(*ROWS)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("content", ["", "{}", "[]", "not json", '{"format": 99}'])
def test_a_file_that_is_no_signature_is_refused(tmp_path: Path, content: str) -> None:
    """The problem names the file and says what to do."""
    path = tmp_path / "assessment.signed.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_signature(path)

    assert caught.value.problems[0].file == "assessment.signed.json"


def test_a_signature_of_no_day_is_refused(tmp_path: Path) -> None:
    """What changed since cannot be counted from a day that is none."""
    write_signature(replace(signed(*ROWS), as_of="last autumn"), tmp_path / "signed.json")
    with pytest.raises(BadInput):
        read_signature(tmp_path / "signed.json")


def test_a_signature_of_another_format_is_refused(tmp_path: Path) -> None:
    """A later format is not read as if it were this one."""
    path = tmp_path / "assessment.signed.json"
    write_signature(replace(signed(*ROWS), format=3), path)
    with pytest.raises(BadInput, match="3"):
        read_signature(path)


def test_nobody_signs_without_a_role() -> None:
    """A signature is somebody's."""
    with pytest.raises(ValueError, match="role"):
        sign(assess(make_workbook(*ROWS), as_of=DAY), role=" ", signed_on=DAY)


def test_the_signature_says_how_the_risks_stood(workbook: Workbook, tmp_path: Path) -> None:
    """The levels that counted are frozen with the inputs, so that they can be read years later."""
    path = tmp_path / "s.json"
    write_signature(sign(assess(workbook, as_of=DAY), role="dpo", signed_on=DAY), path)
    found = json.loads(path.read_text(encoding="utf-8"))

    assert found["risks"]["identifier_spread:passport_no"] == [1, 3]
    assert set(found["files"]) >= {"inventory.csv", "records/assessment.toml"}
