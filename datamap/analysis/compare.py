"""`compare`: two inventories, or one on two days: what changed, and what that lets items do.

Three questions, each a sheet: which cells differ (`rows`, `place_changes`), who holds what that did
not before (`reach`), and, item by item, which recipients, countries and purposes are new (the
table itself: what a reviewer reads first).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.asked import inventory_of, lang_of
from datamap.analysis.changed_cells import changed_places, changed_rows
from datamap.analysis.frames import pd
from datamap.analysis.reach import reach_table
from datamap.analysis.relation import own_places
from datamap.analysis.request_words import RequestWords, in_words, joined, request_words
from datamap.analysis.traffic import Traffic, bits, traffic_of
from datamap.analysis.worksheet import Worksheet
from datamap.inventory import Inventory, Workbook
from datamap.model import PlaceType, Reading, Text
from datamap.vocabulary import text

SIDES = ("recipients", "places", "countries", "purposes", "plain")

SETTLED = "certain_on_one_side"
"""Reading of what is possible on both sides and certain on one of them: nothing came or went."""

COLUMNS = ("item", "reading", *(f"{side}_{way}" for side in SIDES for way in ("new", "gone")))

REACH = ("change", "was", "now", "subject", "item", "form", "place", "country", "flows")

STATES = {
    (False, False): "nowhere",
    (False, True): "possible",
    (True, True): "certain",
    (True, False): "certain",
}

_PLAIN = 0
"""Number of the form in which an item is not pseudonymised."""

Sets = dict[str, dict[str, set[str]]]
"""Item -> side -> keys."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Comparison(Worksheet):
    """What changed between two inventories.

    `table` has one line for each item and reading with a change: `item`, `reading` (`certain`: certain
    on one side, not even possible on the other; `possible`: so on the other; `certain_on_one_side`:
    possible on the other), and, as lists, `recipients_new`, `recipients_gone` (outside), `places_new`,
    `places_gone` (our own), `countries_new`, `countries_gone`, `purposes_new`, `purposes_gone`,
    `plain_new`, `plain_gone` (places with the item on both sides, on one of them pseudonymised only).
    Further sheets: `reach` (each subject, item and place that is gained or lost), `rows` (cell by
    cell), `place_changes` (what is recorded of the places themselves).

    Attributes
    ----------
    sentences : the table, a sentence a line.
    """

    sentences: tuple[Text, ...]

    @property
    def unchanged(self) -> bool:
        """Whether nothing differs at all."""
        return all(len(sheet) == 0 for sheet in self.sheets())


def compare(
    before: Inventory | Workbook,
    after: Inventory | Workbook,
    *,
    as_of: date,
    as_of_before: date | None = None,
    include_planned: bool = False,
) -> Comparison:
    r"""Return what changed from one inventory to another.

    Parameters
    ----------
    before, after : the two; the same one twice, on two days, is a question too.
    as_of : the day for `after`. as_of_before : the day for `before`; None = the same day.
    include_planned : whether planned rows count.

    Returns
    -------
    Comparison, which begins with a sentence an item (`sentences`) and has further sheets: `.part("rows")`,
    `.part("place_changes")`, `.part("reach")`.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> head = "id,kind,items,subjects,source,recipient,countries"
    >>> rows = [head, "F1,collection,name;passport_no,customer,customer,shop,JP"]
    >>> old = read_inventory("\n".join(rows).encode())
    >>> new = read_inventory("\n".join([*rows, "F2,third_party,passport_no,customer,shop,hotel,TH"]).encode())
    >>> compare(old, new, as_of=date(2026, 4, 1)).sentences[0].en
    'Passport number: 1 new recipient (hotel), 1 new country (Thailand)'
    """
    old, new = inventory_of(before), inventory_of(after)
    sides = _Side(old, as_of_before or as_of, include_planned), _Side(new, as_of, include_planned)
    words = _words(old, new)
    table = _table(*sides)
    rows, places, held = changed_rows(old, new, words), changed_places(old, new, words), _reach(*sides, words)
    sentences = tuple(_sentences(table, words))
    return Comparison(
        name="comparison",
        table=table,
        title=text("requests", "comparison_title", before=sides[0].day.isoformat(), after=as_of.isoformat()),
        summary=_summary(table, rows, held),
        words=words,
        lists=frozenset(COLUMNS[2:]),
        none=frozenset(COLUMNS[2:]),
        parts=(held, rows, places),
        sentences=sentences,
        notes=sentences,
    ).in_lang(lang_of(after))


