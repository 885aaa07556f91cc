"""The notice on recipients: third parties, abroad, joint users, entrustees, authorities, tags."""

from __future__ import annotations

from datamap.model import ABROAD, Flow, Kind
from datamap.report.blocks import SECTION, Block, Cell, bullets, cell, column, notice, pairs, table, words
from datamap.report.context.bundle import HOME, Bundle
from datamap.report.documents import joint_use as joint
from datamap.report.documents.draft import Draft, noted
from datamap.report.documents.external_transmission import transmission_grid
from datamap.report.documents.foreign_provision import (
    Destination,
    destinations,
    needs_information,
    on_consent,
)
from datamap.report.documents.notice_people import items_cell, outside

SETTLED = frozenset({"designated", "equivalent_system", "exception", "same_entity", "consent_informed"})
"""Routes that a notice can name."""


def third_parties(draft: Draft) -> None:
    """Say to whom data are provided, what, why, how, on what ground, how to stop it (APPI 27(1))."""
    flows = outside(draft.case).of(lambda flow: flow.kind == Kind.THIRD_PARTY)
    if not len(flows):
        return
    rows = [_provision(recipients, part, draft) for recipients, part in alike(flows)]
    keys = (
        ("recipient", 1.6),
        ("subjects", 1.3),
        ("items", 2.0),
        ("purposes", 1.6),
        ("means", 1.2),
        ("ground", 1.8),
    )
    heads = [column(draft.say(f"head.{key}"), weight) for key, weight in keys]
    # What a law calls for cannot be stopped on request: only the rest is asked about.
    stoppable = [flow for flow in flows if not flow.basis.startswith("exception_27_1")]
    asked = draft.case.appi and bool(stoppable)
    notes = [draft.ask("stop_route", stoppable, claims=["stop_route_stated"])] if asked else []
    excepted = any(flow.basis.startswith("exception_27_1") for flow in outside(draft.case))
    if excepted or "provision_exceptions_named" in draft.case.claims:
        notes.append(draft.say("provision_exceptions"))
    blocks = [
        words(draft.say("third_about")),
        table(draft.say("section.third_parties"), heads, rows),
        *([bullets(notes)] if notes else []),
    ]
    draft.add("third_parties", blocks, sources=["appi_27_1", "appi_32_1_ii", "gdpr_13_1_e"], flows=flows)


def _provision(recipients: list[str], part: Bundle, draft: Draft) -> list[Cell | str]:
    speech = draft.voice
    who = speech.join(map(speech.place, recipients))
    unbounded = any(map(draft.case.open_ended, recipients))
    mark = draft.ask("recipient_class", part, about=who) if unbounded else ""
    return [
        noted(who, mark),
        draft.or_ask(speech.labels("subjects", part.subjects), "subjects", part, about=who),
        items_cell(part, draft, who),
        draft.or_ask(speech.labels("purposes", part.purposes), "provision_purpose", part, about=who),
        draft.or_ask(speech.labels("modes", part.keys("mode")), "provision_means", part, about=who),
        _ground(part, draft, who),
    ]


def alike(flows: Bundle) -> list[tuple[list[str], Bundle]]:
    """Return the recipients with their flows; those who get the same in the same way stand together."""
    found: dict[tuple[object, ...], list[tuple[str, Bundle]]] = {}
    for recipient, part in flows.by(lambda flow: flow.recipient).items():
        same = (
            part.subjects,
            part.all_items,
            part.purposes,
            part.keys("mode"),
            part.texts("basis"),
            any(code != HOME for code in part.countries),
        )
        found.setdefault(same, []).append((recipient, part))
    return [
        ([key for key, _ in held], Bundle(flows.inventory, tuple(flow for _, part in held for flow in part)))
        for held in found.values()
    ]


