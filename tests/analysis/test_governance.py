"""Who answers for what, what is overdue, and the coming year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from maps import inventory

from datamap.analysis.governance import COLUMNS, governance
from datamap.analysis.partners import partners_of, terms_of
from datamap.analysis.year import DUE_FOR, year_calendar
from datamap.inventory import Workbook, read_inventory, read_workbook
from datamap.model import AssessmentRecord, Assumption, Contract, Control, Organisation, Party, Text

DAY = date(2026, 4, 1)
ROWS = b"""id,kind,items,source,recipient,department,foreign_route,since,until,status
F1,collection,name,customer,office,office,,,,
F2,entrustment,name,office,printer,office,,,2026-12-31,
F3,entrustment,name,printer,binder,,,,,
F4,entrustment,name,office,cloud,sales,equivalent_system,,,
F5,joint_use,name,office,sister,,,,,
F6,third_party,name,office,hotel,,,2026-06-01,,planned
F7,entrustment,name,office,old_printer,,,,2025-12-31,ended
"""
OFFICE = Party("office", Text.same("Office"), type="department", manager=Text.same("head"))


def book(*contracts: Contract, controls: tuple[Control, ...] = (), **answers: str) -> Workbook:
    """Return a small workbook with some contracts and controls."""
    inventory = read_inventory(ROWS)
    us = Organisation(
        key="us", parties=(OFFICE,), contracts=contracts, controls=controls, answers=tuple(answers.items())
    )
    return replace(Workbook.from_inventory(inventory, "en"), organisation=us)


def found(workbook: Workbook, governed: str) -> dict[str, tuple[str, str, str]]:
    """Return state, due date and missing terms by place or measure."""
    table = governance(workbook, as_of=DAY).table
    rows = table[table["governed"] == governed]
    keys = rows["place"].where(rows["place"] != "", rows["measure"])
    cells = rows[["governance", "due_date", "missing_terms"]].itertuples(index=False, name=None)
    return dict(zip(keys, cells, strict=True))


def test_a_department_without_a_manager_is_not_recorded_never_no() -> None:
    """A department that only a cell names has nobody on record; a declared one has its role."""
    managers = found(book(), "manager")

    assert managers["office"][0] == "in_order"
    assert managers["sales"][0] == "not_recorded"


@pytest.mark.parametrize(
    ("control", "state", "due"),
    [
        (Control("audit", last="2025-03-01"), "overdue", "2026-03-01"),
        (Control("audit", last="2025-05-01"), "due_soon", "2026-05-01"),
        (Control("audit", last="2025-03-01", period="P3Y"), "in_order", "2028-03-01"),
        (Control("audit"), "not_recorded", ""),
    ],
)
def test_a_control_is_due_after_its_period_or_a_year(control: Control, state: str, due: str) -> None:
    """The day follows from the last one; without a last day nothing is said about it."""
    assert found(book(controls=(control,)), "control")["audit"][:2] == (state, due)


def test_training_audit_and_review_are_asked_about_always() -> None:
    """Three controls are not recorded where nothing is; others are only held to a period of their own."""
    once = Control("encryption_in_transit", last="2020-01-01")

    assert set(found(book(controls=(once,)), "control")) == {"regular_training", "audit", "periodic_review"}


def test_only_partners_of_our_own_are_asked_for_a_contract() -> None:
    """An entrustee's entrustee rests on another contract; what has ended or is planned does not count."""
    assert set(found(book(), "contract")) == {"printer", "cloud", "sister"}


def test_terms_are_called_for_by_what_the_contract_is_for() -> None:
    """Entrustment, an equivalent system, joint use and the GDPR each call for terms of their own."""
    terms = ("security_measures", "audit_right")
    some = (
        Contract("printer", clauses=terms),
        Contract("cloud", clauses=terms),
        Contract("sister", clauses=terms),
    )

    plain = found(book(*some), "terms")
    assert plain["printer"] == ("in_order", "", "")
    assert plain["cloud"][2] == "equivalent_measures;stop_of_provision"
    assert plain["sister"][2] == "joint_use_terms"
    assert "return_or_erasure" in found(book(*some, gdpr_in_scope="yes"), "terms")["printer"][2]


