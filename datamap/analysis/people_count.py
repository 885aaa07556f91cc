"""How many people are concerned by what arrives somewhere: the range that the records allow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from datamap.analysis.traffic import Holding, Load, Traffic
from datamap.model import Kind, Range, Text
from datamap.vocabulary import text

MANY = 1000
"""More people than this make a breach reportable (APPI Rule 7(iv))."""


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """A number of people and what it rests on.

    Attributes
    ----------
    low : at least so many, the largest number that one flow surely brings; None = not recorded.
    high : at most so many, all flows added up; None = not recorded. flows : those it rests on.
    silent : flows that record no upper number and of which nothing upstream does either.
    rough : by how many `high` may be too low, since figures in it are rough ones.
    """

    low: int | None
    high: int | None
    flows: tuple[str, ...]
    silent: tuple[str, ...]
    rough: int = 0

    @property
    def more_than_many(self) -> bool | None:
        """Whether more than 1,000 people may be concerned; None = cannot be told.

        Where the number is not settled, the largest one counts (Guideline 3-5-3-1).
        """
        open_ended = self.high is None and self.low is not None and self.low >= MANY  # ">1000"
        if open_ended or (self.low or 0) > MANY or (self.high or 0) > MANY:
            return True
        return None if self.high is None or self.high + self.rough > MANY else False

    def said(self) -> Text:
        """Say the number."""
        return text("requests", "people_about", people=self._figures()) if self.rough else self._figures()

    def _figures(self) -> Text:
        if self.low is None and self.high is None:
            return text("requests", "people_unknown")
        if self.high is None:
            return text("requests", "people_from", low=f"{self.low:,}")
        if self.low is None:
            return text("requests", "people_to", high=f"{self.high:,}")
        key = "people_are" if self.low == self.high else "people_between"
        return text("requests", key, low=f"{self.low:,}", high=f"{self.high:,}")


def count_people(surely: Iterable[Load], traffic: Traffic, loads: Iterable[Load]) -> PeopleCount:
    """Return how many people some loads concern.

    The flows may concern the same people, so that the sum is an upper bound and the largest single
    number a lower one. A flow that records no upper number cannot concern more people than all the
    flows that feed its source, if those do. Derivations and ways in a circle add nobody.

    Parameters
    ----------
    surely : loads under the reading *certain*. traffic, loads : under *possible*.
    """
    certain = [_range(traffic, load.row) for load in surely if _adds(traffic, load)]
    lows = [found.low for found in certain if found.low is not None]
    counted: set[int] = set()
    silent: set[int] = set()
    for load in loads:
        if not _adds(traffic, load):
            continue
        if _range(traffic, load.row).high is not None:
            counted.add(load.row)
        elif (above := _bounding(traffic, load)) is None:
            silent.add(load.row)
        else:
            counted |= above
    ranges = [_range(traffic, row) for row in counted]
    ids = traffic.flow_ids
    return PeopleCount(
        low=max(lows, default=None),
        high=sum(found.high or 0 for found in ranges) if counted and not silent else None,
        flows=tuple(sorted(ids[row] for row in counted)),
        silent=tuple(sorted(ids[row] for row in silent)),
        rough=0 if silent else sum(found.rough for found in ranges),
    )


def _range(traffic: Traffic, row: int) -> Range:
    return traffic.inventory.flows[row].persons


def _adds(traffic: Traffic, load: Load) -> bool:
    return load.source != load.target and traffic.inventory.flows[load.row].kind != Kind.DERIVATION


def _bounding(traffic: Traffic, load: Load) -> set[int] | None:
    """Return the rows above a load that together bound its number of people; None if some do not say."""
    if load.made:
        return None
    found: set[int] = set()
    seen: set[Holding] = {load.begins}
    waiting = [load.begins]
    while waiting:
        holding = waiting.pop()
        feeding = [one for one in traffic.into.get(holding, ()) if _adds(traffic, one)]
        if not feeding or traffic.encoded.origins[holding[0]]:
            return None
        for one in feeding:
            if _range(traffic, one.row).high is not None:
                found.add(one.row)
            elif one.made:
                return None
            elif one.begins not in seen:
                seen.add(one.begins)
                waiting.append(one.begins)
    return found