def _ground(part: Bundle, draft: Draft, who: str) -> Cell:
    """Say on which ground; for consent, where it is asked for: that it was given is nowhere claimed."""
    if not draft.case.appi:
        return draft.or_ask(
            draft.voice.labels("gdpr_bases", part.keys("gdpr_basis")), "gdpr_ground", part, about=who
        )
    grounds = [key for key in part.texts("basis") if key != "undetermined"]
    if not grounds or any(flow.basis in {"", "undetermined"} for flow in part):
        return draft.blank("provision_ground", part, about=who)
    said = draft.voice.labels("bases", grounds)
    if "consent" not in grounds:
        return cell(said)
    claims = ["consent_at_application", "consent_separate", "consent_before_provision"]
    return noted(said, draft.ask("consent_place", part, about=who, claims=claims))


def abroad(draft: Draft) -> None:
    """Say which data go abroad, where, and what protects them there (APPI 28, Rule 17)."""
    if not draft.case.appi:
        return
    flows = outside(draft.case)
    found = [one for one in destinations(flows) if one.code]
    if not found:
        return
    keys = (
        ("country", 1.4),
        ("recipient", 2.2),
        ("route", 1.4),
        ("regime_told", 1.8),
        ("measures_told", 1.8),
    )
    heads = [column(draft.say(f"head.{key}"), weight) for key, weight in keys]
    rows = [_destination(one, draft) for one in found]
    blocks = [words(draft.say("abroad_about")), table(draft.say("section.abroad"), heads, rows)]
    informed = [flow for one in found for flow in one.flows if on_consent(flow, draft)]
    if informed:
        blocks.append(
            bullets([draft.ask("foreign_consent", informed, claims=["consent_to_foreign_provision"])])
        )
    flows_abroad = [flow for one in found for flow in one.flows]
    draft.add("abroad", blocks, sources=["appi_28", "rule_17"], flows=flows_abroad)


def _destination(one: Destination, draft: Draft) -> list[Cell | str]:
    """Say of one country who receives there, by which route, and what is told of it (Rule 17)."""
    speech, case = draft.voice, draft.case
    who = speech.some(dict.fromkeys(speech.place(flow.recipient) for flow in one.flows))
    asked = [flow for flow in one.flows if needs_information(flow, draft)]
    routes = dict.fromkeys(case.routes.get(flow.id, "") for flow in one.flows)
    known = speech.labels("foreign_routes", (route for route in routes if route in SETTLED))
    unsettled = [flow for flow in one.flows if case.routes.get(flow.id, "") not in SETTLED]
    named = noted(known, draft.ask("foreign_route", unsettled) if unsettled else "")
    country: Cell = cell(speech.countries([one.code]))
    if one.code == ABROAD:
        name = draft.ask("country_name", one.flows, about=who, claims=["country_named"])
        candidates = draft.ask(
            "country_candidates", one.flows, claims=["country_candidates_and_reason"], about=who
        )
        country = cell(f"{name}\n{candidates}", tone="ask")
    if not asked:
        return [country, who, named, draft.say("no_information_needed"), draft.say("no_information_needed")]
    regime = draft.blank("regime_link", asked, claims=["regime_information"])
    measures = draft.blank("measures_link", asked, claims=["recipient_measures_information"])
    return [country, who, named, regime, measures]


def joint_use(draft: Draft) -> None:
    """Say the five elements of joint use, group by group (APPI 27(5)(iii))."""
    if not draft.case.appi:
        return
    groups = list(draft.case.joint_groups())
    if not groups:
        return
    about = words(draft.say("joint_about"))
    draft.add(
        "joint_use", [about], sources=["appi_27_5_iii"], flows=[f for _, _, part in groups for f in part]
    )
    for number, (key, record, part) in enumerate(groups, start=1):
        title = draft.voice.place(key)
        draft.add(f"joint-{number}", joint.elements(draft, key, record, part), level=SECTION, title=title)