def test_a_contract_without_any_term_on_record_is_not_recorded() -> None:
    """A blank list of terms says nothing about the contract."""
    state, _, missing = found(book(Contract("printer")), "terms")["printer"]

    assert state == "not_recorded"
    assert "security_measures" in missing


def test_the_contract_that_lasts_longest_counts() -> None:
    """One that has ended is told; one without an end on record never ends."""
    ended = Contract("printer", ends="2026-03-31")

    assert found(book(ended), "contract_end")["printer"][0] == "ended"
    assert (
        found(book(ended, Contract("printer", ends="2027-03-31")), "contract_end")["printer"][0] == "in_order"
    )
    assert "printer" not in found(book(ended, Contract("printer")), "contract_end")


def test_an_entrustee_is_looked_at_once_a_year() -> None:
    """The latest check counts; a joint user is no entrustee."""
    some = (
        Contract("printer", checked="2024-01-01"),
        Contract("printer", checked="2025-12-01"),
        Contract("sister"),
    )
    checks = found(book(*some), "partner_check")

    assert checks == {"printer": ("in_order", "2026-12-01", "")}


def test_the_year_gathers_every_day_there_is() -> None:
    """Controls, contracts, checks, erasure, flows, assumptions and the review stand in one order."""
    made = book(
        Contract("printer", ends="2026-12-31", checked="2025-12-01"),
        controls=(Control("audit", last="2025-03-01"),),
    )
    made = replace(
        made,
        assumptions=(Assumption("JP-1:X", until="2026-09-30"),),
        assessment=AssessmentRecord(raw={"review": {"next": "2026-10-01"}}),
    )
    year = year_calendar(made, as_of=DAY)
    days = year.table["due_date"].tolist()

    assert days == sorted(days)
    assert set(year.table["due_for"]) == set(DUE_FOR) - {"erasure"}
    assert year.table[["due_date", "timing"]].iloc[0].tolist() == ["2026-03-01", "late"]
    assert (year.table["timing"] == "late").sum() == 1


def test_a_planned_flow_whose_day_has_passed_is_late() -> None:
    """Nobody has said that it runs: until then it is not followed, and somebody has to look."""
    table = inventory(
        "F1 third_party customer name shop partner planned 2026-01-01",
        "F2 third_party customer name shop other planned .",
        columns="id kind subjects items source recipient status since",
    )
    year = year_calendar(Workbook.from_inventory(table), as_of=DAY).table

    assert year[["due_date", "timing", "due_for", "flows"]].to_numpy().tolist() == [
        ["2026-01-01", "late", "flow_begins", "F1"]
    ]


def test_the_year_ends_after_its_months() -> None:
    """What lies beyond is left out."""
    made = book(Contract("printer", ends="2027-04-01"))

    assert "contract_end" not in set(year_calendar(made, as_of=DAY).table["due_for"])
    assert "contract_end" in set(year_calendar(made, as_of=DAY, months=13).table["due_for"])


def test_the_calendar_file_has_one_event_a_line(root: Path) -> None:
    """Ids differ, stay from run to run, and long words are folded."""
    year = year_calendar(read_workbook(root / "examples" / "tour-operator"), as_of=date(2026, 11, 22))
    data = year.calendar_file("ja")
    uids = [line for line in data.split(b"\r\n") if line.startswith(b"UID:")]

    assert len(uids) == len(set(uids)) == len(year) > 20
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert data == year.calendar_file("ja") != year.calendar_file("en")


def test_partners_of_the_example_are_places(root: Path) -> None:
    """Each partner is a place or a group, and each missing term a word of the list."""
    example = read_workbook(root / "examples" / "tour-operator")
    known = {term.key for term in example.vocabulary.terms("contract_clauses")}
    for partner in partners_of(example, [True] * len(example.inventory)):
        assert partner.key in example.inventory.places or partner.key in example.inventory.groups
        assert set(terms_of(partner, example)) <= known


def test_a_bare_table_has_governance_too() -> None:
    """Without records everything is not recorded, and nothing is called missing."""
    table = governance(Workbook.from_inventory(read_inventory(ROWS)), as_of=DAY).table

    assert list(table.columns) == list(COLUMNS)
    assert set(table["governance"]) == {"not_recorded"}
