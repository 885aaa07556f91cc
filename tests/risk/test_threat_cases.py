"""Every threat of the catalogue comes up where its cases say so, stays open there, or does not come up."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from risk_made import make_workbook

from datamap.facts import establish_facts
from datamap.inventory import Workbook
from datamap.model import Clause, Desk, Group, Notice, Organisation, Party, Text
from datamap.risk import assess, read_threats
from datamap.risk.conditions import held

CASES = tomllib.loads((Path(__file__).parent / "threat_cases.toml").read_text(encoding="utf-8"))
FOUND = {"brings_up": True, "open": None, "leaves": False}
"""How a case is called in the file -> whether the threat holds on the row; None = it cannot be excluded."""

ROW = {"id": "A", "items": "name"}
DAY = date(2026, 11, 22)


def _cases() -> Iterator[Any]:
    for threat, table in CASES.items():
        for kind, holds in FOUND.items():
            for number, row in enumerate(table.get(kind, ()), start=1):
                yield pytest.param(threat, holds, row, id=f"{threat}-{kind}-{number}")


def _workbook(row: dict[str, Any]) -> Workbook:
    """Return a workbook of one row; what a case says besides cells goes into the records."""
    cells = dict(row)
    members, desk, claim = (cells.pop(word, None) for word in ("group", "desk", "claims"))
    told, open_ended = cells.pop("told", None), cells.pop("open_ended", "")
    clause = Clause(
        id="C1",
        gist=Text.same("said"),
        section="purposes" if told else "",
        subjects=(cells["subjects"],) if told else (),
        purposes=(told,) if told else (),
        claims=(claim,) if claim else (),
    )
    if members:
        cells["recipient"] = "circle"
    stated = {"notice": "C1"} if claim or told else {}
    us = Organisation(
        key="us" if cells.get("recipient") != "operator" else "operator",
        parties=(Party(open_ended, Text.same(open_ended), open_ended=True),) if open_ended else (),
        groups=(Group("circle", Text.same("circle"), tuple(members)),) if members else (),
        desks=(Desk("desk", Text.same("desk"), ("disclosure",), (desk,)),) if desk else (),
    )
    notice = Notice(clauses=(clause,)) if stated else None
    return make_workbook(ROW | cells | stated, organisation=us, notice=notice)


@pytest.mark.parametrize(("threat", "holds", "row"), list(_cases()))
def test_a_threat_comes_up_as_its_cases_say(threat: str, holds: bool | None, row: dict[str, Any]) -> None:  # noqa: FBT001
    """A row brings a threat up, leaves it open, or has nothing to do with it."""
    facts = establish_facts(_workbook(row), DAY)
    (entry,) = (one for one in read_threats() if one.key == threat)
    (found,) = held(facts.truth, 1, entry.when, entry.unless_any).values()

    assert found is holds


def test_every_threat_has_a_case_each_way() -> None:
    """No threat goes without a row that brings it up and one that does not."""
    ways = {
        threat: {kind for kind in ("brings_up", "leaves") if table.get(kind)}
        for threat, table in CASES.items()
    }

    assert ways == {threat.key: {"brings_up", "leaves"} for threat in read_threats()}


@pytest.mark.parametrize(
    ("item", "laws"),
    [
        ("medical_history", {"2(3)", "GDPR 9"}),
        ("social_status", {"2(3)"}),
        ("allergy", {"2(3)", "GDPR 9"}),
        ("union_membership", {"GDPR 9"}),
        ("sex_life", {"GDPR 9"}),
    ],
)
def test_a_risk_names_the_law_that_calls_an_item_special(item: str, laws: set[str]) -> None:
    """The two lists differ; the scenario says which of them an item is on."""
    found = assess(_workbook({"items": item}), as_of=DAY).risk(f"sensitive_exposed:{item}").risk

    assert {law for law in ("2(3)", "GDPR 9") if law in found.scenario.en} == laws


def test_the_page_of_threats_places_every_threat(root: Path) -> None:
    """`docs/threats.md` names each threat of the catalogue, and no other."""
    page = (root / "docs" / "threats.md").read_text(encoding="utf-8").partition("## 要配慮個人情報")[0]
    named = set(re.findall(r"`([a-z_]+)`", page))

    assert named == {threat.key for threat in read_threats()}


IN_EUROPE = Organisation(key="us", countries=("DE",), answers=(("appi_in_scope", "no"),))
AT_HOME = Organisation(
    key="us",
    countries=("JP",),
    answers=(("eu_establishment", "no"), ("eu_offering", "no"), ("eu_monitoring", "no")),
)


@pytest.mark.parametrize(
    ("us", "item", "laws"),
    [
        (IN_EUROPE, "medical_history", {"GDPR 9"}),
        (IN_EUROPE, "social_status", {"2(3)"}),
        (AT_HOME, "medical_history", {"2(3)"}),
        (AT_HOME, "union_membership", {"GDPR 9"}),
    ],
)
def test_a_law_known_not_to_apply_is_named_only_where_no_other_is(
    us: Organisation, item: str, laws: set[str]
) -> None:
    """A hospital in Europe does not read of the list in Japan, unless the item is on no other."""
    book = make_workbook(ROW | {"items": item}, organisation=us)
    found = assess(book, as_of=DAY).risk(f"sensitive_exposed:{item}").risk

    assert {law for law in ("2(3)", "GDPR 9") if law in found.scenario.en} == laws
