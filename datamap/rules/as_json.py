"""Findings as lines of JSON: what thousands of them say alike is put into words once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from json.encoder import encode_basestring
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.facts import Facts
from datamap.facts.cells import split
from datamap.model import Finding
from datamap.rules.findings import Findings, finding_record
from datamap.rules.lines import Lines, Rows
from datamap.rules.ruling import Ruling

HOLES = {name: f"\N{LEFT WHITE SQUARE BRACKET}{name}\N{RIGHT WHITE SQUARE BRACKET}" for name in
         ("id", "about", "flows", "clauses", "waits_for")}  # fmt: skip
"""What stands in the words of many findings where each has something of its own, in that order."""

_HOLE = re.compile("|".join(f'"{hole}"' for hole in HOLES.values()))
_MANY = 1 << 32


def json_lines(
    findings: Findings, waits: Mapping[str, str], more: Callable[[Finding], Mapping[str, Any]]
) -> Iterator[str]:
    """Yield each finding as one line of JSON, in the language of the findings, in their order.

    Parameters
    ----------
    waits : finding -> the fact that has to be known first (`waiting`).
    more : further keys, which may depend on rule, outcome and facts only.
    """
    lines, facts = findings.lines, findings.known
    alike, first = _alike(lines, facts)
    said: dict[int, list[str]] = {}
    things = {kind: _Things(facts, kind) for kind in {ruling.rule.applies_to for ruling in lines.rulings}}
    for same, number, thing in zip(alike.tolist(), lines.number.tolist(), lines.thing.tolist(), strict=True):
        if same not in said:
            said[same] = _words(findings, int(first[same]), more)
        rule = lines.rulings[number].rule
        about, flows, clauses = things[rule.applies_to].of(thing)
        finding = f"{rule.id}:{about}"
        own = (encode_basestring(finding), encode_basestring(about), flows, clauses)
        fact = waits.get(finding)
        filled = (*own, "null" if fact is None else encode_basestring(fact))
        before, *after = said[same]
        yield before + "".join(map("".join, zip(filled, after, strict=True)))


def _words(findings: Findings, row: int, more: Callable[[Finding], Mapping[str, Any]]) -> list[str]:
    """Return what a finding says in JSON, parted where it has something of its own."""
    (finding,) = findings.part(slice(row, row + 1))
    record = {**finding_record(finding, findings.lang), **more(finding), **HOLES}
    return _HOLE.split(json.dumps(record, ensure_ascii=False))


class _Things:
    """What belongs to each thing of one sort: its id, and its flows and clauses as JSON."""

    def __init__(self, facts: Facts, kind: str) -> None:
        self._ids = facts.ids(kind)
        self._flows, self._clauses = facts.link_arrays(kind)

    def of(self, thing: int) -> tuple[str, str, str]:
        """Return id, flows and clauses of a thing."""
        return self._ids[thing], _listed(self._flows[thing]), _listed(self._clauses[thing])


def _listed(cell: str) -> str:
    return f"[{', '.join(map(encode_basestring, split(cell)))}]" if cell else "[]"


def _alike(lines: Lines, facts: Facts) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return for each finding a number shared by those that say the same, and the first of each number."""
    alike, first = np.zeros(len(lines), np.int64), [np.zeros(0, np.int64)]
    count = 0
    for ruling, rows in lines.by_ruling():
        _, where, number = np.unique(
            _state(lines, facts, ruling, rows), return_index=True, return_inverse=True
        )
        alike[rows] = number + count
        first.append(rows[where])
        count += len(where)
    if lines.mark is not None:  # what an officer decided belongs to one finding
        decided = np.flatnonzero(lines.mark)
        alike[decided] = count + np.arange(len(decided))
        first.append(decided)
    return alike, np.concatenate(first)


def _state(lines: Lines, facts: Facts, ruling: Ruling, rows: Rows) -> npt.NDArray[np.int64]:
    """Return a number for the outcome and the facts that each finding of a rule rests on."""
    state = lines.outcome[rows].astype(np.int64)
    for name in ruling.version.fact_names:
        taken = facts.truth(name).take(lines.thing[rows])
        state = state * 3 + taken.yes + 2 * taken.no
        if state.max(initial=0) > _MANY:
            state = np.unique(state, return_inverse=True)[1]
    return state
