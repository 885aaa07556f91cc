"""Questions of a check in few lines: folded by topic, and what has to be asked first before the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from datamap.cli.say import said, show
from datamap.model import Finding, Lang

if TYPE_CHECKING:
    from datamap.analysis.words import Words
    from datamap.cli.matters import Matter
    from datamap.rules import Findings

NAMED = 6
"""Things, or rows, that a line names before it says how many more there are."""

_NAMED_BY = frozenset({"group", "place"})

COUNTRY = "recipient_in_japan"
"""The first step of the decision chain: where the recipient is."""


def settled_first(findings: Findings) -> dict[str, str]:
    """Return finding -> the fact that has to be known before it can be asked about."""
    from datamap.rules.waiting import waiting

    return waiting(findings)


def show_questions(
    matters: Sequence[Matter], findings: Findings, waits: Mapping[str, str], lang: Lang
) -> None:
    """Print the questions by topic, one line each; and what waits for the way to a country abroad.

    Parameters
    ----------
    matters : those that only ask something, in order. waits : see `settled_first`.
    """
    from datamap.rules.topics import topic_label, topic_of

    topics: dict[str, list[Matter]] = {}
    for matter in matters:
        topics.setdefault(topic_of(matter.first), []).append(matter)
    if waits:
        topics.setdefault("abroad", [])
    if not topics:
        return
    show()
    show(said("check_questions", lang, count=sum(len(matter.findings) for matter in matters)), bold=True)
    for topic, found in topics.items():
        show(f"  {topic_label(topic).in_lang(lang)}")
        if topic == "abroad":
            _show_first(findings, waits, lang)
        for matter in found:
            first = [thing(one, findings.words, lang) for one in matter.findings.head(NAMED)]
            about = named(first, len(matter.findings))
            one = matter.first
            words = {"title": one.title.in_lang(lang), "question": one.question.in_lang(lang)}
            show(f"    - {said('check_question', lang, **words)}  [{one.rule}: {about}]")


def _show_first(findings: Findings, waits: Mapping[str, str], lang: Lang) -> None:
    """Print what to ask first about each set of flows, and which rules can be judged after it."""
    by_fact: dict[str, dict[str, list[str]]] = {}
    for finding, fact in waits.items():
        rule, _, flow = finding.partition(":")
        by_fact.setdefault(fact, {}).setdefault(flow, []).append(rule)
    for fact, flows in by_fact.items():
        rules = dict.fromkeys(rule for named in flows.values() for rule in named)
        question = findings.facts.question(fact).in_lang(lang) if findings.facts else fact
        key = "check_country_first" if fact == COUNTRY else "check_route_first"
        show("    - " + said(key, lang, question=question, flows=named(list(flows), len(flows))))
        show("      " + said("check_route_then", lang, rules=", ".join(rules)))


def thing(finding: Finding, names: Words, lang: Lang) -> str:
    """Return what a finding is about: a place or group by its name, anything else by its id."""
    return names.in_lang("place", finding.about, lang) if finding.about_type in _NAMED_BY else finding.about


def named(first: Sequence[str], count: int) -> str:
    """Return the first of some names, and how many more there are of all of them."""
    more = f" … +{count - NAMED}" if count > NAMED else ""
    return ", ".join(first[:NAMED]) + more
