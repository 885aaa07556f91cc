"""What rows state that they carry, although no row shows how their source came by it.

`reach` follows an item from where it was received; a row that lists one its source never received moves
nothing there. Whoever answers a request or looks at a breach cannot leave it at that: the row itself
says that the item is carried. Here its source is taken to hold it, as something possible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from datamap.analysis.answer import SEPARATOR
from datamap.analysis.encoding import Encoded
from datamap.analysis.ground import Flags
from datamap.analysis.traffic import Traffic, as_bits
from datamap.analysis.universe import NOT_RECORDED
from datamap.inventory import Inventory
from datamap.model import Flow, Reading

Statement = tuple[str, str, str, str]
"""Source, subject ("" = not recorded whose), item, flow that lists it."""

STATED = ("flow", "line", "source", "recipient", "subjects", "items", "remark")


def stated_in(moving: Traffic) -> Iterator[Statement]:
    """Yield what rows list though their source does not hold it, nor anything below it.

    Parameters
    ----------
    moving : what moves under the reading *possible*; of it, only items that are followed count.
    """
    encoded, inventory, held = moving.encoded, moving.inventory, _by_person(moving)
    legs, moves = encoded.deliveries, encoded.moves
    items, subjects = encoded.lists("items"), encoded.lists("subjects")
    of_items, of_subjects = inventory.coded("items").codes, inventory.coded("subjects").codes
    ends = set(zip(legs.row[moves].tolist(), legs.source[moves].tolist(), strict=True))
    below = {key: as_bits(found) for key, found in encoded.items.under.items()}
    everybody = encoded.subjects.index.values()
    for row, place in sorted(ends):
        for subject in subjects[of_subjects[row]].named or ("",):
            people: Iterable[int] = {NOT_RECORDED, *encoded.subjects.under[subject]} if subject else everybody
            has = 0
            for person in people:
                has |= held.get((place, person), 0)
            for item in items[of_items[row]].named:
                if not has & below[item] and encoded.items.index[item] in encoded.followed:
                    yield moving.places[place], subject, item, moving.flow_ids[row]


def _by_person(moving: Traffic) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for (place, subject, _), items in moving.held.items():
        found[place, subject] = found.get((place, subject), 0) | items
    return found


@dataclass(frozen=True, eq=False)
class AsStated:
    """What moves, by reading, with what rows state beside what they are known to carry.

    Attributes
    ----------
    traffic : *certain* as `reach` has it; in the others sources hold what their rows list.
    statements : what was taken from rows alone.
    """

    traffic: Mapping[Reading, Traffic]
    statements: tuple[Statement, ...]

    @classmethod
    def of(
        cls,
        inventory: Inventory,
        rows: Flags,
        readings: Iterable[Reading],
        items: Collection[int] | None = None,
    ) -> AsStated:
        """Return what moves by some rows, under the readings asked for.

        Parameters
        ----------
        rows : which rows count. items : numbers of the items to follow; None = all.
        """
        possible = Traffic(Encoded(inventory, rows, Reading.POSSIBLE, items))
        found = tuple(stated_in(possible))
        made = {kind: Encoded(inventory, rows, kind, items) for kind in readings}
        traffic = {
            kind: Traffic(encoded.holding_also(found) if found and kind is not Reading.CERTAIN else encoded)
            for kind, encoded in made.items()
            if kind is not Reading.POSSIBLE or found
        }
        return cls({Reading.POSSIBLE: possible, **traffic}, found)


def stated_lines(statements: Iterable[Statement], flows: Mapping[str, Flow]) -> list[tuple[object, ...]]:
    """Return one line a row that states items: cells in the order of `STATED`."""
    by_flow: dict[tuple[int, str, str], tuple[set[str], set[str]]] = {}
    for source, subject, item, flow in statements:
        subjects, items = by_flow.setdefault((flows[flow].row, flow, source), (set(), set()))
        subjects.add(subject)
        items.add(item)
    return [
        (
            flow,
            line,
            source,
            flows[flow].recipient,
            SEPARATOR.join(sorted(subjects)),
            SEPARATOR.join(sorted(items)),
            "",
        )
        for (line, flow, source), (subjects, items) in sorted(by_flow.items())
    ]
