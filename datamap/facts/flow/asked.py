"""Questions about a flow that only a person can answer: yes or no in a column of that name.

A column that is not there, or a blank, leaves the question open. The columns are extra ones of
`inventory.csv`; the reader keeps them.
"""

from __future__ import annotations

from datamap.facts.cells import yes_or_no
from datamap.facts.flow.view import FlowView
from datamap.facts.registry import fact
from datamap.facts.truth import Truth


def _said_yes(view: FlowView, column: str) -> Truth:
    """Return what counts only when it was answered with yes."""
    return Truth.known(view.asked(column).yes)


@fact("flow", "sensitive_question_settled", asked=True)
def sensitive_question_settled(view: FlowView) -> Truth:
    """Somebody looked whether the answers bring special care-required information (APPI 2(3), GL 2-3)."""
    return view.asked("sensitive_question_settled")


@fact("flow", "matching_checked", asked=True)
def matching_checked(view: FlowView) -> Truth:
    """Somebody looked whether own records match the items to people (APPI 2(7), GL 2-8)."""
    return view.asked("matching_checked")


@fact("flow", "sensitive_consent", "basis")
def sensitive_ground_recorded(view: FlowView) -> Truth:
    """Consent or an exception of 20(2) is recorded for what others supply (APPI 20(2), GL 3-3-2)."""
    basis = view.cell(
        "basis", lambda c: None if c in {"", "undetermined"} else c == "consent" or "exception" in c
    )
    return view.asked("sensitive_consent").or_else(basis)


@fact("flow", "purposes_notified", asked=True)
def purposes_notified(view: FlowView) -> Truth:
    """The purposes are notified to the person: on paper, by word, by a sign (APPI 21(1), GL 3-3-3)."""
    return view.asked("purposes_notified")


@fact("flow", "purpose_notice_excused", asked=True)
def purpose_notice_excused(view: FlowView) -> Truth:
    """A person found that the purposes need not be told, and why (APPI 21(4)); not judged here."""
    return view.asked("purpose_notice_excused")


@fact("flow", "supplier_recorded", asked=True)
def supplier_recorded(view: FlowView) -> Truth:
    """Who gave the items of others, and how those learn the purposes, is recorded (APPI 20(1), 21(1))."""
    return view.asked("supplier_recorded")


@fact("flow", "purpose_changed", asked=True)
def purpose_changed(view: FlowView) -> Truth:
    """A change of purpose is recorded (APPI 17(2)); known either way."""
    return _said_yes(view, "purpose_changed")


@fact("flow", "change_notified", asked=True)
def change_notified(view: FlowView) -> Truth:
    """The change is reasonably related and was notified or published (APPI 17(2), 21(3))."""
    return view.asked("change_notified")


@fact("flow", "within_predecessors_purposes", asked=True)
def within_predecessors_purposes(view: FlowView) -> Truth:
    """The purposes stay within those of the predecessor (APPI 18(2), 27(5)(ii))."""
    return view.asked("within_predecessors_purposes")


@fact("flow", "held_past_retention", asked=True)
def held_past_retention(view: FlowView) -> Truth:
    """Items are recorded as still held after their period (APPI 22); known either way."""
    return _said_yes(view, "held_past_retention")


@fact("flow", "entrustee_own_use", asked=True)
def entrustee_own_use(view: FlowView) -> Truth:
    """The entrustee is recorded to use items for itself or to match them with others'.

    Serves APPI 27(5)(i); known.
    """
    return _said_yes(view, "entrustee_own_use")


@fact("flow", "entrusted_items_needed", asked=True)
def entrusted_items_needed(view: FlowView) -> Truth:
    """The entrusted items are no more than the work needs (APPI 25, GL 3-4-4)."""
    return view.asked("entrusted_items_needed")


@fact("flow", "on_persons_behalf", asked=True)
def on_persons_behalf(view: FlowView) -> Truth:
    """The provision is made on the person's behalf (an open point of the guideline on records)."""
    return view.asked("on_persons_behalf")


@fact("flow", "guardian_consent", asked=True)
def guardian_consent_recorded(view: FlowView) -> Truth:
    """A guardian agreed where the person cannot judge (GL 2-16)."""
    return view.asked("guardian_consent")


@fact("flow", "opt_out_elements_published", asked=True)
def opt_out_elements_published(view: FlowView) -> Truth:
    """All elements of 27(2) are notified or easily knowable beforehand (APPI 27(2), Rule 11)."""
    return view.asked("opt_out_elements_published")


@fact("flow", "opt_out_filed", asked=True)
def opt_out_filed(view: FlowView) -> Truth:
    """The opt-out is filed with the Commission (APPI 27(2))."""
    return view.asked("opt_out_filed")


