"""The record of processing activities of a controller and of a processor (GDPR 30(1), 30(2))."""

from __future__ import annotations

from datamap.model import Lang
from datamap.report.blocks import Cell, cell, pairs, words
from datamap.report.context.bundle import Bundle
from datamap.report.documents.case import Case
from datamap.report.documents.draft import Draft, Drafted, noted

NAME = "processing-record"
CONTROLLER = (
    ("activity", 1.4), ("purposes", 1.8), ("subjects", 1.4), ("items", 2.2), ("recipients", 2.2),
    ("transfers", 1.6), ("safeguards", 1.6), ("time_limits", 1.6), ("measures", 1.7), ("rows", 1.4),
)  # fmt: skip
PROCESSOR = (
    ("on_behalf_of", 1.8), ("categories_of_processing", 2), ("transfers", 1.6), ("safeguards", 1.6),
    ("measures", 1.8), ("rows", 1.4),
)  # fmt: skip
DETERMINED = frozenset({"adequacy", "none", ""})


def processing_record(case: Case, lang: Lang) -> Drafted:
    """Draft both records; where somebody answered that the GDPR does not apply, say just that."""
    draft = Draft(case, NAME, lang)
    if case.gdpr is False:
        return draft.finish(nothing=draft.say("nothing.processing_record"))
    if case.gdpr is None:
        draft.add("scope", [words(draft.ask("gdpr_applies", claims=["gdpr_statement"]))], sources=["gdpr_3"])
    draft.add("controller", [pairs(_who(draft))], sources=["gdpr_30_1_a"])
    others = _for_others(draft)
    grid = draft.grid("processing-activities", CONTROLLER)
    theirs = set(case.for_others.ids)
    own = case.flows.of(lambda flow: flow.id not in theirs)
    flows = case.under_gdpr(own)
    for activity, part in flows.by(lambda flow: flow.activity).items():
        grid.rows.append(_activity(activity, part, draft))
    people = draft.voice.labels("subjects", flows.subjects)
    limited = [words(draft.say("gdpr_limited", people=people))] if len(flows) < len(own) else []
    draft.add("activities", [*limited, grid.block()], sources=["gdpr_30_1"], flows=flows, wide=True)
    if len(others):
        _processor(draft, others)
    return draft.finish()


def _who(draft: Draft) -> list[tuple[str, Cell | str]]:
    own, speech = draft.case.workbook.organisation, draft.voice
    rows: list[tuple[str, Cell | str]] = [
        (draft.say("row.name"), draft.or_ask(speech.either(own.name), "operator_name")),
        (draft.say("row.address"), draft.or_ask(speech.either(own.address), "operator_address")),
        (draft.say("row.dpo"), draft.or_ask(speech.either(own.dpo), "dpo")),
    ]
    if draft.case.answers.get("eu_establishment") != "yes":
        rows.append(
            (
                draft.say("row.eu_representative"),
                draft.or_ask(speech.either(own.eu_representative), "eu_representative"),
            )
        )
    joint = [speech.place(key) for key, _, _ in draft.case.joint_groups()]
    if joint:
        flows = [flow for _, _, part in draft.case.joint_groups() for flow in part]
        rows.append(
            (
                draft.say("row.joint_controllers"),
                noted(speech.join(joint), draft.ask("joint_controllers", flows)),
            )
        )
    return rows


def _activity(activity: str, part: Bundle, draft: Draft) -> list[Cell | str]:
    speech, name = draft.voice, draft.voice.activity(activity)
    outward = part.outward
    kept = dict.fromkeys(speech.retention(flow.retention) for flow in part if flow.retention)
    return [
        name,
        draft.or_ask(speech.labels("purposes", part.purposes), "purpose_missing", part, about=name),
        draft.or_ask(speech.labels("subjects", part.subjects), "subjects", part, about=name),
        speech.or_blank(speech.listed("items", part.all_items)),
        speech.some(map(speech.place, outward.recipients)) or draft.say("no_recipients"),
        *_transfers(part, name, draft),
        draft.or_ask("\n".join(kept), "retention", part, about=name),
        draft.or_ask(speech.labels("measures", part.keys("measures")), "measures_activity", part, about=name),
        speech.rows(part),
    ]


def _transfers(part: Bundle, name: str, draft: Draft) -> tuple[Cell | str, Cell | str]:
    """Return third countries and the safeguards recorded for them (GDPR 30(1)(e))."""
    inside = draft.case.no_transfer
    going = part.outward.of(lambda flow: any(code not in inside for code in part.countries_of(flow)))
    if not len(going):
        open_ = part.outward.country_unrecorded
        return (draft.blank("country_of", open_) if len(open_) else draft.say("no_transfers")), ""
    codes = dict.fromkeys(code for flow in going for code in part.countries_of(flow) if code not in inside)
    tools = [flow.gdpr_tool for flow in going if flow.gdpr_tool not in {"", "none"}]
    missing = [flow for flow in going if flow.gdpr_tool in {"", "none"}]
    named = draft.voice.labels("gdpr_tools", dict.fromkeys(tools))
    asked = draft.ask("transfer_tool", missing, about=name) if missing else ""
    return draft.voice.countries(codes), noted(named, asked) if named else cell(asked, tone="ask")


def _for_others(draft: Draft) -> Bundle:
    """Return the flows by which we are given work; where there is none, say so or ask."""
    case = draft.case
    work = case.work_given_us
    if not len(work):
        none = case.answers.get("processes_for_others", "") == "no"
        told = draft.say("no_processing_for_others") if none else draft.ask("processes_for_others")
        draft.add("processor", [words(told)], sources=["gdpr_30_2"])
    return work


def _processor(draft: Draft, work: Bundle) -> None:
    """Draft the record of what one does for others, a line a controller."""
    speech = draft.voice
    grid = draft.grid("processing-for-others", PROCESSOR)
    for source, given in work.by(lambda flow: flow.source).items():
        who, part = speech.place(source), _work_of(given, draft.case)
        grid.rows.append(
            [
                noted(who, draft.ask("controller_contact", given, about=who)),
                draft.or_ask(speech.labels("purposes", part.purposes), "entrusted_work", part, about=who),
                *_transfers(part, who, draft),
                draft.or_ask(
                    speech.labels("measures", part.keys("measures")), "measures_activity", part, about=who
                ),
                speech.rows(part),
            ]
        )
    draft.add("processor", [grid.block()], sources=["gdpr_30_2"], flows=draft.case.for_others, wide=True)


def _work_of(given: Bundle, case: Case) -> Bundle:
    """Return the flows of the work that one controller gives: what is passed on in it included."""
    ids, activities = set(given.ids), set(given.texts("activity"))
    of_another = set(case.work_given_us.ids) - ids
    return case.for_others.of(
        lambda flow: flow.id in ids or (flow.activity in activities and flow.id not in of_another)
    )
