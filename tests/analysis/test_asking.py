"""Which cells to ask about next."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from maps import DAY, Case, cases, group, inventory, party

from datamap.analysis import hanging
from datamap.analysis.arguments import refused
from datamap.analysis.asked import running
from datamap.analysis.asking import Asking, asking
from datamap.analysis.hanging import Hanging
from datamap.analysis.open_cells import open_lists
from datamap.analysis.reach import reach
from datamap.analysis.traffic import traffic_of
from datamap.inventory import Inventory, Workbook
from datamap.model import Assertion, Match, Organisation, Reading

COLUMNS = "id kind subjects items source recipient countries basis foreign_route"
BASE = "F1 collection customer name;email;phone customer shop JP . ."


def asked(*rows: str, **declared: object) -> Asking:
    """Return what to ask about some rows."""
    return asking(inventory(*rows, columns=COLUMNS, **declared), as_of=DAY)


def told(found: Asking, *columns: str) -> list[list[object]]:
    """Return some columns of the answer."""
    return found.table[list(columns)].values.tolist()


def lines(table: Inventory, reading: Reading) -> int:
    """Return how many lines reach has."""
    return len(reach(table, as_of=DAY, reading=reading).table)


@settings(max_examples=40)
@given(case=cases(most=7))
def test_counts_are_what_closing_a_cell_takes_away(case: Case) -> None:
    """Exactly so many lines vanish; never more than are uncertain, nor more than the bound says."""
    table = case.inventory()
    rows = running(table, DAY)
    moving = {
        kind: traffic_of(table, as_of=DAY, reading=kind) for kind in (Reading.CERTAIN, Reading.POSSIBLE)
    }
    counted = Hanging(table, rows, moving)
    uncertain = lines(table, Reading.POSSIBLE) - lines(table, Reading.CERTAIN)

    assert counted.lines == uncertain
    for exact, most in counted.count(open_lists(table, rows)).values():
        assert exact is not None
        assert 0 <= exact <= most <= uncertain


@settings(max_examples=25)
@given(case=cases(most=6))
def test_closing_an_item_cell_in_the_table_itself_takes_away_the_same(case: Case) -> None:
    """Writing `name` for `name;+` by hand gives the reach that the count promised."""
    table = case.inventory()
    rows = running(table, DAY)
    moving = {
        kind: traffic_of(table, as_of=DAY, reading=kind) for kind in (Reading.CERTAIN, Reading.POSSIBLE)
    }
    opened = [cell for cell in open_lists(table, rows) if cell.why == "items_open"]
    counted = Hanging(table, rows, moving).count(opened)

    for cell in opened:
        written = [list(row) for row in case.rows]
        written[cell.row][3] = written[cell.row][3].removesuffix(";+")
        after = Case(tuple(map(tuple, written))).inventory()
        assert counted[cell][0] == lines(table, Reading.POSSIBLE) - lines(after, Reading.POSSIBLE)


def test_the_cell_nearest_to_the_source_comes_first() -> None:
    """What opens everything behind it is asked before what opens only itself."""
    found = asked(
        BASE,
        "F2 entrustment customer * shop mailer JP . .",
        "F3 entrustment customer all mailer printer JP . .",
        "F4 entrustment customer name;+ shop archive JP . .",
    )

    assert told(found, "flow", "column", "answers") == [["F2", "items", 6], ["F4", "items", 2]]


def test_a_cell_beside_another_that_lets_the_same_through_counts_for_less() -> None:
    """Two open rows to one place: each alone decides nothing, and the bound says how much is at stake."""
    found = asked(
        BASE,
        "F2 entrustment customer * shop mailer JP . .",
        "F3 entrustment customer * shop mailer JP . .",
    )

    assert told(found, "flow", "answers", "at_most") == [["F2", 0, 3], ["F3", 0, 3]]


def test_whose_data_is_a_question_of_its_own() -> None:
    """A row without subjects may carry anybody's."""
    found = asked(BASE, "F2 entrustment . name shop mailer JP . .")

    assert told(found, "flow", "column") == [["F2", "subjects"]]
    assert found.table.iloc[0]["to_ask"].en == "F2: whose data go from shop to mailer?"


