"""Before and after changes that one might make."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import DAY, Case, cases, group, inventory, party
from oracle import Book

from datamap.analysis.change_file import read_changes
from datamap.analysis.changes import Change, changed
from datamap.analysis.reach import reach
from datamap.analysis.whatif import WhatIf, what_if
from datamap.inventory import Inventory, Workbook
from datamap.model import BadInput

COLUMNS = "id kind subjects items source recipient countries treatment status since measures"


def shop() -> Inventory:
    """A desk that hands passport numbers abroad, and means to start handing names to a mailer."""
    return inventory(
        "F1 collection customer name;passport_no customer desk JP . . . .",
        "F2 third_party customer name;passport_no desk hotel . . . . nda_with_contractors",
        "F3 entrustment customer name desk mailer US . planned 2027-01-01 .",
        columns=COLUMNS,
    )


def moved(answer: WhatIf, reading: str = "certain") -> list[tuple[str, str, str, str]]:
    """What is gained and lost."""
    table = answer.reach.table
    chosen = table[table["reading"] == reading]
    return list(zip(chosen["change"], chosen["item"], chosen["form"], chosen["place"], strict=True))


@settings(max_examples=40)
@given(case=cases(most=6), ended=st.sets(st.integers(1, 6), max_size=3))
def test_ending_flows_loses_what_the_oracle_loses(case: Case, ended: set[int]) -> None:
    """Exactly what the product graph no longer reaches is lost, and nothing is gained."""
    table = case.inventory()
    flows = tuple(f"F{n}" for n in sorted(ended) if n <= len(table))

    found = what_if(table, [Change(end=flows)], as_of=DAY).reach.table

    for reading in ("certain", "possible"):
        chosen = found[found["reading"] == reading]
        lost = set(zip(chosen["place"], chosen["subject"], chosen["item"], chosen["form"], strict=True))
        before, after = (
            Book(table, DAY, reading, ended=gone).held() for gone in (frozenset(), frozenset(flows))
        )
        assert lost == set(before) - set(after)
        assert set(chosen["change"]) <= {"lost"}


def test_a_flow_ends() -> None:
    """What the recipient had is lost; what was counted stands side by side."""
    answer = what_if(shop(), [Change(end=("F2",))], as_of=DAY)

    assert moved(answer) == [("lost", "name", "plain", "hotel"), ("lost", "passport_no", "plain", "hotel")]
    counted = answer.table.set_index("counted")
    assert counted.loc["places_certain"].tolist() == [2, 1]
    assert counted.loc["flows_not_recorded"].tolist() == [1, 0]
    assert answer.transfers.table[["change", "flows", "told"]].to_numpy().tolist() == [
        ["lost", "F2", "not_recorded"]
    ]
    assert "2 lost" in answer.text("en")


def test_a_planned_flow_starts() -> None:
    """A planned flow starts whatever its date."""
    answer = what_if(shop(), [Change(start=("F3",))], as_of=DAY)

    assert moved(answer) == [("gained", "name", "plain", "mailer")]
    assert answer.transfers.table[["change", "place", "countries"]].to_numpy().tolist() == [
        ["gained", "mailer", "US"]
    ]


def chain_to_come() -> Inventory:
    """A shop that means to hand names to a partner who means to hand on addresses; a broker stands by."""
    return inventory(
        "F1 collection customer name;email customer shop JP . . . .",
        "F2 third_party customer name shop partner DE . planned . .",
        "F3 third_party customer email partner adnet US . planned . .",
        "F4 third_party customer age broker shop JP . planned . .",
        columns=COLUMNS,
    )


@pytest.mark.parametrize(
    ("start", "gained"),
    [
        (("F2", "F3"), [("gained", "name", "plain", "partner")]),
        (("F3",), [("gained", "email", "plain", "adnet"), ("gained", "email", "plain", "partner")]),
        (("F4",), [("gained", "age", "plain", "broker"), ("gained", "age", "plain", "shop")]),
    ],
)
def test_planned_flows_that_start_together_begin_as_in_any_inventory(
    start: tuple[str, ...], gained: list[tuple[str, ...]]
) -> None:
    """A place that a flow started with it feeds hands on what it receives; one that nothing feeds begins."""
    table = chain_to_come()

    answer = what_if(table, [Change(start=start)], as_of=DAY)

    assert moved(answer) == gained
    others = {"F2", "F3", "F4"} - {*start}
    alone = changed(table, [Change(start=start, end=tuple(others))]).inventory
    held = reach(alone, as_of=DAY).table[["place", "item"]]
    assert {*held.itertuples(index=False, name=None)} == {
        ("shop", "email"),
        ("shop", "name"),
        *((place, item) for _, item, _, place in gained),
    }


def test_an_item_is_pseudonymised() -> None:
    """Only the item named is changed: the row is split, and both halves keep their cells."""
    change = Change(flows=("F2",), items=("passport_no",), cells=(("treatment", "pseudonymised"),))

    answer = what_if(shop(), [change], as_of=DAY)

    assert moved(answer) == [
        ("lost", "passport_no", "plain", "hotel"),
        ("gained", "passport_no", "pseudonymised", "hotel"),
    ]
    after = answer.after.inventory
    assert after.coded("id").texts() == ["F1", "F2", "F2~", "F3"]
    assert [flow.items.named for flow in after.flows[1:3]] == [("name",), ("passport_no",)]
    assert after.flow("F2~").measures == ("nda_with_contractors",)


def test_items_are_no_longer_handed_over() -> None:
    """A broader key gives way to the keys below it; a row left without items ends."""
    table = inventory(
        "F1 collection customer email;phone;name customer desk",
        "F2 third_party customer contact;name desk a",
        "F3 third_party customer email desk b",
        "F4 third_party customer all desk c",
        "F5 third_party customer name;+ desk d",
        "F6 third_party customer * desk e",
    )

    after = changed(
        table, [Change(flows=("F2", "F3", "F4", "F5", "F6"), without=("email", "name"))]
    ).inventory

    assert after.coded("items").texts() == [
        "email;phone;name",
        "phone",
        "email",
        "all;-email;-name",
        "*",
        "*",
    ]
    assert after.flow("F3").status == "ended"


def test_a_place_moves() -> None:
    """A recipient in another country is there in every row, whether it was declared or not."""
    for table in (
        inventory(
            "F1 third_party . name a b JP", columns="id kind subjects items source recipient countries"
        ),
        inventory("F1 third_party . name a b", parties=(party("b", "JP"),)),
        inventory(
            "F1 third_party . name a friends", parties=(party("b", "JP"),), groups=(group("friends", "b"),)
        ),
    ):
        answer = what_if(table, [Change(place="b", countries=("US", "SG"))], as_of=DAY)

        assert answer.after.inventory.places["b"].countries == ("US", "SG")
        gained = answer.reach.table.query("change == 'gained' and reading == 'certain'")
        assert gained["country"].tolist() == ["SG", "US"]
        assert answer.transfers.table["change"].tolist() == ["gained"]


def test_a_measure_is_added() -> None:
    """Measures are added to those there are; nothing else changes."""
    answer = what_if(
        shop(), [Change(flows=("F2",), measures=("encryption", "nda_with_contractors"))], as_of=DAY
    )

    assert answer.after.inventory.flow("F2").measures == ("nda_with_contractors", "encryption")
    assert len(answer.reach) == 0
    assert "0 gained" in answer.text("en")


def test_a_place_does_not_begin_because_it_was_cut_off() -> None:
    """Cut off from what fed it, a place passes nothing on, though now nothing runs into it."""
    table = inventory(
        "F1 collection customer name customer desk",
        "F2 entrustment customer name desk a",
        "F3 entrustment customer name a b",
    )

    answer = what_if(table, [Change(end=("F2",))], as_of=DAY)

    assert {place for _, _, _, place in moved(answer)} == {"a", "b"}


def test_a_word_that_one_row_no_longer_names_is_not_lost_elsewhere() -> None:
    """What customers may give (`*`) does not depend on which items the staff's row lists."""
    table = inventory(
        "F1 collection customer * customer shop",
        "F2 entrustment customer * shop mailer",
        "F3 collection employee name;passport_no employee hr",
    )

    answer = what_if(table, [Change(flows=("F3",), without=("passport_no",))], as_of=DAY)

    assert moved(answer, "possible") == [("lost", "passport_no", "plain", "hr")]


