"""The questions of the findings, topic by topic; what waits for the way abroad says so."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.report.blocks import Block, Cell, cell, column, table
from datamap.report.context.finding_tables import headline, matter_anchor, things
from datamap.report.context.matters import Matter
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.rules.topics import TOPICS, topic_label, topic_of
from datamap.rules.waiting import waiting


def question_table(found: Sequence[Matter], results: Results, speech: Speech, caption: str) -> Block:
    """Return one row a question, by topic; the topic is named in the first row of each.

    A question that cannot be answered before it is settled on what ground items go abroad names
    what to ask first instead.
    """
    waits = waiting(results.findings)
    heads = [
        column(speech.say("asked_topic"), 1.2),
        column(speech.say("finding"), 2.5),
        column(speech.say("about"), 1.5),
        column(speech.say("question"), 2.6),
    ]
    topics = list(TOPICS)
    ordered = sorted(found, key=lambda matter: topics.index(topic_of(matter.example)))
    rows: list[list[Cell | str]] = []
    before = ""
    for matter in ordered:
        topic = topic_of(matter.example)
        rows.append(
            [
                speech.of(topic_label(topic)) if topic != before else "",
                cell(headline(matter, speech), sub=speech.of(matter.article)),
                things(matter.about_type, matter.about, speech),
                _question(matter, waits, results, speech),
            ]
        )
        before = topic
    ids = [matter_anchor(matter) for matter in ordered]
    return table(caption, heads, rows, ids=ids, more="tables/findings.csv")


def _question(matter: Matter, waits: dict[str, str], results: Results, speech: Speech) -> Cell | str:
    facts = [waits.get(f"{matter.rule}:{about}") for about in matter.about]
    asked = speech.of(matter.example.question)
    if not all(facts):
        return asked
    first = speech.join(dict.fromkeys(speech.of(results.facts.question(fact)) for fact in facts if fact))
    return cell(speech.say("asked_first", question=first), sub=asked)
