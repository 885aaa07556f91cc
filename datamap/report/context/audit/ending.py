"""Risks and plan as the audit shows them, and the block in which people sign."""

from __future__ import annotations

from datamap.report.blocks import Section, form, section, words
from datamap.report.context.audit.words import say
from datamap.report.context.gallery import HEAT_MAP, PLACES
from datamap.report.context.measures import plan_blocks
from datamap.report.context.pictures import picture_section
from datamap.report.context.results import Results
from datamap.report.context.risks import risk_table
from datamap.report.context.speech import Speech

GRAVEST = 12
"""So many risks are listed; the assessment has all of them."""

SIGNERS = ("auditor", "officer", "representative")


def risk_summary(results: Results, speech: Speech) -> list[Section]:
    """Return the gravest risks, the heat map, and the places they run to."""
    lead = words(say(speech, "risks_lead"), lead=True)
    shown = risk_table(results.assessment.register[:GRAVEST], results, speech)
    return [
        section("risks", say(speech, "risks"), [lead, shown]),
        picture_section("heat-map", speech.say("heat_map"), HEAT_MAP, results, speech),
        picture_section("places", speech.say("places_at_risk"), PLACES, results, speech),
    ]


def plan_summary(results: Results, speech: Speech) -> list[Section]:
    """Return the plan: a table and a line of time."""
    return [section("plan", say(speech, "plan"), plan_blocks(results, speech))]


def signing_chapter(speech: Speech) -> list[Section]:
    """Return the sign-off block: blank lines for role, name, date and remarks of three people."""
    lead = words(say(speech, "sign_lead"), lead=True)
    fields = [(say(speech, f"sign_{key}"), "", "") for key in ("role", "name", "date", "remark")]
    forms = [form(say(speech, f"sign_{who}"), fields) for who in SIGNERS]
    return [section("sign-off", say(speech, "sign"), [lead, *forms])]
