"""A data mapping table in the shape 11 + 10 + 13 + 4, and two checklists on foreign countries.

The names of the items and the questions are ours: the sheets of the PPC's tool kit were not
read. Each item has an empty `ppc_item_ref` that a person fills in from the official sheet.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from datamap.model import Kind, Lang
from datamap.report.blocks import SECTION, Cell, cell, pairs, words
from datamap.report.context.bundle import Bundle
from datamap.report.documents import mapping_cells as cells
from datamap.report.documents.case import Case
from datamap.report.documents.draft import Draft, Drafted, Grid
from datamap.rules.articles import article_text

NAME = "data-mapping-table"
FOLDER = Path(__file__).parent
PROVIDED = (
    Kind.THIRD_PARTY,
    Kind.JOINT_USE,
    Kind.AUTHORITY,
    Kind.UNDETERMINED,
    Kind.SUCCESSION,
    Kind.EXTERNAL_TRANSMISSION,
)


@cache
def read_items() -> tuple[Mapping[str, Any], ...]:
    """Return the 38 items with their group, names, law and the reference to the official sheet.

    Examples
    --------
    >>> from collections import Counter
    >>> sorted(Counter(item["group"] for item in read_items()).values())
    [4, 10, 11, 13]
    """
    raw = tomllib.loads((FOLDER / "mapping_items.toml").read_text(encoding="utf-8"))
    return tuple(raw["item"])


@cache
def read_checklists() -> Mapping[str, list[Mapping[str, str]]]:
    """Return the checklists: `provision` to a third party abroad, `handling` in a foreign country."""
    raw = tomllib.loads((FOLDER / "checklists.toml").read_text(encoding="utf-8"))
    return {name: raw[name] for name in ("provision", "handling")}


def cited(law: str, lang: Lang) -> str:
    """Return articles of the APPI and sections of the guidelines as they are cited.

    Examples
    --------
    >>> cited("27(5)(iii); GL 10-7; GL-F 2-2", "ja"), cited("Rule 17(3)", "en")
    ('27条5項3号、通則ガイドライン10-7、外国第三者提供編2-2', 'Rule 17(3)')
    """
    said = article_text(law).in_lang(lang)
    if lang == "en":
        return said
    return said.replace("GL-F ", "外国第三者提供編").replace("GL ", "通則ガイドライン")


def data_mapping_table(case: Case, lang: Lang) -> Drafted:
    """Draft the table: an activity a line for the operator's own handling, a flow a line for the rest."""
    draft = Draft(case, NAME, lang)
    draft.add("shape", [words(draft.say("mapping_about"), draft.ask("ppc_items"))], sources=["ppc_toolkit"])
    _own(draft)
    _others(draft, "entrusted", case.kind(Kind.ENTRUSTMENT), cells.ENTRUSTED)
    _others(draft, "provided", case.kind(*PROVIDED), cells.PROVIDED)
    _checklists(draft)
    _names(draft)
    return draft.finish()


def _label(item: Mapping[str, Any], draft: Draft) -> str:
    return f"{item['id']} {item[draft.lang]}"


def _group(*groups: str) -> list[Mapping[str, Any]]:
    return [item for item in read_items() if item["group"] in groups]


def _sheet(draft: Draft, name: str, items: list[Mapping[str, Any]], first: str) -> Grid:
    """Begin a sheet whose columns are items; the row it comes from stands last."""
    grid = draft.grid(name, [])
    grid.heads = [
        (draft.say(f"head.{first}"), 1.0),
        *((_label(item, draft), 1.0) for item in items),
        (draft.say("head.rows"), 1.0),
    ]
    return grid


def _own(draft: Draft) -> None:
    """Draft the items on the data and on handling inside, one activity a part."""
    items = _group("basic", "inside")
    grid = _sheet(draft, "mapping-own", items, "activity")
    draft.add("own", [words(draft.say("mapping_own_about"))], sources=["gl_10_3_3"])
    for number, (activity, part) in enumerate(
        draft.case.flows.by(lambda flow: flow.activity).items(), start=1
    ):
        said = [cells.OWN[item["id"]](part, draft) for item in items]
        name = draft.voice.activity(activity)
        grid.rows.append([name, *said, draft.voice.rows(part)])
        told: list[tuple[str, Cell | str]] = [
            (_label(item, draft), value) for item, value in zip(items, said, strict=True)
        ]
        draft.add(f"own-{number}", [pairs(told)], level=SECTION, flows=part, title=name)


def _others(draft: Draft, group: str, flows: Bundle, filled: Mapping[str, cells.Fill]) -> None:
    """Draft the items on entrustees, or on third parties, a flow a line."""
    items, title = _group(group), draft.say(f"section.mapping_{group}")
    if not len(flows):
        draft.add(group, [words(draft.say(f"nothing.mapping_{group}"))], title=title)
        return
    grid = _sheet(draft, f"mapping-{group}", items, "flow")
    for flow in flows:
        one = Bundle(flows.inventory, (flow,))
        grid.rows.append(
            [flow.id, *(filled[item["id"]](one, draft) for item in items), draft.voice.rows(one)]
        )
    source = "appi_25" if group == "entrusted" else "appi_27_1"
    draft.add(group, [grid.block()], flows=flows, wide=True, sources=[source], title=title)


def _checklists(draft: Draft) -> None:
    """Add both checklists, with what the flows show beside each question where they show anything."""
    for name, asked in read_checklists().items():
        grid = draft.grid(
            f"checklist-{name}",
            [("question_id", 0.5), ("question", 4), ("law", 1.3), ("shown", 2.2), ("answer", 1.6)],
        )
        for one in asked:
            shown = cells.SHOWN[one["id"]](draft.case, draft) if one["id"] in cells.SHOWN else ""
            grid.rows.append([one["id"], one[draft.lang], cited(one["law"], draft.lang), shown, ""])
        source = "appi_28" if name == "provision" else "gl_10_7"
        draft.add(f"checklist-{name}", [words(draft.say("checklist_about")), grid.block()], sources=[source])


def _names(draft: Draft) -> None:
    """List the 38 items, so that somebody with the official sheet can fill in the reference."""
    grid = draft.grid(
        "mapping-items",
        [("item_id", 0.6), ("group", 1.6), ("item_name", 3), ("law", 1.6), ("ppc_item_ref", 1.2)],
    )
    for item in read_items():
        grid.rows.append(
            [
                item["id"],
                draft.say(f"group.{item['group']}"),
                item[draft.lang],
                cited(item["law"], draft.lang),
                cell(item["ppc_item_ref"]),
            ]
        )
    draft.add("names", [grid.block()], sources=["ppc_toolkit"])
