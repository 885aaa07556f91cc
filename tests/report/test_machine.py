"""Documents for programs: they keep their schemas, are the same each time, and lose nothing on the way."""

from __future__ import annotations

import json
import math
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import datamap
from datamap.facts import establish_facts
from datamap.inventory import Workbook, read_workbook
from datamap.records.toml_text import toml_text
from datamap.report.context.results import compute
from datamap.report.machine import ASSESSMENT, assessment_data, json_bytes, workbook_data
from datamap.report.machine.sheet import tagged, untagged
from datamap.report.machine.taken import take
from datamap.risk import assess
from datamap.risk.human_sheet import read_human_part

SCHEMAS = Path(datamap.__file__).parent / "schemas"
ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 22)


@cache
def documents(folder: str) -> dict[str, Any]:
    """Return both documents of a workbook, as they lie in their files."""
    results = compute(read_workbook(ROOT / folder), DAY)
    made = {"workbook": workbook_data(results), "assessment": assessment_data(results.assessment)}
    return {name: json.loads(json_bytes(document)) for name, document in made.items()}


@pytest.mark.parametrize("name", ["workbook", "assessment"])
@pytest.mark.parametrize("folder", [".", "examples/tour-operator", "tests/workbooks/language-school"])
def test_every_workbook_keeps_the_schema(folder: str, name: str) -> None:
    """The schema names every key that is written, and refuses others."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    machine = jsonschema.Draft202012Validator
    machine.check_schema(schema)

    found = machine(schema, format_checker=machine.FORMAT_CHECKER).iter_errors(documents(folder)[name])
    assert [f"{list(error.path)}: {error.message[:200]}" for error in found] == []


def test_a_key_that_nobody_described_is_refused() -> None:
    """A schema that takes anything would document nothing."""
    schema = json.loads((SCHEMAS / "assessment.schema.json").read_text(encoding="utf-8"))
    document = documents(".")["assessment"]
    first = document["risks"][0]
    changed = document | {"risks": [first | {"mood": "good"}, *document["risks"][1:]]}

    assert not jsonschema.Draft202012Validator(schema).is_valid(changed)


def test_the_documents_name_what_the_tables_hold() -> None:
    """Flows, risks, findings and levels are those of the workbook, none left out."""
    results = compute(read_workbook(ROOT), DAY)
    workbook, assessment = documents(".").values()

    assert [one["id"] for one in workbook["flows"]] == list(results.workbook.inventory.coded("id").texts())
    assert {one["id"] for one in workbook["findings"]} == {one.id for one in results.findings}
    assert [one["id"] for one in assessment["risks"]] == [one.id for one in results.assessment.register]
    rated = next(one for one in assessment["risks"] if one["id"] == "identifier_spread:passport_no")
    assert rated["ratings"]["inherent"]["person"]["severity"] == 4
    assert rated["ratings"]["inherent"]["proposal"] is not None


def test_a_country_that_is_not_recorded_is_told_beside_those_that_are() -> None:
    """Who reads only the list of countries would take it for all of them."""
    book = read_workbook(ROOT)
    for reading in ("certain", "possible"):
        whole = datamap.reach(book, as_of=DAY, reading=reading).table
        for entry in documents(".")["workbook"]["reach"]:
            table = whole[(whole["item"] == entry["item"]) & whole["place"].isin(entry["places"][reading])]
            assert entry["country_not_recorded"][reading] is bool((table["country"] == "").any())
            assert set(table["country"]) - {""} == set(entry["countries"][reading])


def test_the_order_of_the_rows_changes_no_byte_of_the_assessment(tmp_path: Path) -> None:
    """The same flows in another order: the same document, but for the hash of the file."""
    head, *rows = (ROOT / "inventory.csv").read_text(encoding="utf-8").splitlines()
    made = []
    for number, lines in enumerate((rows, rows[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "inventory.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
        found = assessment_data(assess(read_workbook(folder), as_of=DAY))
        made.append(json_bytes({k: v for k, v in found.items() if k not in {"inputs", "inventory_sha256"}}))

    assert made[0] == made[1]


# ------------------------------------------------------------------------------------- round trip

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
MOMENTS = st.one_of(
    st.dates(),
    st.times(),
    st.datetimes(timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=9))])),
)
SINGLE = st.one_of(WORDS, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(), MOMENTS)
VALUES = st.recursive(
    SINGLE, lambda part: st.lists(part, max_size=3) | st.dictionaries(WORDS, part, max_size=3), max_leaves=8
)


def alike(first: Any, second: Any) -> bool:
    """Compare values as TOML has them: no number is itself, and true is no figure."""
    if isinstance(first, float) and isinstance(second, float):
        return first == second or (math.isnan(first) and math.isnan(second))
    if isinstance(first, dict) and isinstance(second, dict):
        return list(first) == list(second) and all(alike(first[k], second[k]) for k in first)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(alike, first, second))
    return type(first) is type(second) and first == second


@settings(max_examples=60)
@given(st.dictionaries(WORDS, VALUES, max_size=4))
def test_any_table_comes_back_from_json_and_from_toml(table: dict[str, Any]) -> None:
    """Whatever TOML can hold is the same table after JSON, and after being written as TOML."""
    assert alike(untagged(json.loads(json_bytes(tagged(table)))), table)
    again = tomllib.loads(toml_text(table))
    assert set(again) == set(table)
    assert all(alike(again[key], table[key]) for key in table)


def test_a_moment_reads_back_as_a_moment() -> None:
    """Days, times and moments keep their sort."""
    table = {"a": date(2026, 1, 2), "b": time(3, 4, 5), "c": datetime(2026, 1, 2, 3, 4)}  # noqa: DTZ001

    assert tomllib.loads(toml_text(untagged(tagged(table)))) == table


SAID = st.fixed_dictionaries({"ja": WORDS.filter(str.strip), "en": WORDS.filter(str.strip)})
RISKS = st.sampled_from(["abroad_unprotected", "identifier_spread:passport_no", "no_such_risk"])
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1)) | st.just("")
LEVEL = st.integers(1, 4)
IN_WORDS = st.fixed_dictionaries({"question": st.just("context"), "value": WORDS, "reason": SAID})
YES_OR_NO = st.fixed_dictionaries(
    {
        "question": st.just("screening.large_scale"),
        "value": st.sampled_from(["", "yes", "no", "n/a"]),
        "reason": SAID,
    }
)
ENTRIES = {
    "rating": {
        "risk": RISKS,
        "stage": st.sampled_from(["inherent", "residual"]),
        "likelihood": LEVEL,
        "severity": LEVEL,
        "reason": SAID,
        "role": WORDS,
        "date": DAYS,
    },
    "measure": {
        "measure": st.sampled_from(["item_reduction", "access_control"]),
        "risks": st.lists(RISKS, max_size=2),
        "status": st.sampled_from(["planned", "partly", "done"]),
        "owner": WORDS,
        "due": DAYS,
        "cost": st.integers(1, 5),
    },
    "own_risk": {
        "key": st.sampled_from(["a", "b"]),
        "title": SAID,
        "flows": st.just(["FL02"]),
        "likelihood": LEVEL,
    },
    "closed_risk": {"risk": RISKS, "reason": SAID, "until": DAYS},
}
SHEETS = st.fixed_dictionaries(
    {},
    optional={
        "title": SAID,
        "example": st.booleans(),
        "scale": st.fixed_dictionaries({"levels": st.integers(4, 5)}),
        "decision": st.fixed_dictionaries({"outcome": st.sampled_from(["", "consultation"]), "date": DAYS}),
        "review": st.fixed_dictionaries({"next": DAYS, "triggers": st.just(["new_country"])}),
        "advice": st.fixed_dictionaries({"text": SAID, "role": WORDS}),
        "answer": st.lists(IN_WORDS | YES_OR_NO, max_size=3),
        **{name: st.lists(st.fixed_dictionaries(one), max_size=3) for name, one in ENTRIES.items()},
    },
)


@pytest.fixture(scope="module")
def bare(workbook: Workbook) -> Workbook:
    """Give the sample without its assessment sheet."""
    return replace(workbook, assessment=type(workbook.assessment)())


@settings(max_examples=40)
@given(sheet=SHEETS)
def test_an_assessment_loses_nothing_on_its_way(sheet: dict[str, Any], bare: Workbook) -> None:
    """What people stated is the same after JSON, import and TOML; the typed part too."""
    written = tomllib.loads(toml_text(sheet))
    data = json.loads(json_bytes({"format": ASSESSMENT, "sheet": tagged(written)}))
    taken = take(data, bare)

    assert taken.refused == ()
    again = tomllib.loads(taken.as_toml())
    assert again == written
    before, after = (
        read_human_part(replace(bare, assessment=replace(bare.assessment, raw=raw)))
        for raw in (written, again)
    )
    assert after == before


def test_one_bad_entry_is_refused_and_the_others_are_taken(bare: Workbook) -> None:
    """The reason is said; what was refused stands in the file as a comment, and the file still reads."""
    sheet = {
        "rating": [
            {"risk": "abroad_unprotected", "stage": "inherent", "likelihood": 9, "severity": 1},
            {
                "risk": "abroad_unprotected",
                "stage": "residual",
                "likelihood": 1,
                "severity": 1,
                "reason": "x",
            },
        ],
        "strange": 1,
        "decision": {"outcome": "maybe"},
        "answer": [{"question": "context", "value": {"$toml": "date", "value": "no day"}}],
        "version": "2",
    }
    taken = take({"sheet": sheet}, bare)

    assert {(one.table, one.number) for one in taken.refused} == {
        ("rating", 1),
        ("strange", None),
        ("decision", None),
        ("answer", 1),
    }
    assert all(one.problems for one in taken.refused)
    words = taken.as_toml()
    assert tomllib.loads(words) == {"rating": [sheet["rating"][1]], "version": "2"}
    assert '# outcome = "maybe"' in words


def test_entries_are_held_against_the_sheet_that_is_there(workbook: Workbook) -> None:
    """The same, different and new entries are told apart."""
    raw = json.loads(json.dumps(tagged(workbook.assessment.raw)))
    raw["version"] = "99"
    raw["rating"][0]["likelihood"] = 1
    raw["closed_risk"] = [
        *raw.get("closed_risk", []),
        {"risk": "curious_insider", "reason": {"ja": "理", "en": "r"}},
    ]
    taken = take({"sheet": raw}, workbook)
    states = {(one.table, one.number): one.state for one in taken.entries}

    assert states["version", None] == "different"
    assert (states["rating", 1], states["rating", 2]) == ("different", "same")
    assert states["closed_risk", len(raw["closed_risk"])] == "new"


def test_facts_at_hand_change_nothing(workbook: Workbook) -> None:
    """The document is the same whether the facts were given or established."""
    facts = establish_facts(workbook, DAY)

    assert json_bytes(assessment_data(assess(workbook, facts=facts))) == json_bytes(
        assessment_data(assess(workbook, as_of=DAY))
    )
