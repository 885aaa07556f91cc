"""The places between which flows run: what the cells say of them, and what was declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from datamap.inventory.coded import Coded, pairs
from datamap.inventory.names import Names
from datamap.model import Party, Place, PlaceType, Text


@dataclass(slots=True)
class Said:
    """What the rows say of one place: each role and country list with the first row index.

    `by_name` are the countries of rows that name the place itself, not a group it belongs to.
    """

    roles: dict[str, int] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    by_name: set[str] = field(default_factory=set)


def said_of_recipients(columns: Mapping[str, Coded], names: Names) -> dict[str, Said]:
    """Return for each recipient what rows say of it, members standing for their groups.

    Only distinct combinations of recipient, role and countries are looked at.
    """
    recipient, role, countries = (columns[key] for key in ("recipient", "recipient_role", "countries"))
    combinations, rows = pairs(recipient, role, countries)
    sets = [";".join(sorted(cell.split(";"))) for cell in countries.values]
    said: dict[str, Said] = {}
    for (r, o, c), row in zip(combinations.tolist(), rows.tolist(), strict=True):
        for place in names.members(recipient.values[r]):
            entry = said.get(place)
            if entry is None:
                entry = said[place] = Said()
            if role.values[o]:
                entry.roles.setdefault(role.values[o], row)
            if countries.values[c]:
                entry.countries.setdefault(sets[c], row)
                if place == recipient.values[r]:
                    entry.by_name.update(sets[c].split(";"))
    return said


def find_places(columns: Mapping[str, Coded], names: Names) -> dict[str, Place]:
    """Return every place named as source, recipient or system, by key, sorted.

    The role is the declared one, else the first that a row gives. The countries are the declared
    ones with those that rows give which name the place; where none is declared, all that rows give.
    """
    systems = set(_named(columns, "system"))
    said = said_of_recipients(columns, names)
    departments = {
        *_named(columns, "department"),
        *(key for key, found in said.items() if "department" in found.roles),
    }
    people = {entry.removesuffix("+") for cell in _named(columns, "subjects") for entry in cell.split(";")}
    keys = {
        m
        for column in ("source", "recipient", "system")
        for k in _named(columns, column)
        for m in names.members(k)
    }
    nothing = Said()
    return {
        key: _place(key, names, said.get(key, nothing), _type(key, names, systems, departments, people))
        for key in sorted(keys)
    }


def _named(columns: Mapping[str, Coded], column: str) -> Iterator[str]:
    cells = columns[column]
    return (value for value, count in zip(cells.values, cells.counts(), strict=True) if value and count)


def _type(key: str, names: Names, systems: set[str], departments: set[str], people: set[str]) -> PlaceType:
    """Return the sort of a place: declared, else by the columns in which its name stands."""
    if names.is_subject(key):
        return PlaceType.SUBJECT
    party = names.parties.get(key)
    if party is not None:
        return PlaceType(party.type)
    if key in departments:
        return PlaceType.DEPARTMENT
    if key in people:  # a word for people that no vocabulary has
        return PlaceType.SUBJECT
    return PlaceType.SYSTEM if key in systems else PlaceType.PARTY


def _place(key: str, names: Names, said: Said, sort: PlaceType) -> Place:
    party = names.parties.get(key)
    role = (party.role if party else "") or next(iter(said.roles), "") or names.group_role(key)
    return Place(
        key=key,
        label=_label(key, names),
        type=sort,
        role=role or ("subject" if sort is PlaceType.SUBJECT else ""),
        countries=_countries(party, said),
        member_of=names.member_of.get(key, ()),
        open_ended=names.is_unnamed(key) or (party is not None and party.open_ended),
    )


def _countries(party: Party | None, said: Said) -> tuple[str, ...]:
    """Return the countries declared, with those of rows that name the place: none is left out."""
    if party is not None and party.countries:
        return (*party.countries, *sorted(said.by_name.difference(party.countries)))
    return tuple(sorted({code for cell in said.countries for code in cell.split(";")}))


def _label(key: str, names: Names) -> Text:
    if names.is_unnamed(key):
        group = names.label(key[:-1])
        return Text(ja=f"{group.ja}（名前の挙がっていない者）", en=f"{group.en} (not named)")
    return names.label(key)
