"""The decision chain of provision abroad: the route by which each recipient may receive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from datamap.analysis.answer import Answer, later
from datamap.analysis.frames import pd
from datamap.facts import Facts
from datamap.model import Text
from datamap.rules.labels import named, words_of
from datamap.vocabulary import text

STEPS = (
    ("in_japan", "recipient_in_japan", "not_foreign"),
    ("same_entity", "same_legal_entity", "same_entity"),
    ("designated", "designated_country", "designated"),
    ("equivalent_system", "equivalent_system_recorded", "equivalent_system"),
    ("exception", "foreign_exception_recorded", "exception"),
    ("consent", "foreign_consent_recorded", "consent_informed"),
)
"""Column, fact that settles it, and the route it leads to, in the order of the guideline (GL-F 2 to 6)."""

INFORMED = "foreign_consent_informed"

MATCHING = "matching_checked"
"""What is asked first of cookies and the like: related information is no matter of APPI 28, but of 31."""

OPEN = "unknown"
"""The route of a flow that no step settles, as long as one of them is not recorded."""

Cells = npt.NDArray[np.object_]


def foreign_chain(facts: Facts) -> Answer:
    """Walk the decision chain of APPI 28 for every flow that goes to another legal person.

    Returns
    -------
    Answer: one row per flow: `flow recipient countries`, one column per step (`yes no
    not_recorded`), `informed` (were country, regime and measures told before consent),
    `route`, and `asks`, the fact that would settle it.

    Notes
    -----
    The first step that is recorded as so decides. Where none is, an unrecorded step leaves the
    route `unknown`, and `asks` names the first of them, or, of a flow abroad that carries only related
    information, whether own records match it to people; where all are recorded as not so, the
    route is `none_left`. Consent without the information beforehand is `consent_claimed`.
    """
    cells = _walked(facts)
    return _answer(facts, cells, later(lambda: pd.DataFrame(cells)))


def open_routes(facts: Facts) -> dict[str, str]:
    """Return flow -> the fact that would settle its route, where that is open on what is recorded."""
    cells = _walked(facts)
    unknown = cells["route"] == OPEN
    return dict(zip(cells["flow"][unknown], cells["asks"][unknown], strict=True))


def _walked(facts: Facts) -> dict[str, Cells]:
    """Return the columns of the chain: the steps of each flow, its route and what would settle it."""
    chosen = np.flatnonzero(facts.truth("given_to_other_person").yes)
    steps = [facts.truth(fact).take(chosen) for _, fact, _ in STEPS]
    informed = facts.truth(INFORMED).take(chosen)
    routes = np.array([route for _, _, route in STEPS], dtype=object)
    yes = np.stack([step.yes for step in steps])
    silent = np.stack([step.unknown for step in steps])
    route = np.where(silent.any(axis=0), OPEN, "none_left").astype(object)
    settled = yes.any(axis=0)
    route[settled] = routes[yes.argmax(axis=0)[settled]]
    claimed = (route == "consent_informed") & ~informed.yes
    route[claimed] = "consent_claimed"
    asks = np.array([fact for _, fact, _ in STEPS], dtype=object)[silent.argmax(axis=0)]
    asks[route != OPEN] = ""
    asks[claimed] = INFORMED
    unmatched = facts.truth("only_related_information").take(chosen).unknown & steps[0].no
    asks[(route == OPEN) & unmatched] = MATCHING
    columns = {name: _words(step.yes, step.no) for (name, _, _), step in zip(STEPS, steps, strict=True)}
    return {
        "flow": facts.id_array("flow")[chosen],
        **_cells(facts, chosen),
        **columns,
        "informed": _words(informed.yes, informed.no),
        "route": route,
        "asks": asks,
    }


def _cells(facts: Facts, chosen: npt.NDArray[np.intp]) -> dict[str, Cells]:
    inventory, rows = facts.workbook.inventory, facts.flow_rows[chosen]
    found = {}
    for column in ("recipient", "countries"):
        coded = inventory.coded(column)
        found[column] = np.array(coded.values, dtype=object)[coded.codes[rows]]
    return found


def _words(
    yes: np.ndarray[tuple[int], np.dtype[np.bool_]], no: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    return np.where(yes, "yes", np.where(no, "no", "not_recorded")).astype(object)


def _answer(facts: Facts, cells: Mapping[str, Cells], table: pd.DataFrame) -> Answer:
    said = named("answer")
    steps = dict.fromkeys((*[name for name, _, _ in STEPS], "informed"), said)
    questions: dict[str, Text] = {fact: facts.question(fact) for _, fact, _ in STEPS}
    questions |= {name: facts.question(name) for name in (INFORMED, MATCHING)} | {"": Text.same("")}
    words = words_of(facts, route=named("route"), asks=questions, **steps)
    counts = Counter(cells["route"].tolist())
    figures = {route: counts[route] for route in named("route")}
    lists = frozenset({"countries"})
    return Answer(
        table,
        text("rules", "chain_title"),
        text("rules", "chain_summary", flows=len(cells["route"]), **figures),
        words,
        lists,
        none=frozenset({"asks"}),
        lang=facts.workbook.lang,
    )
