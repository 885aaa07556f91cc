"""Whom a flow is about, and how many they are."""

from __future__ import annotations

from datamap.facts.cells import split
from datamap.facts.flow.kind import (
    received_from_other_person,
    recorded_as_collection,
    recorded_as_entrustment,
)
from datamap.facts.flow.view import FlowView
from datamap.facts.people import at_least
from datamap.facts.registry import fact
from datamap.facts.truth import Truth


@fact("flow", "subjects", "source")
def about_companions(view: FlowView) -> Truth:
    """The people concerned include some whose data others give (APPI 20(1), 21(1); GDPR 14); known.

    Not where those people are the source themselves: parents who fill in their own form.
    """
    terms = view.world.vocabulary

    def given_by_others(subjects: str, source: str) -> bool:
        named = (entry.removesuffix("+") for entry in split(subjects) if not entry.startswith("-"))
        others = (key for key in named if "indirect" in terms.flags("subjects", key))
        return any(
            not terms.is_a("subjects", key, source) and not terms.is_a("subjects", source, key)
            for key in others
        )

    return view.pairs("subjects", "source", given_by_others)


@fact("flow", "subjects", "source", "kind", "recipient")
def obtained_from_others(view: FlowView) -> Truth:
    """Items are obtained, and not from the people themselves (GDPR 14): companions, bought or passed on.

    What a processor hands back was ours before.
    """
    bought = received_from_other_person(view) & ~recorded_as_entrustment(view)
    return bought | (recorded_as_collection(view) & about_companions(view))


@fact("flow", "subjects")
def about_card_contacts(view: FlowView) -> Truth:
    """The people concerned gave their business cards (APPI 21(4), GL 3-3-5)."""
    return view.under("subjects", "business_card_contact").or_else(
        view.recorded_under("mode", "business_card")
    )


@fact("flow", "subjects")
def about_customers(view: FlowView) -> Truth:
    """Customers are among the people recorded (My Number Act 19; marketing)."""
    return view.recorded_under("subjects", "customer")


@fact("flow", "subjects")
def people_recorded(view: FlowView) -> Truth:
    """The group of people is recorded (GDPR 30(1)(c)); blank = not recorded."""
    return view.cell("subjects", lambda cell: True if cell and cell != "*" else None)


@fact("flow", "persons")
def over_1000_persons(view: FlowView) -> Truth:
    """More than 1,000 people may be concerned (APPI 26, Rule 7(iv)); unknown where no figure stands."""
    return view.cell("persons", lambda cell: at_least(cell, 1001))


@fact("flow", "subjects")
def about_minors(view: FlowView) -> Truth:
    """Minors are among the people recorded (GL 2-16; GDPR 8); known either way."""
    return Truth.known(view.subjects_flagged("minor").yes)
