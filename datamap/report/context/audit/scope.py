"""What was checked, from which sources and how: scope, inputs, method, coverage register."""

from __future__ import annotations

from datetime import date

from datamap.analysis.relation import own_places
from datamap.report.blocks import SECTION, Cell, Section, bullets, pairs, section, words
from datamap.report.context.audit.words import say
from datamap.report.context.cover import acts_table, coverage_gaps, inputs_table
from datamap.report.context.results import Results
from datamap.report.context.speech import SHORT_HASH, Speech
from datamap.risk.scope import left_for_later
from datamap.rules import changed_between

METHOD = ("all", "three", "trace", "same", "accepted", "not")


def scope_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on scope and method, with the inputs and the register of what is covered."""
    lead = words(say(speech, "scope_lead"), lead=True)
    return [
        section("scope", say(speech, "scope"), [lead, pairs(_scope(results, speech))]),
        section(
            "method",
            say(speech, "method"),
            [bullets([say(speech, f"method_{key}") for key in METHOD])],
            level=SECTION,
        ),
        section("inputs", speech.say("inputs"), [inputs_table(results, speech)], level=SECTION),
        section("law", speech.say("law_chapter"), [acts_table(results, speech)], level=SECTION),
        section("not-covered", speech.say("not_covered"), coverage_gaps(results, speech), level=SECTION),
    ]


def _scope(results: Results, speech: Speech) -> list[tuple[str, Cell | str]]:
    book, rules = results.workbook, [rule for law in results.laws.laws for rule in law.rules]
    ours = sum(rule.kind == "house" for rule in rules)
    running, everything = len(results.running), len(book.inventory)
    own = own_places(book.inventory)
    outside = [
        key for key, place in book.inventory.places.items() if key not in own and place.type != "subject"
    ]
    verified = sum(rule.verified_on is not None for rule in rules)
    applied = results.findings.table["rule"].nunique()
    told = [
        (speech.say("organisation"), speech.either(book.organisation.name)),
        (speech.say("as_of"), results.as_of.isoformat()),
        (say(speech, "scope_flows"), say(speech, "scope_flows_said", running=running, all=everything)),
        (
            speech.say("activities"),
            speech.some(map(speech.activity, results.running.by(lambda flow: flow.activity)), 40),
        ),
        *_left_out(results, speech),
        (
            say(speech, "scope_places"),
            say(speech, "scope_places_said", own=len(own), outside=len(outside)),
        ),
        (
            say(speech, "scope_clauses"),
            say(speech, "scope_clauses_said", count=len(book.notice.clauses)) if book.notice.clauses else "",
        ),
        (
            say(speech, "scope_rules"),
            say(
                speech,
                "scope_rules_said",
                rules=len(rules) - ours,
                ours=ours,
                applied=applied,
                verified=verified,
            ),
        ),
    ]
    return [*((label, speech.or_blank(said)) for label, said in told), _former(results, speech)]


def _left_out(results: Results, speech: Speech) -> list[tuple[str, str]]:
    """Say which flows of the inventory were not checked: planned ones by activity, others by number."""
    planned = left_for_later(results.workbook.inventory, ())
    count = sum(map(len, planned.values()))
    others = len(results.flows) - len(results.running) - count
    named = speech.some(map(speech.activity, planned), 40)
    said = [say(speech, "scope_planned", count=count, activities=named)] if count else []
    said += [say(speech, "scope_ended", count=others)] if others else []
    return [(say(speech, "scope_left_out"), speech.title(speech.join(said)))] if said else []


def _former(results: Results, speech: Speech) -> tuple[str, Cell | str]:
    """Say what today's findings are held against."""
    former = results.wish.former
    label = say(speech, "scope_former")
    if former is None:
        return label, say(speech, "scope_former_none")
    day = former.as_of.isoformat()
    said = say(speech, "scope_former_said", name=former.name, day=day, digest=former.sha256[:SHORT_HASH])
    key = "scope_former_day" if former.workbook else "scope_former_results"
    state = say(speech, key, day=day) if former.workbook else say(speech, key)
    return label, "\n".join([said, state, _law_since(former.as_of, results, speech)])


def _law_since(then: date, results: Results, speech: Speech) -> str:
    """Say which law has changed since the last audit."""
    found = changed_between(results.laws, then, results.as_of)
    if not found:
        return say(speech, "scope_law_same")
    return say(speech, "scope_law_changed", what=speech.some(map(speech.of, found.values())))
