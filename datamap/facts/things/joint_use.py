"""Joint use: the elements that people must be able to know beforehand (APPI 27(5)(iii))."""

from __future__ import annotations

from datamap.facts.cells import yes_or_no
from datamap.facts.things.case import ClauseCase, GroupCase, fact_of
from datamap.model import Text


@fact_of("clause", "claims")
def states_joint_use(case: ClauseCase) -> bool:
    """The clause states the fact of joint use (APPI 27(5)(iii) ①)."""
    return case.claims("joint_use_fact")


@fact_of("clause", "items", "items_open")
def joint_items_closed(case: ClauseCase) -> bool:
    """The jointly used items are listed and the list ends (APPI 27(5)(iii) ②)."""
    return bool(case.clause.items) and not case.clause.items_open and not case.clause.items_unspecified


@fact_of("clause", "items")
def joint_items_named(case: ClauseCase) -> bool:
    """Some jointly used items are named (APPI 27(5)(iii) ②)."""
    return bool(case.clause.items)


@fact_of("clause", "recipients", "relates_to")
def joint_scope_bounded(case: ClauseCase) -> bool:
    """A person can tell how far the joint users go: named, or a class with a boundary (GL 3-6-3(3))."""
    open_groups = [g for g in case.groups if g.open_ended and not g.boundary]
    vague = case.claimed_nearby("open_class_without_boundary") or open_groups or case.clause.recipients_open
    return _named(case) and not vague


@fact_of("clause", "recipients", "relates_to")
def joint_scope_named(case: ClauseCase) -> bool:
    """Some joint users are named, or the place of a list is given (APPI 27(5)(iii) ③)."""
    return _named(case)


def _named(case: ClauseCase) -> bool:
    return case.claimed_nearby("joint_use_scope_named", "joint_use_scope_linked") or bool(case.groups)


@fact_of("clause", "purposes")
def joint_purposes_named(case: ClauseCase) -> bool:
    """Some purposes of the joint users are stated (APPI 27(5)(iii) ④)."""
    return bool(case.clause.purposes)


@fact_of("clause", "purposes", "purposes_open")
def joint_purposes_closed(case: ClauseCase) -> bool:
    """All purposes of the joint users are stated; the list ends (APPI 27(5)(iii) ④, GL 3-6-3(3))."""
    return bool(case.clause.purposes) and not case.clause.purposes_open


OURS = {
    "responsible_party_address": "operator_address_stated",
    "responsible_party_representative": "operator_representative_stated",
}
"""Parts of the responsible party, and what the contact block says of the organisation itself."""


def _responsible(case: ClauseCase, claim: str, attribute: str) -> bool:
    """Tell whether a part of the responsible party is stated here, nearby or, as recorded, elsewhere.

    Where the organisation itself is recorded as the party, a clause nearby that states its own
    address and representative will do.
    """
    recorded = (getattr(group, attribute) for group in case.joint_groups)
    elsewhere = any(yes_or_no(one.ja if isinstance(one, Text) else one) for one in recorded)
    ours = any(case.world.is_operator(group.responsible_party) for group in case.joint_groups)
    own_block = ours and claim in OURS and case.claimed_nearby(OURS[claim])
    return case.claimed_nearby(claim) or elsewhere or own_block


@fact_of("clause", "claims", "relates_to")
def responsible_name_stated(case: ClauseCase) -> bool:
    """The name of the party responsible among the joint users is stated (APPI 27(5)(iii) ⑤)."""
    return _responsible(case, "responsible_party_name", "responsible_party")


@fact_of("clause", "claims", "relates_to")
def responsible_address_stated(case: ClauseCase) -> bool:
    """The address of the responsible party is stated (APPI 27(5)(iii) ⑤)."""
    return _responsible(case, "responsible_party_address", "responsible_address")


@fact_of("clause", "claims", "relates_to")
def responsible_representative_stated(case: ClauseCase) -> bool:
    """The representative of the responsible corporation is stated (APPI 27(5)(iii) ⑤)."""
    return _responsible(case, "responsible_party_representative", "responsible_representative")


