"""`compare`: two inventories, or one on two days: what changed, and what that lets items do.

Three questions, each a sheet: which cells differ (`rows`, `place_changes`), who holds what that did
not before (`reach`), and, item by item, which recipients, countries and purposes are new (the
table itself: what a reviewer reads first).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.asked import inventory_of, lang_of
from datamap.analysis.changed_cells import changed_places, changed_rows
from datamap.analysis.come_and_gone import COLUMNS, SIDES, Sets, come_and_gone, told
from datamap.analysis.frames import pd
from datamap.analysis.reach import reach_table
from datamap.analysis.relation import own_places
from datamap.analysis.request_words import RequestWords, request_words
from datamap.analysis.traffic import Traffic, bits, traffic_of
from datamap.analysis.worksheet import Worksheet
from datamap.inventory import Inventory, Workbook
from datamap.model import PlaceType, Reading, Text
from datamap.vocabulary import text

REACH = ("change", "was", "now", "subject", "item", "form", "place", "country", "flows")

STATES = {
    (False, False): "nowhere",
    (False, True): "possible",
    (True, True): "certain",
    (True, False): "certain",
}

_PLAIN = 0
"""Number of the form in which an item is not pseudonymised."""


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
    table = come_and_gone(*(side.both() for side in sides))
    rows, places, held = changed_rows(old, new, words), changed_places(old, new, words), _reach(*sides, words)
    sentences = tuple(told(table, words))
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

    def both(self) -> tuple[Sets, Sets]:
        """Return what each item comes to, for certain and possibly."""
        return self.sets(Reading.CERTAIN), self.sets(Reading.POSSIBLE)

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
