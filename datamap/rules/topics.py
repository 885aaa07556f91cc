"""What a finding is about in a word, so that questions can be asked matter by matter."""

from __future__ import annotations

import re

from datamap.model import Finding, Text
from datamap.vocabulary import text

FIRST_NUMBER = re.compile(r"\d+")

APPI = (
    (16, "scope"),
    (19, "purposes"),
    (21, "collection"),
    (22, "retention"),
    (24, "security"),
    (25, "entrustees"),
    (26, "breaches"),
    (27, "provision"),
    (28, "abroad"),
    (31, "records"),
    (40, "requests"),
    (46, "processed"),
)
"""Last article of a part of the Act -> its topic, in the numbering since 2023-04-01."""

PARTS = (("27(5)(i)", "entrustees"), ("27(5)(iii)", "joint_use"), ("27(6)", "joint_use"))
"""Parts of Article 27 that belong elsewhere; an article that goes on with a letter is another one."""

TOPICS = (
    *dict.fromkeys(topic for _, topic in APPI),
    "joint_use",
    "notice",
    "handling",
    "gdpr",
    "neighbours",
    "readiness",
)


def topic_of(finding: Finding) -> str:
    """Return the topic of a finding: one of `TOPICS`.

    Other acts are a topic each; a check of our own without an article is about the notice or about
    how items are handled.
    """
    if finding.law != "appi":
        return {"gdpr": "gdpr", "appi-2026": "readiness"}.get(finding.law, "neighbours")
    found = FIRST_NUMBER.search(finding.article)
    if found is None:
        return "notice" if finding.about_type in {"clause", "notice"} else "handling"
    for part, topic in PARTS:
        if finding.article == part or finding.article.startswith((f"{part};", f"{part}(")):
            return topic
    number = int(found[0])
    return next((topic for last, topic in APPI if number <= last), "scope")


def topic_label(topic: str) -> Text:
    """Return what a topic is called."""
    return text("rules", f"topic_is_{topic}")
