"""What the GDPR asks of a flow: its ground, and the tool under which it leaves the EU."""

from __future__ import annotations

from datamap.facts.cells import split
from datamap.facts.flow.view import FlowView
from datamap.facts.registry import fact
from datamap.facts.truth import Truth

EEA = "eea_countries"
ADEQUATE = "adequacy_decisions"
DEROGATIONS = "art49"
ONE_TOOL_EACH = frozenset({"scc", "scc_authority", "ad_hoc_clauses"})


@fact("flow", "gdpr_basis")
def article_6_ground_recorded(view: FlowView) -> Truth:
    """A ground of Art. 6(1) is recorded (GDPR 6(1)); blank or undetermined = not recorded."""
    return view.cell("gdpr_basis", lambda c: True if any(k.startswith("art6") for k in split(c)) else None)


@fact("flow", "gdpr_basis")
def gdpr_ground_recorded(view: FlowView) -> Truth:
    """Some ground under the GDPR is recorded (GDPR 6, 9, 10); blank, undetermined, no GDPR = not recorded."""
    return view.cell("gdpr_basis", lambda c: any(k.startswith("art") for k in split(c)) or None)


@fact("flow", "gdpr_basis")
def single_article_6_ground(view: FlowView) -> Truth:
    """Just one ground of Art. 6(1) is recorded (GDPR 6(1), 13(1)(c))."""
    return view.cell(
        "gdpr_basis", lambda c: None if not c else sum(k.startswith("art6") for k in split(c)) == 1
    )


@fact("flow", "gdpr_basis")
def rests_on_consent(view: FlowView) -> Truth:
    """Consent under Art. 6(1)(a) or 9(2)(a) is recorded (GDPR 7); known either way."""
    return view.cell("gdpr_basis", lambda c: bool({"art6_1_a", "art9_2_a"} & set(split(c))))


@fact("flow", "gdpr_basis")
def rests_on_interest(view: FlowView) -> Truth:
    """Legitimate interests are recorded as the ground (GDPR 6(1)(f)); known either way."""
    return view.cell("gdpr_basis", lambda c: "art6_1_f" in split(c))


@fact("flow", "gdpr_basis")
def rests_on_law_or_task(view: FlowView) -> Truth:
    """A legal obligation or a public task is recorded as the ground (GDPR 6(3)); known either way."""
    return view.cell("gdpr_basis", lambda c: bool({"art6_1_c", "art6_1_e"} & set(split(c))))


@fact("flow", "gdpr_basis")
def article_9_ground_recorded(view: FlowView) -> Truth:
    """A ground of Art. 9(2) is recorded (GDPR 9); a cell without one says no, a blank is open."""
    return view.cell("gdpr_basis", lambda c: any(k.startswith("art9") for k in split(c)) if c else None)


@fact("flow", "gdpr_basis")
def article_10_ground_recorded(view: FlowView) -> Truth:
    """The ground for data on offences is recorded (GDPR 10)."""
    return view.cell("gdpr_basis", lambda c: "art10" in split(c) if c else None)


@fact("flow", "balancing_recorded", asked=True)
def balancing_recorded(view: FlowView) -> Truth:
    """The interest is named and weighed against those of the people (GDPR 6(1)(f))."""
    return view.asked("balancing_recorded")


@fact("flow", "law_named", "retention_basis")
def law_named(view: FlowView) -> Truth:
    """The law behind the obligation or task is named (GDPR 6(3))."""
    return view.asked("law_named")


@fact("flow", "gdpr_tool")
def transfer_tool_recorded(view: FlowView) -> Truth:
    """A tool of Chapter V is recorded (GDPR 44 to 49); "none" says no, a blank is open."""
    return view.cell(
        "gdpr_tool", lambda c: None if c in {"", "undetermined"} else c not in {"none", "no_transfer"}
    )


@fact("flow", "gdpr_tool")
def rests_on_adequacy(view: FlowView) -> Truth:
    """An adequacy decision is recorded as the tool (GDPR 45); known either way."""
    return view.cell("gdpr_tool", lambda c: c == "adequacy")


@fact("flow", "recipient", "countries")
def adequacy_decision_on_day(view: FlowView) -> Truth:
    """Every country outside the EEA has an adequacy decision valid on the day (GDPR 45)."""
    world = view.world

    def adequate(known: frozenset[str], complete: bool) -> bool | None:  # noqa: FBT001
        outside = [c for c in known if world.on_list(EEA, c) is not True]
        listed = [world.on_list(ADEQUATE, c) for c in outside]
        return False if False in listed else None if None in listed or not complete or not listed else True

    return view.countries(adequate)


@fact("flow", "adequacy_limits_met", asked=True)
def adequacy_limits_met(view: FlowView) -> Truth:
    """The decision covers this importer: its limits are met (GDPR 45; for instance a listed importer)."""
    return view.asked("adequacy_limits_met")


@fact("flow", "gdpr_tool")
def rests_on_clauses(view: FlowView) -> Truth:
    """Contract clauses or binding rules are recorded as the tool (GDPR 46, 47); known either way."""
    return view.cell("gdpr_tool", lambda c: c in ONE_TOOL_EACH | {"bcr", "code_of_conduct", "certification"})


@fact("flow", "scc_module", "transfer_assessed", "measures")
def transfer_assessed(view: FlowView) -> Truth:
    """The law and practice of the country were assessed for this transfer (GDPR 46)."""
    found = view.recorded_under("measures", "transfer_assessment")
    return view.asked("transfer_assessed").or_else(Truth(found.yes, found.yes & False))


@fact("flow", "scc_module", "recipient_role")
def scc_module_fits_roles(view: FlowView) -> Truth:
    """The module of the standard clauses fits the roles of both sides.

    Serves Implementing Decision (EU) 2021/914.
    """
    return view.pairs("recipient_role", "scc_module", view.world.scc_module_fits)


@fact("flow", "gdpr_tool")
def rests_on_derogation(view: FlowView) -> Truth:
    """A derogation of Art. 49 is recorded as the tool (GDPR 49); known either way."""
    return view.cell("gdpr_tool", lambda c: c.startswith(DEROGATIONS))


@fact("flow", "derogation_occasional", asked=True)
def derogation_occasional(view: FlowView) -> Truth:
    """The transfer is occasional and the reason for the derogation is recorded (GDPR 49)."""
    return view.asked("derogation_occasional")


@fact("flow", "treaty_ground_recorded", asked=True)
def treaty_ground_recorded(view: FlowView) -> Truth:
    """A treaty or another ground of Chapter V is recorded for a foreign authority's order (GDPR 48)."""
    return view.asked("treaty_ground_recorded")


@fact("flow", "parental_consent", asked=True)
def parental_consent_recorded(view: FlowView) -> Truth:
    """Consent of whoever has parental responsibility is recorded (GDPR 8; GL 2-16)."""
    return view.asked("parental_consent")


@fact("flow", "joint_arrangement", "contract")
def joint_arrangement_recorded(view: FlowView) -> Truth:
    """An arrangement between joint controllers is on record (GDPR 26)."""
    contracts = view.world.contracts
    made = view.cell("recipient", lambda key: True if contracts.get(key) else None)
    return view.asked("joint_arrangement").or_else(made)


@fact("flow", "recipient", "countries")
def leaves_eea(view: FlowView) -> Truth:
    """Some recipient is written down outside the EEA and outside the operator's own country.

    Serves GDPR 44; known.
    """
    world, home = view.world, set(view.world.organisation.countries)
    return view.countries(lambda known, _: any(world.on_list(EEA, c) is not True for c in known - home))
