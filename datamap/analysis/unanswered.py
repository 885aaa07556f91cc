"""What an inventory cannot tell about a request: what has to be asked before it is answered."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.analysis.request_case import RequestCase
from datamap.analysis.worksheet import Worksheet
from datamap.model import Flow, Kind, Reading
from datamap.vocabulary import text

COLUMNS = ("unclear", "flow", "place", "to_ask", "answer")

Line = tuple[str, str, str]
"""Matter, flow, place."""


def unanswered(case: RequestCase, rights: tuple[str, ...]) -> Worksheet:
    """Return what has to be asked about a request.

    Parameters
    ----------
    case : the request. rights : requests, one of which some desk of the workbook should serve.

    Returns
    -------
    Worksheet with one line for each thing that cannot be told: `unclear` (`items_open`,
    `items_unspecified`, `subjects_open`, `kind_undetermined`, `who_exactly`, `no_desk`), `flow`,
    `place`, `to_ask`, and `answer` to fill in.
    """
    lines = [line for flow in case.flows_of(case.loads[Reading.POSSIBLE]) for line in _of_flow(flow)]
    lines += [("who_exactly", "", place) for place in _open_places(case)]
    if not any(set(desk.serves) & set(rights) for desk in case.organisation.desks):
        lines.append(("no_desk", "", ""))
    rows = [(matter, flow, place, text("requests", f"ask_{matter}"), "") for matter, flow, place in lines]
    return case.sheet("unanswered", rows, COLUMNS)


def _of_flow(flow: Flow) -> Iterator[Line]:
    if flow.items.unspecified:
        yield "items_unspecified", flow.id, flow.recipient
    elif flow.items.open:
        yield "items_open", flow.id, flow.recipient
    if flow.subjects.unspecified or flow.subjects.open:
        yield "subjects_open", flow.id, flow.recipient
    if flow.kind == Kind.UNDETERMINED:
        yield "kind_undetermined", flow.id, flow.recipient


def _open_places(case: RequestCase) -> list[str]:
    """Return places that hold, or may, and stand for more than one that nobody named."""
    keys = (case.possible.places[place] for place in case.held[Reading.POSSIBLE])
    return sorted(key for key in keys if case.inventory.places[key].open_ended)
