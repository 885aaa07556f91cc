"""What a hand-over should have on record and has not: kind, ground, foreign route, country.

The figure only says that something is not recorded; whether that matters in law is for the
rules to say. References: APPI Art. 27 (ground of provision), Art. 28 (provision abroad).
"""

from __future__ import annotations

from functools import lru_cache

from datamap.analysis.border import Border, Seen, seen_from
from datamap.model import ABROAD, EMPTY, Flow, Kind, Text
from datamap.vocabulary import text

KIND, BASIS, ROUTE, COUNTRY = "kind", "basis", "route", "country"

HAND_OVERS = frozenset({
    Kind.ENTRUSTMENT, Kind.JOINT_USE, Kind.THIRD_PARTY, Kind.SUCCESSION, Kind.AUTHORITY,
    Kind.EXTERNAL_TRANSMISSION, Kind.UNDETERMINED,
})  # fmt: skip
"""Kinds of flow that end with somebody else."""

_OWN_GROUND = frozenset({Kind.ENTRUSTMENT, Kind.JOINT_USE, Kind.SUCCESSION, Kind.EXTERNAL_TRANSMISSION})
"""Kinds that are their own ground (Art. 27(5)), or rest on another law."""

_OPEN = frozenset({"", "undetermined"})
_NO_ROUTE = frozenset({"", "unknown"})


def seen(flow: Flow, border: Border) -> Seen:
    """Return where the recorded countries of a flow lie, seen from the place that hands over."""
    return seen_from(border.homes(flow.source), frozenset(flow.countries), complete=True)


def _grounded(flow: Flow) -> bool:
    """Tell whether a ground under the GDPR is recorded, which is one as well."""
    return any(ground.startswith("art") for ground in flow.gdpr_basis)


def gaps_of(flow: Flow, border: Border) -> tuple[str, ...]:
    r"""Return what is not recorded about a flow although it would be needed.

    Parameters
    ----------
    flow : one row. border : what is abroad; a foreign route is asked for where APPI 28 may ask for it.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b"id,kind,items,source,recipient,countries\nF1,third_party,name,us,inn,US\n")
    >>> gaps_of(table.flows[0], Border.of(table))
    ('basis', 'route')
    """
    if flow.kind not in HAND_OVERS:
        return ()
    found = []
    if flow.kind == Kind.UNDETERMINED:
        found.append(KIND)
    elif flow.kind not in _OWN_GROUND and flow.basis in _OPEN and not _grounded(flow):
        found.append(BASIS)
    unrouted = flow.foreign_route in _NO_ROUTE and flow.kind != Kind.EXTERNAL_TRANSMISSION
    if flow.countries and unrouted and seen(flow, border).foreign:
        found.append(ROUTE)
    if not flow.countries or ABROAD in flow.countries:
        found.append(COUNTRY)
    return tuple(found)


@lru_cache(maxsize=64)
def words_of(gaps: frozenset[str]) -> Text:
    """Return the words that name what is not recorded; empty where nothing is missing."""
    if not gaps:
        return EMPTY
    words = [text("figures", f"flows.gap_{gap}") for gap in (KIND, BASIS, ROUTE, COUNTRY) if gap in gaps]
    joiner = text("figures", "flows.joiner")
    return Text(ja=joiner.ja.join(w.ja for w in words), en=joiner.en.join(w.en for w in words))
