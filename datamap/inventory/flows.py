"""Rows of coded columns -> `Flow` objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.inventory.coded import Coded
from datamap.inventory.formats import read_persons
from datamap.inventory.keylists import parse_keylist
from datamap.model import Flow, Range

_LISTS = ("countries", "purposes", "gdpr_basis", "mode", "measures", "notice")


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def _people(cell: str) -> Range:
    return (read_persons(cell) if cell else None) or Range()


_PARTS: dict[str, Callable[[str], object]] = {
    "items": parse_keylist,
    "subjects": parse_keylist,
    "persons": _people,
    **dict.fromkeys(_LISTS, _several),
}


def make_flows(
    columns: Mapping[str, Coded], rows: npt.NDArray[np.int32], extra: Sequence[str]
) -> tuple[Flow, ...]:
    """Return one flow for each row; each distinct cell is taken apart once.

    Parameters
    ----------
    columns : all columns in canonical texts. rows : record numbers. extra : unknown columns.
    """
    others = [columns[key].texts() for key in extra]
    rest = [tuple(zip(extra, cells, strict=True)) for cells in zip(*others, strict=True)] or [()] * len(rows)
    given: dict[str, list[Any]] = {"row": rows.tolist(), "extra": rest}
    cells = [given[f.name] if f.name in given else _parsed(f.name, columns[f.name]) for f in fields(Flow)]
    return tuple(map(Flow, *cells))


def _parsed(key: str, column: Coded) -> list[object]:
    take_apart = _PARTS.get(key)
    if take_apart is None:
        return list(column.texts())
    parts = [take_apart(value) for value in column.values]
    return [parts[code] for code in column.codes.tolist()]