@pytest.mark.parametrize(
    ("countries", "expected"),
    [("JP", []), ("TH", []), ("abroad", ["country_abroad"]), (".", ["country_not_recorded"])],
)
def test_a_country_is_asked_once_for_each_place(countries: str, expected: list[str]) -> None:
    """Not recorded, or abroad without a name; how many holdings hang on it is told."""
    route = "not_foreign" if countries == "JP" else "consent_informed"
    found = asked(
        BASE, *(f"F{n} third_party customer name shop hotel {countries} consent {route}" for n in (2, 3))
    )
    about = found.table[found.table["column"] == "countries"]

    assert about[["place", "answers"]].values.tolist() == [["hotel", 1]] * len(expected)


def test_recipients_without_names_and_unsettled_kinds_are_asked() -> None:
    """Who exactly, which kind, on what ground, by which route."""
    found = asked(
        BASE,
        "F2 joint_use customer name shop others JP joint_use .",
        "F3 undetermined customer name shop agent JP . .",
        "F4 third_party customer name shop partner JP . .",
        "F5 third_party customer name shop hotel TH consent unknown",
        groups=(group("others", "friend", open_ended=True),),
    )

    assert sorted(told(found, "flow", "column")) == [
        ["F2", "recipient"],
        ["F3", "kind"],
        ["F4", "basis"],
        ["F5", "foreign_route"],
    ]


def test_a_rule_of_the_house_adds_its_weight() -> None:
    """A blank cell on which nothing but a rule hangs is asked too."""
    table = inventory(BASE, "F2 entrustment customer name shop mailer JP entrustment .", columns=COLUMNS)
    rule = Assertion("r", never=Match(purposes=("promotion",)), unless=Match(kinds=("collection",)))
    book = Workbook(table, policy=(rule,), organisation=Organisation())

    assert told(asking(book, as_of=DAY), "flow", "column", "decides", "rules") == [
        ["F2", "purposes", "rules", 1]
    ]
    assert len(asking(table, as_of=DAY)) == 0


def test_findings_part_cells_of_equal_weight() -> None:
    """Of two cells on which equally much hangs, the one with more open findings comes first."""
    rows = [BASE, *(f"F{n} entrustment customer * shop place{n} JP . ." for n in (2, 3))]
    table = inventory(*rows, columns=COLUMNS)

    assert told(asking(table, as_of=DAY), "flow") == [["F2"], ["F3"]]
    assert told(asking(table, as_of=DAY, findings={"F3": 4}), "flow", "findings") == [["F3", 4], ["F2", 0]]


def test_nothing_to_ask_is_said() -> None:
    """A table without open cells has no questions."""
    found = asked(BASE)

    assert len(found) == 0
    assert found.text("en").startswith("No blank cell")


def test_a_large_inventory_is_ranked_by_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit nothing is worked out again; the bound ranks, and the note says so."""
    rows = (
        BASE,
        "F2 entrustment customer * shop mailer JP . .",
        "F3 entrustment customer name;+ shop hotel JP . .",
    )
    exact = asked(*rows)
    monkeypatch.setattr(hanging, "EXACT", 0)
    bound = asked(*rows)

    assert told(bound, "flow", "at_most") == told(exact, "flow", "at_most")
    assert bound.table["answers"].isna().all()
    assert bound.notes != exact.notes
    assert bound.as_records()[0]["answers"] is None


def test_cells_are_shown_in_words() -> None:
    """What is written is said as the inventory's own columns are."""
    found = asked(BASE, "F2 entrustment customer name;+ shop desk JP . .", parties=(party("desk"),))

    assert "氏名、など" in found.worded("ja").to_string()
    assert "name;+" not in found.worded("en").to_string()


def test_a_word_that_is_near_nothing_is_told_without_a_guess() -> None:
    """What is near is named in a sentence of its own; where nothing is, that sentence is left out."""
    near = refused("unknown_flow", "FL1", ["FL11"], flow="FL1").said
    far = refused("unknown_flow", "zzz", ["FL11"], flow="zzz").said

    assert near.en.endswith("Nearest: FL11.")
    assert far.en == "The inventory has no flow zzz."
    assert far.ja == "台帳に「zzz」というフローはありません。"


def test_the_route_abroad_hangs_on_the_members_abroad_alone() -> None:
    """What a member of the group at home gets needs no route: it is not counted."""
    found = asked(
        BASE,
        "F2 joint_use customer name;email shop friends . consent .",
        groups=(group("friends", "a", "b", "c"),),
        parties=(party("a", "JP"), party("b", "SG"), party("c", "DE"), party("shop", "JP")),
    )

    assert ["F2", "foreign_route", 4] in told(found, "flow", "column", "answers")
