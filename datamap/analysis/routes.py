"""`routes`: by which flows an item comes to a place, hop by hop, and which hop is the weakest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import numpy as np

from datamap.analysis.aimed import aimed_at
from datamap.analysis.answer import SEPARATOR, Answer
from datamap.analysis.arguments import reading_named
from datamap.analysis.asked import (
    inventory_of,
    items_asked,
    keys_below,
    lang_of,
    places_of,
    running,
    words_of,
)
from datamap.analysis.drift import beyond
from datamap.analysis.encoding import Encoded
from datamap.analysis.frames import pd
from datamap.analysis.handing import countries_of, home_of, located
from datamap.analysis.net import Net
from datamap.analysis.search import search_net
from datamap.analysis.tracks import Track, Tracks, shortest
from datamap.analysis.universe import items_of
from datamap.analysis.weakness import Hop, said, weaknesses, weight
from datamap.analysis.words import Words
from datamap.graph.spread import Ints
from datamap.inventory import Inventory, Workbook
from datamap.model import Flow, Kind, Reading, Text
from datamap.vocabulary import text

COLUMNS = (
    "route_no", "hop_no", "flows", "row", "source", "place", "leg", "subject", "item", "form",
    "kind", "basis", "foreign_route", "country", "purposes", "purposes_beyond", "purpose_told",
    "weak", "weakest",
)  # fmt: skip

Keys = str | Sequence[str] | None


def routes(  # noqa: PLR0913 - each is one thing a person may ask for
    asked: Inventory | Workbook,
    *,
    as_of: date,
    item: Keys = None,
    place: Keys = None,
    subject: Keys = None,
    country: Keys = None,
    reading: Reading | str = Reading.CERTAIN,
    longest: int | None = None,
    most: int = 50,
    include_planned: bool = False,
) -> Answer:
    """Return the ways by which items come to places.

    Parameters
    ----------
    asked : an inventory, or a workbook. as_of : rows count that run on this day.
    item, place, subject : what is asked about (keys or labels, with the keys below them).
    country : only places in one of these (`abroad`; "" = not recorded); unless the reading is
        `certain`, also those whose country is not recorded or not named.
    reading : how unrecorded cells are read.
    longest : all ways of at most so many flows that pass no place twice, shortest first; None =
        one shortest way to each place, subject and form.
    most : most ways shown.
    include_planned : whether planned rows count.

    Returns
    -------
    Answer with one line a hop: `route_no` and `hop_no` (from 1), `flows`, `row` (record number),
    `source`, `place` (where it arrives), `leg`, `subject`, `item`, `form` (as it arrives), `kind`,
    `basis`, `foreign_route`, `country`, `purposes`, `purposes_beyond` (those that the collection at the head
    of the way does not cover), `purpose_told` (`beyond`, or `not_recorded` where the collection records
    no purpose), `weak` (what is weak about the hop, gravest first) and `weakest` (whether it is the
    weakest hop of its way). The summary names the weakest of all, and counts the places that only ways of
    more than `longest` flows reach.

    Raises
    ------
    BadQuestion if a word asked for, or the reading, is unknown.

    Examples
    --------
    >>> from datamap.inventory import read_inventory
    >>> table = read_inventory(b'''id,kind,items,subjects,source,recipient,purposes
    ... F1,collection,name;email,customer,customer,shop,arrange_travel
    ... F2,entrustment,email,customer,shop,mailer,send_newsletter
    ... ''')
    >>> found = routes(table, as_of=date(2026, 4, 1), item="email", place="mailer")
    >>> found.table[["flows", "source", "place", "purposes_beyond"]].values.tolist()
    [['F1', 'customer', 'shop', ''], ['F2', 'shop', 'mailer', 'send_newsletter']]
    """
    inventory, kind = inventory_of(asked), reading_named(reading)
    items = items_asked(inventory, item, kind)
    index = items_of(inventory).index
    followed = None if items is None else {index[key] for key in items if key in index}
    encoded = Encoded(inventory, running(inventory, as_of, include_planned=include_planned), kind, followed)
    found = _Search(encoded, home_of(asked))
    wanted = found.wanted(
        places_of(inventory, place),
        keys_below(inventory, "subjects", subject),
        keys_below(inventory, "countries", country),
    )
    ways = found.one_each(wanted) if longest is None else found.every(wanted, longest)
    shown = list(islice(ways, most + 1))
    table = pd.DataFrame(found.lines(shown[:most]), columns=list(COLUMNS)).astype({"weakest": bool})
    return Answer(
        table=table,
        title=text(
            "analysis",
            "routes_title",
            about=aimed_at(inventory, item=item, subject=subject, place=place, country=country),
            reading=text("analysis", f"reading_is_{kind.value}"),
            as_of=as_of.isoformat(),
        ),
        summary=_summary(
            table,
            longer=None if longest is None else found.longer(wanted, longest),
            cut=len(shown) > most or not found.complete,
            words=words_of(inventory),
        ),
        words=words_of(inventory),
        lists=frozenset({"flows", "country", "purposes", "purposes_beyond", "weak"}),
        none=frozenset({"purposes_beyond", "purpose_told", "weak"}),
        lang=lang_of(asked),
        shown=40,
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of one item."""

    item: int
    track: Track


