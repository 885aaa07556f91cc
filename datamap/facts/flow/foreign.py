"""Recipients abroad: where they are, and by which route they may receive (APPI 28, Rules 15 to 18)."""

from __future__ import annotations

from functools import cache

from datamap.analysis.border import Homes, Seen, seen_from
from datamap.facts.flow.view import FlowView
from datamap.facts.registry import fact
from datamap.facts.truth import Truth
from datamap.model import ABROAD


@fact("flow", "recipient", "countries")
def country_recorded(view: FlowView) -> Truth:
    """Where the recipient is has been recorded, be it only as abroad (APPI 28; GDPR 30(1)(e))."""
    return view.countries(lambda known, complete: True if known and complete else None)


@fact("flow", "source", "recipient", "countries")
def abroad_recorded(view: FlowView) -> Truth:
    """A recipient outside Japan, and outside the country of the source, is written down (APPI 28); known."""
    return view.away(lambda seen: bool(seen.foreign))


@fact("flow", "source", "recipient", "countries")
def leaves_home(view: FlowView) -> Truth:
    """A recipient outside the country of the source is written down, whatever the law; known either way.

    Home is Japan for an organisation in Japan; for others the country of whoever hands over
    (`analysis.border`).
    """
    return view.away(lambda seen: bool(seen.away))


@fact("flow", "source", "recipient", "countries")
def recipient_in_japan(view: FlowView) -> Truth:
    """Every recipient is in Japan, or in the country of the source (APPI 28(1): no foreign country)."""
    return view.away(lambda seen: seen.at_home)


@fact("flow", "source", "recipient", "countries")
def foreign_country_named(view: FlowView) -> Truth:
    """The foreign countries are named (APPI 28(2), Rule 17(2)(i)); recorded as abroad only = not recorded."""
    return view.away(lambda seen: None if ABROAD in seen.foreign or not seen.foreign else True)


@fact("flow", "recipient", "source")
def same_legal_entity(view: FlowView) -> Truth:
    """The recipient is part of the same legal person: a branch, office or system (GL-F 2-2, GL 10-7)."""
    route = view.cell("foreign_route", lambda cell: True if cell == "same_entity" else None)
    inside = view.place(
        "recipient", lambda places: all(p.type != "party" for p in places) if places else None
    )
    own = view.world.organisation.key
    ours = view.cell("recipient", lambda key: key == own)
    return route.or_else(inside | ours)


@fact("flow", "source", "recipient", "countries", "foreign_route")
def designated_country(view: FlowView) -> Truth:
    """Every foreign country is designated under Rule 15 on the day (APPI 28(1), GL-F 3)."""
    world = view.world

    def designated(seen: Seen) -> bool | None:
        listed = [world.on_list("designated_countries", country) for country in seen.foreign]
        if False in listed:
            return False
        return None if None in listed or not listed or not seen.complete else True

    return view.away(designated)


@fact("flow", "foreign_route")
def equivalent_system_recorded(view: FlowView) -> Truth:
    """The recipient is recorded to have an equivalent system (APPI 28(1), Rule 16, GL-F 4)."""
    return view.among("foreign_route", ["equivalent_system"])


@fact("flow", "foreign_route", "basis")
def foreign_exception_recorded(view: FlowView) -> Truth:
    """An exception of 27(1)(i) to (vii) is recorded for the provision abroad (APPI 28(1))."""
    route = view.among("foreign_route", ["exception"])
    basis = view.cell("basis", lambda c: None if c in {"", "undetermined"} else c.startswith("exception"))
    return route | basis


@fact("flow", "foreign_route", "notice")
def foreign_consent_recorded(view: FlowView) -> Truth:
    """Consent to provision abroad is recorded as the route, or a clause asks for it.

    Serves APPI 28(1), GL-F 2-1.
    """
    return view.among("foreign_route", ["consent_informed"]).or_else(
        view.stated("consent_to_foreign_provision")
    )


@fact("flow", "recipient", "countries", "foreign_route")
def route_fits_country(view: FlowView) -> Truth:
    """The recorded route and the recorded countries can both be so (APPI 28(1), Rule 15)."""
    designated, abroad = designated_country(view), abroad_recorded(view)
    says_designated = view.cell("foreign_route", lambda cell: cell == "designated")
    says_home = view.cell("foreign_route", lambda cell: cell == "not_foreign")
    return ~(says_designated & ~designated) & ~(says_home & abroad)


def _told(view: FlowView, name: str, *claims: str) -> Truth:
    sheet = view.recorded_under("measures", "foreign_information_sheet")
    written = Truth(sheet.yes, sheet.yes & False)
    return view.asked(name).or_else(written | view.stated(*claims))


@fact("flow", "measures", "notice", "country_told")
def country_told(view: FlowView) -> Truth:
    """People are told the name of the country (Rule 17(2)(i))."""
    return _told(view, "country_told", "country_named")


@fact("flow", "measures", "notice", "regime_told")
def regime_told(view: FlowView) -> Truth:
    """People are told about the country's regime for personal information (Rule 17(2)(ii), GL-F 5-2)."""
    return _told(view, "regime_told", "regime_information")


@fact("flow", "measures", "notice", "recipient_measures_told")
def recipient_measures_told(view: FlowView) -> Truth:
    """People are told the recipient's measures (Rule 17(2)(iii))."""
    return _told(view, "recipient_measures_told", "recipient_measures_information")


@fact("flow", "notice", "unnamed_country_explained")
def unnamed_country_explained(view: FlowView) -> Truth:
    """Where the country cannot be told, the fact, the reason and candidates are given.

    Serves Rule 17(3), GL-F 5-3-1.
    """
    return view.asked("unnamed_country_explained").or_else(view.stated("country_candidates_and_reason"))


