"""What a flow is in law, and between whom it runs."""

from __future__ import annotations

from datamap.facts.flow.view import FlowView
from datamap.facts.registry import fact
from datamap.facts.truth import Truth
from datamap.facts.world import ORGANISED, OUTSIDE_KINDS
from datamap.model import Place, PlaceType


def _kind(view: FlowView, *kinds: str) -> Truth:
    return view.cell("kind", lambda cell: cell in kinds)


@fact("flow", "kind")
def recorded_as_collection(view: FlowView) -> Truth:
    """Items are collected (APPI 20, 21; GDPR 13, 14)."""
    return _kind(view, "collection")


@fact("flow", "kind")
def recorded_as_own_use(view: FlowView) -> Truth:
    """Items are collected or used by the operator itself (APPI 17, 18)."""
    return _kind(view, "collection", "internal_use", "derivation")


@fact("flow", "kind")
def recorded_as_entrustment(view: FlowView) -> Truth:
    """Handling is entrusted (APPI 25, 27(5)(i); GDPR 28)."""
    return _kind(view, "entrustment")


@fact("flow", "kind")
def recorded_as_joint_use(view: FlowView) -> Truth:
    """Items are used jointly (APPI 27(5)(iii); GDPR 26)."""
    return _kind(view, "joint_use")


@fact("flow", "kind")
def recorded_as_third_party(view: FlowView) -> Truth:
    """Items are provided to a third party (APPI 27(1))."""
    return _kind(view, "third_party")


@fact("flow", "kind")
def recorded_as_succession(view: FlowView) -> Truth:
    """Items pass with a business (APPI 27(5)(ii), 18(2))."""
    return _kind(view, "succession")


@fact("flow", "kind")
def recorded_as_authority(view: FlowView) -> Truth:
    """Items are handed to a public authority (APPI 18(3), 27(1); GDPR 48)."""
    return _kind(view, "authority")


@fact("flow", "kind")
def recorded_as_external_transmission(view: FlowView) -> Truth:
    """A tag or module sends items from the person's device.

    Serves APPI 31; Telecommunications Business Act 27-12.
    """
    return _kind(view, "external_transmission")


@fact("flow", "kind")
def kind_chosen(view: FlowView) -> Truth:
    """A person has decided what the flow is in law (APPI 27(1), 27(5)); undetermined = not yet."""
    return view.cell("kind", lambda cell: None if cell in {"", "undetermined"} else True)


@fact("flow", "source")
def given_by_us(view: FlowView) -> Truth:
    """The operator itself hands over, not a recipient that sends on (APPI 27, 29)."""
    outsiders = view.world.outsiders
    return view.place("source", lambda places: not any(place.key in outsiders for place in places))


@fact("flow", "kind", "recipient")
def given_to_other_person(view: FlowView) -> Truth:
    """The recipient is another legal person, group companies included (APPI 27(1), GL 3-6-1)."""
    members, own = view.world.members, view.world.organisation.key

    def other(kind: str, recipient: str) -> bool | None:
        if kind not in OUTSIDE_KINDS | {"undetermined"}:
            return False
        places = members(recipient)
        return not places or any(_outside(place, own) for place in places)

    return view.pairs("kind", "recipient", other)


def _outside(place: Place, own: str) -> bool:
    return place.key != own and place.type not in ORGANISED


@fact("flow", "kind", "recipient", "source")
def received_from_other_person(view: FlowView) -> Truth:
    """The operator receives items from somebody other than the person concerned (APPI 20, 30; GDPR 14)."""
    own = view.world.organisation.key
    given = view.place("source", lambda places: any(_outside(place, own) for place in places))
    taken = view.place("recipient", lambda places: any(_outside(place, own) for place in places))
    return given & ~taken


@fact("flow", "kind", "source", "mode")
def supplied_by_the_person(view: FlowView) -> Truth:
    """The person concerned hands the items over (APPI 20(2), GL 3-3-2); otherwise open.

    Both the person, as the source, and the way of supply must be recorded.
    """
    person = view.place(
        "source", lambda places: bool(places) and all(p.type is PlaceType.SUBJECT for p in places)
    )
    supplied = person & view.recorded("mode") & recorded_as_collection(view)
    return Truth(supplied.yes, supplied.no & False)


@fact("flow", "kind", "notice", clause="kind")
def described_as_third_party(view: FlowView) -> Truth:
    """The flow is recorded, or its clauses speak of it, as provision to a third party (APPI 27(1))."""
    world = view.world

    def speaks(kind: str, notice: str) -> bool | None:
        return kind == "third_party" or (kind == "undetermined" and world.speaks_of_provision(notice))

    return view.pairs("kind", "notice", speaks)


@fact("flow", "recipient")
def recipient_bounded(view: FlowView) -> Truth:
    """The recipient is a named party or a bounded class, not an open one (APPI 27; GDPR 13(1)(e))."""
    return view.place(
        "recipient", lambda places: not any(place.open_ended for place in places) if places else None
    )


@fact("flow", "kind", "recipient", "subjects", "notice")
def also_joint_user(view: FlowView) -> Truth:
    """Group companies get the same people's items as third party here and as joint users elsewhere.

    Serves APPI 27; open where either row leaves open whose items they are.
    """
    world = view.world
    members = world.jointly.users

    def twice(recipient: str, subjects: str) -> bool | None:
        places = world.members(recipient)
        kin = any(place.key in members or place.role == "group_company" for place in places)
        return kin and bool(members) and world.jointly.of_people(subjects)

    joint = recorded_as_joint_use(view)
    return ~joint & described_as_third_party(view) & view.pairs("recipient", "subjects", twice)