@fact_of("clause", "claims", "relates_to")
def responsible_party_fully_stated(case: ClauseCase) -> bool:
    """Name, address and representative of the responsible party are all stated.

    Serves APPI 27(5)(iii) ⑤, GL 3-6-3(3).
    """
    parts = {
        "responsible_party_name": "responsible_party",
        "responsible_party_address": "responsible_address",
        "responsible_party_representative": "responsible_representative",
    }
    return all(_responsible(case, claim, attribute) for claim, attribute in parts.items())


@fact_of("clause", "claims", "relates_to")
def responsible_party_partly_stated(case: ClauseCase) -> bool:
    """At least one of name, address and representative of the responsible party is stated.

    Serves APPI 27(5)(iii) ⑤.
    """
    return case.claimed_nearby(
        "responsible_party_name", "responsible_party_address", "responsible_party_representative"
    )


@fact_of("clause", "claims", "since")
def reaches_data_already_held(case: ClauseCase) -> bool:
    """The clause covers data held before joint use began (GL 3-6-3(3)).

    It says so, or the first days on record show that the same people's items were collected before.
    """
    return case.claims("data_already_held") or case.clause.id in case.world.jointly.of_older_items


@fact_of("clause", asked=True)
def joint_statement_before_use(case: ClauseCase) -> bool | None:
    """The statement stood before use began and is kept within easy reach.

    Serves GL 3-6-2-1 note 2; a person answers.
    """
    return case.world.answer("joint_use_statement_before_use")


@fact_of("clause", asked=True)
def joint_use_was_expected(case: ClauseCase) -> bool | None:
    """People could expect the joint use of data already held (GL 3-6-3(3)); a person answers."""
    return case.world.answer("joint_use_within_expectation")


@fact_of("clause", "claims")
def readable_in_one_way(case: ClauseCase) -> bool:
    """It is clear to whom the clause applies (APPI 27(5)(iii) ②, ③)."""
    return not case.claims("ambiguous_scope")


@fact_of("clause", "kind")
def belongs_to_joint_use(case: ClauseCase) -> bool:
    """The clause belongs to the statement on joint use (APPI 27(5)(iii))."""
    return case.clause.kind == "joint_use"


@fact_of("group", "role", "kind")
def used_jointly(case: GroupCase) -> bool:
    """The group is one of joint users (APPI 27(5)(iii))."""
    members = {place.key for place in case.world.members(case.group.key)}
    joint = case.world.recipients_by_kind.get("joint_use", frozenset())
    return case.group.role == "joint_user" or bool(members & joint)


@fact_of("group", "members", "open_ended", "boundary")
def group_bounded(case: GroupCase) -> bool | None:
    """Who belongs to the group can be told: members named, or a boundary given.

    Serves APPI 27(5)(iii) ③, GL 3-6-3(3).
    """
    if case.group.boundary or case.group.members:
        return bool(case.group.boundary) or not case.group.open_ended
    return False if case.group.open_ended else None


@fact_of("group", "members")
def holds_members_directly(case: GroupCase) -> bool | None:
    """The group lists parties or is an open class, and is not only made of other groups."""
    declared = {group.key for group in case.world.organisation.groups}
    direct = case.group.open_ended or any(member not in declared for member in case.group.members)
    return direct if case.group.members or direct else None


@fact_of("group", "as_of")
def member_list_dated(case: GroupCase) -> bool | None:
    """The list of members has a date (APPI 27(6), GL 3-6-3); blank = not recorded."""
    return True if case.group.as_of else None


@fact_of("group", "contract")
def joint_agreement_recorded(case: GroupCase) -> bool | None:
    """An agreement among the joint users is on record (GL 3-6-3 note 2); none recorded = open."""
    return True if case.contracts else None


@fact_of("group", "members")
def group_has_entrustee(case: GroupCase) -> bool:
    """An entrustee is among the joint users (GL 3-6-3 note 5)."""
    entrustees = case.world.recipients_by_kind.get("entrustment", frozenset())
    return any(place.key in entrustees for place in case.world.members(case.group.key))


@fact_of("group", "members")
def outermost_group(case: GroupCase) -> bool:
    """No other group contains this one."""
    return not any(case.group.key in group.members for group in case.world.organisation.groups)
