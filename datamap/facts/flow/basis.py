"""On what ground items are handed over."""

from __future__ import annotations

from datamap.facts.flow.view import FlowView
from datamap.facts.registry import fact
from datamap.facts.truth import Truth


@fact("flow", "basis")
def consent_recorded(view: FlowView) -> Truth:
    """Consent is recorded as the ground (APPI 27(1)); whether anybody agreed is another question."""
    return view.among("basis", ["consent"])


@fact("flow", "basis")
def exception_recorded(view: FlowView) -> Truth:
    """An exception of APPI 27(1)(i) to (vii) is recorded as the ground."""
    return view.cell("basis", lambda c: None if c in {"", "undetermined"} else c.startswith("exception_27_1"))


@fact("flow", "basis")
def authority_exception_chosen(view: FlowView) -> Truth:
    """For an authority, one of 27(1)(i), (ii), (iv) is chosen, or consent (APPI 18(3), 27(1), GL 3-1-5)."""
    chosen = ["exception_27_1_i", "exception_27_1_ii", "exception_27_1_iv", "consent"]
    return view.among("basis", chosen)


@fact("flow", "basis")
def opt_out_recorded(view: FlowView) -> Truth:
    """Opt-out is recorded as the ground (APPI 27(2)); known either way."""
    return view.cell("basis", lambda cell: cell == "opt_out")


@fact("flow", "basis")
def basis_matches_kind(view: FlowView) -> Truth:
    """The recorded ground is one that the recorded kind allows (APPI 27(1), 27(5))."""
    return view.pairs("kind", "basis", _matches)


def _matches(kind: str, basis: str) -> bool | None:
    if basis in {"", "undetermined"} or kind in {"", "undetermined"}:
        return None
    inside = {"entrustment", "succession", "joint_use"}
    if kind in inside:
        return basis == kind or basis.startswith("exception") or basis == "consent"
    return basis not in inside if kind in {"third_party", "authority"} else True


@fact("flow", "measures", "consent_evidenced")
def consent_evidenced(view: FlowView) -> Truth:
    """How, when and in which words people agreed is on record (APPI 27(1), GL 2-16; GDPR 7(1))."""
    managed = view.recorded_under("measures", "consent_management")
    return Truth(managed.yes, managed.yes & False) | view.asked("consent_evidenced")


@fact("flow", "measures", "provision_record_kept")
def provision_record_kept(view: FlowView) -> Truth:
    """Records of the provision are kept, or a contract stands in for them (APPI 29(1), Rule 19)."""
    kept = view.recorded_under("measures", "provision_record")
    return Truth(kept.yes, kept.yes & False) | view.asked("provision_record_kept")


@fact("flow", "items", "necessity")
def reason_for_items_recorded(view: FlowView) -> Truth:
    """A reason is written down why just these items are needed (minimisation; GDPR 5(1)(c)).

    It stands in a column `necessity`; a blank is known to be one.
    """
    return (
        view.recorded("necessity") if view.has("necessity") else Truth.constant(value=False, length=len(view))
    )


@fact("flow", "basis")
def basis_written(view: FlowView) -> Truth:
    """A ground is written down (APPI 27); undetermined counts as not written; known either way."""
    return view.cell("basis", lambda cell: cell not in {"", "undetermined"})


@fact("flow", "basis")
def exempt_from_records(view: FlowView) -> Truth:
    """An exception of 27(1) is recorded, so that no record is asked for.

    Serves APPI 29(1) proviso; known either way.
    """
    return view.cell("basis", lambda cell: cell.startswith("exception_27_1"))


@fact("flow", "measures", "provision_record_kept")
def provision_record_noted(view: FlowView) -> Truth:
    """A record of the provision is written down as kept (APPI 29); known either way."""
    return Truth.known(provision_record_kept(view).yes)


@fact("flow", "notice")
def request_alone_named(view: FlowView) -> Truth:
    """A clause names no more than a request of public offices.

    Serves APPI 18(3), 27(1), GL 3-1-5; known either way.
    """
    return Truth.known(view.stated("request_only_basis_for_authorities").yes)


@fact("flow", "notice")
def consent_stated(view: FlowView) -> Truth:
    """A clause that states the flow says that agreement is asked for (APPI 27(1)); known either way.

    It does not show that anybody agreed.
    """
    return Truth.known(
        view.stated("consent_at_application", "consent_separate", "consent_before_provision").yes
    )


@fact("flow", "notice")
def stop_route_stated(view: FlowView) -> Truth:
    """A clause that states the flow says how and until when it can be stopped.

    Serves APPI 27(2), 35; known either way.
    """
    return Truth.known(view.stated("stop_route_stated").yes)


@fact("flow", "notice")
def general_stop_stated(view: FlowView) -> Truth:
    """The notice names the request to stop provision in general (APPI 35(3)); known either way."""
    named = any("stop_provision" in clause.rights for clause in view.world.notice.clauses)
    return Truth.constant(named, len(view))
