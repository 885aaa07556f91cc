"""`left_out`: every place left out in turn, and what other places would then no longer hold.

Where one control protects most, whatever the destination. (`choke_points` asks about one destination.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from datamap.analysis.aimed import aimed_at
from datamap.analysis.answer import SEPARATOR, Answer
from datamap.analysis.arguments import reading_named
from datamap.analysis.asked import inventory_of, keys_below, lang_of, running, words_of
from datamap.analysis.by_product import levels, product
from datamap.analysis.encoding import Encoded
from datamap.analysis.frames import pd
from datamap.analysis.ground import Flags
from datamap.analysis.net import Net
from datamap.analysis.targets import Target, items_aimed
from datamap.graph.sorting import distinct, ordered, starts
from datamap.graph.spread import Ints
from datamap.inventory import Inventory, Workbook
from datamap.model import Reading
from datamap.vocabulary import text

COLUMNS = ("place", "type", "role", "countries", "also_stops", "pairs", "share_pairs", "subjects", "items")

AT_ONCE = 512
"""Places left out in one sweep: bits of one number. More were slower, with long ways above all."""


BLOCK = 4_096
"""Holdings whose bits are counted at once."""

Losses = dict[int, tuple[int, Ints]]
"""Place -> how many holdings of others are lost without it, and of which pairs of subject and item."""


def left_out(
    asked: Inventory | Workbook,
    target: Target | None = None,
    *,
    as_of: date,
    reading: Reading | str = Reading.CERTAIN,
    include_planned: bool = False,
) -> Answer:
    """Return for each place what no other place would hold any more if it were left out.

    Parameters
    ----------
    asked : an inventory, or a workbook.
    target : which items and subjects (`item`, `flag`, `subject`); where they end up does not matter here.
    as_of : rows count that run on this day. reading : how unrecorded cells are read.
    include_planned : whether planned rows count.

    Returns
    -------
    Answer with one line for each place on which something hangs, the weightiest first: `place`, `type`,
    `role`, `countries`, `also_stops` (holdings of a subject's item, in one form, at other places that
    would end), `pairs` (of subject and item that some other place would no longer hold), `share_pairs`
    (of all pairs that are held), `subjects`, `items`.

    Raises
    ------
    BadQuestion if a word is unknown.

    Notes
    -----
    Exact: of every holding it is worked out which places can be left out without its being lost, many
    places at a time as the bits of a number. What a place holds to begin with is lost with it.
    The work grows with the number of places times the length of the ways: some seconds for 10,000
    places in one long row, minutes for ten times as many; maps that people draw are far shallower.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient
    ... F1,collection,name;email,customer,customer,shop
    ... F2,entrustment,email,customer,shop,mailer
    ... F3,third_party,email,customer,mailer,partner
    ... ''')
    >>> left_out(table, as_of=date(2026, 4, 1)).table[["place", "also_stops"]].values.tolist()
    [['shop', 2], ['mailer', 1]]
    """
    inventory, kind = inventory_of(asked), reading_named(reading)
    target = target or Target()
    rows = running(inventory, as_of, include_planned=include_planned)
    encoded = Encoded(inventory, rows, kind, items_aimed(inventory, target, kind))
    net = Net(encoded)
    subjects = keys_below(inventory, "subjects", target.subject)
    asked_about = [subjects is None or key in subjects for key in encoded.subjects.keys]
    found, whole = losses(net, np.array(asked_about, dtype=np.bool_))
    lines = [_line(encoded, place, *lost, whole) for place, lost in found.items()]
    lines.sort(key=lambda line: (-line[4], -line[5], line[0]))
    return Answer(
        table=pd.DataFrame(lines, columns=list(COLUMNS)),
        title=text(
            "analysis",
            "left_out_title",
            about=aimed_at(inventory, item=target.item, flag=target.flag, subject=target.subject),
            reading=text("analysis", f"reading_is_{kind.value}"),
            as_of=as_of.isoformat(),
        ),
        summary=text(
            "analysis",
            "left_out_found" if lines else "left_out_none",
            pairs=whole,
            places=len(lines),
            most=lines[0][4] if lines else 0,
        ),
        words=words_of(inventory),
        lists=frozenset({"countries", "subjects", "items"}),
        lang=lang_of(asked),
    )


def losses(net: Net, subjects: Flags) -> tuple[Losses, int]:
    """Return what is lost without each place, and how many pairs of subject and item are held.

    Parameters
    ----------
    subjects : whose holdings count.
    """
    found = product(net)
    size = len(found.pair)
    where, _, whose = net.parts(found.pair // max(net.items, 1))
    edges = distinct(found.target * (size + 1) + found.source)  # rows side by side change nothing
    target, source = np.divmod(edges, size + 1)
    order = levels(found)[0]
    held = order[order < size]
    ways = _Ways(
        held.tolist(),
        set(found.begun.tolist()),
        source.tolist(),
        starts(target, size).tolist(),
        where.tolist(),
    )
    counted = held[subjects[whose[held]]]
    pair = whose[counted] * net.items + found.pair[counted] % max(net.items, 1)
    by_pair = ordered(pair)
    counted, pair = counted[by_pair], pair[by_pair]
    places = distinct(where[held]).tolist()
    lost, whole = Losses(), len(distinct(pair))
    for low in range(0, len(places), AT_ONCE):
        lost |= _lost(ways, places[low : low + AT_ONCE], counted, pair)
    return lost, whole


@dataclass(frozen=True, slots=True)
class _Ways:
    """What is held, the nearest first; what is held to begin with; what each may come from; where it is."""

    held: list[int]
    begun: set[int]
    source: list[int]
    start: list[int]
    where: list[int]


def _lost(ways: _Ways, places: list[int], counted: Ints, pair: Ints) -> Losses:
    """Return what is lost without each of some places: of the holdings counted, in the order of pairs."""
    bit = {place: 1 << number for number, place in enumerate(places)}
    every = (1 << len(places)) - 1
    most = [every ^ bit.get(place, 0) for place in ways.where]
    without = _kept(ways, most, every)
    width = -(-len(places) // 8)
    gone = b"".join((most[state] ^ without[state]).to_bytes(width, "little") for state in counted.tolist())
    packed = np.frombuffer(gone, dtype=np.uint8).reshape(-1, width)
    some = np.flatnonzero(packed.any(axis=1))
    known, number = np.unique(pair[some], return_inverse=True)
    counts = np.zeros((len(known), len(places)), dtype=np.int64)
    for low in range(0, len(some), BLOCK):
        bits = np.unpackbits(packed[some[low : low + BLOCK]], axis=1, bitorder="little", count=len(places))
        mine = number[low : low + BLOCK]
        first = np.flatnonzero(np.diff(mine, prepend=-1))
        counts[mine[first]] += np.add.reduceat(bits, first, axis=0, dtype=np.int64)
    return {
        place: (int(counts[:, column].sum()), known[counts[:, column] > 0])
        for column, place in enumerate(places)
        if counts[:, column].any()
    }


def _kept(ways: _Ways, most: list[int], every: int) -> list[int]:
    """Return for each holding the places, as bits, without which it is still held.

    It is held without a place if something that brings it is. Sweeps, the nearest holdings first, go on
    until nothing changes.
    """
    without = [0] * len(most) + [every]  # the last one is the root
    for state in ways.begun:
        without[state] = most[state]
    open_ones, changed = [state for state in ways.held if state not in ways.begun], True
    while changed:
        changed = False
        for state in open_ones:
            kept = without[state]
            for source in ways.source[ways.start[state] : ways.start[state + 1]]:
                kept |= without[source]
            kept &= most[state]
            if kept != without[state]:
                without[state], changed = kept, True
        open_ones = [state for state in open_ones if without[state] != most[state]]
    return without


def _line(encoded: Encoded, number: int, holdings: int, pairs: Ints, held: int) -> tuple[Any, ...]:
    known = encoded.inventory.places[encoded.places[number]]
    subjects, items = np.divmod(pairs, len(encoded.items.keys))
    return (
        known.key, known.type.value, known.role, SEPARATOR.join(known.countries), holdings, len(pairs),
        len(pairs) / held, _keys(encoded.subjects.keys, subjects), _keys(encoded.items.keys, items),
    )  # fmt: skip


def _keys(keys: Sequence[str], numbers: Ints) -> str:
    return SEPARATOR.join(sorted(keys[number] for number in distinct(numbers).tolist()))
