"""Findings as tables and cards: gravest first, with what to ask and what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from datamap.model import FindingStatus, Severity
from datamap.report.blocks import (
    SECTION,
    Block,
    Cell,
    Section,
    anchor,
    card,
    cards,
    cell,
    column,
    section,
    table,
    words,
)
from datamap.report.context.bundle import Bundle
from datamap.report.context.matters import SEVERITY_TONE, STATUS_TONE, Matter
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech

ON_A_PAGE = 4
"""So many matters are shown in a section that should stay on one page."""

NAMED = 12
"""So many things are named one by one; the rest are counted."""


def matter_anchor(matter: Matter) -> str:
    """Return the anchor of a matter's card."""
    return anchor("matter", f"{matter.rule}-{matter.status.value}")


def open_matters_of(part: Bundle, results: Results) -> tuple[Matter, ...]:
    """Return the open matters about some flows, gravest first."""
    found = {m.rule + m.status: m for flow in part for m in results.matters_of_flow.get(flow.id, ())}
    return tuple(sorted(found.values(), key=lambda matter: matter.order))


def headline(matter: Matter, speech: Speech) -> str:
    """Say a matter in a sentence: what was seen, or that it cannot be told from what is recorded."""
    if matter.alike:
        return speech.of(matter.example.message)
    return speech.say("cannot_be_told", title=speech.of(matter.example.title))


def severity_cell(matter: Matter, results: Results, speech: Speech) -> Cell:
    """Return how much a matter weighs, and its outcome below."""
    label = results.findings.words.label
    said = speech.of(label("severity", matter.severity.value))
    return cell(
        said, tone=SEVERITY_TONE[matter.severity], sub=speech.of(label("status", matter.status.value))
    )


def status_cell(matter: Matter, results: Results, speech: Speech) -> Cell:
    """Return the outcome of a matter."""
    said = speech.of(results.findings.words.label("status", matter.status.value))
    return cell(said, tone=STATUS_TONE[matter.status])


def things(about_type: str, about: Sequence[str], speech: Speech, most: int = NAMED) -> str:
    """Name what a matter is about; beyond `most`, count the rest."""
    named = speech.join(thing(about_type, one, speech) for one in about[:most])
    left = len(about) - most
    return speech.say("and_more", named=named, more=left) if left > 0 else named


def thing(about_type: str, about: str, speech: Speech) -> str:
    """Return how one thing is called."""
    if about_type in {"group", "place"}:
        return speech.place(about)
    if about_type == "activity":
        return speech.activity(about)
    if about_type in {"organisation", "notice"}:
        return speech.say(f"whole_{about_type}")
    return about


def matter_table(
    matters: Sequence[Matter],
    results: Results,
    speech: Speech,
    caption: str,
    *,
    only: Collection[str] | None = None,
    rows_are_targets: bool = False,
    most: int | None = None,
) -> Block:
    """Return matters in rows.

    Parameters
    ----------
    only
        Narrows what they are about to some flows.
    rows_are_targets
        Links to a matter lead here, not the other way round.
    most
        So many are shown, the gravest; a note says how many are left. None = all.
    """
    heads = [
        column(speech.say("severity"), 1.05),
        column(speech.say("finding"), 2.6),
        column(speech.say("about"), 1.5),
        column(speech.say("question"), 2.6),
    ]
    shown = matters[:most]
    rows: list[list[Cell | str]] = []
    for matter in shown:
        to = "" if rows_are_targets else matter_anchor(matter)
        rows.append(
            [
                severity_cell(matter, results, speech),
                cell(headline(matter, speech), sub=speech.of(matter.article), to=to),
                things(
                    matter.about_type, [one for one in matter.about if only is None or one in only], speech
                ),
                speech.of(matter.example.question),
            ]
        )
    ids = [matter_anchor(matter) if rows_are_targets else "" for matter in shown]
    left = len(matters) - len(shown)
    note = speech.say("more_findings", left=left) if left else ""
    return table(caption, heads, rows, ids=ids, note=note, more="tables/findings.csv")


