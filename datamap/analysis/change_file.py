"""The change file of `whatif`: what one might do, in a closed little grammar of TOML keys.

One `[[change]]` a thing:

=====================  ==============================================================
keys                   meaning
=====================  ==============================================================
``end = [ids]``        these flows end
``start = [ids]``      these planned flows start
``place``,             a place moves to other countries
``countries``
``flows = [ids]`` and  about these flows; without ``flows``, about every flow whose row names
                       one of the items and hands it to somebody else:
``items = [keys]``     only these of their items (the row is split)
``treatment``,         the cell is filled in anew
``basis``, ``foreign_route``, ``gdpr_tool``, ``retention``
``measures = [keys]``  measures that are added
``without = [keys]``   items that are no longer handed over
=====================  ==============================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from datamap.analysis.asked import inventory_of
from datamap.analysis.changes import Change
from datamap.analysis.handing import hands_on
from datamap.analysis.universe import Universe, items_of
from datamap.inventory import Inventory, Workbook
from datamap.inventory.keylists import parse_keylist
from datamap.model import BadInput, KeyList, Lang
from datamap.records.page import Page, nearest_of, read_page
from datamap.records.sheet import Sheet

CELLS = {
    "treatment": "treatments",
    "basis": "bases",
    "foreign_route": "foreign_routes",
    "gdpr_tool": "gdpr_tools",
}
"""Cells that a change may fill in anew -> the list their words come from; `retention` besides."""

SHOWN = 20
"""Names that are offered before it is said that there are more."""


def read_changes(path: str | Path, asked: Inventory | Workbook, *, lang: Lang = "ja") -> tuple[Change, ...]:
    """Return the changes of a file.

    Raises
    ------
    BadInput with every mistake: unknown keys, flows, places and words, with the nearest one meant; a
    change that would change nothing.
    FileNotFoundError if there is no such file.
    """
    file = Path(path)
    if not file.is_file():
        raise FileNotFoundError(file)
    inventory = inventory_of(asked)
    page = read_page(file, file.name, inventory.vocabulary)
    sheet = Sheet(page, page.table)
    found = tuple(change_of(entry, inventory) for entry in sheet.tables("change"))
    sheet.done()
    if page.readable and not found and not page.problems:
        page.wrong("change_none", "change")
    if page.problems:
        raise BadInput(page.problems, lang)
    return found


def change_of(sheet: Sheet, inventory: Inventory) -> Change:
    """Return one change; what is wrong is noted on the page."""
    before = len(sheet.page.problems)
    ids = set(inventory.coded("id").values)
    flow = _one_of(sheet.page, lambda word: word if word in ids else None, ids, code="change_no_flow")
    place = _place(sheet, inventory)
    change = Change(
        end=sheet.each("end", flow),
        start=sheet.each("start", flow),
        place=place,
        countries=sheet.keys("countries", "countries"),
        flows=sheet.each("flows", flow),
        items=sheet.each("items", _known(sheet, inventory, "items")),
        cells=tuple((name, value) for name, value in _cells(sheet) if value),
        measures=sheet.each("measures", _known(sheet, inventory, "measures")),
        without=sheet.each("without", _known(sheet, inventory, "items")),
    )
    sheet.done()
    return change if len(sheet.page.problems) > before else _whole(sheet, inventory, change)


def _cells(sheet: Sheet) -> list[tuple[str, str]]:
    return [
        *((name, sheet.key(name, words)) for name, words in CELLS.items()),
        ("retention", sheet.retention("retention")),
    ]


def _place(sheet: Sheet, inventory: Inventory) -> str:
    written = sheet.words("place")
    place = inventory.names.resolve(written) if written else ""
    if place in inventory.groups and place not in inventory.places:
        _unknown(sheet.page, sheet.at("place"), written, inventory.groups[place], code="change_of_group")
        return ""
    if place and place not in inventory.places:
        _unknown(sheet.page, sheet.at("place"), written, inventory.places, code="change_no_place")
        return ""
    return place


def _known(sheet: Sheet, inventory: Inventory, list_name: str) -> Callable[[str, str], str]:
    """Return what resolves a word of an open list: the vocabulary's, or one that some row has."""
    vocabulary = inventory.vocabulary
    used = set(items_of(inventory).index) if list_name == "items" else _used(inventory, list_name)
    keys = {term.key for term in vocabulary.terms(list_name)} | used
    return _one_of(
        sheet.page,
        lambda word: vocabulary.find(list_name, word) or (word if word in used else None),
        keys,
        lambda word: vocabulary.nearest(list_name, word),
    )


def _used(inventory: Inventory, column: str) -> set[str]:
    return {key for cell in inventory.coded(column).values for key in cell.split(";") if key}


def _one_of(
    page: Page,
    find: Callable[[str], str | None],
    known: Iterable[str],
    nearest: Callable[[str], str | None] = lambda _: None,
    code: str = "unknown_word",
) -> Callable[[str, str], str]:
    """Return what resolves a word at a key path, and notes one that nobody knows."""

    def resolve(word: str, at: str) -> str:
        found = find(word)
        if found is None:
            _unknown(page, at, word, known, nearest(word), code)
        return found or ""

    return resolve


def _unknown(
    page: Page,
    at: str,
    word: str,
    known: Iterable[str],
    nearest: str | None = None,
    code: str = "unknown_word",
) -> None:
    names = sorted(known)
    shown = ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
    near = nearest or nearest_of(word, names)
    page.wrong(code, at, word, nearest=near, allowed=shown, list=at.rpartition(".")[2].partition("[")[0])


def _whole(sheet: Sheet, inventory: Inventory, change: Change) -> Change:
    """Return a change that says enough; note one that would change nothing."""
    page, path = sheet.page, sheet.path or "change"
    if bool(change.place) != bool(change.countries):
        page.wrong("change_half_moved", path)
    about_flows = bool(change.cells or change.measures or change.without)
    if about_flows and not change.flows and (change.items or change.without):
        return replace(change, flows=_handing_on(inventory, change.items or change.without))
    if about_flows != bool(change.flows or change.items):
        page.wrong("change_which_flows" if about_flows else "change_flows_how", path)
    if change == Change():
        page.wrong("change_empty", path)
    return change


def _handing_on(inventory: Inventory, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the flows that hand some of the items to somebody else; `*` names none of them."""
    items, ids = items_of(inventory), inventory.coded("id").texts()
    vocabulary = inventory.vocabulary
    spoken = (k for key in wanted for k in (key, *vocabulary.children("items", key)))
    chosen = items.below(key for key in spoken if key in items.index)
    cells = inventory.coded("items")
    carries = [_names(parse_keylist(cell), items, chosen) for cell in cells.values]
    leaves = hands_on(inventory).tolist()
    return tuple(
        flow
        for flow, outward, code in zip(ids, leaves, cells.codes.tolist(), strict=True)
        if outward and carries[code]
    )


def _names(cell: KeyList, items: Universe, chosen: frozenset[int]) -> bool:
    if cell.everything:
        return bool(chosen - items.below(cell.excluded))
    return bool(chosen & items.below(cell.named))
