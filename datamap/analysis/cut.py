"""`cut`: the fewest or cheapest flows to end so that fields no longer reach a target."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

import numpy as np

from datamap.analysis.aimed import aimed_at
from datamap.analysis.answer import SEPARATOR, Answer
from datamap.analysis.arguments import reading_named
from datamap.analysis.asked import inventory_of, lang_of, words_of
from datamap.analysis.field_graph import FieldGraph, field_graph
from datamap.analysis.frames import pd
from datamap.analysis.ground import Flags
from datamap.analysis.prices import kept_rows, prices
from datamap.analysis.search import search_net
from datamap.analysis.severing import SLACK, NotCuttable, Severing
from datamap.analysis.states import States
from datamap.analysis.targets import Aim, Target, aim, target_from
from datamap.inventory import Inventory, Workbook
from datamap.model import Kind, Reading, Text
from datamap.vocabulary import text

COLUMNS = (
    "choice", "flows", "row", "activity", "kind", "source", "recipient", "subjects", "items",
    "price", "also_stops",
)  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Cut(Answer):
    """Flows to end so that nothing of what was asked about reaches its target.

    `table` has one line for each choice and flow: `choice` (number; the first is the one
    proposed), `flows`, `row`, `activity`, `kind`, `source`, `recipient`, `subjects` and `items` (what of the
    asked-about it carries), `price`, and `also_stops`: how many other holdings (of a subject's item at
    a place) end with the whole choice.

    Attributes
    ----------
    choices : the flow ids of each choice, all of the same least price. least : that price; None
        if there is nothing to cut or it cannot be cut. at_least : the price below which there is
        no cut for certain; the same as `least` but for very large maps that leave a doubt.
    possible : whether the target can be cut off at all.
    """

    choices: tuple[tuple[str, ...], ...]
    least: float | None
    at_least: float | None
    possible: bool


def cut(
    asked: Inventory | Workbook,
    target: Target | None = None,
    *,
    as_of: date,
    reading: Reading | str = Reading.CERTAIN,
    cost: str | None = None,
    keep: Collection[str] = (),
    most: int = 5,
    include_planned: bool = False,
    **words: Any,
) -> Cut:
    """Return the fewest (or cheapest) flows to end so that fields no longer reach a target.

    Fields are followed one by one: a flow that does not carry what is asked about is never
    proposed. One flow may carry many fields, and counts once.

    Parameters
    ----------
    asked : an inventory, or a workbook.
    target : what may not be reached; or its parts as words: `item`, `flag`, `subject`, `place`,
        `country`, `role` (see `Target`).
    as_of : rows count that run on this day. reading : how unrecorded cells are read.
    cost : a column of one's own with the price of ending each flow, by its key or heading; a blank
        counts 1. None = every flow counts 1.
    keep : ids of flows, or kinds of flow (keys or labels), that may not be ended.
    most : how many choices of equal price to name; of these the first ends no collection if
        that can be helped, and stops the least besides.
    include_planned : whether planned rows count.

    Returns
    -------
    Cut

    Raises
    ------
    BadQuestion if a word or argument is unknown, or a price is no number from 0 on.

    Notes
    -----
    Exact: a least hitting set by integer programming over ways found as needed (`severing`). In a map
    of very many flows it may be left open whether there is a cheaper cut; `at_least` and the summary
    say so. What an origin holds to begin with stays with it whatever is ended.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient,countries
    ... F1,collection,name;email,customer,customer,shop,JP
    ... F2,entrustment,email,customer,shop,mailer,US
    ... F3,entrustment,name,customer,shop,mailer,US
    ... ''')
    >>> cut(table, as_of=date(2026, 4, 1), item="email", country="US").choices
    (('F2',), ('F1',))
    """
    inventory, kind = inventory_of(asked), reading_named(reading)
    target = target or target_from(words, ("as_of", "reading", "cost", "keep", "most", "include_planned"))
    found = aim(asked, target, as_of=as_of, reading=kind, include_planned=include_planned)
    graph = field_graph(found.net, found.states, found.wanted)
    severing = Severing(graph, prices(inventory, cost), kept_rows(inventory, keep))
    title = text(
        "analysis",
        "cut_title",
        about=aimed_at(inventory, **target.words()),
        reading=text("analysis", f"reading_is_{kind.value}"),
        as_of=as_of.isoformat(),
    )
    try:
        choices = _ordered(found, severing, most) if found.wanted.any() else []
        summary = _summary(inventory, found, severing, choices)
        possible = True
    except NotCuttable as stopped:
        choices, possible = [], False
        flows = ", ".join(_ids(inventory, sorted(stopped.rows)))
        summary = text("analysis", "cut_impossible", flows=flows)
    table = pd.DataFrame(_lines(found, graph, severing, choices), columns=list(COLUMNS))
    return Cut(
        table=table,
        title=title,
        summary=summary,
        words=words_of(inventory),
        lists=frozenset({"flows", "subjects", "items"}),
        lang=lang_of(asked),
        choices=tuple(tuple(sorted(_ids(inventory, choice.rows))) for choice in choices),
        least=severing.price(choices[0].rows) if choices else None,
        at_least=severing.at_least if choices else None,
        possible=possible,
    )


@dataclass(frozen=True, slots=True)
class _Choice:
    """A cheapest cut and what else it stops."""

    rows: frozenset[int]
    collections: int
    also_stops: int


def _ordered(found: Aim, severing: Severing, most: int) -> list[_Choice]:
    """Return cheapest cuts: those that end no collection first, then those that stop least else."""
    kind = found.encoded.inventory.coded("kind")
    collects = np.array([name == Kind.COLLECTION for name in kind.values], dtype=np.bool_)[kind.codes]
    before = _holdings(found.states)
    aimed = _holdings(found.states, found.wanted)
    choices = [
        _Choice(
            rows,
            int(collects[list(rows)].sum()),
            len(before - aimed - _holdings(search_net(found.net.without(rows)))),
        )
        for rows in islice(dict.fromkeys(_cheapest(severing, collects, most)), most)
    ]
    return sorted(choices, key=lambda choice: (choice.collections, choice.also_stops, sorted(choice.rows)))


def _cheapest(severing: Severing, collects: Flags, most: int) -> Iterator[frozenset[int]]:
    """Yield cheapest cuts, those that end no collection first."""
    least = severing.price(severing.cheapest())
    collections = frozenset(np.flatnonzero(collects).tolist())
    milder = replace(severing, keep=severing.keep | collections, ways=[])
    with suppress(NotCuttable):
        yield from milder.all_cheapest(most, within=least)
    yield from severing.all_cheapest(most)


def _holdings(states: States, which: np.ndarray | None = None) -> set[tuple[int, int, int]]:
    parts = (states.place, states.subject, states.item)
    return set(zip(*(part[... if which is None else which].tolist() for part in parts), strict=True))


def _lines(
    found: Aim, graph: FieldGraph, severing: Severing, choices: list[_Choice]
) -> Iterator[tuple[object, ...]]:
    inventory = found.encoded.inventory
    order = np.argsort(graph.row, kind="stable")
    rows = graph.row[order]
    for number, choice in enumerate(choices, start=1):
        for row in sorted(choice.rows):
            cell = {name: inventory.coded(name).values[inventory.coded(name).codes[row]] for name in _SHOWN}
            mine = order[slice(*np.searchsorted(rows, [row, row + 1]))]
            items = {item for kind in graph.kind[graph.target[mine]].tolist() for item in graph.items[kind]}
            subjects = set(found.net.parts(graph.node[graph.target[mine]])[2].tolist())
            yield (
                number, cell["id"], int(inventory.rows[row]), cell["activity"], cell["kind"], cell["source"],
                cell["recipient"], _keys(found.encoded.subjects.keys, subjects),
                _keys(found.encoded.items.keys, items), severing.price([row]), choice.also_stops,
            )  # fmt: skip


def _ids(inventory: Inventory, rows: Collection[int]) -> list[str]:
    """Return the ids of a few rows."""
    ids = inventory.coded("id")
    return [ids.values[int(ids.codes[row])] for row in rows]


_SHOWN = ("id", "activity", "kind", "source", "recipient")


def _keys(keys: Sequence[str], numbers: set[int]) -> str:
    return SEPARATOR.join(sorted(keys[number] for number in numbers))


def _summary(inventory: Inventory, found: Aim, severing: Severing, choices: list[_Choice]) -> Text:
    held = text("analysis", "cut_begun") if found.begun.any() else Text("", "")
    if choices and severing.at_least < severing.price(choices[0].rows) - SLACK:
        doubt = text("analysis", "cut_bounded", price=f"{severing.at_least:,.4g}")
        held = Text(ja=doubt.ja + held.ja, en=f"{doubt.en} {held.en}".strip())
    if not choices:
        return Text(
            ja=text("analysis", "reach_nothing").ja + held.ja,
            en=f"{text('analysis', 'reach_nothing').en} {held.en}".strip(),
        )
    first = choices[0]
    said = text(
        "analysis",
        "cut_found",
        count=len(first.rows),
        price=f"{severing.price(first.rows):,g}",
        flows=", ".join(sorted(_ids(inventory, first.rows))),
        others=len(choices) - 1,
        also=first.also_stops,
    )
    return Text(ja=said.ja + held.ja, en=f"{said.en} {held.en}".strip())
