"""The explorer page: follows items as `reach` does, asks nobody for anything, shows whatever was typed."""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from datamap.analysis.reach import reach
from datamap.facts import establish_facts
from datamap.inventory import Inventory, Workbook, read_inventory
from datamap.model import LANGS, Lang, Reading
from datamap.report import explorer as room
from datamap.report.explorer import explore, explorer_page
from datamap.report.explorer.movement import movements
from datamap.rules import evaluate, read_laws

DAY = date(2026, 11, 22)

HEAD = "id,kind,items,subjects,source,recipient,countries,status\n"
TABLE = (
    HEAD + "F1,collection,name;email,customer,customer,shop,JP,\n"
    "F2,entrustment,email,customer,shop,mailer,US,\n"
    "F3,third_party,*,customer,mailer,broker,,\n"
)


def book(table: str) -> Workbook:
    """Return a workbook of just a table."""
    return Workbook.from_inventory(read_inventory(table.encode()))


def content(page: bytes) -> dict[str, Any]:
    """Return the data block of a page."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page.decode(), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def followed(moved: dict[str, Any], reading: str) -> set[tuple[str, str, str]]:
    """Follow the edges of a page from everything that is held where nothing arrives: what reaches where."""
    part, sets = moved[reading], [frozenset(found) for found in moved["sets"]]
    nodes = list(zip(part["nodes"][::2], part["nodes"][1::2], strict=True))
    edges = [tuple(part["edges"][at : at + 4]) for at in range(0, len(part["edges"]), 4)]
    arrives: dict[int, set[int]] = {}
    for _, _, target, number in edges:
        arrives.setdefault(target, set()).update(sets[number])
    held = {node: sets[number] - arrives.get(node, set()) for node, number in enumerate(part["held"])}
    found: dict[int, set[int]] = {node: set(items) for node, items in held.items()}
    for _, source, target, number in edges:
        if source < 0:
            found[target] |= sets[number]
    waiting = deque(found)
    while waiting:
        node = waiting.popleft()
        for _, source, target, number in edges:
            if source == node and (new := found[node] & sets[number] - found[target]):
                found[target] |= new
                waiting.append(target)
    return {
        (moved["subjects"][nodes[node][1]], moved["items"][item], moved["places"][nodes[node][0]])
        for node, items in found.items()
        for item in items
    }


@pytest.mark.parametrize("reading", list(Reading))
def test_what_the_page_follows_is_the_reach(workbook: Workbook, reading: Reading) -> None:
    """From where items begin, the edges inside the page lead to exactly what `reach` says is held."""
    inventories: tuple[Inventory, ...] = (workbook.inventory, book(TABLE).inventory)
    for inventory in inventories:
        moved = movements(inventory, DAY, planned=False)
        assert moved
        table = reach(inventory, as_of=DAY, reading=reading).table
        assert followed(moved, reading.value) == set(
            table[["subject", "item", "place"]].itertuples(index=False, name=None)
        )


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_asks_nobody(workbook: Workbook, lang: Lang) -> None:
    """Nothing is loaded: the policy names only hashes, and no address stands in an attribute."""
    page = explorer_page(workbook, as_of=DAY, lang=lang).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert policy[1].startswith("default-src &#39;none&#39;") or policy[1].startswith("default-src 'none'")
    assert "unsafe" not in policy[1]
    assert not re.search(r'(?:src|href|action|data)="(?!#)[^"]*"', page.split('id="data"')[0])
    assert "@import" not in page
    assert set(re.findall(r'url\("?(\w*:?)', page.split('id="data"')[0])) == {"data:"}


def test_the_same_input_gives_the_same_bytes(workbook: Workbook) -> None:
    """Two pages of one workbook are equal byte for byte."""
    assert explorer_page(workbook, as_of=DAY) == explorer_page(workbook, as_of=DAY)


def test_whatever_was_typed_stays_text() -> None:
    """A cell that holds markup cannot end the data block, and is shown as it was typed."""
    page = explorer_page(book(TABLE + "F4,third_party,name,customer,shop,</script><b>,,\n"), as_of=DAY)
    assert page.count(b"</script>") == 2
    assert any(flow["recipient"] == "</script><b>" for flow in content(page)["flows"].values())


def test_what_has_changed_is_marked_and_what_is_gone_is_drawn() -> None:
    """Against an earlier state, flows are new, changed or gone; those that are gone still have a row."""
    now = book(
        TABLE.replace("F2,entrustment,email", "F2,entrustment,name")
        + "F5,joint_use,name,customer,shop,sister,JP,\n"
    )
    before = book(TABLE + "F9,third_party,name,customer,shop,former,FR,\n")
    flows = content(explorer_page(now, as_of=DAY, before=before))["flows"].values()
    assert {flow["id"]: flow["change"] for flow in flows} == {
        "F1": "", "F2": "changed", "F3": "", "F5": "added", "F9": "removed",
    }  # fmt: skip


def test_findings_stand_beside_their_flows(workbook: Workbook) -> None:
    """Each open finding that names flows is in the page with their rows."""
    findings = evaluate(establish_facts(workbook, DAY), read_laws(), DAY)
    shown = content(explorer_page(workbook, as_of=DAY, lang="en", findings=findings))["findings"]
    wanted = {one.id for one in findings.open() if one.flows}
    assert {one["id"] for one in shown} == wanted
    assert all(one["rows"] for one in shown)


def test_too_many_flows_are_refused(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """A map that no browser would draw is refused with its size."""
    monkeypatch.setattr(room, "MOST_FLOWS", 3)
    with pytest.raises(ValueError, match=str(len(workbook.inventory))):
        explorer_page(workbook, as_of=DAY)


def test_in_a_notebook_there_is_something_to_see_without_trust(workbook: Workbook) -> None:
    """The notebook form has the page in a frame without rights, and the drawn diagram as a picture."""
    shown = explore(replace(workbook, lang="en"), as_of=DAY)
    words = shown._repr_html_()
    assert 'sandbox="allow-scripts"' in words
    assert 'src="data:image/' in words
    assert "flows" in repr(shown)
