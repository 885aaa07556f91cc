"""The assessment in the order of one outline: the form that an authority asks for, as a report of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from datamap.report.blocks import Section, figure, section
from datamap.report.context.gallery import FLOWS, HEAT_MAP, TIMELINE
from datamap.report.context.outlines import Look, outline_overview, outline_section
from datamap.report.context.pictures import picture_section
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.risk.filled import FilledOutline, FilledSection

ACROSS = {"flows": (FLOWS, "diagram"), "heat_map": (HEAT_MAP, "heat_map")}
"""Drawings that need a page of their own, across, and the heading over each."""


def outline_form(filled: FilledOutline, results: Results, speech: Speech, *, more: str) -> list[Section]:
    """Return the chapters of a report that follows an outline section by section, with its drawings.

    Parameters
    ----------
    more : file that holds every row where a table is cut on paper.
    """
    first = section("form", speech.say("form_chapter"), outline_overview(filled, speech))
    look = Look(more, form=True)
    made = [one for part in filled.sections for one in _parts(part, filled, look, results, speech)]
    for heading, after in pairwise(made):
        if not heading["blocks"]:  # a mere heading lies the way of what it heads
            heading["wide"] = after["wide"]
    first["fresh"] = made[0]["fresh"] = True
    return [first, *made]


def _parts(
    part: FilledSection, filled: FilledOutline, look: Look, results: Results, speech: Speech
) -> Iterator[Section]:
    """Yield one section, the line of time within it, and what is drawn across the page after it."""
    made = outline_section(part, filled, look, speech)
    if part.section.figure == "timeline" and results.assessment.human.actions:
        drawn = results.gallery(speech.lang).display(TIMELINE)
        said = " ".join(drawn.notes)
        made["blocks"].append(
            figure(TIMELINE, alt=f"{drawn.title}. {drawn.fact}", caption=drawn.title, note=said)
        )
    yield made
    if drawing := ACROSS.get(part.section.figure):
        file, heading = drawing
        yield picture_section(f"form-{part.section.figure}", speech.say(heading), file, results, speech)