def test_what_is_held_to_begin_with_stays() -> None:
    """An origin keeps what the ended flow said it holds."""
    table = inventory("F1 third_party customer name a b", "F2 third_party customer email a b")

    assert moved(what_if(table, [Change(end=("F2",))], as_of=DAY)) == [("lost", "email", "plain", "b")]


def test_the_workbooks_can_be_asked_further() -> None:
    """Both sides are whole workbooks, the first one as it was given."""
    book = Workbook.from_inventory(shop(), lang="en")

    answer = what_if(book, [Change(end=("F2",))], as_of=DAY)

    assert answer.before is book
    assert answer.after.inventory.flow("F2").status == "ended"
    assert answer.after.lang == "en"
    assert answer.text().startswith("Holdings for certain")


# ------------------------------------------------------------------------------ files


def write(folder: Path, text: str) -> Path:
    """Write a change file."""
    path = folder / "changes.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_changes(tmp_path: Path) -> None:
    """Words may be keys or labels of either language."""
    path = write(
        tmp_path,
        """
        [[change]]
        end = ["F1"]
        start = ["F3"]
        [[change]]
        place = "hotel"
        countries = ["タイ"]
        [[change]]
        flows = ["F2"]
        items = ["旅券番号"]
        treatment = "pseudonymised"
        measures = ["encryption"]
        without = ["Name"]
        retention = "P1Y"
        """,
    )

    assert read_changes(path, shop()) == (
        Change(end=("F1",), start=("F3",)),
        Change(place="hotel", countries=("TH",)),
        Change(
            flows=("F2",),
            items=("passport_no",),
            cells=(("treatment", "pseudonymised"), ("retention", "P1Y")),
            measures=("encryption",),
            without=("name",),
        ),
    )


