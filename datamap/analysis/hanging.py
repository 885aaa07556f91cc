"""How many answers hang on a cell: lines of `reach` that would change if it were filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from datamap.analysis.asked import Flags
from datamap.analysis.open_cells import OpenCell
from datamap.analysis.search import search
from datamap.analysis.settling import Settled
from datamap.analysis.states import States
from datamap.analysis.traffic import Held, Holding, Load, Traffic
from datamap.inventory import Inventory
from datamap.model import Reading

EXACT = 3_000_000
"""Cells to settle times the holdings to follow for each: beyond this, only the bound is given."""

FOLLOWED = 400
"""Cells that are followed further where there are more; the others count what they bring themselves."""

LOOKED_AT = 2_000_000
"""Loads looked at in following them: of a large inventory fewer cells are followed."""

FEWEST = 12
"""Cells that are followed however large the inventory is."""

Count = tuple[int | None, int]
"""Exactly so many (None = not worked out), and at most so many."""


@dataclass(frozen=True, eq=False)
class Hanging:
    """Counts the answers that hang on open cells.

    Parameters
    ----------
    inventory : the flows. rows : which of them run. moving : what moves, by reading.
    """

    inventory: Inventory
    rows: Flags
    moving: Mapping[Reading, Traffic]

    @property
    def possible(self) -> Traffic:
        """What moves under the reading *possible*."""
        return self.moving[Reading.POSSIBLE]

    @cached_property
    def unsure(self) -> dict[Holding, int]:
        """What is held only under *possible*."""
        certain = self.moving[Reading.CERTAIN].held
        found = {key: items & ~certain.get(key, 0) for key, items in self.possible.held.items()}
        return {key: items for key, items in found.items() if items}

    @cached_property
    def lines(self) -> int:
        """How many lines of `reach` are possible only."""
        return self._size(self.unsure)

    def count(self, cells: Iterable[OpenCell]) -> dict[OpenCell, Count]:
        """Return how many answers hang on each cell."""
        known = list(cells)
        lists = [cell for cell in known if cell.decides == "reach"]
        bounds = self._bounds(lists)
        size = len(self.possible.states) + len(self.possible.encoded.deliveries)
        exact = len(lists) * size <= EXACT
        counted: dict[OpenCell, Count] = {
            cell: (self._lost(cell) if exact and bounds[cell] else None if bounds[cell] else 0, bounds[cell])
            for cell in lists
        }
        for cell in known:
            if cell in counted:
                continue
            number = self._at_place(cell.place) if cell.place else self._brought(cell)
            counted[cell] = (0, 0) if cell.decides == "rules" else (number, number)
        return counted

    def _lost(self, cell: OpenCell) -> int:
        """Return how many lines are no longer possible once this cell alone is read as closed."""
        settled = search(Settled(self.inventory, self.rows, cell.row, cell.column))
        return self._lines_of(self.possible.states) - self._lines_of(settled)

    def _bounds(self, cells: list[OpenCell]) -> dict[OpenCell, int]:
        """Return for each cell the lines, possible only, that come by its row or after it."""
        direct = {cell: self._direct(cell) for cell in cells}
        sizes = {cell: self._size(held) for cell, held in direct.items()}
        room = max(FEWEST, min(FOLLOWED, LOOKED_AT // max(1, len(self.possible.loads))))
        most = sorted(cells, key=lambda cell: -sizes[cell])[:room]
        for cell in most:
            onward = self.possible.onward(direct[cell])
            sizes[cell] = self._size({key: items & self.unsure.get(key, 0) for key, items in onward.items()})
        return sizes

    def _direct(self, cell: OpenCell) -> dict[Holding, int]:
        found: dict[Holding, int] = {}
        for load in self._by_row.get(cell.row, ()):
            if items := load.items & self.unsure.get(load.ends, 0):
                found[load.ends] = found.get(load.ends, 0) | items
        source = self.inventory.flows[cell.row].source
        for place in self.inventory.groups.get(source, (source,)):
            for key, items in self._begun.get(place, ()):  # what an origin holds by this very row
                found[key] = found.get(key, 0) | items
        return found

    @cached_property
    def _begun(self) -> dict[str, list[tuple[Holding, int]]]:
        """What is held possibly only at places that hold to begin with, by place."""
        origins, found = self.possible.encoded.origins.tolist(), dict[str, list[tuple[Holding, int]]]()
        for key, items in self.unsure.items():
            if origins[key[0]]:
                found.setdefault(self.possible.places[key[0]], []).append((key, items))
        return found

    @cached_property
    def _by_row(self) -> dict[int, list[Load]]:
        found: dict[int, list[Load]] = {}
        for load in self.possible.loads:
            found.setdefault(load.row, []).append(load)
        return found

    def _at_place(self, place: str) -> int:
        held = self.possible.held.items()
        return self._size({key: items for key, items in held if self.possible.places[key[0]] == place})

    def _brought(self, cell: OpenCell) -> int:
        found: dict[Holding, int] = {}
        for load in self._by_row.get(cell.row, ()):
            if not cell.members or self.possible.places[load.target] in cell.members:
                found[load.ends] = found.get(load.ends, 0) | load.items
        return self._size(found)

    def _size(self, held: Held) -> int:
        return sum(items.bit_count() * self._weight[place] for (place, _, _), items in held.items())

    def _lines_of(self, states: States) -> int:
        return sum(self._weight[place] for place in states.place.tolist())

    @cached_property
    def _weight(self) -> list[int]:
        """For each place, how many lines a holding there is: one for each country."""
        return [max(1, len(self.inventory.places[key].countries)) for key in self.possible.places]
