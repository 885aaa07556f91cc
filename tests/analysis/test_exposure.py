"""What a breach touches, whether it has to be reported, and who is told."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import DAY, Case, cases, group, inventory, party

from datamap.analysis.exposure import Exposure, exposure
from datamap.analysis.reportable import Met
from datamap.inventory import Workbook, read_workbook
from datamap.model import BadQuestion, Organisation, Party, Reading, Text

COLUMNS = "id kind subjects items source recipient persons measures treatment"


def met(found: Exposure) -> list[str]:
    """Return what is said of the four conditions, in order."""
    return [condition.met.value for condition in found.met]


def one(row: str, **asked: object) -> Exposure:
    """Return what a breach of the shop touches, given one collection."""
    return exposure(inventory(row, columns=COLUMNS), as_of=DAY, place="shop", **asked)


@pytest.mark.parametrize(
    ("items", "sensitive", "damage"),
    [
        ("name", Met.NOT_MET, Met.NOT_MET),
        ("medical_history", Met.MET, Met.NOT_MET),
        ("card_number", Met.NOT_MET, Met.MET),
        ("dietary_need", Met.OPEN, Met.NOT_MET),
        ("password", Met.NOT_MET, Met.OPEN),
        ("name;+", Met.OPEN, Met.OPEN),
        ("*", Met.OPEN, Met.OPEN),
        ("financial", Met.NOT_MET, Met.OPEN),
        ("account;contact", Met.NOT_MET, Met.OPEN),
        ("personal_traits", Met.OPEN, Met.NOT_MET),
    ],
)
def test_conditions_by_item(items: str, sensitive: Met, damage: Met) -> None:
    """Flags settle it; what depends on content, on an open list or a broad word cannot be excluded."""
    found = met(one(f"F1 collection customer {items} customer shop 10 . ."))

    assert found[:2] == [sensitive.value, damage.value]


@pytest.mark.parametrize(
    ("persons", "expected"),
    [
        ("1000", Met.NOT_MET),
        ("1001", Met.MET),
        ("900-1100", Met.MET),
        (">1000", Met.MET),
        (">500", Met.OPEN),
        ("約1000人", Met.OPEN),
        ("約900人", Met.NOT_MET),
        ("約1200人", Met.MET),
        (".", Met.OPEN),
    ],
)
def test_the_largest_number_of_people_counts(persons: str, expected: Met) -> None:
    """More than 1,000 by the largest number; no upper number, or one rounded to 1,000, cannot exclude it."""
    assert met(one(f"F1 collection customer name customer shop {persons} . ."))[3] == expected.value


@pytest.mark.parametrize(
    ("attack", "expected"), [(None, Met.IF_ATTACKED), (True, Met.MET), (False, Met.NOT_MET)]
)
def test_an_attack_is_asked_not_guessed(*, attack: bool | None, expected: Met) -> None:
    """The cause decides, and nobody knows it from the inventory."""
    assert met(one("F1 collection customer name customer shop 10 . .", attack=attack))[2] == expected.value


def test_numbers_of_people_add_up_to_an_upper_and_keep_a_lower_bound() -> None:
    """The same people may be in two flows: between the larger number and the sum."""
    table = inventory(
        "F1 collection customer name customer shop 600 . .",
        "F2 collection applicant name applicant shop 500-700 . .",
        columns=COLUMNS,
    )
    people = exposure(table, as_of=DAY, place="shop").people

    assert (people.low, people.high, people.flows) == (600, 1300, ("F1", "F2"))


def test_a_flow_without_a_number_is_bounded_by_what_feeds_its_source() -> None:
    """Nobody hands on more people than ever came in; if that is not recorded either, nothing is known."""
    rows = [
        "F1 collection customer name customer shop 300 . .",
        "F2 collection customer name applicant shop {} . .",
        "F3 entrustment customer name shop mailer . . .",
    ]
    known = inventory(*(row.format("40") for row in rows), columns=COLUMNS)
    unknown = inventory(*(row.format(".") for row in rows), columns=COLUMNS)

    found = exposure(known, as_of=DAY, place="mailer").people
    open_ended = exposure(unknown, as_of=DAY, place="mailer").people

    assert (found.low, found.high, found.flows) == (None, 340, ("F1", "F2"))
    assert (open_ended.high, open_ended.silent) == (None, ("F3",))


def test_people_in_a_circle_are_counted_once() -> None:
    """What comes back from elsewhere brings nobody new, and counting ends."""
    table = inventory(
        "F1 collection customer name customer crm 200 . .",
        "F2 internal_use customer name crm warehouse . . .",
        "F3 internal_use customer name warehouse crm . . .",
        columns=COLUMNS,
    )
    people = exposure(table, as_of=DAY, place="crm").people

    assert (people.low, people.high) == (200, 200)


def test_copies_stand_in_the_first_reading_that_finds_them() -> None:
    """Certain, then possible, then what misuse could have carried."""
    table = inventory(
        "F1 collection customer name;phone customer shop . . .",
        "F2 entrustment customer name shop mailer . . .",
        "F3 third_party customer * shop hotel . . .",
        "F4 third_party customer name shop stranger . . anonymised",
        "F5 entrustment customer name;+ mailer printer . . .",
        columns=COLUMNS,
    )
    copies = exposure(table, as_of=DAY, place="shop").part("copies").table.set_index("place")["reading"]

    assert copies.to_dict() == {
        "mailer": "certain",
        "printer": "certain",
        "hotel": "possible",
        "stranger": "worst_case",
    }


def test_a_breached_flow_touches_only_what_it_carries() -> None:
    """Not everything that its source holds."""
    table = inventory(
        "F1 collection customer name;card_number customer shop . . .",
        "F2 entrustment customer name shop mailer . . .",
        columns=COLUMNS,
    )
    found = exposure(table, as_of=DAY, flow="F2")

    assert found.table["item"].tolist() == ["name"]
    assert met(found)[1] == Met.NOT_MET.value


@pytest.mark.parametrize("asked", [{"flow": "F3"}, {"place": "clinic"}, {"place": "mailer"}])
def test_what_the_breached_row_itself_lists_is_not_denied(asked: dict[str, str]) -> None:
    """The row states it though none shows how its source came by it: the conditions stay open, with why."""
    table = inventory(
        "F1 collection customer name customer shop 500",
        "F2 entrustment customer name shop mailer 500",
        "F3 third_party customer name;medical_history;card_number mailer clinic 500",
        columns="id kind subjects items source recipient persons",
    )
    found = exposure(table, as_of=DAY, **asked)

    assert met(found)[:2] == [Met.OPEN.value] * 2
    assert [one.flows for one in found.met[:2]] == [("F3",)] * 2
    assert "how the source got them is not recorded" in found.met[0].because.en
    assert found.touched.items(Reading.CERTAIN) == ["name"]
    assert found.touched.items(Reading.POSSIBLE) == ["card_number", "medical_history", "name"]
    assert found.part("stated").table["flow"].tolist() == ["F3"]


@pytest.mark.parametrize("over", [". 2026-03-31", "ended ."])
def test_an_ended_flow_touches_what_it_carried_and_its_recipient_may_still_hold_it(over: str) -> None:
    """A breached flow is looked at as of when it ran; a breached place may have kept what it brought."""
    table = inventory(
        "F1 collection customer name;medical_history customer shop . .",
        f"F2 third_party customer medical_history shop former {over}",
        columns="id kind subjects items source recipient status until",
    )
    flow, place = exposure(table, as_of=DAY, flow="F2"), exposure(table, as_of=DAY, place="former")

    assert (met(flow)[0], met(place)[0]) == (Met.MET.value, Met.OPEN.value)
    assert flow.touched.items(Reading.CERTAIN) == ["medical_history"]
    assert (place.touched.items(Reading.CERTAIN), place.touched.items(Reading.POSSIBLE)) == (
        [], ["medical_history"],
    )  # fmt: skip
    assert flow.part("former").table["flow"].tolist() == ["F2"]
    assert exposure(table, as_of=DAY, place="shop").part("former").table.empty


def test_pseudonymised_items_cannot_be_excluded_nor_are_they_certain() -> None:
    """Whether the treatment meets the standard is asked."""
    table = inventory(
        "F1 collection customer medical_history customer clinic 10 . .",
        "F2 internal_use customer medical_history clinic lab 10 . pseudonymised",
        columns=COLUMNS,
    )

    assert met(exposure(table, as_of=DAY, place="lab"))[0] == Met.OPEN.value


def test_a_place_of_which_nothing_is_recorded_is_not_cleared() -> None:
    """No record is no proof: items and people cannot be excluded."""
    table = inventory(
        "F1 collection customer name customer shop . . .",
        "F2 third_party customer name shop stranger . . anonymised",
        columns=COLUMNS,
    )
    found = exposure(table, as_of=DAY, place="stranger")

    assert len(found) == 0
    assert met(found) == [
        "cannot_be_excluded",
        "cannot_be_excluded",
        "only_if_attacked",
        "cannot_be_excluded",
    ]


def test_what_was_anonymised_is_told_as_such() -> None:
    """The inventory records what arrives there; that the treatment is enough it does not."""
    table = inventory(
        "F1 collection customer name;card_number customer shop 5000 . .",
        "F2 internal_use customer all shop lab 5000 . anonymised",
        columns=COLUMNS,
    )

    for asked in ({"place": "lab"}, {"flow": "F2"}):
        found = exposure(table, as_of=DAY, **asked)
        open_ones = [one for one in found.met if one.met is Met.OPEN]
        assert [one.key for one in open_ones] == ["sensitive", "property_damage", "many_people"]
        assert all("anonymised or aggregated: F2" in one.because.en for one in open_ones)


def test_people_are_told_of_what_is_not_specified() -> None:
    """Whose items they are and how many people stands on the row, though no row names an item."""
    found = one("F1 collection customer * customer shop 1500 . .")

    assert found.touched.subjects(Reading.POSSIBLE) == ["customer"]
    assert found.table[["item", "reading"]].to_numpy().tolist() == [["*", "possible"]]
    assert found.people.said().en == "at most 1,500"
    assert met(found)[3] == Met.MET.value


def test_those_who_entrusted_us_are_told() -> None:
    """We handle it for somebody: they are named, and Art. 26(1) lets their report stand in for ours."""
    table = inventory(
        "F1 collection customer name customer insurer . . .",
        "F2 entrustment customer name insurer office . . .",
        "F3 internal_use customer name office crm . . .",
        columns=COLUMNS,
        parties=(party("office", kind="department"), party("crm", kind="system")),
    )
    told = exposure(table, as_of=DAY, place="crm").part("to_tell").table

    assert told.loc[told["tell"] == "entruster", "who"].tolist() == [Text.same("insurer")]


def test_an_entrustee_that_hands_back_is_no_entruster() -> None:
    """A call centre that returns what it took for us did not entrust us."""
    desk, centre = party("office", kind="department"), Party("centre", Text.same("centre"), role="processor")
    table = inventory(
        "F1 collection customer name customer centre . . .",
        "F2 entrustment customer name centre office . . .",
        columns=COLUMNS,
        parties=(desk, centre),
    )

    assert "entruster" not in set(exposure(table, as_of=DAY, place="office").part("to_tell").table["tell"])


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ((("eu_offering", "yes"),), True),
        ((), True),
        ((("eu_establishment", "no"), ("eu_offering", "no"), ("eu_monitoring", "no")), False),
    ],
)
def test_the_gdpr_is_left_out_only_where_somebody_said_no(
    *, answers: tuple[tuple[str, str], ...], told: bool
) -> None:
    """Unanswered is not no."""
    table = inventory("F1 collection customer name customer shop . . .", columns=COLUMNS)
    book = Workbook(table, organisation=Organisation(answers=answers))

    assert (
        "eu_authority" in set(exposure(book, as_of=DAY, place="shop").part("to_tell").table["tell"])
    ) is told


def test_deadlines_come_with_the_moment_of_knowledge() -> None:
    """Without it there is no sheet of deadlines."""
    row = "F1 collection customer name customer shop . . ."
    without, with_it = one(row), one(row, known=datetime(2026, 11, 20, 9, 0))  # noqa: DTZ001

    with pytest.raises(KeyError, match="no sheet deadlines"):
        without.part("deadlines")
    assert len(with_it.part("deadlines")) == 5
    assert with_it.part("to_tell").table.set_index("tell").loc["ppc", "by_when"] == "2026-11-25"


def test_the_report_has_its_nine_fields_and_five_go_to_the_people() -> None:
    """Rule 8(1) and Rule 10."""
    report = one("F1 collection customer name customer shop 10 . .").part("report").table

    assert report["number"].tolist() == list(range(1, 10))
    assert [said.en for said in report["to_people"]].count("yes") == 5
    assert "Name" in report.set_index("field").loc["items", "known_so_far"].en


def test_a_group_stands_for_its_members_and_a_mistake_is_told() -> None:
    """An unknown place or flow is refused; asking about nothing is too."""
    table = inventory(
        "F1 collection customer name customer shop . . .",
        "F2 joint_use customer name shop friends . . .",
        columns=COLUMNS,
        groups=(group("friends", "uncle", "aunt"),),
    )

    assert exposure(table, as_of=DAY, place="friends").table["places"].tolist() == ["aunt;uncle"]
    with pytest.raises(KeyError, match="F9"):
        exposure(table, as_of=DAY, flow="F9")
    with pytest.raises(KeyError, match="nowhere"):
        exposure(table, as_of=DAY, place="nowhere")
    with pytest.raises(BadQuestion, match="place or flow"):
        exposure(table, as_of=DAY)


@settings(max_examples=40)
@given(case=cases(), place=st.sampled_from(["desk", "crm", "shop", "mailer", "cloud"]))
def test_readings_lie_within_each_other(case: Case, place: str) -> None:
    """Items and copies that are certain are possible, and what is possible misuse could do too."""
    table = case.inventory()
    if place not in table.places:
        return
    touched = exposure(table, as_of=DAY, place=place).touched
    copies = [set(touched.copies(kind)) for kind in (Reading.CERTAIN, Reading.POSSIBLE, Reading.WORST_CASE)]

    assert set(touched.items(Reading.CERTAIN)) <= set(touched.items(Reading.POSSIBLE))
    assert copies[0] <= copies[1] <= copies[2]


def test_the_tour_operator_by_hand(root: Path) -> None:
    """A breach of the warehouse: the circle back into the CRM is among the copies."""
    book = read_workbook(root / "examples" / "tour-operator")
    found = exposure(book, as_of=date(2026, 11, 22), place="data_warehouse")

    assert "crm" in set(found.part("copies").table["place"])
    assert found.people.more_than_many is True
    assert found.lang == "ja"