@fact("flow", "opt_out_changed", asked=True)
def opt_out_changed(view: FlowView) -> Truth:
    """Elements of the opt-out are recorded to have changed (APPI 27(3)); known either way."""
    return _said_yes(view, "opt_out_changed")


@fact("flow", "joint_use_changed", asked=True)
def joint_use_changed(view: FlowView) -> Truth:
    """Elements of the joint use are recorded to have changed (APPI 27(6)); known either way."""
    return _said_yes(view, "joint_use_changed")


@fact("flow", "provision_fields_recorded", asked=True)
def provision_fields_recorded(view: FlowView) -> Truth:
    """The record has its fields: consent or date, recipient, person, items (APPI 29(1), Rule 20)."""
    return view.asked("provision_fields_recorded")


@fact("flow", "provision_records_kept_long_enough", asked=True)
def provision_records_kept_long_enough(view: FlowView) -> Truth:
    """The record is kept one or three years (APPI 29(2), Rule 21)."""
    return view.asked("provision_records_kept_long_enough")


@fact("flow", "receipt_verified", asked=True)
def receipt_verified(view: FlowView) -> Truth:
    """Name, address, representative and history of acquisition were verified and recorded.

    Serves APPI 30, Rules 22 to 25.
    """
    return view.asked("receipt_verified")


@fact("flow", "recipient_identifies", asked=True)
def recipient_identifies(view: FlowView) -> Truth:
    """The recipient is expected to hold the items as personal data (APPI 31(1)); open where nobody asked."""
    return view.asked("recipient_identifies")


@fact("flow", "recipient_consent_confirmed", asked=True)
def recipient_consent_confirmed(view: FlowView) -> Truth:
    """It was confirmed that the person agreed to the recipient (APPI 31(1)(i), Rule 26)."""
    return view.asked("recipient_consent_confirmed")


@fact("flow", "pseudonym_rules_kept", asked=True)
def pseudonym_rules_kept(view: FlowView) -> Truth:
    """No provision, no re-identification, no contact; purposes published (APPI 41(3) to (8))."""
    return view.asked("pseudonym_rules_kept")


@fact("flow", "anonymisation_standards_met", asked=True)
def anonymisation_standards_met(view: FlowView) -> Truth:
    """The five treatment standards are met and the items published (APPI 43, Rule 34)."""
    return view.asked("anonymisation_standards_met")


@fact("flow", "equivalent_items_answerable", asked=True)
def equivalent_items_answerable(view: FlowView) -> Truth:
    """The seven items about the equivalent system can be given on request (APPI 28(3), Rule 18(3))."""
    return view.asked("equivalent_items_answerable")


@fact("flow", "compatibility_recorded", asked=True)
def compatibility_recorded(view: FlowView) -> Truth:
    """Further use is compatible, agreed to or laid down by law, and that is recorded (GDPR 6(4))."""
    return view.asked("compatibility_recorded")


@fact("flow", "indirect_notice_given", asked=True)
def indirect_notice_given(view: FlowView) -> Truth:
    """People whose items come from others are informed within a month (GDPR 14)."""
    return view.asked("indirect_notice_given")


@fact("flow", "no_analysis_made", asked=True)
def no_analysis_made(view: FlowView) -> Truth:
    """Behaviour, purchases and interests are not analysed (APPI 17(1), GL 3-1-1)."""
    return view.asked("no_analysis_made")


@fact("flow", "card_contacts_told", asked=True)
def card_contacts_told(view: FlowView) -> Truth:
    """People who gave a card are told of uses beyond contact and own advertising (APPI 21(4), GL 3-3-5)."""
    return view.asked("card_contacts_told")


@fact("flow", "succession_contract", asked=True)
def succession_contract(view: FlowView) -> Truth:
    """A contract covers what is handed over before the business passes (APPI 27(5)(ii), GL 3-6-3(2))."""
    return view.asked("succession_contract")


@fact("flow", "on_persons_behalf", asked=True)
def behalf_settled(view: FlowView) -> Truth:
    """Somebody answered whether the provision is made on the person's behalf (guideline on records, 2-2)."""
    return view.cell("on_persons_behalf", lambda cell: True if yes_or_no(cell) is not None else None)


@fact("flow", "recipient_identifies", asked=True)
def recipient_use_settled(view: FlowView) -> Truth:
    """Somebody asked whether the recipient ties the items to its accounts (APPI 31, GL 3-7-1-2)."""
    return view.cell("recipient_identifies", lambda cell: True if yes_or_no(cell) is not None else None)


@fact("flow", "recipient_measures_told", asked=True)
def measures_said_untold(view: FlowView) -> Truth:
    """It is recorded that the recipient's measures are not told (Rule 17(4)); known either way."""
    return Truth.known(view.asked("recipient_measures_told").no)