@fact("flow", "unavailable_measures_explained", asked=True)
def unavailable_measures_explained(view: FlowView) -> Truth:
    """Where the recipient's measures cannot be told, the fact and the reason are given.

    Serves Rule 17(4), GL-F 5-3-2.
    """
    return view.asked("unavailable_measures_explained")


@fact("flow", "recipient")
def equivalent_checked_within_year(view: FlowView) -> Truth:
    """Performance and foreign law were looked at within the last year or so (Rule 18(1)(i), GL-F 6-1)."""
    return view.cell("recipient", view.world.checked_within_year)


@fact("flow", "measures")
def foreign_regime_checked(view: FlowView) -> Truth:
    """The foreign country's regime has been looked up (GL 10-7, 3-8-1)."""
    found = view.recorded_under("measures", "foreign_regime_check", "country_register", "transfer_assessment")
    return Truth(found.yes, found.yes & False) | view.stated("foreign_regime_understood")


@fact("flow", "kind", "recipient", "countries", "system")
def handled_outside_our_sight(view: FlowView) -> Truth:
    """Somebody else handles the items for us, or a system or a part of ours abroad holds them (GL 10-7)."""
    entrusted = view.cell("kind", lambda cell: cell == "entrustment")
    ours_abroad = abroad_recorded(view) & same_legal_entity(view)
    return entrusted | system_abroad(view) | Truth.known(ours_abroad.yes)


@fact("flow", "source", "system")
def system_abroad(view: FlowView) -> Truth:
    """The system is declared outside Japan, and outside the country of the source (GL 10-7); known.

    The cell `countries` says where the recipient is, not where the recipient keeps things: a
    company in Japan may rent a server abroad. So the country of a system is the one declared for
    it (`[[system]]` in `organisation.toml`), or that of rows which hand over to the system itself.
    """
    homes, members = view.world.border.homes, view.world.members

    @cache
    def countries(system: str) -> frozenset[str]:
        return frozenset(country for place in members(system) for country in place.countries)

    @cache
    def foreign(at_home: Homes, there: frozenset[str]) -> bool:
        return bool(seen_from(at_home, there, complete=True).foreign)

    return view.pairs("source", "system", lambda source, system: foreign(homes(source), countries(system)))


@fact("flow", "recipient", "countries", "system")
def handled_in_japan(view: FlowView) -> Truth:
    """The recipient is at home, and no system abroad is declared to keep the items (GL 10-7)."""
    return recipient_in_japan(view) & ~system_abroad(view)


@fact("flow", "recipient", "countries")
def abroad_unnamed(view: FlowView) -> Truth:
    """A recipient abroad is written down without its country (Rule 17(3)); known either way."""
    return view.countries(lambda known, _: ABROAD in known)


@fact("flow", "recipient", "countries", "foreign_route", "basis")
def other_foreign_route(view: FlowView) -> Truth:
    """A route other than consent is on record: country, system, exception or same entity (APPI 28(1))."""
    own = same_legal_entity(view) | equivalent_system_recorded(view)
    return Truth.known((own | designated_country(view) | foreign_exception_recorded(view)).yes)


@fact("flow", "foreign_route")
def rests_on_equivalent_system(view: FlowView) -> Truth:
    """The provision abroad rests on an equivalent system (APPI 28(3), Rule 18); known either way."""
    return view.cell("foreign_route", lambda cell: cell == "equivalent_system")


@fact("flow", "foreign_route")
def rests_on_foreign_consent(view: FlowView) -> Truth:
    """The provision abroad is recorded to rest on consent (APPI 28(1), (2)); known either way."""
    return view.cell("foreign_route", lambda cell: cell == "consent_informed")


@fact("flow", "foreign_route", "measures", "notice")
def foreign_consent_informed(view: FlowView) -> Truth:
    """Consent to provision abroad, after country, regime and measures were told, is recorded.

    Serves APPI 28(1), (2).
    """
    country = country_told(view) | unnamed_country_explained(view)
    measures = recipient_measures_told(view) | unavailable_measures_explained(view)
    return foreign_consent_recorded(view) & country & regime_told(view) & measures


@fact("flow", "foreign_route")
def route_written(view: FlowView) -> Truth:
    """A route is written down (APPI 28); unknown counts as not written; known either way."""
    return view.cell("foreign_route", lambda cell: cell not in {"", "unknown"})


@fact("flow", "kind")
def under_27_5(view: FlowView) -> Truth:
    """The flow is entrustment, succession or joint use (APPI 27(5)); known either way."""
    return view.cell("kind", lambda cell: cell in {"entrustment", "succession", "joint_use"})


@fact("flow", "notice")
def consent_names_foreign(view: FlowView) -> Truth:
    """A clause asks for agreement to provision abroad as such (APPI 28(1), GL-F 2-1); known either way."""
    return Truth.known(view.stated("consent_to_foreign_provision").yes)


@fact("flow", "notice")
def consent_mentions_foreign(view: FlowView) -> Truth:
    """A clause that asks for agreement also mentions recipients abroad (APPI 28(1)); known either way."""
    asks = view.stated("consent_at_application", "consent_separate", "consent_before_provision")
    return Truth.known((asks & view.stated("foreign_provision")).yes)


@fact("flow", "recipient", "countries", "measures", "notice")
def country_or_reason_told(view: FlowView) -> Truth:
    """The country is named or told, or reason and candidates are given (APPI 28(2), Rule 17(2)(i), (3))."""
    return foreign_country_named(view) | country_told(view) | unnamed_country_explained(view)
