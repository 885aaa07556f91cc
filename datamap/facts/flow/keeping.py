"""How long items are kept, how they are protected, and what becomes of them."""

from __future__ import annotations

from datamap.analysis.keeping_grounds import names_law
from datamap.facts.flow.view import FlowView
from datamap.facts.registry import fact
from datamap.facts.truth import Truth
from datamap.vocabulary.spelling import squash


@fact("flow", "retention")
def retention_written(view: FlowView) -> Truth:
    """A period, an event or another limit is written down (APPI 22, GL 3-4-1); known either way."""
    return view.recorded("retention")


@fact("flow", "retention")
def retention_recorded(view: FlowView) -> Truth:
    """An end of keeping is recorded (GDPR 5(1)(e), 30(1)(f)); blank = not recorded, no end set = no."""
    return view.cell("retention", lambda cell: None if not cell else cell != "indefinite")


@fact("flow", "retention")
def retention_law_unnamed(view: FlowView) -> Truth:
    """Items are kept for a time "based on laws" without naming one (APPI 22); known either way."""
    return view.cell("retention", lambda cell: cell == "law_unnamed_period")


@fact("flow", "retention_basis")
def retention_basis_written(view: FlowView) -> Truth:
    """The law or reason behind the period is written down (APPI 22); known either way."""
    return view.recorded("retention_basis")


@fact("flow", "retention_basis")
def retention_basis_names_law(view: FlowView) -> Truth:
    """The reason for keeping reads as the name of a law (APPI 22); known either way."""
    return view.cell("retention_basis", lambda cell: bool(cell) and names_law(cell))


@fact("flow", "retention_basis")
def retention_law_known(view: FlowView) -> Truth:
    """The law named for keeping is one of the list `retention_laws`; another name = not resolved.

    Serves APPI 22. That the law asks for the period is not said.
    """
    terms = view.world.vocabulary.terms("retention_laws")
    names = {squash(name) for term in terms for name in (term.label.ja, term.label.en, *term.aliases)}
    return view.cell(
        "retention_basis", lambda cell: True if any(name in squash(cell) for name in names) else None
    )


@fact("flow", "measures", "notice", "retention")
def kept_after_use(view: FlowView) -> Truth:
    """Items stay after what they were collected for is done (card data; APPI 22)."""
    claimed = view.stated("card_kept_after_settlement")
    return Truth.known(view.recorded("retention").yes | claimed.yes)


@fact("flow", "measures")
def card_protected(view: FlowView) -> Truth:
    """Card numbers are not retained, or PCI DSS is followed (Instalment Sales Act); nothing noted = open."""
    found = view.recorded_under("measures", "tokenisation", "pci_dss")
    return Truth(found.yes, found.yes & False)


@fact("flow", "measures")
def encrypted(view: FlowView) -> Truth:
    """The items are encrypted (APPI Rule 7(i) exclusion; GDPR 32, 34(3)(a)); nothing noted = open."""
    found = view.recorded_under("measures", "encryption", "tokenisation")
    return Truth(found.yes, found.yes & False)


@fact("flow", "measures")
def measures_recorded(view: FlowView) -> Truth:
    """Some security measure is recorded (APPI 23; GDPR 30(1)(g), 32); blank = not recorded."""
    return view.cell("measures", lambda cell: True if cell else None)


@fact("flow", "treatment")
def pseudonymised_recorded(view: FlowView) -> Truth:
    """The items are made pseudonymised information (APPI 41); known either way."""
    return view.cell("treatment", lambda cell: cell == "pseudonymised")


@fact("flow", "treatment")
def anonymised_recorded(view: FlowView) -> Truth:
    """The items are made anonymised information (APPI 43); known either way."""
    return view.cell("treatment", lambda cell: cell == "anonymised")


@fact("flow", "mode")
def written_or_web(view: FlowView) -> Truth:
    """Items are collected in writing, a web form or an app included (APPI 21(2)); known either way."""
    return view.recorded_under("mode", "web_form", "app", "paper", "email")


@fact("flow", "measures", "shown_before_sending")
def shown_before_sending(view: FlowView) -> Truth:
    """The purposes are shown to the person before the form is sent (APPI 21(2), GL 3-3-4)."""
    layered = view.recorded_under("measures", "layered_notice")
    return view.asked("shown_before_sending").or_else(Truth(layered.yes, layered.yes & False))


@fact("flow", "provision")
def partly_mandatory(view: FlowView) -> Truth:
    """Some items are mandatory and some are not (APPI 21(2); GDPR 13(2)(e)); known either way."""
    return view.cell("provision", lambda cell: cell == "mixed")


@fact("flow", "notice")
def mandatory_items_marked(view: FlowView) -> Truth:
    """A clause shows which items are mandatory (GDPR 13(2)(e); good practice in Japan)."""
    return Truth.known(view.stated("mandatory_items_marked").yes)


@fact("flow", "answers.covered_telecom_service")
def covered_service_possible(view: FlowView) -> Truth:
    """Nobody has answered that the site is outside the covered services.

    Serves Telecommunications Business Act 27-12.
    """
    outside = view.world.answer("covered_telecom_service") is False
    return Truth.constant(value=not outside, length=len(view))


@fact("flow", "notice", "transmission_table_complete")
def transmission_table_complete(view: FlowView) -> Truth:
    """Content, recipient and both sides' purposes of each tag are laid down.

    Serves Telecommunications Business Act 27-12.
    """
    parts = (
        "external_transmission_content",
        "external_transmission_recipient",
        "external_transmission_purpose",
    )
    stated = view.stated(parts[0]) & view.stated(parts[1]) & view.stated(parts[2])
    return view.asked("transmission_table_complete").or_else(stated)
