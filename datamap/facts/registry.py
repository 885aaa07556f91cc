"""The closed list of facts: how a question about a thing gets its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from datamap.facts.truth import Truth
from datamap.model import Text
from datamap.vocabulary import read_vocabulary, text

ThingKind = Literal["flow", "place", "activity", "clause", "group", "organisation", "notice"]
"""The sorts of thing that a fact, and a rule, may be about."""

KINDS: tuple[ThingKind, ...] = get_args(ThingKind)

Establish = Callable[[Any], Truth]


@dataclass(frozen=True, slots=True)
class Fact:
    """One named three-valued question about one sort of thing.

    Attributes
    ----------
    name : the word that law files use. kind : what it is asked about.
    establish : view of the things -> one value per thing.
    reads : the columns (flow, activity, place) or record fields it rests on.
    asked : the answer comes from a person: a column of that name, or `[answers]`.
    clause : of the clauses that a flow is stated in, the field that the fact looks at.
    """

    name: str
    kind: ThingKind
    establish: Establish
    reads: tuple[str, ...]
    asked: bool = False
    clause: str = "claims"

    @property
    def question(self) -> Text:
        """The question in words, as a person would be asked it."""
        return text("facts", self.name)

    @property
    def doc(self) -> str:
        """What the fact means and which article it serves."""
        return " ".join((self.establish.__doc__ or "").split())


FACTS: dict[str, Fact] = {}
"""Every fact there is, by name, in the order of the source files."""


def fact(
    kind: ThingKind, *reads: str, asked: bool = False, clause: str = "claims"
) -> Callable[[Establish], Establish]:
    """Enter a function into the closed list under its own name.

    Raises
    ------
    ValueError
        If the name is taken: a fact name means one thing everywhere.
    """

    def enter(establish: Establish) -> Establish:
        name = establish.__name__
        if name in FACTS:
            message = f"fact {name!r} is defined twice"
            raise ValueError(message)
        FACTS[name] = Fact(name, kind, establish, reads, asked, clause)
        return establish

    return enter


RECORDS = frozenset({"answers", "contract", "contracts", "controls", "department", "desk"})
"""Tables of `organisation.toml` that facts about flows may read."""


@cache
def asked_columns() -> frozenset[str]:
    """Return the columns that people may add to `inventory.csv` to answer questions about flows."""
    schema = {column.key for column in read_vocabulary().columns}
    named = {name for one in FACTS.values() if one.kind == "flow" for name in one.reads}
    return frozenset(name for name in named - schema if name.partition(".")[0] not in RECORDS)
