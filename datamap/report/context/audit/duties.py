"""Requests of people, governance, and what is left to ask: what is on record of each."""

from __future__ import annotations

from collections import Counter

from datamap.report.blocks import SECTION, Block, Cell, Section, cell, column, pairs, section, table, words
from datamap.report.context.audit.decisions import next_due
from datamap.report.context.audit.themes import open_in
from datamap.report.context.audit.words import say
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.risk.questions import ORIGINS


def rights_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return for each kind of request the desk and the clauses on record."""
    lead = words(say(speech, "rights_lead"), lead=True)
    told = [(say(speech, "rights_findings"), str(len(open_in("rights", results))))]
    return [section("rights", say(speech, "rights"), [lead, _rights(results, speech), pairs(told)])]


def _rights(results: Results, speech: Speech) -> Block:
    """List the requests of the Act, and those of other acts that are on record somewhere."""
    words_of = results.workbook.vocabulary
    desks = results.workbook.organisation.desks
    clauses = results.workbook.notice.clauses
    named = {key for desk in desks for key in desk.serves} | {key for one in clauses for key in one.rights}
    rows: list[list[Cell | str]] = []
    for term in words_of.terms("rights"):
        if "heading" in term.flags or not (term.parent == "appi_requests" or term.key in named):
            continue
        serving = speech.join(speech.either(desk.name) for desk in desks if term.key in desk.serves)
        stated = speech.join(one.id for one in clauses if term.key in one.rights)
        rows.append([speech.of(term.label), speech.or_blank(serving), speech.or_blank(stated)])
    heads = [
        column(say(speech, "right"), 2.2),
        column(say(speech, "desk"), 2.6),
        column(speech.say("clauses"), 2.2),
    ]
    return table(say(speech, "rights"), heads, rows)


def governance_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on governance: roles, controls with their periods, contracts."""
    lead = words(say(speech, "governance_lead"), lead=True)
    made = [section("governance", say(speech, "governance"), [lead, pairs(_roles(results, speech))])]
    if results.workbook.organisation.controls:
        shown = [_controls(results, speech)]
        made.append(section("controls", say(speech, "controls"), shown, level=SECTION))
    return made


def _roles(results: Results, speech: Speech) -> list[tuple[str, Cell | str]]:
    own, flows = results.workbook.organisation, results.running
    places = results.workbook.inventory.places
    departments = {flow.department for flow in flows if flow.department}
    departments |= {key for key, place in places.items() if place.type == "department"}
    managed = {party.key for party in own.parties if party.manager.ja}
    contracts = own.contracts
    ended = sum(bool(one.ends) and one.ends < results.as_of.isoformat() for one in contracts)
    unchecked = sum(not one.checked for one in contracts)
    told = [
        (say(speech, f"role_{key}"), speech.or_blank(said))
        for key, said in (
            ("representative", speech.either(own.representative)),
            ("officer", speech.role(speech.either(own.officer))),
            ("dpo", speech.role(speech.either(own.dpo))),
        )
    ]
    parts = (
        ("role_managers", len(departments & managed), len(departments)),
        ("role_owners", sum(bool(flow.owner) for flow in flows), len(flows)),
    )
    told += [
        (say(speech, key), cell(say(speech, "of_all", part=part, whole=whole))) for key, part, whole in parts
    ]
    said = say(speech, "contracts_said", all=len(contracts), ended=ended, unchecked=unchecked)
    return [*told, (say(speech, "contracts"), speech.or_blank(said if contracts else ""))]


def _controls(results: Results, speech: Speech) -> Block:
    heads = [
        column(speech.say("measure"), 2.4),
        column(speech.say("state"), 1.2),
        column(say(speech, "control_last"), 1.1),
        column(say(speech, "control_period"), 0.9),
        column(say(speech, "control_due"), 1.5),
    ]
    rows: list[list[Cell | str]] = [
        [
            cell(speech.label("measures", one.measure), sub=speech.either(one.note)),
            speech.or_blank(speech.label("control_statuses", one.status)),
            speech.or_blank(one.last),
            speech.or_blank(speech.retention(one.period)),
            _due(one.last, one.period, results, speech),
        ]
        for one in results.workbook.organisation.controls
    ]
    return table(say(speech, "controls"), heads, rows)


def _due(last: str, period: str, results: Results, speech: Speech) -> Cell:
    due = next_due(last, period)
    if due is None:
        return speech.blank
    late = due < results.as_of
    said = say(speech, "control_late" if late else "control_ahead", day=due.isoformat())
    return cell(said, tone="warn" if late else "good")


def question_summary(results: Results, speech: Speech) -> list[Section]:
    """Return how many questions are left, by where they come from."""
    asked = results.assessment.open_questions
    counts = Counter(one.origin for one in asked)
    heads = [column(speech.say("question"), 3), column(say(speech, "state_all"), 1, align="right")]
    rows = [
        [speech.title(speech.of(speech.risk(f"origin_is_{origin}"))), str(counts[origin])]
        for origin in ORIGINS
        if counts[origin]
    ]
    blocks: list[Block] = [words(say(speech, "questions_lead", count=len(asked)), lead=True)]
    blocks += [table(say(speech, "questions"), heads, rows, more="tables/questions.csv")] if rows else []
    return [section("questions", say(speech, "questions"), blocks)]
