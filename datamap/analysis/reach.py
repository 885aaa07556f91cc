"""`reach`: where does a field end up, field by field.

A place holds an item of a subject group, plain or pseudonymised. Rows that run on the day move
it on:

* A row moves **what it lists and its source holds**; see `cells` for what each cell means under
  each reading. A key stands for itself and the keys below it that the inventory names anywhere.
* **Origins.** A subject group hands over whatever its rows list. A place into which nothing runs
  from elsewhere holds what its rows name (of places in a circle into which nothing runs from
  outside, each one), so that a small or foreign table can be explored at once. From a subject
  group `all` counts like `*`, since nobody recorded what people hold; so it does from another
  origin whose rows name no item at all.
* A **derivation** (source = recipient) makes its items at the place.
* A row delivers at its recipient and at the `system` where the recipient keeps the items.
* `anonymised` and `aggregated` stop an item; `pseudonymised` changes its form for good.
* **Groups** stand for their members; an open-ended one for one more, unnamed.

Three readings, each within the next: *certain* uses only what is recorded; *possible* lets each
unrecorded cell take the worst value; *worst case* asks what could flow if places misused every
row they have. The last one is for thinking about breaches; it is no reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

import numpy as np

from datamap.analysis.aimed import aimed_at
from datamap.analysis.answer import Answer
from datamap.analysis.arguments import reading_named
from datamap.analysis.asked import (
    inventory_of,
    items_asked,
    keys_below,
    lang_of,
    places_of,
    running,
    words_of,
)
from datamap.analysis.encoding import Encoded
from datamap.analysis.frames import pd
from datamap.analysis.handing import home_of, located
from datamap.analysis.search import search
from datamap.analysis.states import States
from datamap.analysis.universe import items_of
from datamap.graph.sorting import ordered
from datamap.graph.spread import Ints, spread
from datamap.inventory import Inventory, Workbook
from datamap.model import ABROAD, Reading, Text
from datamap.vocabulary import text

COLUMNS = ("subject", "item", "form", "place", "country", "reading", "flows", "hops")

FORMS = ("plain", "pseudonymised")

LONGEST = 40
"""Flows of a witness that the table spells out; a longer one is cut in its middle (see `routes`)."""

Keys = str | Sequence[str] | None


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Reach(Answer):
    """Who holds what under one reading.

    `table` has one line for each subject, item, form, place and country of that place:
    `subject` ("" = not recorded whose), `item`, `form` (plain, pseudonymised), `place`, `country`
    ("" = not recorded, `abroad` = abroad, not named), `reading`, `flows` (the flows of a shortest
    way there, in order; for what an origin holds, the first flow that says so), `hops`.
    """

    inventory: Inventory
    reading: Reading
    home: frozenset[str]

    def of(
        self, *, item: Keys = None, subject: Keys = None, place: Keys = None, country: Keys = None
    ) -> Self:
        """Return the lines about these items, subjects, places, countries (keys or labels; children too).

        Raises
        ------
        BadQuestion if nobody knows such a word.
        """
        table = self.table
        if (items := keys_below(self.inventory, "items", item)) is not None:
            table = table[table["item"].isin(items)]
        if (subjects := keys_below(self.inventory, "subjects", subject)) is not None:
            table = table[table["subject"].isin(subjects)]
        if (places := places_of(self.inventory, place)) is not None:
            table = table[table["place"].isin(places)]
        countries = keys_below(self.inventory, "countries", country)
        table = _in(table, self.inventory, countries, self.home, self.reading)
        table = table.reset_index(drop=True)
        return replace(self, table=table, summary=_summary(table, self.reading))


def reach(
    asked: Inventory | Workbook,
    *,
    as_of: date,
    reading: Reading | str = Reading.CERTAIN,
    item: Keys = None,
    subject: Keys = None,
    place: Keys = None,
    country: Keys = None,
    include_planned: bool = False,
) -> Reach:
    """Return where items end up.

    Parameters
    ----------
    asked : an inventory, or a workbook.
    as_of : rows count that run on this day.
    reading : `certain`, `possible` or `worst_case`.
    item, subject, place : only these (keys or labels, with the keys below them).
    country : only places there (codes or names; `abroad`; "" = not recorded); unless the reading is
        `certain`, also those whose country is not recorded or not named.
    include_planned : whether rows with status `planned` count.

    Returns
    -------
    Reach

    Raises
    ------
    BadQuestion if a word asked for, or the reading, is unknown.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient
    ... F1,collection,name;email,customer,customer,shop
    ... F2,entrustment,email,customer,shop,mailer
    ... ''')
    >>> reach(table, as_of=date(2026, 4, 1), place="mailer").table[["item", "flows"]].values.tolist()
    [['email', 'F1;F2']]
    """
    inventory, kind = inventory_of(asked), reading_named(reading)
    items = items_asked(inventory, item, kind)
    index = items_of(inventory).index
    followed = None if items is None else {index[key] for key in items if key in index}
    rows = running(inventory, as_of, include_planned=include_planned)
    encoded = Encoded(inventory, rows, kind, followed)
    countries, home = keys_below(inventory, "countries", country), home_of(asked)
    places = places_of(inventory, place)
    if countries is not None:
        known = inventory.places if places is None else places
        places = frozenset(key for key in known if located(countries, inventory.places[key], home, kind))
    table = reach_table(
        encoded,
        search(encoded),
        places=places,
        subjects=keys_below(inventory, "subjects", subject),
    )
    table = _in(table, inventory, countries, home, kind).reset_index(drop=True)
    name = text("analysis", f"reading_is_{kind.value}")
    about = aimed_at(inventory, item=item, subject=subject, place=place, country=country)
    title = "misuse_title" if kind is Reading.WORST_CASE else "reach_title"
    return Reach(
        table=table,
        title=text("analysis", title, about=about, reading=name, as_of=as_of.isoformat()),
        summary=_summary(table, kind),
        words=words_of(inventory),
        lang=lang_of(asked),
        inventory=inventory,
        reading=kind,
        home=home,
    )


def _in(
    table: pd.DataFrame,
    inventory: Inventory,
    countries: frozenset[str] | None,
    home: frozenset[str],
    kind: Reading,
) -> pd.DataFrame:
    """Return the lines whose country is one of those asked for, or may be (see `located`)."""
    if countries is None:
        return table
    there = {key: located(countries, inventory.places[key], home, kind) for key in table["place"].unique()}
    kept = [
        country in there[key]
        for key, country in zip(table["place"].tolist(), table["country"].tolist(), strict=True)
    ]
    return table[np.array(kept, dtype=np.bool_)]


def reach_table(
    encoded: Encoded,
    states: States,
    *,
    places: frozenset[str] | None = None,
    subjects: frozenset[str] | None = None,
) -> pd.DataFrame:
    """Return states as the table of `Reach`, sorted; `places` and `subjects` cut it down."""
    chosen = np.ones(len(states), dtype=np.bool_)
    for wanted, keys, held in (
        (places, encoded.places, states.place),
        (subjects, encoded.subjects.keys, states.subject),
    ):
        if wanted is not None:
            chosen &= np.array([key in wanted for key in keys], dtype=np.bool_)[held]
    order = _in_order(encoded, states)
    order = order[chosen[order]]
    ways, way = witnesses(encoded, states, order)
    countries = [encoded.inventory.places[key].countries or ("",) for key in encoded.places]
    line, number = spread(np.array([len(found) for found in countries])[states.place[order]])
    where = order[line]
    names = [code for found in countries for code in found]
    start = np.cumsum([0, *map(len, countries)])[states.place[where]]
    columns = {
        "subject": _named(encoded.subjects.keys, states.subject[where]),
        "item": _named(encoded.items.keys, states.item[where]),
        "form": _named(FORMS, states.form[where]),
        "place": _named(encoded.places, states.place[where]),
        "country": _named(names, start + number),
        "reading": _named([encoded.reading.value], np.zeros_like(where)),
        "flows": _named(ways, way[line]),
        "hops": states.hops[where],
    }
    return pd.DataFrame(columns, columns=COLUMNS)


def _in_order(encoded: Encoded, states: States) -> Ints:
    """Return the states sorted by subject, item, form and place."""
    key = states.subject * len(encoded.items.keys) + states.item
    key = (key * len(FORMS) + states.form) * len(encoded.places) + states.place
    return ordered(key)


def _named(keys: Sequence[str], numbers: Ints) -> pd.Series[str]:
    """Return keys by their numbers; looked through once to be texts, and not once a line."""
    return pd.Series([*keys, ""], dtype=str).take(numbers).array  # type: ignore[return-value]


def witnesses(encoded: Encoded, states: States, which: Ints) -> tuple[list[str], Ints]:
    """Return ways, the ids of their flows joined by ";", and which one is a shortest way to each state.

    A way of more than `LONGEST` flows shows its first and its last ones, with "…" between.

    Parameters
    ----------
    which : indices of the states wanted; those they come from are worked out as well.
    """
    wanted = _with_parents(states, which)
    number = np.zeros(len(states) + 1, dtype=np.int64)
    number[wanted] = np.arange(len(wanted))
    parents, hops = number[states.parent[wanted]], states.hops[wanted]
    ids = encoded.inventory.coded("id")
    keys = (*ids.values, "")
    codes = np.append(ids.codes, len(ids.values))  # the last one for row -1: no row says so
    lasts = [keys[code] for code in codes[states.row[wanted]].tolist()]
    ways = lasts.copy()
    further = np.flatnonzero((hops > 1) & (hops <= LONGEST))
    for state, parent in zip(further.tolist(), parents[further].tolist(), strict=True):
        ways[state] = f"{ways[parent]};{lasts[state]}"
    if len(far := np.flatnonzero(hops > LONGEST)):
        _shorten(ways, lasts, parents, far)
    return ways, number[which]


def _shorten(ways: list[str], lasts: list[str], parents: Ints, far: Ints) -> None:
    """Put in the ways of states that are far: their first flows and their last ones.

    Each state has the beginning of the one before it, and its end moved on by one flow.
    """
    dropped = far  # the flow that was among the last ones for the state before, and no longer is
    for _ in range(LONGEST // 2):
        dropped = parents[dropped]
    heads, tails = dict[int, str](), dict[int, str]()
    columns = (far.tolist(), parents[far].tolist(), dropped.tolist())
    for state, before, gone in zip(*columns, strict=True):
        if before not in heads:  # the first state of its way that is far
            flows = ways[before].split(";")
            heads[before] = ";".join(flows[: LONGEST // 2])
            tails[before] = ";".join(flows[-LONGEST // 2 :])
        heads[state] = heads[before]
        tails[state] = f"{tails[before][len(lasts[gone]) + 1 :]};{lasts[state]}"
        ways[state] = f"{heads[state]};…;{tails[state]}"


def _with_parents(states: States, which: Ints) -> Ints:
    """Return states and all they come from, parents first."""
    if len(which) == len(states):
        return np.arange(len(states))
    seen = np.zeros(len(states), dtype=np.bool_)
    now = which
    while now.size:
        seen[now] = True
        before = np.unique(states.parent[now])
        before = before[before >= 0]
        now = before[~seen[before]]
    return np.flatnonzero(seen)


def _summary(table: pd.DataFrame, reading: Reading) -> Text:
    if table.empty:
        return text("analysis", "reach_nothing")
    items, places, countries = (table[name].tolist() for name in ("item", "place", "country"))
    known = set(countries)
    nowhere = known & {"", ABROAD}
    unnamed = {place for place, country in zip(places, countries, strict=True) if country in nowhere}
    return text(
        "analysis",
        "reach_misused" if reading is Reading.WORST_CASE else "reach_found",
        items=len(set(items)),
        places=len(set(places)),
        countries=len(known - nowhere),
        unnamed=len(unnamed),
    )
