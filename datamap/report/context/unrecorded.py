"""What is not recorded: how much of each column, activity and department, and the questions to ask."""

from __future__ import annotations

from collections import Counter

from datamap.analysis.answer import Answer
from datamap.figures import Display
from datamap.report.blocks import (
    SECTION,
    Block,
    Cell,
    Section,
    bullets,
    cell,
    column,
    figure,
    section,
    table,
    words,
)
from datamap.report.context.gallery import COMPLETENESS
from datamap.report.context.questions import question_table
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech

ASKED_HERE = ("finding", "record")
"""Where the questions of this chapter come from; those about risks stand in the assessment."""


def unrecorded_chapter(results: Results, speech: Speech, bars: Display) -> list[Section]:
    """Return the chapter on completeness: by column, activity and department, then the questions."""
    asked = [one for one in results.assessment.open_questions if one.origin in ASKED_HERE]
    made = completeness_chapter(results, speech, bars)
    if asked:
        shown = question_table(asked, speech, speech.say("questions"))
        lead = words(speech.say("unrecorded_questions_lead", count=len(asked)))
        made.append(section("unrecorded-questions", speech.say("questions"), [lead, shown], level=SECTION))
    return [*made, *remarks(results, speech)]


def completeness_chapter(results: Results, speech: Speech, bars: Display) -> list[Section]:
    """Return what is recorded: the bars, then by column, activity and department."""
    blocks: list[Block] = [words(results.completeness["column"].text(speech.lang), lead=True)]
    blocks.append(figure(COMPLETENESS, alt=f"{bars.title}. {bars.fact}", caption=bars.title))
    blocks += [_table(results.completeness[by], by, speech) for by in ("column", "activity", "department")]
    return [section("completeness", speech.say("unrecorded"), blocks)]


def _table(found: Answer, by: str, speech: Speech) -> Block:
    heads = [
        column(speech.say(f"by_{by}"), 2.4),
        column(speech.say("cells"), 0.9, align="right"),
        column(speech.say("cells_recorded"), 1.0, align="right"),
        column(speech.say("cells_unknown"), 1.2, align="right"),
        column(speech.say("cells_blank"), 1.0, align="right"),
        column(speech.say("recorded_share"), 0.9, align="right"),
    ]
    rows: list[list[Cell | str]] = [
        [
            found.words.in_lang(by, str(row[by]), speech.lang),
            f"{row['cells']:,}",
            f"{row['recorded']:,}",
            f"{row['recorded_unknown']:,}",
            f"{row['not_recorded']:,}",
            _share(row["recorded"], row["cells"], speech),
        ]
        for row in found.table.to_dict(orient="records")
    ]
    note = speech.say("cells_note") if by == "column" else ""
    return table(speech.say(f"completeness_by_{by}"), heads, rows, note=note, more="tables/completeness.csv")


def _share(part: int, whole: int, speech: Speech) -> Cell:
    share = part / whole if whole else 1
    tone = "good" if share >= 0.8 else "warn" if share >= 0.3 else "bad"  # noqa: PLR2004 - steps of the eye
    return cell(speech.percent(part, whole), tone=tone)


def remarks(results: Results, speech: Speech) -> list[Section]:
    """List what reading the files brought up, each kind once, and what in the sheets is about nothing."""
    problems = (*results.workbook.problems, *results.assessment.human.problems, *results.assessment.strays)
    counts = Counter(
        (
            f"{p.file} {p.column}" if p.file.startswith("records/") and p.column else p.file,
            speech.of(p.message),
        )
        for p in dict.fromkeys(problems)
    )
    entries = [
        f"{file}: {message}" + (f" (×{number})" if number > 1 else "")
        for (file, message), number in counts.items()
    ]
    if not entries:
        return []
    return [section("remarks", speech.say("remarks"), [bullets(entries)], level=SECTION)]
