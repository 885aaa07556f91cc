"""The reports as wholes: which chapters, in which order, with which drawings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from datamap import __version__
from datamap.figures import Display, draw_completeness, draw_flows, draw_heat_map, draw_matrix
from datamap.model import Lang
from datamap.report.blocks import Block, Book, Section, section, words
from datamap.report.context.activities import activity_chapter
from datamap.report.context.cover import cover, labels, law_chapter, legend_chapter
from datamap.report.context.decision import decision_chapter
from datamap.report.context.description import description_chapter
from datamap.report.context.finding_tables import finding_chapter, finding_list
from datamap.report.context.joint_use import joint_use_chapter
from datamap.report.context.measures import measure_chapter
from datamap.report.context.necessity import necessity_chapter
from datamap.report.context.notice_check import notice_chapter
from datamap.report.context.overseas import overseas_chapter
from datamap.report.context.overview import DIAGRAM, overview_chapter
from datamap.report.context.questions import question_chapter
from datamap.report.context.recipients import MATRIX, recipient_chapter
from datamap.report.context.results import Results
from datamap.report.context.risks import HEAT_MAP, risk_chapter
from datamap.report.context.screening import screening_chapter
from datamap.report.context.speech import SHORT_HASH, Speech
from datamap.report.context.summary import summary_chapter
from datamap.report.context.tables_of_flows import full_table
from datamap.report.context.unrecorded import COMPLETENESS, unrecorded_chapter


def data_map(results: Results, lang: Lang) -> Book:
    """Return the data map book in one language.

    Chapters: overview with diagram, activities, recipients, provision abroad, joint use,
    what is not recorded, all flows, law data and limits, legend.
    """
    speech = Speech(results.workbook, lang)
    drawn = {
        DIAGRAM: draw_flows(results.workbook, lang=lang, as_of=results.as_of),
        MATRIX: draw_matrix(results.workbook, lang=lang, as_of=results.as_of),
        COMPLETENESS: draw_completeness(results.workbook, lang=lang),
    }
    chapters = [
        *overview_chapter(results, speech, drawn[DIAGRAM]),
        *activity_chapter(results, speech),
        *recipient_chapter(results, speech, drawn[MATRIX]),
        *overseas_chapter(results, speech),
        *joint_use_chapter(results, speech),
        *notice_chapter(results, speech),
        *unrecorded_chapter(results, speech, drawn[COMPLETENESS]),
        *finding_list(results, speech),
        *flow_chapter(results, speech),
        *law_chapter(results, speech),
        *legend_chapter(results, speech),
    ]
    return _book("data-map", chapters, results, speech, drawn)


def impact_assessment(results: Results, lang: Lang) -> Book:
    """Return the impact assessment in one language.

    Chapters: summary, screening, description, necessity, findings, risks, measures and plan,
    open questions, advice and decision, law data and limits.
    """
    speech = Speech(results.workbook, lang)
    drawn = {
        DIAGRAM: draw_flows(results.workbook, lang=lang, as_of=results.as_of),
        HEAT_MAP: draw_heat_map(results.assessment, lang=lang),
    }
    chapters = [
        *summary_chapter(results, speech),
        *screening_chapter(results, speech),
        *description_chapter(results, speech, drawn[DIAGRAM]),
        *necessity_chapter(results, speech),
        *finding_chapter(results, speech),
        *risk_chapter(results, speech, drawn[HEAT_MAP]),
        *measure_chapter(results, speech),
        *question_chapter(results, speech),
        *decision_chapter(results, speech),
        *law_chapter(results, speech),
    ]
    return _book("impact-assessment", chapters, results, speech, drawn)


def flow_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the table of all flows, across the page."""
    blocks: list[Block] = [
        words(speech.say("all_flows_lead")),
        full_table(results.flows, speech, speech.say("all_flows")),
    ]
    return [section("all-flows", speech.say("all_flows"), blocks, wide=True)]


def _book(
    name: str, chapters: Sequence[Section], results: Results, speech: Speech, drawn: Mapping[str, Display]
) -> Book:
    organisation = speech.either(results.workbook.organisation.name) or speech.say("organisation_unnamed")
    return {
        "name": name,
        "lang": speech.lang,
        "title": speech.say(f"title_{name}"),
        "kicker": organisation,
        "subtitle": speech.say(f"subtitle_{name}"),
        "organisation": organisation,
        "as_of": results.as_of.isoformat(),
        "hash": results.input_hash[:SHORT_HASH],
        "version": __version__,
        "labels": labels(speech),
        "cover": cover(results, speech),
        "sections": list(chapters),
        "files": {name: display.svg().encode() for name, display in drawn.items()},
    }
