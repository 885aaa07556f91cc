"""What was looked for is shown, found or not; and the work grows with the rows."""

from __future__ import annotations

import cProfile
import pstats
import random
from datetime import date

from risk_made import make_workbook

from datamap.risk import Assessment, assess, read_threats
from datamap.vocabulary import read_vocabulary

DAY = date(2026, 11, 22)


def test_every_threat_has_an_outcome(assessment: Assessment) -> None:
    """Found, not to be excluded, or nothing on record: none is passed over in silence."""
    table = assessment.coverage.table

    assert table["threat"].tolist() == [threat.key for threat in read_threats()]
    found = table[table["threat_outcome"] == "found"]
    assert (found["risks"] != "").all()
    assert set(";".join(found["risks"]).split(";")) == {
        one.id for one in assessment.register if one.risk.threat != "own"
    }


def test_nothing_on_record_is_not_called_safe(assessment: Assessment) -> None:
    """The answer says what silence means."""
    assert "ないことを意味しません" in assessment.coverage.text("ja")
    assert "does not mean that a threat is away" in assessment.coverage.text("en")


def test_the_grid_asks_all_types_of_all_elements_that_make_sense(assessment: Assessment) -> None:
    """Three elements by seven types; each type is asked somewhere, and counts add up."""
    table = assessment.interactions.table

    assert len(table) == 21
    assert (table.groupby("linddun")["asked"].sum() > 0).all()
    assert (table["asked"] == table["found"] + table["not_excluded"] + table["not_on_record"]).all()


def test_an_empty_looking_table_still_shows_the_whole_catalogue() -> None:
    """With one harmless flow nearly nothing is found, and the list is as long."""
    row = {
        "kind": "internal_use",
        "items": "name",
        "source": "us",
        "recipient": "us",
        "purposes": "audit_compliance",
    }
    table = assess(
        make_workbook(row | {"subjects": "shareholder", "mode": "electronic"}), as_of=DAY
    ).coverage.table

    assert len(table) == len(read_threats())
    assert (table["threat_outcome"] == "not_on_record").sum() > len(table) / 2


def work(flows: int) -> int:
    """Count the calls that assessing and filling takes for so many made-up flows."""
    draw = random.Random(flows)
    items = [term.key for term in read_vocabulary().terms("items")]
    purposes = [term.key for term in read_vocabulary().terms("purposes")]
    rows = [
        {
            "id": f"F{n}",
            "kind": draw.choice(["collection", "entrustment", "joint_use", "third_party"]),
            "activity": f"activity {draw.randrange(9)}",
            "items": ";".join(draw.sample(items, 3)),
            "subjects": draw.choice(["applicant", "employee", "member"]),
            "purposes": draw.choice(purposes),
            "source": f"giver {draw.randrange(flows // 10)}",
            "recipient": f"taker {draw.randrange(flows // 10)}",
        }
        for n in range(flows)
    ]
    book = make_workbook(*rows)
    profile = cProfile.Profile()
    profile.enable()
    found = assess(book, as_of=DAY)
    found.as_dict("en")
    found.outline().as_dict("en")
    profile.disable()
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def test_twice_the_flows_take_at_most_two_and_a_half_times_the_work() -> None:
    """Growth is counted in calls, not by the clock."""
    work(50)  # what is read once is read

    assert work(600) <= 2.5 * work(300)