def matter_cards(matters: Iterable[Matter], results: Results, speech: Speech) -> Block:
    """Return matters as cards: what was seen, about what, what to ask and what to do."""
    label = results.findings.words.label
    made = [
        card(
            headline(matter, speech),
            status=speech.of(label("severity", matter.severity.value)),
            tone=SEVERITY_TONE[matter.severity],
            meta=origin(matter, results, speech),
            id=matter_anchor(matter),
            lines=[
                (speech.say("checked"), speech.of(matter.example.title)),
                (
                    speech.say("open_example", about=matter.about[0]),
                    "" if matter.alike else speech.of(matter.example.message),
                ),
                (speech.say("about"), things(matter.about_type, matter.about, speech)),
                (speech.say("question"), speech.of(matter.example.question)),
                (speech.say("remedy"), speech.of(matter.example.remedy)),
            ],
        )
        for matter in matters
    ]
    return cards(made)


def origin(matter: Matter, results: Results, speech: Speech) -> str:
    """Say the outcome, the article with its date, and whether somebody has read it for us."""
    status = speech.of(results.findings.words.label("status", matter.status.value))
    since = matter.example.in_force
    parts = [
        status,
        speech.of(matter.article),
        speech.say("in_force_since", day=since.isoformat()) if since else "",
        _how_read(matter, speech),
        matter.rule,
    ]
    return (
        " ｜ ".join(part for part in parts if part)
        if speech.lang == "ja"
        else " | ".join(filter(None, parts))
    )


def _how_read(matter: Matter, speech: Speech) -> str:
    """Say that nobody has read the text for us, or that there is none: a check of our own."""
    if matter.example.house:
        return speech.say("own_check")
    return "" if matter.example.verified else speech.say("not_verified")


def counts_by_severity(matters: Iterable[Matter]) -> dict[Severity, int]:
    """Count findings (not rules) by severity."""
    counts = dict.fromkeys(Severity, 0)
    for matter in matters:
        counts[matter.severity] += len(matter.about)
    return counts


def finding_list(results: Results, speech: Speech) -> list[Section]:
    """Return the findings in short: a row each; the assessment has them in full."""
    listed = matter_table(
        results.open_matters, results, speech, speech.say("findings_open"), rows_are_targets=True
    )
    first = findings_first(results, speech, [words(speech.say("findings_elsewhere")), listed])
    return [first, *settled_section(results, speech)]


def findings_first(results: Results, speech: Speech, blocks: Sequence[Block]) -> Section:
    """Return how many findings there are, by weight, before them."""
    counts = counts_by_severity(results.open_matters)
    label = results.findings.words.label
    said = [
        speech.say("count_of", name=speech.of(label("severity", key.value)), count=counts[key])
        for key in counts
    ]
    lead = speech.say("findings_lead", rules=len(results.open_matters), counts=speech.join(said))
    about = words(speech.say("findings_about"))
    return section("findings", speech.say("findings"), [words(lead, lead=True), about, *blocks])


def settled_section(results: Results, speech: Speech) -> list[Section]:
    """Return what is on record; none where nothing is."""
    settled = [matter for matter in results.matters if matter.status is FindingStatus.NO_GAP]
    if not settled:
        return []
    blocks = [words(speech.say("settled_about")), _settled(settled, speech)]
    return [section("settled", speech.say("settled"), blocks, level=SECTION)]


def _settled(matters: Iterable[Matter], speech: Speech) -> Block:
    heads = [
        column(speech.say("finding"), 3.2),
        column(speech.say("article"), 1.6),
        column(speech.say("about"), 3),
    ]
    rows = [
        [
            speech.of(matter.example.title),
            speech.of(matter.article),
            things(matter.about_type, matter.about, speech),
        ]
        for matter in matters
    ]
    return table(speech.say("settled"), heads, rows, more="tables/findings.csv")
