"""Small inventories for the tests: written by hand in one line a flow, or made up by hypothesis."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from hypothesis import strategies as st

from datamap.inventory import Inventory, read_inventory
from datamap.model import Group, Notice, Organisation, Party, Text

DAY = date(2026, 4, 1)

COLUMNS = ("id", "kind", "subjects", "items", "source", "recipient", "system", "treatment", "status")
COLUMNS += ("since", "until", "countries", "purposes", "basis", "foreign_route")


def inventory(
    *rows: str, columns: str = "id kind subjects items source recipient", **declared: Any
) -> Inventory:
    """Return the inventory of rows such as `"F1 collection customer name customer shop"`.

    Cells are parted by spaces, columns are named the same way; `.` is a blank cell. `declared`
    goes into the `Organisation`.
    """
    table = [columns.split(), *(["" if cell == "." else cell for cell in row.split()] for row in rows)]
    return of_table(table, **declared)


def of_table(table: list[list[str]], **declared: Any) -> Inventory:
    """Return the inventory of a header and its rows."""
    out = io.StringIO()
    csv.writer(out).writerows(table)
    records = SimpleNamespace(organisation=Organisation(**declared), notice=Notice(), own_terms=())
    return read_inventory(out.getvalue().encode(), records=records)


def group(key: str, *members: str, open_ended: bool = False) -> Group:
    """Return a declared group."""
    return Group(key, Text.same(key), members, open_ended)


def party(key: str, *countries: str, kind: str = "party") -> Party:
    """Return a declared party, department or system."""
    return Party(key, Text.same(key), kind, countries=countries)


# ---------------------------------------------------------------------------------------- made up

PLACES = ("desk", "crm", "shop", "mailer", "cloud")
PEOPLE = ("customer", "applicant", "minor")
SUBJECTS = ("customer", "applicant", "inquirer", "minor")  # the first one is above the two after it
ITEMS = ("contact", "email", "phone", "name")  # the first one is above the two after it
GROUPS = (group("partners", "mailer", "cloud"), group("others", "shop", open_ended=True))


def lists(keys: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Cells of a column that may be qualified."""
    some = st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True)
    return st.one_of(
        some.map(";".join),
        some.map(";".join),
        some.map(lambda found: ";".join([*found, "+"])),
        some.map(lambda found: ";".join(["all", *(f"-{key}" for key in found)])),
        st.sampled_from(["*", "all"]),
    )


@dataclass(frozen=True)
class Case:
    """An inventory and how it was written, so that a failing one can be read."""

    rows: tuple[tuple[str, ...], ...]

    def inventory(self) -> Inventory:
        """Read it."""
        return of_table([list(COLUMNS), *map(list, self.rows)], groups=GROUPS)

    def __repr__(self) -> str:
        return "\n".join(["", ",".join(COLUMNS), *map(",".join, self.rows), ""])


@st.composite
def _row(draw: st.DrawFn, number: int) -> tuple[str, ...]:
    kind = draw(st.sampled_from(["collection", "third_party", "entrustment", "internal_use", "derivation"]))
    places = st.sampled_from((*PLACES, "partners", "others"))
    source = draw(
        st.sampled_from(PEOPLE)
        if kind == "collection"
        else st.one_of(places, places, st.sampled_from(PEOPLE))
    )
    recipient = draw(st.one_of(places, places, places, st.sampled_from(PEOPLE)))
    if kind == "derivation":
        recipient = source
    elif source == recipient:
        kind = "internal_use"
    treatment = draw(st.sampled_from(["", "", "", "none", "pseudonymised", "anonymised", "aggregated"]))
    status = draw(st.sampled_from(["", "", "", "current", "planned", "ended"]))
    since = draw(st.sampled_from(["", "", "", "2026-04-01", "2026-04-02"]))
    until = draw(
        st.sampled_from(
            ["", "", ""] + ["2026-04-01"] * (since != "2026-04-02") + ["2026-03-31"] * (since == "")
        )
    )
    return (
        f"F{number}",
        kind,
        draw(st.one_of(st.just(""), lists(SUBJECTS), lists(SUBJECTS))),
        draw(lists(ITEMS)),
        source,
        recipient,
        draw(st.sampled_from(["", "", "", "crm", "vault"])),
        treatment,
        status,
        since,
        until,
        draw(st.sampled_from(["", "", "JP", "US", "abroad"])),
        draw(st.sampled_from(["", "marketing", "service_provision"])),
        draw(st.sampled_from(["", "consent", "undetermined"])),
        "",
    )


@st.composite
def cases(draw: st.DrawFn, *, most: int = 9) -> Case:
    """Inventories of a few flows with everything a cell may say, circles and groups included."""
    number = draw(st.integers(1, most))
    return Case(tuple(draw(_row(place)) for place in range(1, number + 1)))