def test_mistakes_in_a_file_are_all_told(tmp_path: Path) -> None:
    """Unknown keys, flows, places and words are refused together, with the nearest one meant."""
    path = write(
        tmp_path,
        """
        [[change]]
        end = ["F22"]
        plase = "hotel"
        [[change]]
        place = "hotell"
        flows = ["F2"]
        treatment = "scrambled"
        """,
    )

    with pytest.raises(BadInput) as caught:
        read_changes(path, shop())

    told = {problem.column: problem.nearest for problem in caught.value.problems}
    assert set(told) == {"change[0].end[0]", "change[0].plase", "change[1].place", "change[1].treatment"}
    assert told["change[1].place"] == "hotel"
    assert told["change[0].plase"] == "place"


def test_a_flow_that_is_not_there() -> None:
    """Naming a flow that is not there is refused in code too."""
    with pytest.raises(KeyError, match="F9"):
        what_if(shop(), [Change(end=("F9",))], as_of=DAY)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is no empty list of changes."""
    with pytest.raises(FileNotFoundError):
        read_changes(tmp_path / "nothing.toml", shop())


def test_what_is_asked_afterwards_knows_what_was_settled() -> None:
    """Reach of the changed workbook gives what the comparison gives: who was cut off holds nothing."""
    chain = inventory(
        "F1 collection customer name customer desk JP . . . .",
        "F2 third_party customer name desk agent TH . . . .",
        "F3 third_party customer name agent hotel TH . . . .",
        columns=COLUMNS,
    )
    answer = what_if(chain, [Change(end=("F2",))], as_of=DAY)

    for reading in ("certain", "possible", "worst_case"):
        held = reach(answer.after, as_of=DAY, reading=reading, place=["agent", "hotel"])
        assert len(held) == 0, reading
    assert moved(answer) == [("lost", "name", "plain", "agent"), ("lost", "name", "plain", "hotel")]
