"""What an edge of the graph says: looked up in the table of flows when somebody asks.

A flow has some thirty cells. As a dictionary for each edge they are most of a graph, in memory and
in time; here an edge knows its row, and all edges share the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.inventory.coded import Coded


class Cells:
    """The columns that the edges of one graph look into.

    Parameters
    ----------
    columns : name of an attribute -> its column. rows : record number of each row in the file.
    """

    __slots__ = ("columns", "names", "rows")

    def __init__(self, columns: Mapping[str, Coded], rows: npt.NDArray[np.signedinteger[Any]]) -> None:
        self.columns = columns
        self.rows = rows
        self.names = (*columns, "row")

    def cell(self, name: str, row: int) -> str | int:
        """Return one cell; `row` is the record number. KeyError if there is no such column."""
        if name == "row":
            return int(self.rows[row])
        column = self.columns[name]
        text: str = column.values[column.codes[row]]
        return text


class EdgeData(MutableMapping[str, Any]):
    """The attributes of one edge, in use a dictionary.

    What is written into it stays with this edge: it then has a dictionary of its own.

    Parameters
    ----------
    cells : the columns; None once the edge has a dictionary of its own.
    row : index of the flow in them. more : attributes that are no columns, shared with other edges.

    Examples
    --------
    >>> from datamap.inventory.coded import coded
    >>> cells = Cells({"id": coded(["F1", "F2"])}, np.array([2, 3]))
    >>> edge = EdgeData(cells, 1, {"leg": "hand_over"})
    >>> edge, edge["id"]
    ({'id': 'F2', 'row': 3, 'leg': 'hand_over'}, 'F2')
    >>> edge["weight"] = 2
    >>> edge == {"id": "F2", "row": 3, "leg": "hand_over", "weight": 2}
    True
    """

    __slots__ = ("_cells", "_more", "_row")

    def __init__(self, cells: Cells | None, row: int, more: dict[str, Any]) -> None:
        self._cells = cells
        self._row = row
        self._more = more

    def __getitem__(self, name: str) -> Any:
        if self._cells is None or name in self._more:
            return self._more[name]
        return self._cells.cell(name, self._row)

    def __iter__(self) -> Iterator[str]:
        if self._cells is not None:
            yield from self._cells.names
        yield from self._more

    def __len__(self) -> int:
        return len(self._more) + (0 if self._cells is None else len(self._cells.names))

    def __setitem__(self, name: str, value: Any) -> None:
        self._own()[name] = value

    def __delitem__(self, name: str) -> None:
        del self._own()[name]

    def _own(self) -> dict[str, Any]:
        if self._cells is not None:
            self._more, self._cells = dict(self), None
        return self._more

    def __repr__(self) -> str:
        return repr(dict(self))

    def copy(self) -> dict[str, Any]:
        """Return the attributes as a dictionary (networkx asks for this where it copies a graph)."""
        return dict(self)
