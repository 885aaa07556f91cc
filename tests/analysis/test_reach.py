"""Where items end up, held against a slow reading of the same rules."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from maps import DAY, Case, cases
from oracle import Book

from datamap.analysis import by_word, search
from datamap.analysis.reach import Reach, reach

READINGS = ("certain", "possible", "worst_case")


def held(answer: Reach) -> set[tuple[str, str, str, str]]:
    """What is held where, countries left aside."""
    table = answer.table
    return set(zip(table["place"], table["subject"], table["item"], table["form"], strict=True))


def hops(answer: Reach) -> dict[tuple[str, str, str, str], int]:
    """The length of a shortest way to each."""
    table = answer.table
    keys = zip(table["place"], table["subject"], table["item"], table["form"], strict=True)
    return dict(zip(keys, table["hops"].tolist(), strict=True))


@given(case=cases(), planned=st.booleans())
def test_agrees_with_the_oracle(case: Case, *, planned: bool) -> None:
    """In every reading the slow product graph finds the same, by ways of the same length.

    What is certain is possible, and what is possible is within the worst case.
    """
    table = case.inventory()

    answers = [reach(table, as_of=DAY, reading=kind, include_planned=planned) for kind in READINGS]

    for kind, answer in zip(READINGS, answers, strict=True):
        assert hops(answer) == Book(table, DAY, kind, include_planned=planned).held()
    certain, possible, worst = map(held, answers)
    assert certain <= possible <= worst


@settings(max_examples=30)
@given(case=cases(), reading=st.sampled_from(READINGS))
def test_witnesses_are_real(case: Case, reading: str) -> None:
    """The flows named as a witness, followed one by one, bring about what they are said to."""
    table = case.inventory()
    book = Book(table, DAY, reading)

    for line in reach(table, as_of=DAY, reading=reading).table.itertuples():
        flows = line.flows.split(";")

        assert len(flows) == max(line.hops, 1)
        assert book.witnesses((line.place, line.subject, line.item, line.form), flows)


@settings(max_examples=30)
@given(case=cases(), reading=st.sampled_from(READINGS))
def test_ways_of_counting_change_nothing(case: Case, reading: str) -> None:
    """An item at a time or edge by edge, the answer is the same, witnesses included."""
    table = case.inventory()
    whole = reach(table, as_of=DAY, reading=reading).table

    for name, value in (("WORD", 1), ("STEPS", 0), ("STEPS", 1), ("DENSE", 0), ("MANY", 0)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(search, "FEW", 0)
            patch.setattr(search, "SMALL", 0)
            patch.setattr(by_word, name, value)
            other = reach(table, as_of=DAY, reading=reading).table

        assert whole.equals(other)