def entrusted(draft: Draft) -> None:
    """Say what is entrusted to whom, and how they are supervised (APPI 25, 27(5)(i))."""
    flows = outside(draft.case).of(lambda flow: flow.kind == Kind.ENTRUSTMENT)
    if not len(flows):
        return
    rows: list[list[Cell | str]] = []
    for recipient, part in flows.by(lambda flow: flow.recipient).items():
        who = draft.voice.place(recipient)
        rows.append(
            [
                who,
                draft.or_ask(
                    draft.voice.labels("purposes", part.purposes), "entrusted_work", part, about=who
                ),
                items_cell(part, draft, who),
                draft.or_ask(_countries(part, draft), "recipient_country", part, about=who),
            ]
        )
    heads = [
        column(draft.say(f"head.{key}"), w)
        for key, w in (("recipient", 1.7), ("work", 2), ("items", 2.6), ("country", 1.2))
    ]
    measures = draft.voice.labels("measures", flows.keys("measures"))
    notes = [draft.say("entrust_measures", measures=measures)] if measures else []
    claims = ["entrustee_selection_stated", "entrustee_monitoring_stated", "sub_entrustment_stated"]
    notes.append(draft.ask("supervision", flows, claims=claims))
    blocks = [
        words(draft.say("entrusted_about")),
        table(draft.say("section.entrusted"), heads, rows),
        bullets(notes),
    ]
    draft.add("entrusted", blocks, sources=["appi_25", "appi_27_5_i", "gdpr_13_1_e"], flows=flows)


def _countries(part: Bundle, draft: Draft) -> str:
    known = [code for code in part.countries if code != ABROAD]
    return draft.voice.countries(known) if known and not len(part.country_unrecorded) else ""


def undetermined(draft: Draft) -> None:
    """Name the recipients whose standing nobody has settled: each is a question before it is a sentence."""
    flows = outside(draft.case).undetermined
    if not len(flows):
        return
    rows: list[list[Cell | str]] = []
    for recipient, part in flows.by(lambda flow: flow.recipient).items():
        who = draft.voice.place(recipient)
        rows.append(
            [
                who,
                draft.voice.labels("subjects", part.subjects),
                items_cell(part, draft, who),
                draft.voice.labels("purposes", part.purposes),
                draft.blank("standing", part, about=who),
            ]
        )
    keys = (("recipient", 1.6), ("subjects", 1.3), ("items", 2), ("purposes", 1.6), ("standing", 2))
    heads = [column(draft.say(f"head.{key}"), weight) for key, weight in keys]
    told = notice(draft.say("to_officer"), [draft.say("undetermined_about")], tone="ask")
    blocks = [told, table(draft.say("section.undetermined"), heads, rows)]
    draft.add(
        "undetermined",
        blocks,
        sources=["appi_27_1", "appi_27_5_i", "appi_27_5_iii", "gdpr_13_1_e"],
        flows=flows,
    )


def authorities(draft: Draft) -> None:
    """Say when authorities are given data (APPI 18(3), 27(1))."""
    flows = outside(draft.case).of(lambda flow: flow.kind == Kind.AUTHORITY)
    if not len(flows):
        return
    rows: list[tuple[str, Cell | str]] = []
    for recipient, part in flows.by(lambda flow: flow.recipient).items():
        who = draft.voice.place(recipient)
        known = [flow.basis for flow in part if flow.basis not in {"", "undetermined", "none"}]
        said = draft.voice.labels("bases", dict.fromkeys(known)) if len(known) == len(part) else ""
        rows.append((who, draft.or_ask(said, "authority_ground", part, about=who)))
    blocks: list[Block] = [words(draft.say("authorities_about")), pairs(rows)]
    draft.add("authorities", blocks, sources=["appi_18_3", "gdpr_13_1_e"], flows=flows)


def transmitted(draft: Draft) -> None:
    """Say what leaves a visitor's device for whom (Telecommunications Business Act 27-12)."""
    flows = draft.case.kind(Kind.EXTERNAL_TRANSMISSION)
    sites = outside(draft.case).of(_about_visitors)
    if not len(flows) and not len(sites):
        return
    blocks: list[Block] = [words(draft.say("transmitted_about"))]
    if len(flows):
        blocks.append(transmission_grid(draft, flows, kept=False).block(most=5))
    else:
        blocks.append(words(draft.ask("tags_unrecorded", sites)))
    if "cookie_browser_refusal_only" in draft.case.claims:
        blocks.append(words(draft.say("said.browser_refusal")))
    draft.add("transmitted", blocks, sources=["tba_27_12"], flows=flows if len(flows) else sites)


def _about_visitors(flow: Flow) -> bool:
    return flow.kind == Kind.COLLECTION and "site_visitor" in flow.subjects.named
