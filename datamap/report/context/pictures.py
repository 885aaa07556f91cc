"""A figure on a page of its own."""

from __future__ import annotations

from datamap.report.blocks import SECTION, Section, figure, section
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech


def picture_section(name: str, title: str, file: str, results: Results, speech: Speech) -> Section:
    """Return a figure on a page of its own, across."""
    shown = results.gallery(speech.lang).display(file)
    picture = figure(file, alt=" ".join((f"{shown.title}. {shown.fact}", *shown.notes)))
    return section(name, title, [picture], level=SECTION, wide=True)
