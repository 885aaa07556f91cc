"""JUnit XML: the result of a check as build servers read it.

A finding that makes the check fail is a failure, one that an officer accepted is skipped, all
others pass and say what they found. There is no binding standard; this is the common subset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from datamap.cli.entries import Entry
from datamap.model import Lang
from datamap.vocabulary import text

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(entries: Iterable[Entry], lang: Lang, *, as_of: date, left_out: str = "") -> str:
    """Return the entries as JUnit XML: one suite for each act, for the policy and for the input.

    `left_out` says what they are the gravest of; each suite then carries it.
    """
    suites: dict[str, list[Entry]] = {}
    for entry in entries:
        suites.setdefault(entry.matter.suite, []).append(entry)
    whole = Element("testsuites", name="datamap check")
    for name, listed in suites.items():
        suite = SubElement(whole, "testsuite", name=name, timestamp=f"{as_of.isoformat()}T00:00:00")
        for entry in listed:
            _case(suite, name, entry, lang)
        _count(suite)
        if left_out:
            SubElement(suite, "system-out").text = left_out
    _sum(whole)
    indent(whole)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(whole, encoding="unicode") + "\n"


def _case(suite: Element, name: str, entry: Entry, lang: Lang) -> None:
    case = SubElement(
        suite,
        "testcase",
        classname=f"datamap.{name}.{entry.matter.id}",
        name=_sound(f"{entry.id} {entry.matter.title.in_lang(lang)}"),
        time="0",
    )
    if entry.settled:
        return
    if entry.assumption is not None and entry.assumption.closes:
        record = entry.assumption.record
        words = {"reason": record.reason.in_lang(lang), "role": record.role}
        why = text("cli", "sarif_suppression", date=record.date, until=record.until, **words)
        SubElement(case, "skipped", message=_sound(why.in_lang(lang)))
        return
    told = _sound("\n".join(line for line in _lines(entry, lang) if line))
    if entry.fails:
        failure = SubElement(case, "failure", type=entry.severity.value, message=_sound(entry.message))
        failure.text = told
    else:
        SubElement(case, "system-out").text = told


def _lines(entry: Entry, lang: Lang) -> list[str]:
    places = ", ".join(f"{spot.file}:{spot.line}" for spot in entry.spots)
    article = entry.matter.article.in_lang(lang)
    return [
        entry.message,
        article,
        places,
        entry.matter.question.in_lang(lang),
        entry.matter.remedy.in_lang(lang),
    ]


def _count(suite: Element) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for key, tag in (("failures", "failure"), ("skipped", "skipped")):
        suite.set(key, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("errors", "0")


def _sum(whole: Element) -> None:
    for key in ("tests", "failures", "skipped", "errors"):
        whole.set(key, str(sum(int(suite.get(key, "0")) for suite in whole)))


def _sound(words: str) -> str:
    """Return a text without the characters that XML 1.0 does not know."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", words)
