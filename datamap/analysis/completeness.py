"""`completeness`: what is recorded and what is not, per column, activity and department."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal, get_args

import numpy as np

from datamap.analysis.answer import SEPARATOR, Answer
from datamap.analysis.arguments import one_of
from datamap.analysis.asked import Flags, inventory_of, lang_of, words_of
from datamap.analysis.frames import pd
from datamap.analysis.handing import HOME, hands_on
from datamap.inventory import Inventory, Workbook
from datamap.model import ABROAD, Kind
from datamap.vocabulary import text

By = Literal["column", "activity", "department"]

UNKNOWN = frozenset({"*", ABROAD, "undetermined", "unknown"})
"""Entries that record that something is not known: a cell with one of them is counted apart."""

LEFT_OUT = frozenset({"id", "status", "since", "until", "note"})
"""Columns of which a blank cell says nothing is missing (a blank status means *current*)."""

COUNTS = ("cells", "recorded", "recorded_unknown", "not_recorded")

Applies = Callable[[Inventory], Flags]


def completeness(asked: Inventory | Workbook, *, by: By = "column") -> Answer:
    """Return how much of what should be in the inventory is in it.

    Parameters
    ----------
    asked : an inventory, or a workbook; every row counts, whether or not it runs.
    by : `column`, `activity` or `department`.

    Returns
    -------
    Answer with one line for each column (activity, department): `cells` that apply, of which
    `recorded`, `recorded_unknown` (`*`, `undetermined`, `unknown`, `abroad`: somebody looked, and it is
    not known) and `not_recorded` (blank), `share_recorded` and `share_not_recorded`.

    Notes
    -----
    A cell applies where a blank one leaves a question open: role, basis and foreign route only
    where items are handed to somebody else, the foreign route only where that may be abroad,
    `provision` only at a collection, the reason for a retention only where one is given, the
    columns of the GDPR only where a workbook uses them. The country of a recipient that is
    recorded elsewhere is recorded.
    """
    inventory = inventory_of(asked)
    lines = pd.concat([_counted(inventory, column.key) for column in inventory.vocabulary.columns])
    one_of("by", by, get_args(By))
    keys = lines["column"] if by == "column" else pd.Series(inventory.coded(by).texts()).loc[lines.index]
    groups = lines.groupby(keys.to_numpy(), sort=by != "column")
    table = groups[list(COUNTS)].sum().rename_axis(by).reset_index()
    table = table[table["cells"] > 0].reset_index(drop=True)
    table["share_recorded"] = table["recorded"] / table["cells"]
    table["share_not_recorded"] = table["not_recorded"] / table["cells"]
    whole = {name: int(lines[name].sum()) for name in COUNTS}
    shares = {name: f"{whole[name] / max(whole['cells'], 1):.0%}" for name in COUNTS}
    return Answer(
        table=table,
        title=text("analysis", f"completeness_by_{by}"),
        summary=text("analysis", "completeness_found", total=f"{whole['cells']:,}", **shares),
        words=words_of(inventory),
        lang=lang_of(asked),
        shown=40,
    )


def _counted(inventory: Inventory, column: str) -> pd.DataFrame:
    """Return for each row of one column whether its cell applies and what it says."""
    cells = inventory.coded(column)
    blank = np.array([not value for value in cells.values], dtype=np.bool_)[cells.codes]
    if column == "countries":
        blank &= ~_known_elsewhere(inventory)
    unknown = np.array([bool(UNKNOWN & set(v.split(SEPARATOR))) for v in cells.values], dtype=np.bool_)
    applies = _APPLIES.get(column, _always)(inventory) if column not in LEFT_OUT else np.zeros_like(blank)
    counts = {
        "cells": applies,
        "recorded": applies & ~blank & ~unknown[cells.codes],
        "recorded_unknown": applies & ~blank & unknown[cells.codes],
        "not_recorded": applies & blank,
    }
    return pd.DataFrame({name: flags.astype(np.int64) for name, flags in counts.items()}).assign(
        column=column
    )


def _always(inventory: Inventory) -> Flags:
    return np.ones(len(inventory), dtype=np.bool_)


def _collected(inventory: Inventory) -> Flags:
    cells = inventory.coded("kind")
    return np.array([value == Kind.COLLECTION for value in cells.values], dtype=np.bool_)[cells.codes]


def _known_elsewhere(inventory: Inventory) -> Flags:
    """Return the rows whose recipients are all in a recorded country."""
    cells = inventory.coded("recipient")
    known = [all(inventory.places[m].countries for m in _members(inventory, v)) for v in cells.values]
    return np.array(known, dtype=np.bool_)[cells.codes]


def _may_be_abroad(inventory: Inventory) -> Flags:
    cells, recipients = inventory.coded("countries"), inventory.coded("recipient")
    told = [bool(value) and set(value.split(SEPARATOR)) <= set(HOME) for value in cells.values]
    blank = [not value for value in cells.values]
    home = [
        all({*inventory.places[m].countries} == {*HOME} for m in _members(inventory, value))
        for value in recipients.values
    ]
    at_home = _flags(told)[cells.codes] | (_flags(blank)[cells.codes] & _flags(home)[recipients.codes])
    result: Flags = hands_on(inventory) & ~at_home
    return result


def _flags(found: list[bool]) -> Flags:
    """Return flags of distinct cells; an empty inventory has none, and they are flags all the same."""
    return np.array(found, dtype=np.bool_)


def _filled(inventory: Inventory, column: str, *, anywhere: bool) -> Flags:
    cells = inventory.coded(column)
    filled = np.array([bool(value) for value in cells.values], dtype=np.bool_)[cells.codes]
    return np.full(len(inventory), filled.any(), dtype=np.bool_) if anywhere else filled


def _members(inventory: Inventory, key: str) -> tuple[str, ...]:
    return inventory.groups.get(key, (key,)) if key else ()


_APPLIES: dict[str, Applies] = {
    "recipient_role": hands_on,
    "basis": hands_on,
    "foreign_route": _may_be_abroad,
    "provision": _collected,
    "retention_basis": partial(_filled, column="retention", anywhere=False),
    "gdpr_basis": partial(_filled, column="gdpr_basis", anywhere=True),
    "gdpr_tool": partial(_filled, column="gdpr_tool", anywhere=True),
}
