"""One section an activity: who, what, why, to whom, how long, and what is open about it."""

from __future__ import annotations

from datamap.report.blocks import (
    SECTION,
    Block,
    Cell,
    Section,
    anchor,
    cell,
    column,
    pairs,
    section,
    table,
    words,
)
from datamap.report.context.bundle import Bundle, with_flags
from datamap.report.context.finding_tables import ON_A_PAGE, matter_table, open_matters_of
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.report.context.tables_of_flows import short_table

FLAGGED = ("sensitive", "id_code", "property_damage")


def activity_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the chapter on activities: an overview, then one section each."""
    parts = results.flows.by(lambda flow: flow.activity)
    first = section(
        "activities",
        speech.say("activities"),
        [
            words(speech.say("activities_lead", count=len(parts)), lead=True),
            _overview(parts, results, speech),
        ],
    )
    return [first, *(_activity(name, part, results, speech) for name, part in parts.items())]


def _overview(parts: dict[str, Bundle], results: Results, speech: Speech) -> Block:
    heads = [
        column(speech.say("activity"), 2.4),
        column(speech.say("flows"), 0.8, align="right"),
        column(speech.say("subjects"), 2.2),
        column(speech.say("recipients_outside"), 1.1, align="right"),
        column(speech.say("flagged_items"), 2.2),
        column(speech.say("recorded_share"), 0.9, align="right"),
        column(speech.say("open_matters"), 0.9, align="right"),
    ]
    rows: list[list[Cell | str]] = []
    for name, part in parts.items():
        rows.append(
            [
                cell(speech.activity(name), to=anchor("activity", name)),
                str(len(part)),
                speech.or_blank(speech.labels("subjects", part.subjects)),
                str(len(part.outward.recipients)),
                speech.labels("items", with_flags(part, FLAGGED)),
                speech.percent(*results.recorded("activity", name)),
                str(len(open_matters_of(part, results))),
            ]
        )
    return table(speech.say("activities"), heads, rows, note=speech.say("recorded_share_note"))


def _activity(name: str, part: Bundle, results: Results, speech: Speech) -> Section:
    blocks = [
        pairs(_particulars(part, speech)),
        short_table(part, speech, speech.say("flows_of", name=speech.activity(name))),
    ]
    matters = open_matters_of(part, results)
    if matters:
        blocks.append(
            matter_table(
                matters, results, speech, speech.say("open_here"), only=set(part.ids), most=ON_A_PAGE
            )
        )
    return section(
        anchor("activity", name),
        speech.activity(name),
        blocks,
        level=SECTION,
        series="activity",
        fresh=True,
    )


def _particulars(part: Bundle, speech: Speech) -> list[tuple[str, Cell | str]]:
    """Say what the flows of an activity have in common, a blank where nothing is recorded."""
    flagged = speech.labels("items", with_flags(part, FLAGGED))
    told = [
        ("subjects", speech.labels("subjects", part.subjects)),
        ("items", speech.listed("items", part.all_items)),
        ("flagged_items", flagged or speech.say("none_named")),
        ("purposes", speech.labels("purposes", part.purposes)),
        (
            "recipients_outside",
            speech.some(map(speech.place, part.outward.recipients)) or speech.say("none_named"),
        ),
        (
            "country",
            speech.countries(part.outward.countries) if part.outward.flows else speech.say("none_named"),
        ),
        ("systems", speech.join(map(speech.place, part.texts("system")))),
        ("department", speech.join(map(speech.place, part.texts("department")))),
        ("retention", speech.join(map(speech.retention, part.texts("retention")))),
        ("measures", speech.labels("measures", part.keys("measures"))),
        ("clauses", speech.join(part.keys("notice"))),
    ]
    return [(speech.say(key), speech.or_blank(said)) for key, said in told]
