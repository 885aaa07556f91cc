"""The decision chain of provision abroad: the route by which each recipient may receive."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from datamap.analysis.answer import Answer
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
    route `unknown`, and `asks` names the first of them; where all are recorded as not so, the
    route is `none_left`. Consent without the information beforehand is `consent_claimed`.
    """
    chosen = np.flatnonzero(facts.truth("given_to_other_person").yes)
    steps = [facts.truth(fact).take(chosen) for _, fact, _ in STEPS]
    informed = facts.truth(INFORMED).take(chosen)
    routes = np.array([route for _, _, route in STEPS], dtype=object)
    yes = np.stack([step.yes for step in steps])
    silent = np.stack([step.unknown for step in steps])
    route = np.where(silent.any(axis=0), "unknown", "none_left").astype(object)
    settled = yes.any(axis=0)
    route[settled] = routes[yes.argmax(axis=0)[settled]]
    claimed = (route == "consent_informed") & ~informed.yes
    route[claimed] = "consent_claimed"
    asks = np.array([fact for _, fact, _ in STEPS], dtype=object)[silent.argmax(axis=0)]
    asks[route != "unknown"] = ""
    asks[claimed] = INFORMED
    columns = {name: _words(step.yes, step.no) for (name, _, _), step in zip(STEPS, steps, strict=True)}
    ids = facts.id_array("flow")[chosen]
    table = pd.DataFrame(
        {
            "flow": ids,
            **_cells(facts, chosen),
            **columns,
            "informed": _words(informed.yes, informed.no),
            "route": route,
            "asks": asks,
        }
    )
    return _answer(facts, table)


def _cells(facts: Facts, chosen: npt.NDArray[np.intp]) -> dict[str, npt.NDArray[np.object_]]:
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


def _answer(facts: Facts, table: pd.DataFrame) -> Answer:
    said = named("answer")
    steps = dict.fromkeys((*[name for name, _, _ in STEPS], "informed"), said)
    questions: dict[str, Text] = {fact: facts.question(fact) for _, fact, _ in STEPS}
    questions |= {INFORMED: facts.question(INFORMED), "": Text.same("")}
    words = words_of(facts, route=named("route"), asks=questions, **steps)
    counts = table["route"].value_counts()
    figures = {route: int(counts.get(route, 0)) for route in named("route")}
    lists = frozenset({"countries"})
    return Answer(
        table,
        text("rules", "chain_title"),
        text("rules", "chain_summary", flows=len(table), **figures),
        words,
        lists,
        none=frozenset({"asks"}),
        lang=facts.workbook.lang,
    )
