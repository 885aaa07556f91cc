"""Facts: three-valued, by columns, and never a no out of a blank."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.analysis.listed import Entries
from datamap.facts import (
    FACTS,
    KINDS,
    SOURCES,
    Facts,
    Truth,
    answers,
    establish_facts,
    facts_page,
    read_tables,
)
from datamap.facts.flow.lists import cell_lists
from datamap.facts.flow.view import FlowView, word_list
from datamap.facts.registry import fact
from datamap.facts.truth import any_in_group
from datamap.inventory import Workbook, read_inventory
from datamap.model import Contract, Organisation
from datamap.vocabulary import texts

AS_OF = date(2026, 11, 22)
THREE = st.sampled_from([True, False, None])
HEADER = "id,kind,items,source,recipient"


ENTRIES = st.lists(st.sampled_from(["name", "e-mail", "a+b", "+", "all", "*", "-name", "phone+"]), max_size=4)


@given(cells=st.lists(ENTRIES.map(";".join), unique=True, max_size=6))
def test_cells_are_taken_apart_together_as_one_by_one(cells: list[str]) -> None:
    """Keys, open lists and blank cells are told the same whether one cell is looked at or all at once."""
    lists = cell_lists(Entries.of(cells))

    for number, cell in enumerate(cells):
        keys = {lists.keys[key] for key in lists.key[lists.cell == number].tolist()}
        entries = cell.split(";") if cell else []
        marked = cell in {"", "*"} or entries[0] == "all" or "+" in cell or "-" in cell
        named = {entry.removesuffix("+") for entry in entries if entry[0] not in "-+"} - {"all", "*"}
        assert keys == (named if marked else {*entries}), cell
        opens = not entries or entries[-1].endswith("+") or not {"all", "*", "+"}.isdisjoint(entries)
        assert bool(lists.closed[number]) is not (marked and opens), cell
        assert bool(lists.blank[number]) is not bool(cell)


def established(table: str, organisation: Organisation | None = None, as_of: date = AS_OF) -> Facts:
    """Return the facts of a table written in a test."""
    workbook = Workbook.from_inventory(read_inventory(table.strip().encode()))
    us = organisation or Organisation(key="operator")
    return establish_facts(replace(workbook, organisation=us), as_of)


def kleene_and(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001
    """Return Kleene's "and" of two values, by the truth table."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


@given(st.lists(st.tuples(THREE, THREE), min_size=1, max_size=40))
def test_connectives_are_kleenes(pairs: list[tuple[bool | None, bool | None]]) -> None:
    """And, or, not and "or else" agree with the truth tables, value by value."""
    one, other = (Truth.of(column) for column in zip(*pairs, strict=True))
    inverse = {True: False, False: True, None: None}

    assert (one & other).values() == tuple(kleene_and(a, b) for a, b in pairs)
    assert (one | other).values() == tuple(inverse[kleene_and(inverse[a], inverse[b])] for a, b in pairs)
    assert (~one).values() == tuple(inverse[a] for a, _ in pairs)
    assert one.or_else(other).values() == tuple(b if a is None else a for a, b in pairs)


@given(st.lists(st.tuples(THREE, st.integers(-1, 4)), max_size=30))
def test_folding_over_groups_asks_for_at_least_one(rows: list[tuple[bool | None, int]]) -> None:
    """A group is so if one row is, not so if no row may be, open otherwise."""
    column = Truth.of(value for value, _ in rows)
    groups = np.array([group for _, group in rows], dtype=np.int64)
    expected = []
    for number in range(5):
        inside = [value for value, group in rows if group == number]
        expected.append(True if True in inside else None if None in inside else False)

    assert tuple(expected) == any_in_group(column, groups, 5).values()


def test_every_fact_has_docstring_question_and_kind() -> None:
    """Each fact says what it means, with the provision it serves, and asks in both languages."""
    assert {fact.kind for fact in FACTS.values()} == set(KINDS)
    for name, entry in FACTS.items():
        assert entry.doc.endswith("."), name
        assert texts("facts")[name].ja.endswith(("か", "か。")), name
        assert texts("facts")[name].en.endswith("?"), name
        assert entry.reads or entry.asked, name