class _Search:
    """One search, and the ways found in it."""

    def __init__(self, encoded: Encoded, home: frozenset[str]) -> None:
        self._encoded, self._home = encoded, home
        self._net = Net(encoded)
        self._states = search_net(self._net)
        self.complete = True

    def wanted(
        self, places: frozenset[str] | None, subjects: frozenset[str] | None, countries: frozenset[str] | None
    ) -> Ints:
        """Return the states asked about, those of one item together, the nearest first."""
        encoded, states = self._encoded, self._states
        known = encoded.inventory.places
        chosen_place = [
            (places is None or key in places)
            and (countries is None or located(countries, known[key], self._home, encoded.reading))
            for key in encoded.places
        ]
        chosen_subject = [subjects is None or key in subjects for key in encoded.subjects.keys]
        kept = np.array(chosen_place, dtype=np.bool_)[states.place]
        kept &= np.array(chosen_subject, dtype=np.bool_)[states.subject]
        order = np.lexsort((states.form, states.subject, states.place, states.hops, states.item))
        result: Ints = order[kept[order]]
        return result

    def one_each(self, wanted: Ints) -> Iterator[_Way]:
        """Yield a shortest way to each state."""
        for state in wanted[self._states.hops[wanted] > 0].tolist():
            yield _Way(int(self._states.item[state]), shortest(self._net, self._states, state))

    def every(self, wanted: Ints, longest: int) -> Iterator[_Way]:
        """Yield all simple ways to the states, item by item."""
        states = self._states
        for item in dict.fromkeys(states.item[wanted].tolist()):
            tracks = Tracks(self._net, states, item)
            mine = wanted[states.item[wanted] == item]
            for node in self._net.node(states.place[mine], states.form[mine], states.subject[mine]).tolist():
                yield from (_Way(item, track) for track in tracks.to(node, longest=longest))
            self.complete &= tracks.complete

    def longer(self, wanted: Ints, longest: int) -> Text | None:
        """Say how many of the places asked about no way of so many flows reaches; None if there are none."""
        hops = self._states.hops[wanted]
        near = self._states.place[wanted[hops <= longest]]
        far = wanted[~np.isin(self._states.place[wanted], near)]
        if not len(far):
            return None
        places, least = len(np.unique(self._states.place[far])), int(self._states.hops[far].min())
        return text("analysis", "routes_longer", longest=longest, places=places, least=least)

    def lines(self, ways: Iterable[_Way]) -> Iterator[tuple[object, ...]]:
        """Yield a line for each hop."""
        for number, way in enumerate(ways, start=1):
            hops = list(self._hops(way.track))
            weak = [weaknesses(hop) for hop, *_ in hops]
            heaviest = max(map(weight, weak), default=0)
            given = self._given(hops[0][0])
            for step, ((hop, source, subject, form), why) in enumerate(zip(hops, weak, strict=True), start=1):
                flow = hop.flow
                further = self._further(given, flow)
                told = ("beyond" if given else "not_recorded") if further else ""
                yield (
                    number, step, flow.id, flow.row, source, hop.target.key, hop.leg, subject,
                    self._encoded.items.keys[way.item], ("plain", "pseudonymised")[form],
                    flow.kind, flow.basis, flow.foreign_route, SEPARATOR.join(hop.countries),
                    SEPARATOR.join(flow.purposes), SEPARATOR.join(further), told, SEPARATOR.join(why),
                    0 < heaviest == weight(why),
                )  # fmt: skip

    @staticmethod
    def _given(first: Hop) -> str | None:
        """Return the purposes for which a way's items were collected or made; None if it begins otherwise."""
        begins = first.flow.kind in {Kind.COLLECTION, Kind.DERIVATION}
        return SEPARATOR.join(first.flow.purposes) if begins else None

    def _further(self, given: str | None, flow: Flow) -> list[str]:
        """Return the purposes of a later flow that those at collection do not cover."""
        if given is None:
            return []
        return beyond(self._encoded.inventory, given, SEPARATOR.join(flow.purposes))

    def _hops(self, track: Track) -> Iterator[tuple[Hop, str, str, int]]:
        """Yield each hop of a way, from where, for whom and in which form it arrives."""
        inventory, encoded = self._encoded.inventory, self._encoded
        places, forms, subjects = (part.tolist() for part in self._net.parts(np.array(track.nodes)))
        handed = len(track.nodes) - len(track.rows) == 0
        for step, row in enumerate(track.rows):
            end = step + (not handed)
            flow = inventory.flows[row]
            target = inventory.places[encoded.places[places[end]]]
            source = flow.source if end == 0 else encoded.places[places[end - 1]]
            received = target.key in inventory.groups.get(flow.recipient, (flow.recipient,))
            named = received and (flow.recipient == target.key or not target.countries)  # not by its group
            countries = countries_of(inventory, SEPARATOR.join(flow.countries) if named else "", target.key)
            hop = Hop(flow, target, "hand_over" if received else "kept_in", countries, self._home)
            yield hop, source, encoded.subjects.keys[subjects[end]], forms[end]


def _summary(table: pd.DataFrame, *, longer: Text | None, cut: bool, words: Words) -> Text:
    """Return how many ways there are and which hop is the weakest of all."""
    if table.empty:
        return longer or text("analysis", "reach_nothing")
    count = int(table["route_no"].max())
    counted = text("analysis", "routes_cut" if cut else "routes_found", count=count)
    if longer is not None:
        counted = Text(ja=counted.ja + longer.ja, en=f"{counted.en} {longer.en}")
    weak = [tuple(filter(None, cell.split(SEPARATOR))) for cell in table["weak"].tolist()]
    worst = max(range(len(weak)), key=lambda line: weight(weak[line]))
    if not weak[worst]:
        further = int((table["purposes_beyond"] != "").sum())
        return text("analysis", "routes_drift" if further else "routes_sound", counted=counted, hops=further)
    hop = table.iloc[worst]
    return text(
        "analysis",
        "routes_weakest",
        counted=counted,
        flow=hop["flows"],
        row=hop["row"],
        source=words.label("place", hop["source"]),
        place=words.label("place", hop["place"]),
        why=said(weak[worst]),
    )
