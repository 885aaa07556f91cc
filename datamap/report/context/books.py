"""The reports as wholes: which chapters, in which order, with which drawings."""

from __future__ import annotations

from collections.abc import Sequence

from datamap import __version__
from datamap.model import Lang
from datamap.report.blocks import Block, Book, Section, section, words
from datamap.report.context.activities import activity_chapter
from datamap.report.context.assumed import assumed_section
from datamap.report.context.audit.board import board_chapter
from datamap.report.context.audit.duties import governance_chapter, question_summary, rights_chapter
from datamap.report.context.audit.ending import plan_summary, risk_summary, signing_chapter
from datamap.report.context.audit.found import found_chapter
from datamap.report.context.audit.scope import scope_chapter
from datamap.report.context.audit.state import state_chapter
from datamap.report.context.cover import cover, labels, law_chapter, legend_chapter
from datamap.report.context.decision import decision_chapter
from datamap.report.context.description import description_chapter
from datamap.report.context.finding_chapter import finding_chapter
from datamap.report.context.finding_tables import finding_list
from datamap.report.context.gallery import COMPLETENESS, FLOWS, HEAT_MAP, MATRIX, YEAR
from datamap.report.context.joint_use import joint_use_chapter
from datamap.report.context.measures import measure_chapter
from datamap.report.context.necessity import necessity_chapter
from datamap.report.context.notice_check import notice_chapter
from datamap.report.context.outline_form import outline_form
from datamap.report.context.outlines import outline_chapters
from datamap.report.context.overseas import overseas_chapter, overseas_summary
from datamap.report.context.overview import overview_chapter
from datamap.report.context.questions import question_chapter
from datamap.report.context.recipients import recipient_chapter
from datamap.report.context.results import Results
from datamap.report.context.risks import risk_chapter
from datamap.report.context.screening import screening_chapter
from datamap.report.context.speech import SHORT_HASH, Speech
from datamap.report.context.summary import summary_chapter
from datamap.report.context.tables_of_flows import full_table
from datamap.report.context.unrecorded import completeness_chapter, unrecorded_chapter
from datamap.report.context.year import year_sections
from datamap.report.machine import ATTACHED


def data_map(results: Results, lang: Lang) -> Book:
    """Return the data map book in one language.

    Chapters: overview with diagram, activities, recipients, provision abroad, joint use,
    what is not recorded, all flows, law data and limits, legend.
    """
    speech, shown = Speech(results.workbook, lang), results.gallery(lang).display
    chapters = [
        *overview_chapter(results, speech, shown(FLOWS)),
        *activity_chapter(results, speech),
        *recipient_chapter(results, speech, shown(MATRIX)),
        *overseas_chapter(results, speech),
        *joint_use_chapter(results, speech),
        *notice_chapter(results, speech),
        *unrecorded_chapter(results, speech, shown(COMPLETENESS)),
        *finding_list(results, speech),
        *assumed_section(results, speech),
        *flow_chapter(results, speech),
        *law_chapter(results, speech),
        *legend_chapter(results, speech),
    ]
    return _book("data-map", chapters, results, speech)


def impact_assessment(results: Results, lang: Lang) -> Book:
    """Return the impact assessment in one language.

    Chapters: summary, screening, description, necessity, findings, risks, measures and plan,
    open questions, advice and decision, the outlines asked for, law data and limits.
    """
    speech, shown = Speech(results.workbook, lang), results.gallery(lang).display
    chapters = [
        *summary_chapter(results, speech),
        *screening_chapter(results, speech),
        *description_chapter(results, speech, shown(FLOWS)),
        *necessity_chapter(results, speech),
        *finding_chapter(results, speech),
        *assumed_section(results, speech),
        *risk_chapter(results, speech, shown(HEAT_MAP)),
        *measure_chapter(results, speech),
        *question_chapter(results, speech),
        *decision_chapter(results, speech),
        *outline_chapters(results, speech),
        *law_chapter(results, speech),
    ]
    return {
        **_book("impact-assessment", chapters, results, speech),
        "carries": {ATTACHED: results.assessment_json},
    }


def assessment_form(results: Results, lang: Lang, key: str) -> Book:
    """Return the impact assessment in the order of an outline, in one language.

    Chapters: how full it is, the sections of the outline under their own numbers, law data and limits.

    Raises
    ------
    KeyError
        If there is no such outline; the message names those there are.
    """
    speech, filled = Speech(results.workbook, lang), results.assessment.outline(key)
    name = f"impact-assessment-{key}"
    ending = law_chapter(results, speech)
    ending[0]["fresh"] = True
    chapters = [*outline_form(filled, results, speech, more=f"{name}.xlsx"), *ending]
    return {
        **_book("impact-assessment", chapters, results, speech),
        "name": name,
        "subtitle": speech.of(filled.outline.title),
        "own_numbers": True,
        "carries": {ATTACHED: results.assessment_json},
    }


def audit(results: Results, lang: Lang) -> Book:
    """Return the audit report in one language.

    Chapters: summary for the board on one page, scope and method with the coverage register, state
    of the findings since the last audit, findings with evidence, completeness, notice, provision
    abroad, joint use, requests, governance, risks, plan, questions, sign-off.
    """
    speech, shown = Speech(results.workbook, lang), results.gallery(lang).display
    chapters = [
        *board_chapter(results, speech),
        *scope_chapter(results, speech),
        *state_chapter(results, speech),
        *found_chapter(results, speech),
        *completeness_chapter(results, speech, shown(COMPLETENESS)),
        *notice_chapter(results, speech),
        *overseas_summary(results, speech),
        *joint_use_chapter(results, speech),
        *rights_chapter(results, speech),
        *governance_chapter(results, speech),
        *year_sections(results, speech, shown(YEAR)),
        *risk_summary(results, speech),
        *plan_summary(results, speech),
        *question_summary(results, speech),
        *signing_chapter(speech),
    ]
    return _book("audit", chapters, results, speech)


def flow_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the table of all flows, across the page."""
    blocks: list[Block] = [
        words(speech.say("all_flows_lead")),
        full_table(results.flows, speech, speech.say("all_flows")),
    ]
    return [section("all-flows", speech.say("all_flows"), blocks, wide=True)]


def _book(name: str, chapters: Sequence[Section], results: Results, speech: Speech) -> Book:
    organisation = speech.either(results.workbook.organisation.name) or speech.say("organisation_unnamed")
    gallery = results.gallery(speech.lang)
    drawn = {it["file"] for part in chapters for it in part["blocks"] if it["kind"] == "figure"}
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
        "files": {file: gallery.svg(file) for file in sorted(drawn)},
    }
