"""What each row really carries, held against what is held where."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st
from maps import DAY, Case, cases, inventory
from oracle import Book

from datamap.analysis.reach import FORMS
from datamap.analysis.traffic import Traffic, as_bits, bits, numbers_of, traffic_of
from datamap.analysis.universe import items_of
from datamap.model import Reading

READINGS = (Reading.CERTAIN, Reading.POSSIBLE, Reading.WORST_CASE)


def carried(moving: Traffic) -> dict[str, list[str]]:
    """Return the items of each flow's loads."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for load in moving.loads:
        found[moving.flow_ids[load.row]] += moving.item_keys(load.items)
    return {flow: sorted(set(items)) for flow, items in found.items()}


@settings(max_examples=40)
@given(case=cases(), reading=st.sampled_from(READINGS))
def test_holdings_are_what_begins_there_and_what_is_carried_there(case: Case, reading: Reading) -> None:
    """From what origins hold and people hand over, the loads bring about just what is held."""
    moving = traffic_of(case.inventory(), as_of=DAY, reading=reading)
    states = moving.states
    begun: defaultdict[tuple[int, int, int], int] = defaultdict(int)
    first = states.hops == 0
    for number in first.nonzero()[0].tolist():
        key = (int(states.place[number]), int(states.subject[number]), int(states.form[number]))
        begun[key] |= 1 << int(states.item[number])
    for load in moving.loads:
        if load.made:
            begun[load.ends] |= load.items

    assert moving.onward(begun) == moving.held


@settings(max_examples=40)
@given(case=cases(), reading=st.sampled_from(READINGS))
def test_every_load_is_a_real_step(case: Case, reading: Reading) -> None:
    """What a load carries is held at its source and its target, by the slow reading of the rules."""
    table = case.inventory()
    moving = traffic_of(table, as_of=DAY, reading=reading)
    held = set(Book(table, DAY, reading.value).held())
    places, people = moving.places, moving.encoded.subjects.keys

    for load in moving.loads:
        for item in moving.item_keys(load.items):
            assert (places[load.target], people[load.arrives_for], item, FORMS[load.becomes]) in held
            if not load.made:
                assert (places[load.source], people[load.held_for], item, FORMS[load.form]) in held


def test_a_row_carries_only_what_its_source_holds() -> None:
    """An item that the source never received is not carried, whatever the row lists."""
    table = inventory(
        "F1 collection customer name customer shop",
        "F2 entrustment customer name;email shop mailer",
        "F3 entrustment minor name shop mailer",
    )

    assert carried(traffic_of(table, as_of=DAY, reading=Reading.CERTAIN)) == {"F1": ["name"], "F2": ["name"]}


def test_parallel_rows_are_all_named() -> None:
    """Two rows that carry the same are both there, where a shortest way shows one."""
    table = inventory(
        "F1 collection customer name customer shop",
        "F2 entrustment customer name shop mailer",
        "F3 third_party customer name shop mailer",
    )

    assert set(carried(traffic_of(table, as_of=DAY, reading=Reading.CERTAIN))) == {"F1", "F2", "F3"}


def test_a_request_about_an_item_concerns_whoever_holds_the_key_above_it() -> None:
    """Who holds card information holds the card number."""
    table = inventory("F1 collection customer card_information;name customer shop")

    found = numbers_of(items_of(table), table, "card_number")

    assert [items_of(table).keys[number] for number in found] == ["card_information"]


@given(st.sets(st.integers(0, 300)))
def test_bits_and_numbers_are_the_same_set(numbers: set[int]) -> None:
    """There and back."""
    assert list(bits(as_bits(numbers))) == sorted(numbers)
