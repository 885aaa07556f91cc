"""Where copies of what is touched by a breach went, or could go if places misused the rows they have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from datamap.analysis.by_word import WORD, Words
from datamap.analysis.ground import Flags
from datamap.analysis.net import Net
from datamap.analysis.traffic import Held, Traffic
from datamap.analysis.worst_case import WorstCase
from datamap.graph.sorting import distinct
from datamap.graph.spread import Ints, divided


@dataclass(slots=True)
class Copy:
    """What went to one place: whose (numbers), which items (bits), by which rows."""

    subjects: set[int] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    items: int = 0


def copies_made(moving: Traffic, start: Held, asked: Flags) -> dict[int, Copy]:
    """Return where copies went, by number of the place.

    Parameters
    ----------
    moving : what moves. start : what is touched. asked : which places are told.
    """
    reached, found = moving.onward(start), dict[int, Copy]()
    for load in moving.loads:
        new = load.items & reached.get(load.begins, 0) & ~start.get(load.ends, 0)
        if new and asked[load.target] and not load.made:
            copy = found.setdefault(load.target, Copy())
            copy.subjects.add(load.arrives_for)
            copy.rows.add(load.row)
            copy.items |= new
    return found


def copies_if_misused(moving: Traffic, start: Held, asked: Flags) -> dict[int, Copy]:
    """Return where copies could go, by number of the place.

    Parameters
    ----------
    moving : what moves in the worst case. start : what is touched. asked : which places are told.
    """
    net, case = moving.net, WorstCase(moving.net)
    touched = _as_words(net, start, case.words)
    held = case.onward(case.begun)
    passed = (case.onward(touched & held) | touched) & held
    place = net.edges.target // net.sides
    which = np.flatnonzero((net.edges.source != net.root) & asked[place])
    source, target = net.edges.source[which], net.edges.target[which]
    new = np.zeros(len(which), dtype=np.bool_)
    for word in range(case.words):
        new |= (passed[source, word] & ~touched[target, word]) != 0
    which, source, target, place = which[new], source[new], target[new], place[which[new]]
    found = {number: Copy(rows=rows) for number, rows in _sets(place, net.edges.row[which])}
    for number, subjects in _sets(place, net.parts(target)[2]):
        found[number].subjects = subjects
    first = np.flatnonzero(np.diff(place, prepend=-1))
    for word in range(case.words if len(first) else 0):
        items = np.bitwise_or.reduceat(passed[source, word] & ~touched[target, word], first)
        for number, some in zip(place[first].tolist(), items.tolist(), strict=True):
            found[number].items |= some << WORD * word
    return found


def _as_words(net: Net, held: Held, words: int) -> Words:
    """Return what is held as bits of items by node; a form that no row leads to goes nowhere."""
    found = np.zeros((net.root, words), dtype=np.uint64)
    here = [holding for holding in held if holding[2] < net.forms]
    place, subject, form = np.array(here, dtype=np.int64).reshape(-1, 3).T
    for node, holding in zip(net.node(place, form, subject).tolist(), here, strict=True):
        packed = held[holding].to_bytes(words * WORD // 8, "little")
        found[node] = np.frombuffer(packed, dtype="<u8")
    return found


def _sets(place: Ints, numbers: Ints) -> Iterator[tuple[int, set[int]]]:
    """Yield each place with the numbers that stand beside it."""
    below = int(numbers.max(initial=0)) + 1
    where, number = divided(distinct(place * below + numbers), below)
    first = np.flatnonzero(np.diff(where, prepend=-1)).tolist()
    for begin, end in pairwise([*first, len(where)]):
        yield int(where[begin]), set(number[begin:end].tolist())