def test_every_question_belongs_to_a_fact() -> None:
    """No text is left over from a fact that is gone."""
    questions = {key for key in texts("facts") if not key.startswith("answer.")}

    assert questions == set(FACTS)


def test_the_list_is_closed_by_the_modules_that_hold_it() -> None:
    """Every fact is defined in one of the modules that the room names."""
    homes = {module.__name__ for module in SOURCES}

    assert {fact.establish.__module__ for fact in FACTS.values()} <= homes


def test_a_name_is_taken_once() -> None:
    """A second fact of the same name is refused."""
    with pytest.raises(ValueError, match="defined twice"):
        fact("flow")(FACTS["items_closed"].establish)


def test_blank_cells_never_say_no_where_a_no_would_accuse() -> None:
    """A row with only what is required leaves every ground open, and lists nothing."""
    facts = established(f"{HEADER}\nF1,third_party,*,operator,Somebody")
    grounds = [
        "consent_recorded", "exception_recorded", "consent_evidenced", "provision_record_kept",
        "country_recorded", "recipient_in_japan", "designated_country", "equivalent_system_recorded",
        "foreign_consent_informed", "purposes_recorded", "retention_recorded", "measures_recorded",
        "carries_behaviour", "purposes_within_collected", "article_6_ground_recorded",
        "transfer_tool_recorded",
    ]  # fmt: skip

    assert {name: facts.value("flow", "F1", name) for name in grounds} == dict.fromkeys(grounds)


def test_an_open_list_leaves_open_what_it_does_not_name() -> None:
    """A list that ends in + may hold more; what it names it holds."""
    facts = established(
        f"{HEADER}\nF1,collection,name;+,customer,operator\nF2,collection,name,customer,operator"
    )

    assert facts.value("flow", "F1", "carries_behaviour") is None
    assert facts.value("flow", "F2", "carries_behaviour") is False
    assert facts.value("flow", "F1", "items_closed") is False


def test_a_column_is_asked_by_the_list_its_words_come_from() -> None:
    """Fax is paper, a sub-processor is a processor: what stands above a word of a column counts."""
    rows = f"""{HEADER},mode,recipient_role
    A,entrustment,name,us,them,fax,sub_processor
    B,entrustment,name,us,they,api,card_company"""
    view = FlowView(established(rows.replace("    ", "")).world)

    assert view.under("mode", "paper").values() == (True, False)
    assert view.under("recipient_role", "processor").values() == (True, False)


@pytest.mark.parametrize("column", ["modes", "retention_basis", "no_such_column"])
def test_a_column_without_a_list_of_words_is_refused(column: str) -> None:
    """A question about words of a column that has none is a fault of the program."""
    with pytest.raises(KeyError):
        word_list(column)


def test_only_running_flows_are_asked_about() -> None:
    """Ended and planned flows, and those outside since … until, are left out on the day."""
    table = f"""
{HEADER},status,since,until
F1,collection,name,customer,operator,current,,
F2,collection,name,customer,operator,ended,,
F3,collection,name,customer,operator,planned,,
F4,collection,name,customer,operator,,2027-01-01,
F5,collection,name,customer,operator,,,2026-11-21
F6,collection,name,customer,operator,,2026-11-22,2026-11-22
"""

    assert established(table).ids("flow") == ("F1", "F6")
    assert established(table, as_of=date(2027, 1, 1)).ids("flow") == ("F1", "F4")


def test_answers_in_a_column_named_after_a_fact_count() -> None:
    """A question for a person is answered by yes or no in a column of its name."""
    facts = established(
        f"{HEADER},on_persons_behalf\nF1,third_party,name,operator,Inn,はい\nF2,third_party,name,operator,Inn,"
    )

    assert facts.value("flow", "F1", "on_persons_behalf") is True
    assert facts.value("flow", "F2", "on_persons_behalf") is None


def test_supervision_is_full_partial_or_open() -> None:
    """Selection, security terms and a fresh check make supervision full; a stale check unmakes it."""
    table = f"{HEADER}\nF1,entrustment,name,operator,Printer"
    good = Contract("Printer", clauses=("security_measures",), selected="2026-01-10", checked="2026-06-01")
    place = "Printer"
    expected = {(): None, (good,): True, (replace(good, checked="2024-06-01"),): False}

    for contracts, value in expected.items():
        facts = established(table, Organisation(key="operator", contracts=contracts))
        assert facts.value("place", place, "entrustee_fully_supervised") is value


