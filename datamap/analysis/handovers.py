"""`handovers`: which recipients and countries get which item directly. `overseas`: those abroad."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from datamap.analysis.answer import SEPARATOR, Answer, distinct
from datamap.analysis.asked import Flags, inventory_of, lang_of, running, words_of
from datamap.analysis.frames import pd
from datamap.analysis.handing import countries_of, hands_on, home_of, how_told
from datamap.graph.legs import legs_between
from datamap.inventory import Inventory, Workbook
from datamap.vocabulary import text

COLUMNS = ("recipient", "role", "country", "item", "subjects", "kind", "basis", "flows")

OVERSEAS = (
    "flows",
    "place",
    "countries",
    "told",
    "leg",
    "kind",
    "basis",
    "foreign_route",
    "subjects",
    "items",
)


def handovers(asked: Inventory | Workbook, *, as_of: date, include_planned: bool = False) -> Answer:
    """Return which recipients and countries get which item directly.

    Rows of collection, internal use and derivation do not count: they reach nobody else. A
    group stands for its members.

    Parameters
    ----------
    asked : an inventory, or a workbook.
    as_of : rows count that run on this day. include_planned : planned ones too.

    Returns
    -------
    Answer with one line for each recipient, country and item: `recipient`, `role`, `country`,
    `item` (as the row lists it: a key, `all` with its exceptions, `*` = not specified, `+` = the
    list is open), and, as lists, `subjects`, `kind`, `basis`, `flows`.
    """
    inventory = inventory_of(asked)
    rows = running(inventory, as_of, include_planned=include_planned) & hands_on(inventory)
    lines = pd.DataFrame(_handed(inventory, rows), columns=list(COLUMNS), dtype=object)
    keys = ["recipient", "role", "country", "item"]
    table = lines.groupby(keys, sort=True).agg(distinct).reset_index() if len(lines) else lines
    return Answer(
        table=table,
        title=text("analysis", "handovers_title", as_of=as_of.isoformat()),
        summary=text(
            "analysis",
            "handovers_found",
            recipients=table["recipient"].nunique(),
            flows=lines["flows"].nunique(),
            unsaid=lines.loc[lines["item"] == "*", "flows"].nunique(),
        ),
        words=words_of(inventory),
        lists=frozenset({"subjects", "kind", "basis", "flows"}),
        lang=lang_of(asked),
    )


def _handed(inventory: Inventory, rows: Flags) -> Iterator[tuple[str, ...]]:
    names = tuple(inventory.places)
    legs = legs_between(inventory, "source", "recipient", rows)
    wanted = ("countries", "items", "subjects", "kind", "basis", "id")
    cells = [inventory.coded(name) for name in wanted]
    seen: set[tuple[int, int]] = set()
    for row, target in zip(legs.row.tolist(), legs.target.tolist(), strict=True):
        if (row, target) in seen:
            continue
        seen.add((row, target))
        countries, items, *others = (cell.values[cell.codes[row]] for cell in cells)
        place = inventory.places[names[target]]
        for country in countries_of(inventory, countries, place.key) or ("",):
            for item in [items] if items.startswith("all") else items.split(SEPARATOR):
                yield (place.key, place.role, country, item, *others)


def overseas(asked: Inventory | Workbook, *, as_of: date, include_planned: bool = False) -> Answer:
    """Return the flows to places abroad, and those of which the inventory cannot tell.

    Abroad is what is not a country of the organisation itself (`organisation.toml`; Japan if it
    does not say). Systems count where they are recorded as being abroad.

    Parameters
    ----------
    asked : an inventory, or a workbook.
    as_of : rows count that run on this day. include_planned : planned ones too.

    Returns
    -------
    Answer with one line for each flow and place: `flows`, `place`, `countries`, `told` (`named`;
    `abroad` = abroad, country not named; `not_recorded`), `leg` (handed over, or kept in a system),
    `kind`, `basis`, `foreign_route`, `subjects`, `items`.

    Notes
    -----
    APPI Art. 28 asks for the name of the country (rule 17 of the enforcement rules); EEA states
    and the United Kingdom are abroad here as well, and treated apart by the rules of law.
    """
    inventory, home = inventory_of(asked), home_of(asked)
    rows = running(inventory, as_of, include_planned=include_planned)
    found = _abroad(inventory, rows, home)
    table = pd.DataFrame(found, columns=list(OVERSEAS), dtype=object)
    flows = table.groupby("told")["flows"].nunique()
    return Answer(
        table=table,
        title=text("analysis", "overseas_title", as_of=as_of.isoformat()),
        summary=text(
            "analysis",
            "overseas_found",
            **{told: int(flows.get(told, 0)) for told in ("named", "abroad", "not_recorded")},
        ),
        words=words_of(inventory),
        lists=frozenset({"flows", "countries"}),
        lang=lang_of(asked),
    )


def _abroad(inventory: Inventory, rows: Flags, home: frozenset[str]) -> Iterator[tuple[str, ...]]:
    names = tuple(inventory.places)
    ends = (("hand_over", "recipient", rows & hands_on(inventory)), ("kept_in", "system", rows))
    for leg, column, chosen in ends:
        legs = legs_between(inventory, "source", column, chosen)
        for row, target in sorted(set(zip(legs.row.tolist(), legs.target.tolist(), strict=True))):
            flow = {name: inventory.coded(name).values[inventory.coded(name).codes[row]] for name in _SHOWN}
            written = flow["countries"] if leg == "hand_over" else ""
            countries = countries_of(inventory, written, names[target])
            told = how_told(countries, home)
            if not told or (leg == "kept_in" and told == "not_recorded"):
                continue
            rest = (flow[name] for name in ("kind", "basis", "foreign_route", "subjects", "items"))
            yield (flow["id"], names[target], SEPARATOR.join(countries), told, leg, *rest)


_SHOWN = ("id", "countries", "kind", "basis", "foreign_route", "subjects", "items")
