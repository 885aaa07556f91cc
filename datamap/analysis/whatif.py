"""`what_if`: who would hold what, and what would go abroad, after changes that one might make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from datamap.analysis.answer import Answer
from datamap.analysis.asked import inventory_of, lang_of, running, words_of
from datamap.analysis.changes import PART, Change, changed
from datamap.analysis.encoding import Encoded, Settled, settle
from datamap.analysis.frames import pd
from datamap.analysis.handovers import overseas
from datamap.analysis.reach import reach_table
from datamap.analysis.search import search
from datamap.analysis.universe import items_of, speak_of
from datamap.analysis.words import Words
from datamap.inventory import Inventory, Workbook
from datamap.model import ABROAD, Reading, Text
from datamap.vocabulary import text

COLUMNS = ("counted", "before", "after")

GAINED = ("change", "reading", "subject", "item", "form", "place", "country", "flows")

_HELD = list(GAINED[2:-1])


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class WhatIf(Answer):
    """Before and after, side by side.

    `table` has one line for each thing counted: `counted`, `before`, `after`.

    Attributes
    ----------
    reach : each holding that would be gained or lost, in both readings: `change` (`gained`, `lost`),
        `reading`, `subject`, `item`, `form`, `place`, `country`, `flows` (a witness).
    transfers : each flow abroad (or perhaps abroad) that would come or go, `change` beside it.
    before, after : the two workbooks, to be put to any other question (reach, findings, risks); what is
        held to begin with is the same in both.
    """

    reach: Answer
    transfers: Answer
    before: Workbook
    after: Workbook


def what_if(
    asked: Inventory | Workbook,
    changes: Sequence[Change],
    *,
    as_of: date,
    include_planned: bool = False,
) -> WhatIf:
    """Return what changes would do, without doing anything.

    Parameters
    ----------
    asked : an inventory, or a workbook.
    changes : see `Change`; `read_changes` reads them from a file.
    as_of : rows count that run on this day. include_planned : planned ones too.

    Returns
    -------
    WhatIf

    Raises
    ------
    KeyError if a change names a flow that is not there. BadInput if what comes of them is no
    sound inventory.

    Notes
    -----
    What a place holds to begin with is settled before the changes: a place does not become an
    origin because one has cut it off. A place that handed nothing on before the changes begins
    where nothing feeds it after them. Words are settled likewise: what a row may carry that names no
    items does not shrink because another row no longer names one.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient
    ... F1,collection,name;email,customer,customer,shop
    ... F2,entrustment,email,customer,shop,mailer
    ... ''')
    >>> what_if(table, [Change(end=("F2",))], as_of=date(2026, 4, 1)).reach.table[
    ...     ["change", "place"]
    ... ].values.tolist()
    [['lost', 'mailer'], ['lost', 'mailer']]
    """
    before = asked if isinstance(asked, Workbook) else Workbook.from_inventory(inventory_of(asked))
    after = changed(asked, changes)
    speak_of(after.inventory, items_of(before.inventory))
    books = {"before": before, "after": after}
    held = {
        (side, kind): found
        for kind in (Reading.CERTAIN, Reading.POSSIBLE)
        for side, found in zip(
            books, _both(before, after, kind, as_of, include_planned=include_planned), strict=True
        )
    }
    abroad = {
        side: overseas(book, as_of=as_of, include_planned=include_planned) for side, book in books.items()
    }
    words, lang = _words(before, after), lang_of(asked)
    table = pd.DataFrame(_counts(held, abroad), columns=list(COLUMNS))
    reach = Answer(
        pd.DataFrame(_changes(held), columns=list(GAINED), dtype=object),
        text("analysis", "whatif_reach_title"),
        _reach_summary(held),
        words,
        lang=lang,
    )
    transfers = _transfers(abroad, words)
    return WhatIf(
        table=table,
        title=text("analysis", "whatif_title", as_of=as_of.isoformat()),
        summary=reach.summary,
        words=words,
        lang=lang,
        reach=reach,
        transfers=transfers.in_lang(lang),
        before=before,
        after=after,
    )


Held = dict[tuple[str, ...], str]
"""Who holds what -> the flows of a shortest way."""


def _both(
    before: Workbook, after: Workbook, kind: Reading, as_of: date, *, include_planned: bool
) -> tuple[Held, Held]:
    """Return who holds what before and after, what is held to begin with being the same."""
    old = Encoded(before.inventory, running(before.inventory, as_of, include_planned=include_planned), kind)
    was = _table(old)
    now = running(after.inventory, as_of, include_planned=include_planned)
    first = was[was["hops"] == 0]
    settled = Settled(
        _origins(old, Encoded(after.inventory, now, kind)),
        tuple(zip(*(first[name] for name in ("place", "subject", "item", "flows")), strict=True)),
    )
    settle(after.inventory, kind, settled)
    if kind is Reading.POSSIBLE:
        settle(after.inventory, Reading.WORST_CASE, settled)
    return _held(was), _held(_table(Encoded(after.inventory, now, kind)))


def _origins(old: Encoded, new: Encoded) -> frozenset[str]:
    """Return the places that hold items to begin with after the changes: those that did before.

    A place that handed nothing on before (its rows are planned, say) is one as in any other
    inventory: if nothing feeds it now either.
    """
    awake = set(np.unique(old.begun.source).tolist())
    unfed = {key for key, begins in zip(new.places, new.origins.tolist(), strict=True) if begins}
    return frozenset(
        key
        for number, key in enumerate(old.places)
        if old.origins[number] and (number in awake or key in unfed)
    )


def _table(encoded: Encoded) -> pd.DataFrame:
    return reach_table(encoded, search(encoded))


def _held(table: pd.DataFrame) -> Held:
    return dict(zip(zip(*(table[name] for name in _HELD), strict=True), table["flows"], strict=True))


def _counts(
    held: dict[tuple[str, Reading], Held], abroad: dict[str, Answer]
) -> Iterator[tuple[str, int, int]]:
    """Yield what is counted, before and after."""
    sides = ("before", "after")
    for kind in (Reading.CERTAIN, Reading.POSSIBLE):
        for name, column in (("items", 1), ("places", 3), ("countries", 4)):
            found = (_named(held[side, kind], column) for side in sides)
            yield (f"{name}_{kind.value}", *found)  # type: ignore[misc]
    for told in ("named", "abroad", "not_recorded"):
        tables = (abroad[side].table for side in sides)
        yield (f"flows_{told}", *(_whole_rows(t.loc[t["told"] == told, "flows"]).nunique() for t in tables))  # type: ignore[misc]


def _named(held: Held, column: int) -> int:
    return len({key[column] for key in held} - {"", ABROAD})


def _changes(held: dict[tuple[str, Reading], Held]) -> Iterator[tuple[str, ...]]:
    for kind in (Reading.CERTAIN, Reading.POSSIBLE):
        was, now = held["before", kind], held["after", kind]
        for key in sorted({*was} ^ {*now}):
            yield ("gained" if key in now else "lost", kind.value, *key, now.get(key) or was[key])


def _reach_summary(held: dict[tuple[str, Reading], Held]) -> Text:
    found = {
        f"{way}_{kind.value}": len({*held[one, kind]} - {*held[other, kind]})
        for kind in (Reading.CERTAIN, Reading.POSSIBLE)
        for way, one, other in (("gained", "after", "before"), ("lost", "before", "after"))
    }
    return text("analysis", "whatif_found", **found)


def _whole_rows(flows: pd.Series[str]) -> pd.Series[str]:
    """Return flows without the mark of a part: a row that a change splits is no further transfer."""
    return flows.str.rstrip(PART)


def _transfers(abroad: dict[str, Answer], words: Words) -> Answer:
    """Return the flows abroad that come or go, or are told otherwise."""
    keys = ["place", "countries", "told", "leg"]
    sides = {
        side: found.table.set_index([_whole_rows(found.table["flows"]), *keys], drop=False)
        for side, found in abroad.items()
    }
    gone = sides["before"][~sides["before"].index.isin(sides["after"].index)].assign(change="lost")
    new = sides["after"][~sides["after"].index.isin(sides["before"].index)].assign(change="gained")
    table = pd.concat([gone, new]).reset_index(drop=True)
    table = table[["change", *(name for name in table.columns if name != "change")]]
    return Answer(
        table,
        text("analysis", "whatif_transfers_title"),
        text("analysis", "whatif_transfers_found", gained=len(new), lost=len(gone)),
        words,
        lists=frozenset({"flows", "countries"}),
    )


def _words(before: Workbook, after: Workbook) -> Words:
    old, new = words_of(before.inventory), words_of(after.inventory)
    return Words(new.vocabulary, {**old.places, **new.places}, {**old.groups, **new.groups})
