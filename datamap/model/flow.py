"""The flow, its parts, and the places between which it runs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from datamap.model.text import Text


class Kind(StrEnum):
    """What a flow is in law (closed list, `vocab/kinds.csv`)."""

    COLLECTION = "collection"
    INTERNAL_USE = "internal_use"
    ENTRUSTMENT = "entrustment"
    JOINT_USE = "joint_use"
    THIRD_PARTY = "third_party"
    SUCCESSION = "succession"
    AUTHORITY = "authority"
    EXTERNAL_TRANSMISSION = "external_transmission"
    DERIVATION = "derivation"
    UNDETERMINED = "undetermined"


class Treatment(StrEnum):
    """What a flow does to the items it carries (closed list, `vocab/treatments.csv`)."""

    NONE = "none"
    PSEUDONYMISED = "pseudonymised"
    ANONYMISED = "anonymised"
    AGGREGATED = "aggregated"


class Status(StrEnum):
    """Whether a flow runs (closed list, `vocab/statuses.csv`)."""

    CURRENT = "current"
    PLANNED = "planned"
    ENDED = "ended"


class Reading(StrEnum):
    """How unrecorded cells are read (DESIGN section 4); every reach names one of them."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    WORST_CASE = "worst_case"


class PlaceType(StrEnum):
    """What sort of node a place is."""

    SUBJECT = "subject"
    DEPARTMENT = "department"
    SYSTEM = "system"
    PARTY = "party"


ABROAD = "abroad"
"""Country value: outside Japan, country not named."""


@dataclass(frozen=True, slots=True)
class KeyList:
    """The parsed cell of a list column whose entries may be qualified (`items`, `subjects`).

    Attributes
    ----------
    named : keys listed one by one, in the order written.
    everything : `all` stands in the cell: all that the source holds, recorded as such.
    excluded : keys written `-key`: all but these.
    unspecified : `*` stands in the cell, or the cell is blank: not recorded which.
    open : a trailing `+`: the list is open ("など").
    """

    named: tuple[str, ...] = ()
    everything: bool = False
    excluded: tuple[str, ...] = ()
    unspecified: bool = False
    open: bool = False

    @property
    def closed(self) -> bool:
        """Whether the cell says exactly which keys move."""
        return not (self.unspecified or self.open)


@dataclass(frozen=True, slots=True)
class Range:
    """A number of people: a figure (`low == high`) or a range; None = not recorded at that end.

    `about` = the figure is a rough one ("about 1,000").
    """

    low: int | None = None
    high: int | None = None
    about: bool = False

    @property
    def rough(self) -> int:
        """By how many the people may be more: half of what the last figure but zeros counts.

        Examples
        --------
        >>> [Range(n, n, about=True).rough for n in (1000, 1200, 1234)], Range(1000, 1000).rough
        ([500, 50, 0], 0)
        """
        if not self.about or not self.high:
            return 0
        digits = str(self.high)
        return int(10 ** (len(digits) - len(digits.rstrip("0"))) // 2)


@dataclass(frozen=True, slots=True)
class Flow:
    """One row of the inventory. An empty string or tuple means *not recorded*, never "no".

    Fields carry the keys of `vocab/columns.csv` (DESIGN section 3); `row` is the record
    number in the file (the header is row 1); `extra` holds the unknown columns as written.
    """

    id: str
    row: int
    kind: str
    items: KeyList
    source: str
    recipient: str
    activity: str = ""
    subjects: KeyList = KeyList(unspecified=True)
    recipient_role: str = ""
    system: str = ""
    countries: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    basis: str = ""
    foreign_route: str = ""
    gdpr_basis: tuple[str, ...] = ()
    gdpr_tool: str = ""
    treatment: str = ""
    provision: str = ""
    mode: tuple[str, ...] = ()
    retention: str = ""
    retention_basis: str = ""
    persons: Range = Range()
    measures: tuple[str, ...] = ()
    department: str = ""
    owner: str = ""
    notice: tuple[str, ...] = ()
    status: str = ""
    since: str = ""
    until: str = ""
    evidence: str = ""
    note: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody or something that hands over or receives: a node of the graph.

    Attributes
    ----------
    key : what `source`, `recipient` and `system` cells resolve to (a declared key, or the
        NFKC-folded name as written).
    label : the name shown. type : see `PlaceType`. role : key of `vocab/roles.csv` or "".
    countries : ISO 3166-1 alpha-2 codes or `abroad`; empty = not recorded.
    member_of : keys of the groups it belongs to. open_ended : stands for an unnamed one more.
    """

    key: str
    label: Text
    type: PlaceType
    role: str = ""
    countries: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    open_ended: bool = False
