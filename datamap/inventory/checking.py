"""Every column: raw texts -> canonical texts, looked at once for each distinct text."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from datamap.inventory import cells
from datamap.inventory.cells import Cell, Known, Remark
from datamap.inventory.coded import Coded
from datamap.inventory.gathering import Gathering
from datamap.inventory.keylists import read_keylist
from datamap.inventory.plain import is_plain_text, odd_cells
from datamap.model import Column
from datamap.vocabulary import fold, text

Numbers = npt.NDArray[np.int32]

Read = Callable[[Column, Known, str], Cell]

READERS: dict[str, Read] = {
    "id": cells.read_id,
    "text": cells.read_text,
    "key": cells.read_key,
    "keys": cells.read_keys,
    "keylist": read_keylist,
    "place": cells.read_place,
    "countries": cells.read_keys,
    "date": cells.read_date,
    "duration": cells.read_retention,
    "range": cells.read_persons,
    "clauses": cells.read_clauses,
}
"""Type of a column (`vocab/columns.csv`) -> how its cells are read."""

_TEXTS = ("text", "place", "id")


def check_column(column: Column, raw: Coded, known: Known, gathering: Gathering, numbers: Numbers) -> Coded:
    """Return a column in canonical texts; what is wrong goes to `gathering`.

    Parameters
    ----------
    column : what the schema says. raw : the cells as written.
    numbers : record number of each row.
    """
    read = READERS[column.type]
    odd = odd_cells(column, known, raw.values)
    canonical = list(raw.values) if odd else []
    remarked: list[tuple[int, Remark]] = []
    for code in odd:
        canonical[code], remarks = read_cell(column, known, raw.values[code], read)
        remarked += [(code, remark) for remark in remarks]
    _report(column.key, raw, remarked, gathering, numbers)
    return raw.replace(canonical) if odd else raw


def read_cell(column: Column, known: Known, raw: str, read: Read) -> Cell:
    """Return the canonical text of one cell; bad characters keep it from being read further."""
    if not raw or raw.isspace():
        return "", (_blank(column),) if column.required else ()
    wrong = cells.suspicious(raw, free=column.type == "text")
    if wrong is not None:
        return "", (wrong,)
    if column.type != "text" and fold(raw) in cells.DASHES:
        return "", (_blank(column) if column.required else Remark("dash_for_blank", "information", raw),)
    canonical, remarks = read(column, known, raw)
    if raw.startswith(cells.FORMULA) and len(raw) > 1 and (column.type in _TEXTS or raw[0] in "=@"):
        errors = [remark for remark in remarks if remark.severity == "error"]
        remarks = (*errors, Remark("formula_like", "warning", raw))
    return canonical, remarks


def _blank(column: Column) -> Remark:
    hint = f"blank_{column.key}" if column.key in {"items", "kind"} else "blank_other"
    return Remark("required_blank", "error", "", values={"hint": text("problems", hint)})


def check_extra(name: str, raw: Coded, gathering: Gathering, numbers: Numbers) -> Coded:
    """Return an unknown column as written, after looking at its characters."""
    remarked: list[tuple[int, Remark]] = []
    for code, value in enumerate(raw.values):
        if is_plain_text(value):
            continue
        wrong = cells.suspicious(value, free=True)
        if wrong is not None:
            remarked.append((code, wrong))
        elif value.startswith(cells.FORMULA) and len(value) > 1:
            remarked.append((code, Remark("formula_like", "warning", value)))
    _report(name, raw, remarked, gathering, numbers)
    return raw


def _report(
    key: str, raw: Coded, remarked: Iterable[tuple[int, Remark]], gathering: Gathering, numbers: Numbers
) -> None:
    """Hand remarks over: one for each distinct mistake, with its first row and all its rows."""
    remarked = list(remarked)
    if not remarked:
        return
    first, counts = raw.first_rows(), raw.counts()
    alike: dict[tuple[str, str], list[tuple[int, Remark]]] = {}
    for code, remark in sorted(remarked, key=lambda pair: int(first[pair[0]])):
        value = raw.values[code] if remark.value is None else remark.value
        alike.setdefault((remark.code, value), []).append((code, remark))
    for (_, value), same in alike.items():
        code, remark = same[0]
        rows = sum(int(counts[c]) for c in {c for c, _ in same})
        gathering.add(remark, row=int(numbers[first[code]]), column=key, raw=value, rows=rows)
