"""What a person may be told about the organisation itself, part by part, as far as it is recorded.

References
----------
APPI Art. 32(1) and Order 10 (what must be knowable); GDPR Art. 15(1) and (2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from datamap.analysis.request_case import RequestCase
from datamap.analysis.request_words import in_words
from datamap.analysis.scope import gdpr_may_apply
from datamap.analysis.worksheet import Worksheet
from datamap.model import LANGS, Desk, Notice, Reading, Text
from datamap.vocabulary import text

Part = tuple[str, Text]
"""Key of a part, and what is recorded of it (empty = nothing)."""


def statement(case: RequestCase, notice: Notice) -> Worksheet:
    """Return what an answer says beside the items themselves, with what is recorded and what to ask.

    Returns
    -------
    Worksheet with one line a part: `part`, `source_of_law`, `known_so_far`, `to_ask` (where
    nothing is recorded), `answer` to fill in. Parts of the GDPR stand only where nobody has
    answered that it does not apply.
    """
    parts = [*_japan(case)]
    if gdpr_may_apply(case.organisation) is not False:
        parts += _europe(case, notice)
    rows = [
        (
            part,
            text("requests", f"part_{part}_law"),
            known if known.ja else text("analysis", "not_recorded"),
            text("requests", "nothing_to_ask") if known.ja else text("requests", f"part_{part}_ask"),
            "",
        )
        for part, known in parts
    ]
    return case.sheet("statement", rows, ("part", "source_of_law", "known_so_far", "to_ask", "answer"))


def _japan(case: RequestCase) -> Iterator[Part]:
    who = case.organisation
    told = (who.name, who.address, who.representative)
    flows = case.flows_of(case.loads[Reading.POSSIBLE])
    measures = {m for flow in flows for m in flow.measures}
    measures |= {control.measure for control in who.controls if control.status != "planned"}
    yield (
        "operator",
        _all(*(tuple(said.in_lang(lang) for said in told) for lang in LANGS)),
    )
    yield "purposes", _keys(case, "purposes", {p for flow in flows for p in flow.purposes})
    yield "procedure", _desks(case, ("disclosure", "stop_use_erase", "correction"))
    yield "security", _keys(case, "measures", measures)
    yield "complaints", _desks(case, ("complaint",))
    yield "certified_body", who.certified_body


def _europe(case: RequestCase, notice: Notice) -> Iterator[Part]:
    flows = case.flows_of(case.loads[Reading.POSSIBLE])
    claims = {claim for clause in notice.clauses for claim in clause.claims}
    yield "recipients", _keys(case, "place", {flow.recipient for flow in flows} - case.own)
    yield "periods", _keys(case, "retention", {flow.retention for flow in flows} - {""})
    yield "rights", _desks(case, ("access", "erasure", "rectification", "objection"))
    yield "authority", _claimed(claims, "complaint_to_authority")
    yield "origin", _keys(case, "place", case.came_from(case.loads[Reading.POSSIBLE]))
    yield "automated", _claimed(claims, "automated_decisions_stated")
    yield "safeguards", _keys(case, "gdpr_tool", {flow.gdpr_tool for flow in flows} - {""})


def _keys(case: RequestCase, column: str, keys: Iterable[str]) -> Text:
    found = sorted(keys)
    return in_words(case.words, column, found) if found else Text.same("")


def _desks(case: RequestCase, rights: tuple[str, ...]) -> Text:
    found: list[Desk] = [desk for desk in case.organisation.desks if set(desk.serves) & set(rights)]
    return Text(ja="、".join(d.name.ja for d in found), en=", ".join(d.name.en for d in found))


def _claimed(claims: set[str], claim: str) -> Text:
    return text("requests", "stated_in_notice") if claim in claims else Text.same("")


def _all(*spoken: tuple[str, ...]) -> Text:
    ja, en = (" ".join(filter(None, words)) if all(words) else "" for words in spoken)
    return Text(ja=ja, en=en)
