"""`datapackage.json`: written from the columns, and agreed with by another reader."""

from __future__ import annotations

import json
import tomllib
import warnings
from pathlib import Path
from typing import Any

import pytest
from frictionless import Detector, Resource, Schema

from datamap.inventory.schema import data_package, data_package_text, table_schema
from datamap.vocabulary import read_vocabulary

ROOT = Path(__file__).resolve().parent.parent
BROKEN = ROOT / "tests" / "broken"
CASES: list[dict[str, Any]] = tomllib.loads((BROKEN / "expected.toml").read_text(encoding="utf-8"))["case"]


def complaints(path: Path, encoding: str = "utf-8") -> set[str]:
    """Return the types of error that frictionless finds in a file by our schema."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # frictionless warns of its own settings
        schema = Schema.from_descriptor(table_schema())
        resource = Resource(
            path=path.name,
            basepath=str(path.parent),
            schema=schema,
            detector=Detector(schema_sync=True),
            encoding=encoding,
        )
        report = resource.validate()
    return {error.type for task in report.tasks for error in task.errors} | {e.type for e in report.errors}


def test_committed_package_is_the_written_one() -> None:
    """The committed file is what `data_package_text()` writes; after a change of a list, write it anew."""
    committed = (ROOT / "datapackage.json").read_text(encoding="utf-8")

    assert committed == data_package_text()


def test_package_has_every_column_in_both_languages() -> None:
    """Each column of the vocabulary is a field with a title and a description in Japanese and English."""
    fields = data_package()["resources"][0]["schema"]["fields"]
    columns = read_vocabulary().columns

    assert [field["name"] for field in fields] == [column.key for column in columns]
    for field, column in zip(fields, columns, strict=True):
        assert field["title"] == f"{column.label.ja} / {column.label.en}"
        assert column.help.ja in field["description"]
        assert column.help.en in field["description"]


def test_sample_satisfies_the_schema() -> None:
    """Frictionless has nothing to say about the sample inventory."""
    assert complaints(ROOT / "inventory.csv") == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case["file"]).stem)
def test_other_reader_agrees_where_it_can(case: dict[str, Any]) -> None:
    """Frictionless complains of a broken file as listed, and of nothing where nothing is listed."""
    expected = set(case.get("table_schema", ()))
    found = complaints(BROKEN / case["file"], case.get("encoding", "utf-8"))

    assert expected <= found
    assert bool(expected) == bool(found)


def test_schema_closes_what_the_vocabulary_closes() -> None:
    """A closed list is an enumeration of its keys; an open list is not."""
    fields = {field["name"]: field["constraints"] for field in table_schema()["fields"]}
    kinds = [term.key for term in read_vocabulary().terms("kinds")]

    assert fields["kind"]["enum"] == kinds
    assert "enum" not in fields["recipient_role"]
    assert json.dumps(fields["countries"]["pattern"]).count("|") > 400
