"""The inventory as read: one row, one flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from datamap.inventory.coded import Coded
from datamap.inventory.flows import make_flows
from datamap.inventory.names import Names
from datamap.inventory.places import find_places
from datamap.model import Flow, Place, Problem
from datamap.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pandas as pd


class Inventory:
    """Every flow of a workbook, checked, in canonical texts.

    Canonical texts are keys; lists are joined by `;` (`name;phone;+`), people are `1200`,
    `1000-5000` or `>1000`, blank is *not recorded*. Made by `read_inventory`.

    Parameters
    ----------
    columns : schema key (in schema order), then heading of an unknown column -> cells.
    rows : record number of each row, as a spreadsheet shows it.
    names : the declared places. vocabulary : the words, own ones included.
    problems : warnings and information; there are no errors in an inventory.
    sha256 : hash of the file. file : its name.
    """

    def __init__(
        self,
        columns: Mapping[str, Coded],
        rows: npt.NDArray[np.int32],
        *,
        names: Names,
        vocabulary: Vocabulary,
        problems: tuple[Problem, ...] = (),
        sha256: str = "",
        file: str = "inventory.csv",
    ) -> None:
        schema = [column.key for column in vocabulary.columns]
        blank = Coded(("",), np.zeros(len(rows), np.int32))
        self._columns = {key: columns.get(key, blank) for key in schema}
        self._columns |= {key: cells for key, cells in columns.items() if key not in self._columns}
        self.rows = rows
        self.names = names
        self.vocabulary = vocabulary
        self.problems = problems
        self.sha256 = sha256
        self.file = file

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Flow]:
        return iter(self.flows)

    def __repr__(self) -> str:
        return f"Inventory({self.file}: {len(self)} flows, {len(self.problems)} problems)"

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of the schema's columns in their order, then headings the schema does not know."""
        return tuple(self._columns)

    @property
    def extra(self) -> tuple[str, ...]:
        """Headings of the columns that the schema does not know, kept as written."""
        return self.columns[len(self.vocabulary.columns) :]

    def coded(self, column: str) -> Coded:
        """Return one column as dictionary codes.

        Raises
        ------
        KeyError
            If the inventory has no such column.
        """
        return self._columns[column]

    @cached_property
    def table(self) -> pd.DataFrame:
        """All columns as text, one row a flow; made when first asked for."""
        import pandas as pd  # noqa: PLC0415 - reading and checking do without pandas

        return pd.DataFrame(
            {key: pd.Series(c.values, dtype=str).take(c.codes).array for key, c in self._columns.items()}
        )

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """The rows as `Flow` objects, in the order of the file; made when first asked for."""
        return make_flows(self._columns, self.rows, self.extra)

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {flow: row for row, flow in enumerate(self.coded("id").texts())}

    def flow(self, flow_id: str) -> Flow:
        """Return one flow.

        Raises
        ------
        KeyError
            If no flow has this id.
        """
        return self.flows[self._row_of[flow_id]]

    def row(self, flow_id: str) -> int:
        """Return the record number of a flow, as a spreadsheet shows it; KeyError if there is none."""
        return int(self.rows[self._row_of[flow_id]])

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every place that a source, recipient or system cell names, by key, sorted.

        Groups are given as their members; an open-ended group has one more, `<group>?`, and one without
        recorded members has that one alone.
        """
        return find_places(self._columns, self.names)

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Declared groups, by key, sorted, with the keys of the places they stand for."""
        return {key: self.names.members(key) for key in sorted(self.names.groups)}
