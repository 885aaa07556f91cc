"""Item by item, what is new and what is gone between two states: a table, and a sentence for each line."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.frames import pd
from datamap.analysis.request_words import RequestWords, in_words, joined
from datamap.model import Reading, Text
from datamap.vocabulary import text

SIDES = ("recipients", "places", "countries", "purposes", "plain")

SETTLED = "certain_on_one_side"
"""Reading of what is possible on both sides and certain on one of them: nothing came or went."""

COLUMNS = ("item", "reading", *(f"{side}_{way}" for side in SIDES for way in ("new", "gone")))

ORDER = (Reading.CERTAIN.value, SETTLED, Reading.POSSIBLE.value)
"""The readings, in the order in which they are told."""

Sets = dict[str, dict[str, set[str]]]
"""Item -> side -> keys."""


def come_and_gone(was: tuple[Sets, Sets], now: tuple[Sets, Sets]) -> pd.DataFrame:
    """Return one line for each item and reading with a change, with the columns `COLUMNS`.

    Parameters
    ----------
    was, now : what each item comes to, before and after: for certain, and possibly.
    """
    rows = []
    for item in sorted({item for sets in (*was, *now) for item in sets}):
        changes = _of_item(*(sets.get(item, _NOTHING) for sets in (*was, *now)))
        for reading in ORDER:
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


_NOTHING: dict[str, set[str]] = {side: set() for side in SIDES}


def told(table: pd.DataFrame, words: RequestWords) -> Iterator[Text]:
    """Yield the lines of the table as sentences; those that reach most first."""
    new = zip(table["countries_new"], table["recipients_new"], strict=True)
    weight = table.assign(
        order=[ORDER.index(reading) for reading in table["reading"]],
        weight=[-sum(len(cell.split(SEPARATOR)) for cell in cells if cell) for cells in new],
    )
    for row in weight.sort_values(["order", "weight", "item"], kind="stable").to_dict("records"):
        said = _settled if row["reading"] == SETTLED else _counted
        key = f"sentence_{row['reading']}"
        parts = list(said({column: row[column] for column in COLUMNS[2:] if row[column]}, words))
        yield text("requests", key, item=words.label("item", row["item"]), changes=joined(parts, "、", ", "))


def _counted(cells: dict[str, str], words: RequestWords) -> Iterator[Text]:
    """Say what is new and what is gone, with its number."""
    for column, cell in cells.items():
        count = cell.count(SEPARATOR) + 1
        key = f"{column}_{'one' if count == 1 else 'many'}"
        yield text("requests", key, count=count, keys=_few(cell, column, words))


def _settled(cells: dict[str, str], words: RequestWords) -> Iterator[Text]:
    """Say what is certain now that was possible before, and what is possible still that was certain."""
    for way in ("new", "gone"):
        ends = [
            text("requests", f"{side}_are", keys=_few(cell, column, words))
            for column, cell in cells.items()
            for side in [column.removesuffix(f"_{way}")]
            if side != column
        ]
        if ends:
            yield text("requests", f"settled_{way}", keys=joined(ends, "、", ", "))


def _few(cell: str, column: str, words: RequestWords) -> Text:
    keys = cell.split(SEPARATOR)
    said = in_words(words, column, keys[:_SPELT])
    more = len(keys) - _SPELT
    return said if more <= 0 else joined([said, text("analysis", "and_more", count=more)], "、", ", ")


_SPELT = 5
"""Names that a sentence spells out."""
