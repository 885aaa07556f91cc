"""How long something is kept: a retention cell as a period that can be counted and compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from datamap.inventory.formats import is_duration

INDEFINITE = "indefinite"
LAW_UNNAMED = "law_unnamed_period"

PARTS = re.compile(r"(\d+)([YMWD])")
_DAYS = {"Y": 365.2425, "M": 30.436875, "W": 7.0, "D": 1.0}
"""Mean length in the Gregorian calendar; used to compare periods, never to count dates."""


@dataclass(frozen=True, slots=True)
class Period:
    """A canonical `retention` cell taken apart.

    Attributes
    ----------
    event : what the period begins with (key of `retention_events`), "" = receipt of the items.
    duration : ISO 8601 duration, "" = ends with the event itself.
    """

    event: str
    duration: str

    @classmethod
    def of(cls, cell: str) -> Period | None:
        """Return the period of a cell, None if nothing is recorded.

        Examples
        --------
        >>> Period.of("contract_end+P1Y")
        Period(event='contract_end', duration='P1Y')
        """
        if not cell:
            return None
        if is_duration(cell):
            return cls("", cell)
        event, plus, duration = cell.rpartition("+")
        return cls(event, duration) if plus else cls(cell, "")

    @property
    def counted(self) -> bool:
        """Whether an end follows from a known beginning."""
        return self.event not in {INDEFINITE, LAW_UNNAMED}

    def longer_than(self, other: Period) -> bool | None:
        """Tell whether this period is the longer one; None where the two cannot be compared.

        Only periods that begin alike can be compared; no end is longer than any end.
        """
        if LAW_UNNAMED in {self.event, other.event}:
            return None
        if INDEFINITE in {self.event, other.event}:
            return self.event == INDEFINITE != other.event
        if self.event != other.event:
            return None
        return _days(self.duration) > _days(other.duration)

    def end(self, begun: date) -> date | None:
        """Return the day the period ends if it began on `begun`; None where it has no end."""
        if not self.counted:
            return None
        end: date = begun + _delta(self.duration)
        return end

    def gone_after(self, last: date) -> date | None:
        """Return the day by which items last received on `last` must be gone; None where it cannot be told.

        A period that begins with an event (a contract ends, a year closes) ends so long after a day that
        no row records: the last day of a flow is not that event.

        Examples
        --------
        >>> (
        ...     Period.of("P1Y").gone_after(date(2026, 3, 31)),
        ...     Period.of("contract_end+P1Y").gone_after(date(2026, 3, 31)),
        ... )
        (datetime.date(2027, 3, 31), None)
        """
        return None if self.event or not self.duration else self.end(last)

    def begun_before(self, as_of: date) -> date | None:
        """Return the day before which items received must be gone by `as_of`; None without a length."""
        if self.event or not self.duration:
            return None
        day: date = as_of - _delta(self.duration)
        return day


def _delta(duration: str) -> relativedelta:
    parts = {unit: int(number) for number, unit in PARTS.findall(duration)}
    return relativedelta(
        years=parts.get("Y", 0), months=parts.get("M", 0), weeks=parts.get("W", 0), days=parts.get("D", 0)
    )


def _days(duration: str) -> float:
    return sum(int(number) * _DAYS[unit] for number, unit in PARTS.findall(duration))
