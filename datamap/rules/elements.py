"""Element tables: what a statement must hold, element by element, as the text or the record shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from datamap.analysis.answer import Answer
from datamap.analysis.frames import pd
from datamap.facts import Facts
from datamap.rules.labels import named, words_of
from datamap.vocabulary import text, texts


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a statement.

    Attributes
    ----------
    key : name of the element. met : fact that it is there.
    part : fact that it is there in part. applies : fact without which it is not asked for.
    silent : what silence is called: `not_stated`, or `needs_person` where no text can show it.
    """

    key: str
    met: str
    part: str = ""
    applies: str = ""
    silent: str = "not_stated"


JOINT_USE = (
    Element("fact", "states_joint_use"),
    Element("items", "joint_items_closed", "joint_items_named"),
    Element("scope", "joint_scope_bounded", "joint_scope_named"),
    Element("purposes", "joint_purposes_closed", "joint_purposes_named"),
    Element("responsible_name", "responsible_name_stated"),
    Element("responsible_address", "responsible_address_stated"),
    Element("responsible_representative", "responsible_representative_stated"),
    Element("beforehand", "joint_statement_before_use", silent="needs_person"),
)
"""Elements of APPI 27(5)(iii) ① to ⑤, and the easy reach of the statement (GL 3-6-2-1 note 2)."""

PROVISION = (
    Element("consent", "consent_stated"),
    Element("foreign_consent", "consent_names_foreign", "consent_mentions_foreign", "abroad_recorded"),
    Element("items_listed", "items_stated_whole", "some_items_stated"),
    Element("recipients", "recipient_stated", "stated_in_notice"),
    Element("country", "country_or_reason_shown", applies="abroad_recorded"),
    Element("regime", "regime_told", applies="abroad_recorded"),
    Element("recipient_measures", "recipient_measures_told", applies="abroad_recorded"),
    Element("records", "provision_record_kept", silent="needs_person"),
    Element("stop_route", "stop_route_stated", "general_stop_stated"),
)
"""What provision to a third party, at home or abroad, should show (APPI 27(1), 28, 29, 35)."""


def joint_use_elements(facts: Facts) -> Answer:
    """Check the elements of joint use, clause by clause (APPI 27(5)(iii)).

    Returns
    -------
    Answer: `clause element state`; states `ok weak not_stated needs_person not_applicable`.
    """
    rows = list(_rows(facts, "clause", "states_joint_use", JOINT_USE))
    return _answer(facts, rows, "clause", "joint_use_elements")


def provision_elements(facts: Facts) -> Answer:
    """Check what is stated about provision to third parties, flow by flow (APPI 27(1), 28, 29).

    Looked at are the clauses that a row names and what is recorded as told otherwise; what only
    the cells of the row say (its items, its recipient, its country) is not stated to anybody.

    Returns
    -------
    Answer: `flow element state`; states as in `joint_use_elements`.
    """
    rows = list(_rows(facts, "flow", "recorded_as_third_party", PROVISION))
    return _answer(facts, rows, "flow", "provision_elements")


def _rows(
    facts: Facts, kind: str, chosen: str, elements: tuple[Element, ...]
) -> Iterator[tuple[str, str, str]]:
    for thing in facts.ids(kind):
        if facts.value(kind, thing, chosen):
            for element in elements:
                yield thing, element.key, _state(facts, kind, thing, element)


def _state(facts: Facts, kind: str, thing: str, element: Element) -> str:
    def value(name: str) -> bool | None:
        return facts.value(kind, thing, name)

    if element.applies and not value(element.applies):
        return "not_applicable"
    if value(element.met):
        return "ok"
    return "weak" if element.part and value(element.part) else element.silent


def _answer(facts: Facts, rows: list[tuple[str, str, str]], about: str, title: str) -> Answer:
    table = pd.DataFrame(rows, columns=[about, "element", "state"], dtype=object)
    count = {state: int((table["state"] == state).sum()) for state in named("state")}
    words = words_of(facts, element=named("element"), state=named("state"))
    summary = text("rules", f"{title}_summary", **count)
    return Answer(table, texts("rules")[title], summary, words, lang=facts.workbook.lang)