def test_dated_lists_follow_the_day() -> None:
    """Before the date of a decision a country is not on the list, after it it is."""
    table = f"{HEADER},countries,gdpr_tool\nF1,entrustment,name,operator,Host,US,adequacy"

    before = established(table, as_of=date(2023, 7, 9)).value("flow", "F1", "adequacy_decision_on_day")
    after = established(table, as_of=date(2023, 7, 10)).value("flow", "F1", "adequacy_decision_on_day")

    assert (before, after) == (False, True)


def test_dated_tables_say_what_nobody_checked() -> None:
    """No adequacy decision and no module of the clauses counts as verified."""
    tables = read_tables()
    for name in ("adequacy_decisions", "scc_modules", "eea_countries"):
        assert not any(entry.verified for entry in tables[name].entries)


def test_a_fact_can_be_traced_to_cells_and_clauses(facts: Facts) -> None:
    """The trace of a fact about a flow names file, record number, column and value, and the clauses."""
    flow = facts.ids("flow")[-1]
    traces = facts.trace("flow", flow, "recipient_in_japan")

    assert {trace.column for trace in traces} == {"source", "recipient", "countries"}
    assert all(trace.file == "inventory.csv" and trace.row and trace.thing == flow for trace in traces)
    cited = facts.trace("flow", flow, "consent_stated")
    assert any(trace.column.startswith("clause.") for trace in cited)


def test_facts_come_as_tables_of_nullable_booleans(facts: Facts) -> None:
    """One row per thing, one nullable boolean column per fact."""
    for kind in KINDS:
        table = facts.of(kind)
        assert table.index.tolist() == list(facts.ids(kind))
        assert table.columns.tolist() == list(facts.names_of(kind))
        assert {str(dtype) for dtype in table.dtypes} == {"boolean"}


def test_an_activity_is_recorded_only_if_each_of_its_flows_is() -> None:
    """One flow without purpose leaves the activity open; without any gap it is recorded."""
    table = f"""
{HEADER},activity,purposes
F1,collection,name,customer,operator,sales,settle_payment
F2,internal_use,name,operator,operator,sales,
F3,collection,name,customer,operator,tours,arrange_travel
"""
    facts = established(table)

    assert facts.value("activity", "sales", "activity_purposes_recorded") is None
    assert facts.value("activity", "tours", "activity_purposes_recorded") is True
    assert facts.links("activity", "sales").flows == ("F1", "F2")


def test_what_an_entrustee_hands_back_makes_no_outsider_of_a_department() -> None:
    """The ward that gets results back from the laboratory still gives by itself; the laboratory does not."""
    facts = established(
        """id,kind,items,source,recipient,department
F1,entrustment,name,ward,laboratory,ward
F2,entrustment,name,laboratory,ward,ward
F3,third_party,name,ward,hospital,ward
F4,third_party,name,laboratory,university,ward
"""
    )

    given = facts.of("flow")["given_by_us"]
    assert given.to_dict() == {"F1": True, "F2": False, "F3": True, "F4": False}


def test_groups_stand_for_their_members(facts: Facts) -> None:
    """A flow to a group belongs to it, and to every member."""
    group = next(key for key in facts.ids("group") if facts.value("group", key, "used_jointly"))
    member = facts.world.members(group)[0]

    assert set(facts.links("group", group).flows) & set(facts.links("place", member.key).flows)


def test_the_page_of_facts_is_up_to_date(root: Path) -> None:
    """`docs/facts.md` is what `python docs/make_facts.py` writes."""
    assert facts_page() == (root / "docs" / "facts.md").read_text("utf-8")


def test_every_answer_the_facts_read_is_listed_with_its_question(root: Path) -> None:
    """Each name that a fact looks up under `[answers]` has its question in words."""
    code = "".join(path.read_text("utf-8") for path in (root / "datamap" / "facts").rglob("*.py"))
    looked_up = set(re.findall(r'(?:answered|world\.answer)\("([a-z0-9_]+)"', code))

    assert looked_up <= set(answers())