class _Side:
    """One of the two inventories: who holds what, and what moves for which purposes."""

    def __init__(self, inventory: Inventory, day: date, include_planned: bool) -> None:  # noqa: FBT001  passed on
        self.inventory, self.day = inventory, day
        self.traffic: dict[Reading, Traffic] = {
            kind: traffic_of(inventory, as_of=day, reading=kind, include_planned=include_planned)
            for kind in (Reading.CERTAIN, Reading.POSSIBLE)
        }
        self.own = own_places(inventory)

    def held(self, reading: Reading) -> dict[tuple[str, ...], str]:
        """Return who holds what, with the flows of a shortest way: subject, item, form, place, country."""
        table = reach_table(self.traffic[reading].encoded, self.traffic[reading].states)
        keys = zip(*(table[column] for column in REACH[3:-1]), strict=True)
        return dict(zip(keys, table["flows"], strict=True))

    def sets(self, reading: Reading) -> Sets:
        """Return, for each item, the places, countries and purposes that it comes to."""
        moving = self.traffic[reading]
        names = moving.encoded.items.keys
        found: Sets = defaultdict(lambda: {side: set() for side in SIDES})
        for (number, _, form), items in moving.held.items():
            place = self.inventory.places[moving.places[number]]
            if place.type is PlaceType.SUBJECT:
                continue
            side = "places" if place.key in self.own else "recipients"
            for item in bits(items):
                found[names[item]][side].add(place.key)
                if form == _PLAIN:
                    found[names[item]]["plain"].add(place.key)
                found[names[item]]["countries"].update(place.countries)
        for load in moving.loads:
            for item in bits(load.items):
                found[names[item]]["purposes"].update(self.inventory.flows[load.row].purposes)
        return found


def _table(old: _Side, new: _Side) -> pd.DataFrame:
    was, now = ([side.sets(kind) for kind in (Reading.CERTAIN, Reading.POSSIBLE)] for side in (old, new))
    rows = []
    for item in sorted({item for sets in (*was, *now) for item in sets}):
        changes = _of_item(*(sets.get(item, _NONE) for sets in (*was, *now)))
        for reading in _ORDER:
            cells = [keys for side in SIDES for keys in changes[side][reading]]
            if any(cells):
                rows.append((item, reading, *(SEPARATOR.join(sorted(keys)) for keys in cells)))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _of_item(*sets: dict[str, set[str]]) -> dict[str, dict[str, tuple[set[str], ...]]]:
    """Return by side and reading what is new and what is gone of one item.

    The form is told of places that have the item before and after, where nothing else is told.
    """
    changes = {side: _changes(*(found[side] for found in sets)) for side in SIDES}
    before, after = (sets[side]["recipients"] | sets[side]["places"] for side in (1, 3))
    for reading, plain in changes["plain"].items():
        told = (changes[side][reading] for side in ("recipients", "places"))
        changes["plain"][reading] = tuple(
            (form & before & after).difference(*others) for form, *others in zip(plain, *told, strict=True)
        )
    return changes


def _changes(
    surely_was: set[str], maybe_was: set[str], surely_is: set[str], maybe_is: set[str]
) -> dict[str, tuple[set[str], ...]]:
    """Return by reading what is new and what is gone."""
    return {
        Reading.CERTAIN.value: (surely_is - maybe_was, surely_was - maybe_is),
        SETTLED: ((surely_is & maybe_was) - surely_was, (surely_was & maybe_is) - surely_is),
        Reading.POSSIBLE.value: (maybe_is - surely_is - maybe_was, maybe_was - surely_was - maybe_is),
    }


_NONE: dict[str, set[str]] = {side: set() for side in SIDES}


def _reach(old: _Side, new: _Side, words: RequestWords) -> Worksheet:
    """Return each thing that is held, or held for certain, on one side only."""
    was, now = ({kind: side.held(kind) for kind in side.traffic} for side in (old, new))
    keys = {key for side in (was, now) for held in side.values() for key in held}
    rows = []
    for key in sorted(keys):
        left, right = _state(was, key), _state(now, key)
        if left != right:
            flows = now[Reading.POSSIBLE].get(key) or was[Reading.POSSIBLE].get(key, "")
            rows.append((_CHANGES[left, right], left, right, *key, flows))
    return Worksheet(
        name="reach",
        table=pd.DataFrame(rows, columns=list(REACH), dtype=object),
        title=text("requests", "reach_changes_title"),
        summary=text("requests", "reach_changes_found", rows=len(rows)),
        words=words,
    )


