"""The first pages: what there is, what to fix first, and the picture."""

from __future__ import annotations

from datamap.figures.display import Display
from datamap.report.blocks import SECTION, Block, Section, figure, section, tile, tiles, words
from datamap.report.context.finding_tables import matter_table
from datamap.report.context.gallery import FLOWS
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech

FIRST = 8
"""So many matters are named as what to fix first."""


def overview_chapter(results: Results, speech: Speech, diagram: Display) -> list[Section]:
    """Return the overview: key figures, what to fix first, the flow diagram on a page of its own."""
    flows = results.flows
    figures = [
        tile(len(flows), speech.say("flows")),
        tile(len(flows.by(lambda flow: flow.activity)), speech.say("activities")),
        tile(len(flows.subjects), speech.say("subjects")),
        tile(len(flows.items), speech.say("items_concrete")),
        tile(len(flows.outward.recipients), speech.say("recipients_outside")),
        tile(
            len(flows.country_unnamed),
            speech.say("abroad_unnamed"),
            tone=_tone(len(flows.country_unnamed), "bad"),
        ),
        tile(
            len(flows.country_unrecorded),
            speech.say("country_unrecorded"),
            tone=_tone(len(flows.country_unrecorded), "warn"),
        ),
        tile(
            len(flows.undetermined),
            speech.say("kind_undetermined"),
            tone=_tone(len(flows.undetermined), "ask"),
        ),
    ]
    share = speech.percent(*results.recorded("column"))
    blocks: list[Block] = [
        words(speech.say("overview_lead", flows=len(flows), share=share), lead=True),
        tiles(figures),
        *first_steps(results, speech),
    ]
    picture = figure(
        FLOWS,
        alt=f"{diagram.title}. {diagram.fact}",
        caption=speech.say("diagram_note"),
    )
    return [
        section("overview", speech.say("overview"), blocks),
        section("diagram", speech.say("diagram"), [picture], level=SECTION, wide=True),
    ]


def first_steps(results: Results, speech: Speech, most: int = FIRST) -> list[Block]:
    """Return the gravest open matters, or a sentence that there is none."""
    first = results.open_matters[:most]
    if not first:
        return [words(speech.say("nothing_open"))]
    return [matter_table(first, results, speech, speech.say("fix_first", count=len(first)))]


def _tone(count: int, tone: str) -> str:
    return tone if count else "good"
