"""The first page of the audit report: one sheet for a board, the state in numbers and what to decide."""

from __future__ import annotations

from datamap.model import Severity
from datamap.report.blocks import (
    Block,
    Cell,
    Section,
    cell,
    column,
    figure,
    section,
    table,
    tile,
    tiles,
    words,
)
from datamap.report.context.audit.decisions import to_decide
from datamap.report.context.audit.words import say
from datamap.report.context.gallery import STANDING
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.report.former import ACCEPTED, CLOSED, NEW, OPEN
from datamap.risk.plan import plan_lines
from datamap.risk.rating import STAGES
from datamap.risk.tables import by_priority


def board_chapter(results: Results, speech: Speech) -> list[Section]:
    """Return the summary for the board; it stays on one page of paper, whatever the workbook holds."""
    shown = results.gallery(speech.lang).display(STANDING)
    blocks: list[Block] = [
        words(_lead(results, speech), lead=True),
        tiles(_tiles(results, speech)),
        figure(STANDING, alt=f"{shown.title}. {shown.fact}", caption=say(speech, "board_figure")),
        _matters(results, speech),
        words(say(speech, "board_limits")),
    ]
    return [section("board", say(speech, "board"), blocks, paper="one_page")]


def since(results: Results, speech: Speech) -> str:
    """Say what changed since the last audit, or that no former state was given."""
    former, found = results.wish.former, results.standing
    if former is None:
        return say(speech, "board_first")
    new, closed = found.count(NEW), found.count(CLOSED)
    return say(speech, "board_since", then=former.as_of.isoformat(), new=new, closed=closed)


def _lead(results: Results, speech: Speech) -> str:
    lines = results.standing.of(NEW, OPEN)
    counts = {each.value: sum(line.severity is each for line in lines) for each in Severity}
    return say(
        speech,
        "board_lead",
        day=results.as_of.isoformat(),
        flows=len(results.facts.ids("flow")),
        acts=len(results.laws.laws),
        rules=sum(rule.kind != "house" for law in results.laws.laws for rule in law.rules),
        open=len(lines),
        since=since(results, speech),
        **counts,
    )


def _tiles(results: Results, speech: Speech) -> list[dict[str, str]]:
    found, first = results.standing, results.wish.former is None
    unknown = say(speech, "tile_no_state") if first else ""
    risks = results.assessment
    high = [by_priority(risks, stage)["high"] for stage in STAGES]
    lines = plan_lines(risks)
    late = sum(line.timing == "late" for line in lines)
    unnamed = len(results.running.country_unnamed)
    return [
        tile("–" if first else found.count(NEW), say(speech, "tile_new"), note=unknown),
        tile(found.count(OPEN), say(speech, "tile_open_first" if first else "tile_open")),
        tile(found.count(ACCEPTED), say(speech, "tile_accepted")),
        tile("–" if first else found.count(CLOSED), say(speech, "tile_closed"), note=unknown),
        tile(" / ".join(map(str, high)), say(speech, "tile_high"), tone="bad" if high[-1] else ""),
        tile(f"{late} / {len(lines)}", say(speech, "tile_late"), tone="warn" if late else ""),
        tile(unnamed, say(speech, "tile_abroad"), tone="warn" if unnamed else ""),
        tile(speech.percent(*results.recorded("column")), say(speech, "tile_recorded")),
    ]


def _matters(results: Results, speech: Speech) -> Block:
    heads = [
        column(speech.say("number"), 0.55, align="right"),
        column(say(speech, "board_what"), 3.4),
        column(say(speech, "board_state"), 2.8),
        column(say(speech, "board_decided"), 1.6),
    ]
    rows: list[list[Cell | str]] = [
        [str(number), cell(one.what, to=one.to), one.state, ""]
        for number, one in enumerate(to_decide(results, speech), start=1)
    ]
    return table(say(speech, "board_matters"), heads, rows)
