"""What a clause states of a flow is told apart from what only the row records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from datamap.facts import establish_facts
from datamap.inventory import Workbook, read_inventory
from datamap.model import EMPTY, Clause, Notice
from datamap.rules import provision_elements

ROW = "id,kind,items,source,recipient,countries,notice\nT,third_party,{items},operator,Airline,US,{notice}"


def _states(row: dict[str, str], clauses: list[dict[str, Any]]) -> dict[str, str]:
    inventory = read_inventory(ROW.format(**row).encode())
    notice = Notice(clauses=tuple(Clause(gist=EMPTY, **clause) for clause in clauses))
    workbook = replace(Workbook.from_inventory(inventory), notice=notice)
    table = provision_elements(establish_facts(workbook, date(2026, 11, 22))).table
    return dict(zip(table["element"], table["state"], strict=True))


@pytest.mark.parametrize(
    ("items", "clause", "expected"),
    [
        ("name;member_id", {"items": ("name", "member_id"), "recipients": ("Airline",)}, ("ok", "ok")),
        ("name;passport_no", {"items": ("name",), "recipients": ()}, ("weak", "weak")),
        ("name", {"items": ("name",), "items_open": True}, ("weak", "weak")),
        ("name;+", {"items": ("name",)}, ("weak", "weak")),
        ("phone", {"items": ("contact",)}, ("ok", "weak")),
        ("name", {"items_unspecified": True}, ("not_stated", "weak")),
    ],
)
def test_items_and_recipient_are_looked_for_in_the_clause(
    items: str, clause: dict[str, Any], expected: tuple[str, str]
) -> None:
    """A closed cell and a named recipient are stated only where the clause names them."""
    states = _states({"items": items, "notice": "T1"}, [{"id": "T1", **clause}])

    assert (states["items_listed"], states["recipients"]) == expected


def test_what_only_the_row_records_is_not_stated() -> None:
    """Without a clause that states the flow neither items nor recipient nor country are stated."""
    states = _states({"items": "name", "notice": ""}, [{"id": "T1", "items": ("name",)}])

    assert {states[key] for key in ("items_listed", "recipients", "country")} == {"not_stated"}


def test_a_country_named_in_the_clause_is_stated() -> None:
    """The clause that names the country, not the cell, makes it stated."""
    states = _states({"items": "name", "notice": "T1"}, [{"id": "T1", "claims": ("country_named",)}])

    assert states["country"] == "ok"
