"""What a search finds: everything that is held, with the way it came."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from datamap.graph.spread import Ints


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Everything that is held, with the way it came.

    Attributes
    ----------
    place, subject, item, form : what is held where, as numbers of `Encoded`.
    hops : flows on the shortest way from where it begins; 0 at an origin.
    row : row by which it came last (of several shortest ways the one whose last row stands first
        in the table); at an origin the first row that says it is held there.
    parent : index of the state it came from; -1 where it begins. Parents stand before children.
    """

    place: Ints
    subject: Ints
    item: Ints
    form: Ints
    hops: Ints
    row: Ints
    parent: Ints

    def __len__(self) -> int:
        return len(self.place)


def together(parts: list[States]) -> States:
    """Return several states as one; parents are already counted through."""
    columns = ([getattr(states, part.name) for states in parts] for part in fields(States))
    return States(*(np.concatenate(column) if column else np.zeros(0, np.int64) for column in columns))
