"""`choke_points`: places through which every way of a field to a target goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from datamap.analysis.aimed import aimed_at
from datamap.analysis.answer import SEPARATOR, Answer
from datamap.analysis.arguments import reading_named
from datamap.analysis.asked import inventory_of, lang_of, words_of
from datamap.analysis.field_graph import FieldGraph, field_graph
from datamap.analysis.frames import pd
from datamap.analysis.ground import Flags
from datamap.analysis.targets import Aim, Target, aim, target_from
from datamap.graph.spread import Ints
from datamap.inventory import Inventory, Workbook
from datamap.model import Reading
from datamap.vocabulary import text

COLUMNS = ("place", "type", "role", "countries", "pairs", "share_pairs", "subjects", "items")

Pair = tuple[int, int]
"""A subject and an item."""


def choke_points(
    asked: Inventory | Workbook,
    target: Target | None = None,
    *,
    as_of: date,
    reading: Reading | str = Reading.CERTAIN,
    include_planned: bool = False,
    **words: Any,
) -> Answer:
    """Return the places through which every way of a subject's item to a target goes.

    One control there protects all that is counted: without the place none of it would arrive.
    The targets themselves are left out.

    Parameters
    ----------
    asked : an inventory, or a workbook.
    target : what is not to be reached; or its parts as words: `item`, `flag`, `subject`, `place`,
        `country`, `role` (see `Target`).
    as_of : rows count that run on this day. reading : how unrecorded cells are read.
    include_planned : whether planned rows count.

    Returns
    -------
    Answer with one line a place, those that cover most first: `place`, `type`, `role`, `countries`,
    `pairs` (how many pairs of subject and item it covers), `share_pairs` (of all pairs that reach
    the target), `subjects`, `items`.

    Raises
    ------
    BadQuestion if a word or argument is unknown.

    Notes
    -----
    These are the dominators of the targets, in the graph of each field by itself; a place with several
    subjects or forms counts as one. Found by leaving out each place that a way passes.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient,countries
    ... F1,collection,name;email,customer,customer,shop,JP
    ... F2,entrustment,email,customer,shop,mailer,US
    ... F3,entrustment,name,customer,shop,caller,JP
    ... F4,third_party,name,customer,caller,partner,US
    ... ''')
    >>> choke_points(table, as_of=date(2026, 4, 1), country="US").table[["place", "pairs"]].values.tolist()
    [['shop', 2], ['caller', 1]]
    """
    inventory, kind = inventory_of(asked), reading_named(reading)
    target = target or target_from(words, ("as_of", "reading", "include_planned"))
    found = aim(asked, target, as_of=as_of, reading=kind, include_planned=include_planned)
    graph = field_graph(found.net, found.states, found.wanted)
    nothing = np.zeros(len(graph.row), dtype=np.bool_)
    whole = _pairs(found, graph, graph.still_reached(nothing))
    covered = dict(_covered(found, graph))
    lines = sorted(_lines(found, covered, len(whole)), key=lambda line: (-line[4], line[0]))
    table = pd.DataFrame(lines, columns=list(COLUMNS))
    return Answer(
        table=table,
        title=text(
            "analysis",
            "choke_title",
            about=aimed_at(inventory, **target.words()),
            reading=text("analysis", f"reading_is_{kind.value}"),
            as_of=as_of.isoformat(),
        ),
        summary=text(
            "analysis",
            "choke_found" if lines else "choke_none",
            pairs=len(whole),
            places=len(lines),
            most=lines[0][4] if lines else 0,
        ),
        words=words_of(inventory),
        lists=frozenset({"countries", "subjects", "items"}),
        lang=lang_of(asked),
    )


def _covered(found: Aim, graph: FieldGraph) -> Iterator[tuple[int, set[Pair]]]:
    """Yield each place that some pair cannot do without, with those pairs."""
    nothing = np.zeros(len(graph.row), dtype=np.bool_)
    before = _pairs(found, graph, graph.still_reached(nothing))
    targets = set(found.states.place[found.wanted | found.begun].tolist())
    for place in _candidates(graph, nothing):
        if place in targets:
            continue
        gone = (graph.place[graph.source] == place) | (graph.place[graph.target] == place)
        lost = before - _pairs(found, graph, graph.still_reached(gone))
        if lost:
            yield place, lost


def _candidates(graph: FieldGraph, nothing: Flags) -> list[int]:
    """Return the places on one way to each target: a place on every way is on that one."""
    order, before = graph.spread(nothing)
    on_way = graph.end.copy()
    for node in order[:0:-1].tolist():
        if on_way[node]:
            on_way[before[node]] = True
    places = np.unique(graph.place[on_way])
    return [int(place) for place in places if place >= 0]


def _pairs(found: Aim, graph: FieldGraph, nodes: Ints) -> set[Pair]:
    """Return the subjects and items of nodes."""
    subjects = found.net.parts(graph.node[nodes])[2].tolist()
    kinds = graph.kind[nodes].tolist()
    return {
        (subject, item) for subject, kind in zip(subjects, kinds, strict=True) for item in graph.items[kind]
    }


def _lines(found: Aim, covered: dict[int, set[Pair]], whole: int) -> Iterator[tuple[Any, ...]]:
    encoded = found.encoded
    for place, pairs in covered.items():
        known = encoded.inventory.places[encoded.places[place]]
        subjects = sorted({encoded.subjects.keys[subject] for subject, _ in pairs})
        items = sorted({encoded.items.keys[item] for _, item in pairs})
        yield (
            known.key,
            known.type.value,
            known.role,
            SEPARATOR.join(known.countries),
            len(pairs),
            len(pairs) / whole,
            SEPARATOR.join(subjects),
            SEPARATOR.join(items),
        )
