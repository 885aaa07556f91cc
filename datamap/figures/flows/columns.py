"""In which column a place stands: own places, then recipients, each by its distance from the start."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Move = tuple[str, str]

MOST_PLACES = 5
MOST_HOLDERS = MOST_RECIPIENTS = 3


@dataclass(frozen=True, slots=True)
class Zones:
    """Column of every card, and which zone each column belongs to.

    `zones` has one name a column: `sources`, `first`, `holders`, `recipients`, `countries`.
    """

    column: Mapping[str, int]
    zones: tuple[str, ...]


def depths(places: Iterable[str], moves: Iterable[Move], roots: Iterable[str]) -> dict[str, int]:
    """Return the fewest moves from a root to each place.

    What no root reaches starts anew from its first place by key, so that cycles that stand
    alone are laid out too.

    Examples
    --------
    >>> depths("abc", [("a", "b"), ("b", "a"), ("b", "c")], ["a"])
    {'a': 0, 'b': 1, 'c': 2}
    """
    wanted = sorted(set(places))
    onward: dict[str, list[str]] = {place: [] for place in wanted}
    for start, end in sorted(set(moves)):
        if start in onward and end in onward:
            onward[start].append(end)
    found: dict[str, int] = {}
    for seeds in (sorted(set(roots) & set(wanted)), *([place] for place in wanted)):
        queue = deque(seed for seed in seeds if seed not in found)
        found |= dict.fromkeys(queue, 0)
        while queue:
            place = queue.popleft()
            for after in onward[place]:
                if after not in found:
                    found[after] = found[place] + 1
                    queue.append(after)
    return {place: found[place] for place in wanted}


def _roots(places: set[str], moves: set[Move]) -> set[str]:
    """Return the places of a zone that something outside it hands to, or that nobody hands to."""
    inside = {end for start, end in moves if start in places and start != end}
    outside = {end for start, end in moves if start not in places}
    return places & (outside | (places - inside))


def zones_of(moves: Iterable[Move], shown: Iterable[Move], own: Iterable[str]) -> Zones:
    """Return the columns of a map.

    Parameters
    ----------
    moves : pairs of cards `(start, end)`: places are `p:`, countries `c:`, all others stand in
        the first column. shown : the pairs that rows state; only they decide how far a place
        is from the start. own : cards of own places.
    """
    everything = set(moves)
    pairs = {(start, end) for start, end in shown if not end.startswith("c:")}
    places = {card for pair in everything for card in pair if card.startswith("p:")}
    countries = {end for _, end in everything if end.startswith("c:")}
    first = {card for pair in everything for card in pair} - places - countries
    holders = places & set(own)
    givers = {start for start, end in pairs if end in first}
    recipients = places - holders - givers
    depth = depths(holders, pairs, _roots(holders, pairs))
    onward = depths(recipients, pairs, _roots(recipients, pairs))
    deep = [max((d + 1 for d in each.values()), default=0) for each in (depth, onward)]
    most = _shares(deep, MOST_PLACES - bool(givers))
    widths = [(givers, "sources", int(bool(givers))), (first, "first", 1)]
    widths += [(holders, "holders", most[0]), (recipients, "recipients", most[1])]
    column: dict[str, int] = {}
    zones: list[str] = []
    for cards, zone, wide in widths:
        level = depth if zone == "holders" else onward if zone == "recipients" else {}
        column.update({c: len(zones) + min(level.get(c, 0), max(0, wide - 1)) for c in cards})
        zones += [zone] * wide
    column.update(dict.fromkeys(countries, len(zones)))
    return Zones(column, (*zones, "countries"))


def _shares(deep: list[int], most: int) -> tuple[int, int]:
    """Return how many columns own places and recipients get, the deeper one giving way first."""
    holders, recipients = min(deep[0], MOST_HOLDERS), min(deep[1], MOST_RECIPIENTS)
    while holders + recipients > most:
        if holders > recipients:
            holders -= 1
        else:
            recipients -= 1
    return holders, recipients
