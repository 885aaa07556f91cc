"""Fewer, better questions: folded by topic, the way abroad first, none that nothing points to."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from datamap.facts import establish_facts
from datamap.inventory import Workbook, read_inventory
from datamap.model import Organisation
from datamap.rules import Findings, evaluate, read_laws
from datamap.rules.topics import TOPICS, topic_label, topic_of
from datamap.rules.waiting import waiting

Run = Callable[..., tuple[int, str, str]]
AS_OF = ("--as-of", "2026-11-22")
DAY = date(2026, 11, 22)
BARE = """id,kind,items,source,recipient,countries,purposes
F1,collection,name;email,customer,shop,JP,contract_performance
F2,entrustment,name;email,shop,cloud,US,
F3,entrustment,name,shop,payroll,,
"""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Give a workbook that is a small table and nothing else."""
    (tmp_path / "inventory.csv").write_text(BARE, encoding="utf-8")
    return tmp_path


def found(industry: str = "", route: str = "", rows: str = BARE) -> Findings:
    """Return what the Act finds about the bare table."""
    table = rows.replace("countries,purposes", "countries,foreign_route,purposes")
    table = (
        table.replace("cloud,US,", f"cloud,US,{route},")
        .replace("payroll,,", "payroll,,,")
        .replace("JP,", "JP,,")
    )
    book = replace(
        Workbook.from_inventory(read_inventory(table.encode())),
        organisation=Organisation(key="us", industry=industry),
    )
    return evaluate(establish_facts(book, DAY), read_laws().only("appi"))


def test_without_a_route_what_follows_from_it_waits() -> None:
    """Every rule that hangs on the route waits for the first step that is open; findings stay as they are."""
    waits = waiting(found())

    assert {name for name in waits if name.endswith(":F2")} == {
        "JP-28-1:F2",
        "JP-28-2a:F2",
        "JP-28-2b:F2",
        "JP-28-2c:F2",
        "JP-28-j:F2",
    }
    assert {waits[name] for name in waits if name.endswith(":F2")} == {"equivalent_system_recorded"}
    assert waits["JP-28-j:F3"] == "recipient_in_japan"


def test_with_a_route_nothing_waits() -> None:
    """Once the route is recorded, its own rules ask."""
    assert not [name for name in waiting(found(route="equivalent_system")) if name.endswith(":F2")]
    assert not [name for name in waiting(found(route="consent_informed")) if name.endswith(":F2")]


def test_check_asks_the_route_once_and_folds_the_rest(run: Run, bare: Path) -> None:
    """One line names the route and the rules behind it; each question takes one line under its topic."""
    _, out, _ = run("check", "-w", bare, *AS_OF, "--lang", "en")
    _, whole, _ = run("check", "-w", bare, *AS_OF, "--lang", "en", "--all")
    lines = out.splitlines()
    asked = lines[lines.index(next(line for line in lines if line.startswith("To be asked"))) :]

    assert sum("column “foreign route”" in line for line in lines) == 1
    assert any("JP-28-1, JP-28-2a, JP-28-2b, JP-28-2c, JP-28-j" in line for line in lines)
    assert not any("[JP-28-2a" in line for line in lines)
    assert "  Entrustment" in asked
    assert len(lines) < len(whole.splitlines()) / 2
    assert "JP-28-2a" in whole


def test_json_says_topic_and_what_is_waited_for(run: Run, bare: Path) -> None:
    """Programs see every finding, its topic and the fact that has to be known first."""
    records = json.loads(run("check", "-w", bare, *AS_OF, "--format", "json")[1])["results"]
    by_id = {record["id"]: record for record in records}

    assert by_id["JP-28-2a:F2"]["waits_for"] == "equivalent_system_recorded"
    assert by_id["JP-25a:cloud"]["waits_for"] is None
    assert {record["topic"] for record in records} <= set(TOPICS)


def test_companions_are_asked_about_where_the_trade_points_to_them() -> None:
    """A shop is not asked about fellow travellers; a hotel is."""
    asked = {trade: "JP-20-1o" in set(found(trade).table["rule"]) for trade in ("", "retail", "lodging")}

    assert asked == {"": False, "retail": False, "lodging": True}


def test_companions_on_the_map_are_asked_about_in_any_trade() -> None:
    """Rows about companions or minors make the question matter."""
    rows = BARE.replace("items,source", "items,subjects,source").replace(
        "name;email,customer,shop", "name;email,companion,customer,shop"
    )
    rows = rows.replace("name;email,shop,cloud", "name;email,,shop,cloud").replace("name,shop", "name,,shop")

    assert "JP-20-1o" in set(found("retail", rows=rows).table["rule"])


def test_every_finding_has_a_topic_with_a_name(findings: Findings) -> None:
    """No finding falls outside, and each topic is named in both languages."""
    topics = {topic_of(one) for one in findings}

    assert topics <= set(TOPICS)
    assert all(topic_label(topic).ja and topic_label(topic).en for topic in TOPICS)


@pytest.mark.parametrize(
    ("rule", "topic"),
    [
        ("JP-27-5-3e", "joint_use"),
        ("JP-27-1", "provision"),
        ("JP-28-1", "abroad"),
        ("JP-25a", "entrustees"),
        ("JP-22a", "retention"),
        ("JP-32-1a", "requests"),
    ],
)
def test_topics_follow_the_articles(findings: Findings, rule: str, topic: str) -> None:
    """Article 27(5)(iii) is joint use, the rest of 27 provision, and so on."""
    assert {topic_of(one) for one in findings if one.rule == rule} == {topic}


def test_a_column_that_answers_a_question_is_no_unknown_column(run: Run, tmp_path: Path) -> None:
    """A column of the person's own is told, one that a fact asks for is not."""
    (tmp_path / "inventory.csv").write_text(
        "id,kind,items,source,recipient,entrusted_items_needed,our_own\nF1,entrustment,name,shop,printer,yes,x\n",
        encoding="utf-8",
    )
    _, out, _ = run("check", "-w", tmp_path, *AS_OF, "--format", "json")

    assert [problem["column"] for problem in json.loads(out)["problems"]] == ["our_own"]
