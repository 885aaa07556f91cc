"""One change as sheets to read and to file: risks before and after, the flows behind it, what comes new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from datamap.analysis.changed_cells import changed_rows
from datamap.analysis.frames import pd
from datamap.analysis.request_words import joined as joined_texts
from datamap.analysis.request_words import request_words
from datamap.analysis.worksheet import Worksheet
from datamap.model import Text
from datamap.risk.moved import Moved
from datamap.risk.tables import joined
from datamap.risk.words import listing, words_of
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.risk.assess import Assessment
    from datamap.risk.change import Altered, ChangeAssessment

RISKS = (
    "risk", "title", "effect", "priority_before", "priority", "levels", "moved", "flows",
    "priority_residual", "candidates",
)  # fmt: skip
FLOWS = (
    "flow", "activity", "source", "recipient", "items", "subjects", "persons", "countries", "purposes",
)  # fmt: skip
PAPER = ("title", "effect", "priority_before", "priority", "levels", "moved", "flows")
"""Columns of the risks that fit across a page."""


def sheet(found: ChangeAssessment) -> Worksheet:
    """Return the risks that a change alters, with the flows behind them and what comes new."""
    rows = [_row(found, one) for one in found.altered]
    titles = {one.risk: one.either.risk.title for one in found.altered}
    effects = [one.effect for one in found.altered]
    counts = {"new": effects.count("new"), "graver": effects.count("graver"), "count": len(rows)}
    return Worksheet(
        name="change",
        table=pd.DataFrame(rows, columns=list(RISKS)),
        title=text("risk", "change_file_title" if found.from_file else "change_title"),
        summary=text("risk", _summary(found), flows=len(found.flows), **counts),
        words=words_of(found.after.workbook.inventory, title=titles),
        lists=frozenset({"flows"}),
        none=frozenset({"flows", "priority_before", "priority", "priority_residual", "candidates"}),
        paper=PAPER,
        parts=tuple(_parts(found)),
        notes=(text("risk", "change_note"),),
        lang=found.lang,
    ).in_lang(found.lang)


def _summary(found: ChangeAssessment) -> str:
    if found.from_file:
        return "change_file_summary"
    return "change_summary" if found.flows else "change_nothing"


def _parts(found: ChangeAssessment) -> Iterator[Worksheet]:
    """Yield the flows of the change, the cells that differ, and what comes new."""
    yield _flows(found)
    if found.from_file:
        before, after = (one.workbook.inventory for one in (found.before, found.after))
        yield changed_rows(before, after, request_words(after))
    yield _new(found)


def _row(found: ChangeAssessment, one: Altered) -> dict[str, object]:
    scale = found.after.scale
    return {
        "risk": one.risk,
        "title": one.risk,
        "effect": one.effect,
        "priority_before": (one.before.counted("current", scale) or "") if one.before else "",
        "priority": (one.after.counted("current", scale) or "") if one.after else "",
        "levels": listing(_levels(one)),
        "moved": _moved(one.moved),
        "flows": joined(one.flows),
        "priority_residual": (one.after.counted("residual", scale) or "") if one.after else "",
        "candidates": joined(one.after.risk.candidates) if one.after else "",
    }


def _levels(one: Altered) -> Iterator[Text]:
    """Yield what each dimension is proposed as with the measures on record, before and after."""
    for dimension in ("likelihood", "severity"):
        sides = [getattr(r.proposals.get("current"), dimension, None) for r in (one.before, one.after) if r]
        known = list(dict.fromkeys(str(level) for level in sides if level))
        if known:
            yield text("risk", "change_levels", dimension=text("risk", dimension), levels=" → ".join(known))


def _moved(moved: Sequence[Moved]) -> Text:
    """Return the steps that differ, each before and after."""
    return joined_texts([one.said for one in moved], "；", "; ")


def _flows(found: ChangeAssessment) -> Worksheet:
    """Return the flows of the change as they would read; those that end, as they read today."""
    after = found.after.workbook.inventory
    read = {key: value for one in (found.before, found.after) for key, value in _read(one).items()}
    rows = [{"flow": flow} | dict(zip(FLOWS[1:], read[flow], strict=True)) for flow in found.flows]
    return Worksheet(
        name="change_flows",
        table=pd.DataFrame(rows, columns=list(FLOWS)),
        title=text("risk", "change_flows_title"),
        summary=text("risk", "change_flows_summary", count=len(rows)),
        words=words_of(after),
        none=frozenset({"flow"}),
        lang=found.lang,
    )


def _read(found: Assessment) -> dict[str, tuple[str, ...]]:
    """Return what each flow's row says in the columns shown."""
    inventory = found.workbook.inventory
    cells = zip(*(inventory.coded(key).texts() for key in FLOWS[1:]), strict=True)
    return dict(zip(inventory.coded("id").texts(), cells, strict=True))


def _new(found: ChangeAssessment) -> Worksheet:
    """Return what the change brings: recipients, countries, people, criteria newly met, another outcome."""
    rows = [{"what": what, "comes_new": said} for what, said in _news(found)]
    return Worksheet(
        name="change_new",
        table=pd.DataFrame(rows, columns=["what", "comes_new"]),
        title=text("risk", "change_new_title"),
        summary=text("risk", "change_new_summary" if rows else "change_new_nothing"),
        words=words_of(found.after.workbook.inventory),
        lang=found.lang,
    )


def _news(found: ChangeAssessment) -> Iterator[tuple[Text, Text]]:
    for sort, names in found.added_words.items():
        yield text("risk", f"change_added_{sort}"), listing(names)
    titles = {a.criterion.key: a.criterion.title for a in found.after.screened.of()}
    if found.newly_met:
        yield text("risk", "change_newly_met"), listing(titles[key] for key in found.newly_met)
    for column in ("gdpr", "appi"):
        then, now = (one.screened.outcome(column).result for one in (found.before, found.after))
        if then != now:
            words = [text("risk", f"result_is_{result}") for result in (then, now)]
            name = text("risk", f"need_for_is_{column}")
            said = Text(f"{words[0].ja} → {words[1].ja}", f"{words[0].en} → {words[1].en}")
            yield text("risk", "change_outcome", column=name), said