def _state(held: dict[Reading, dict[tuple[str, ...], str]], key: tuple[str, ...]) -> str:
    return STATES[key in held[Reading.CERTAIN], key in held[Reading.POSSIBLE]]


_CHANGES = {
    ("nowhere", "possible"): "gained",
    ("nowhere", "certain"): "gained",
    ("possible", "nowhere"): "lost",
    ("certain", "nowhere"): "lost",
    ("possible", "certain"): "now_certain",
    ("certain", "possible"): "no_longer_certain",
}


def _words(old: Inventory, new: Inventory) -> RequestWords:
    """Return the words of the newer one, with the places that only the older one has."""
    words, past = request_words(new), request_words(old)
    return RequestWords(words.vocabulary, {**past.places, **words.places}, {**past.groups, **words.groups})


def _sentences(table: pd.DataFrame, words: RequestWords) -> Iterator[Text]:
    """Yield the lines of the table as sentences; those that reach most first."""
    new = zip(table["countries_new"], table["recipients_new"], strict=True)
    weight = table.assign(
        order=[_ORDER.index(reading) for reading in table["reading"]],
        weight=[-sum(len(cell.split(SEPARATOR)) for cell in cells if cell) for cells in new],
    )
    for row in weight.sort_values(["order", "weight", "item"], kind="stable").to_dict("records"):
        said = _settled if row["reading"] == SETTLED else _come_and_gone
        key = f"sentence_{row['reading']}"
        parts = list(said({column: row[column] for column in COLUMNS[2:] if row[column]}, words))
        yield text("requests", key, item=words.label("item", row["item"]), changes=joined(parts, "、", ", "))


def _come_and_gone(cells: dict[str, str], words: RequestWords) -> Iterator[Text]:
    """Say what is new and what is gone, with its number."""
    for column, cell in cells.items():
        count = cell.count(SEPARATOR) + 1
        key = f"{column}_{'one' if count == 1 else 'many'}"
        yield text("requests", key, count=count, keys=_few(cell, column, words))


def _settled(cells: dict[str, str], words: RequestWords) -> Iterator[Text]:
    """Say what is certain now that was possible before, and what is possible still that was certain."""
    for way in ("new", "gone"):
        told = [
            text("requests", f"{side}_are", keys=_few(cell, column, words))
            for column, cell in cells.items()
            for side in [column.removesuffix(f"_{way}")]
            if side != column
        ]
        if told:
            yield text("requests", f"settled_{way}", keys=joined(told, "、", ", "))


_ORDER = (Reading.CERTAIN.value, SETTLED, Reading.POSSIBLE.value)


def _few(cell: str, column: str, words: RequestWords) -> Text:
    keys = cell.split(SEPARATOR)
    said = in_words(words, column, keys[:_SPELT])
    more = len(keys) - _SPELT
    return said if more <= 0 else joined([said, text("analysis", "and_more", count=more)], "、", ", ")


_SPELT = 5
"""Names that a sentence spells out."""


def _summary(table: pd.DataFrame, rows: Worksheet, held: Worksheet) -> Text:
    changes = held.table["change"].value_counts()
    kinds = rows.table.drop_duplicates("flow")["change"].value_counts()
    certain = table[table["reading"] != Reading.POSSIBLE.value]
    return text(
        "requests",
        "comparison_found",
        added=int(kinds.get("added", 0)),
        removed=int(kinds.get("removed", 0)),
        changed=int(kinds.get("changed", 0)),
        gained=int(changes.get("gained", 0)),
        lost=int(changes.get("lost", 0)),
        settled=int(changes.get("now_certain", 0)) + int(changes.get("no_longer_certain", 0)),
        recipients=len({key for cell in certain["recipients_new"] for key in cell.split(SEPARATOR) if key}),
        countries=len({key for cell in certain["countries_new"] for key in cell.split(SEPARATOR) if key}),
    )
