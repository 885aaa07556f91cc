"""Which items a flow carries. `…_listed` is about what is written down and so always known."""

from __future__ import annotations

from datamap.facts.flow.view import FlowView
from datamap.facts.registry import fact
from datamap.facts.truth import Truth

CRIMES = frozenset({"criminal_record", "criminal_procedure", "juvenile_procedure"})
"""Items on offences: of the list in Japan (APPI 2(3)), and of Article 10 GDPR, not of its Article 9."""


def _listed(found: Truth) -> Truth:
    return Truth.known(found.yes)


@fact("flow", "items")
def items_closed(view: FlowView) -> Truth:
    """The list of items ends: no "など", no `*` (APPI 27(5)(iii) ②, 27(2); GDPR 30(1)(c))."""
    return Truth.known(view.includes("items", lambda _: False).no)


@fact("flow", "items")
def id_code_listed(view: FlowView) -> Truth:
    """An individual identification code is among the items (APPI 2(2), Order 1)."""
    return _listed(view.items_flagged("id_code"))


@fact("flow", "items")
def identifier_listed(view: FlowView) -> Truth:
    """An item stands there that is no identification code by itself (card number, phone, e-mail; GL 2-2)."""
    near = ("card_information", "phone", "email", "member_id")
    is_a = view.world.vocabulary.is_a
    return _listed(view.items(lambda key: any(is_a("items", key, above) for above in near)))


@fact("flow", "items")
def care_required_listed(view: FlowView) -> Truth:
    """An item of the list in Japan, special care-required information, is written down (APPI 2(3), 20(2))."""
    return _listed(view.items_flagged("sensitive"))


@fact("flow", "items")
def may_reach_care_required(view: FlowView) -> Truth:
    """Free text, an optional question or a broad key may bring special care-required information.

    Serves APPI 2(3), GL 2-3.
    """
    terms = view.world.vocabulary

    def reaches(key: str) -> bool:
        own = terms.flags("items", key)
        below = any("sensitive" in terms.flags("items", child) for child in terms.children("items", key))
        return "may_be_sensitive" in own or (below and "sensitive" not in own)

    return _listed(view.items(reaches))


@fact("flow", "items")
def special_category_listed(view: FlowView) -> Truth:
    """An item of the list in Europe, a special category, is written down (GDPR 9); crimes are not (10)."""
    return _listed(view.items_flagged("eu_sensitive"))


@fact("flow", "items")
def criminal_data_listed(view: FlowView) -> Truth:
    """Data on offences are among the items (GDPR 10)."""
    return _listed(view.items(lambda key: key in CRIMES))


@fact("flow", "items")
def property_damage_listed(view: FlowView) -> Truth:
    """An item stands there whose misuse may cost money (APPI 26, Rule 7(ii))."""
    return _listed(view.items_flagged("property_damage"))


@fact("flow", "items")
def related_info_listed(view: FlowView) -> Truth:
    """Cookies, browsing, location and the like are among the items (APPI 2(7), 31)."""
    return _listed(view.items_flagged("related_info"))


@fact("flow", "items", "matching_checked")
def only_related_information(view: FlowView) -> Truth:
    """Nothing but related information is carried, which is no personal data (APPI 2(7), 31).

    Open until somebody looked whether own records match it to people: then it would be personal data.
    """
    flags, lists = view.world.vocabulary.flags, view.lists("items")
    others = lists.any(lambda key: "related_info" not in flags("items", key))
    only = Truth.known(lists.closed & ~others & ~lists.blank).take(view.codes("items"))
    checked = view.asked("matching_checked")
    return Truth(yes=only.yes & checked.yes, no=only.no)


@fact("flow", "items")
def carries_behaviour(view: FlowView) -> Truth:
    """Purchases, behaviour or interests are among the items; open where the list is.

    Serves APPI 17(1), GL 3-1-1.
    """
    return view.items_flagged("behaviour")


@fact("flow", "items")
def my_number_listed(view: FlowView) -> Truth:
    """An individual number is among the items (My Number Act 9, 19, 20)."""
    return _listed(view.items_marked("my_number"))


@fact("flow", "items")
def card_listed(view: FlowView) -> Truth:
    """Card information is among the items (Instalment Sales Act; APPI 22, 23)."""
    is_a = view.world.vocabulary.is_a
    return _listed(view.items(lambda key: is_a("items", key, "card_information")))


@fact("flow", "items")
def security_code_listed(view: FlowView) -> Truth:
    """A card security code, or another item that is never to be stored, is among the items."""
    return _listed(view.items_marked("never_store"))


@fact("flow", "items")
def face_data_listed(view: FlowView) -> Truth:
    """A face template is among the items (amending Act No. 56 of 2026, not in force)."""
    return _listed(view.items(lambda key: key == "face_template"))


@fact("flow", "items", "treatment")
def identifiers_left_in(view: FlowView) -> Truth:
    """Names, identification codes or card numbers are still listed after the treatment.

    Serves APPI 41(1), Rule 31.
    """
    terms = view.world.vocabulary

    def tells(key: str) -> bool:
        flags = terms.flags("items", key)
        return bool(flags & {"id_code", "property_damage"}) or terms.is_a("items", key, "name")

    return view.items(tells)


@fact("flow", "items")
def items_recorded(view: FlowView) -> Truth:
    """Some item is named (GDPR 30(1)(c)); `*` alone = not recorded."""
    named = view.includes("items", lambda _: True).yes
    return Truth(yes=named, no=named & False)


@fact("flow", "items", "obtained_by_opt_out")
def opt_out_barred(view: FlowView) -> Truth:
    """Opt-out is not open: special care-required items, or items received improperly or by opt-out.

    Serves APPI 27(2) proviso.
    """
    return care_required_listed(view) | Truth.known(view.asked("obtained_by_opt_out").yes)


@fact("flow", "items", "subjects", "purposes", "kind")
def my_number_beyond_limits(view: FlowView) -> Truth:
    """An individual number is used for customers, promotion, joint use or provision.

    Serves My Number Act 9, 15, 19, 20.
    """
    shared = view.cell("kind", lambda cell: cell in {"joint_use", "third_party"})
    promoted = Truth.known(view.flagged("purposes", "promotion").yes)
    return my_number_listed(view) & (shared | promoted | view.recorded_under("subjects", "customer"))
