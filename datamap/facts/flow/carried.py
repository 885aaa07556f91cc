"""What moves that may hurt people: facts about items that the assessment of risks asks for.

Where the list of items is open these stay open: a risk that cannot be excluded is asked about.
"""

from __future__ import annotations

from datamap.facts.flow.items import (
    CRIMES,
    care_required_listed,
    my_number_beyond_limits,
    my_number_listed,
    special_category_listed,
)
from datamap.facts.flow.view import FlowView
from datamap.facts.registry import fact
from datamap.facts.truth import Truth

LISTS = frozenset({"sensitive", "eu_sensitive"})
"""The two lists of what is special: APPI 2(3) (`sensitive`) and GDPR 9 (`eu_sensitive`); they differ."""

TURNS_OUT = {
    "sensitive": "may_be_sensitive",
    "eu_sensitive": "may_be_sensitive",
    "property_damage": "may_be_property_damage",
}
"""Flags, and the flag of items that may turn out to be so: free text, points that are spent like money."""

GRAVE = (*sorted(LISTS), "id_code", "property_damage")
WORDS_ON_RECORD = (
    "call_recording",
    "complaint_record",
    "contact_history",
    "email_content",
    "interview_notes",
)
WATCHING = (
    "access_log",
    "attendance",
    "browsing_history",
    "gps_location",
    "movement_history",
    "search_history",
    "security_camera_image",
)


@fact("flow", "items")
def carries_id_code(view: FlowView) -> Truth:
    """An identification code moves; open where the list of items is (APPI 2(2))."""
    return view.items_flagged("id_code")


@fact("flow", "items")
def carries_property_damage(view: FlowView) -> Truth:
    """An item moves whose misuse costs money; open where the list is, or it may turn out so (Rule 7(ii))."""
    return _or_may_turn_out(view, "property_damage")


@fact("flow", "items")
def carries_payment_items(view: FlowView) -> Truth:
    """Cards, accounts and the like move, passwords aside; open where the list of items is (Rule 7(ii))."""
    terms = view.world.vocabulary

    def payment(key: str) -> bool:
        term = terms.get("items", key)
        below = terms.children("items", key) if term is not None and not term.parent else (key,)
        found = [terms.flags("items", child) for child in below]
        return any("property_damage" in flags and "credential" not in flags for flags in found)

    paid, hint = view.items(payment), view.items_flagged(TURNS_OUT["property_damage"])
    return Truth(yes=paid.yes, no=paid.no & ~hint.yes)


@fact("flow", "items")
def carries_credentials(view: FlowView) -> Truth:
    """Passwords or other means of logging in move; open where the list of items is (GL 10-6(2))."""
    return view.items_flagged("credential")


@fact("flow", "items")
def carries_sensitive(view: FlowView) -> Truth:
    """An item of either list moves, that of Japan or that of Europe (APPI 2(3); GDPR 9, 10).

    Open where the list of items is, or where an item may turn out so. What rules ask of one law
    only has the facts `…care_required…` and `…special_category…`.
    """
    return carries_care_required(view) | carries_special_category(view)


@fact("flow", "items")
def carries_care_required(view: FlowView) -> Truth:
    """Special care-required information moves; open where the list is, or it may turn out so (APPI 2(3))."""
    return _or_may_turn_out(view, "sensitive")


@fact("flow", "items")
def carries_special_category(view: FlowView) -> Truth:
    """A special category moves; open where the list is, or an item may turn out so (GDPR 9)."""
    return _or_may_turn_out(view, "eu_sensitive")


@fact("flow", "items")
def carries_criminal_data(view: FlowView) -> Truth:
    """Data on offences move; open where the list of items is (GDPR 10)."""
    return view.items_under(*CRIMES)


@fact("flow", "items")
def carries_may_be_sensitive(view: FlowView) -> Truth:
    """Free text or the like moves that may turn out to be of either list, and is of neither by itself.

    Serves GL 2-3; GDPR 9; open where the list of items is.
    """
    flags = view.world.vocabulary.flags

    def slips_in(key: str) -> bool:
        found = flags("items", key)
        return "may_be_sensitive" in found and found.isdisjoint(LISTS)

    return view.items(slips_in)


@fact("flow", "items")
def carries_grave_items(view: FlowView) -> Truth:
    """Sensitive items, identification codes or items that cost money move (WP248 criterion 4; Rule 7)."""
    found, hint = view.items_flagged(*GRAVE), view.items_flagged(TURNS_OUT["property_damage"])
    return Truth(yes=found.yes, no=found.no & ~hint.yes)


@fact("flow", "items")
def carries_recorded_words(view: FlowView) -> Truth:
    """What people said or wrote is on record: recordings, mail, complaints (LINDDUN non-repudiation)."""
    return view.items_under(*WORDS_ON_RECORD)


@fact("flow", "items")
def carries_watching_items(view: FlowView) -> Truth:
    """Items show what people do, minute by minute: logs, browsing, location, camera (WP248 criterion 3)."""
    return view.items_under(*WATCHING)


@fact("flow", "items")
def carries_location(view: FlowView) -> Truth:
    """Items show where somebody is or was; open where the list of items is (APPI 2(7); GDPR 4(1))."""
    return view.items_under("location")


@fact("flow", "items")
def carries_biometric(view: FlowView) -> Truth:
    """Biometric items move (GDPR 9; WP248 criterion 8)."""
    return view.items_under("biometric")


@fact("flow", "items")
def special_listed(view: FlowView) -> Truth:
    """An item of either list is written down, that of Japan or that of Europe (APPI 2(3); GDPR 9); known."""
    return care_required_listed(view) | special_category_listed(view)


@fact("flow", "items")
def grave_items_listed(view: FlowView) -> Truth:
    """A special item, an identification code or one that costs money is written down (Rule 7; 5(1)(c))."""
    return Truth.known(carries_grave_items(view).yes)


@fact("flow", "items")
def health_listed(view: FlowView) -> Truth:
    """Items on health are written down (GDPR 4(15), 9; APPI 2(3)); known either way."""
    return Truth.known(view.items_under("health").yes)


@fact("flow", "items")
def biometric_listed(view: FlowView) -> Truth:
    """Features of the body for telling people apart are written down (GDPR 4(14), 9; Order 1); known."""
    return Truth.known(carries_biometric(view).yes)


@fact("flow", "items", "purposes", "kind", "subjects")
def my_number_outside_statute(view: FlowView) -> Truth:
    """An individual number is used for something else than affairs laid down by law.

    Serves My Number Act 9, 15, 19, 20; open where a purpose is not known to be such an affair.
    """
    terms = view.world.vocabulary

    def laid_down(key: str) -> bool:  # slips for the tax office are part of paying wages
        return "statutory" in terms.flags("purposes", key) or terms.is_a("purposes", key, "payroll")

    only = view.every("purposes", laid_down)
    inside = Truth(only.yes, only.no & False)
    return my_number_listed(view) & (my_number_beyond_limits(view) | ~inside)


def _or_may_turn_out(view: FlowView, flag: str) -> Truth:
    """Tell whether an item is flagged so; one that may turn out to be so leaves it open."""
    found, hint = view.items_flagged(flag), view.items_flagged(TURNS_OUT[flag])
    return Truth(yes=found.yes, no=found.no & ~hint.yes)
