"""Words of the rules of the house that neither a list nor a row knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from datamap.inventory import read_workbook
from datamap.model import BadInput, Problem, Severity

TABLE = """id,activity,kind,subjects,items,source,recipient,purposes,measures
F1,booking,collection,customer,name;seat_wish,customer,shop,own_purpose,own_measure
F2,booking,third_party,customer,seat_wish,shop,printer,own_purpose,
"""


def problems(folder: Path, rule: str) -> list[Problem]:
    """Return what is said about `records/policy.toml`, whether the workbook can be read or not."""
    (folder / "records").mkdir(exist_ok=True)
    (folder / "inventory.csv").write_text(TABLE, encoding="utf-8")
    (folder / "records" / "policy.toml").write_text(f'[[assertion]]\nid = "r"\n{rule}\n', encoding="utf-8")
    try:
        found = read_workbook(folder).problems
    except BadInput as bad:
        found = tuple(bad.problems)
    return [one for one in found if one.file == "records/policy.toml"]


@pytest.mark.parametrize(
    ("rule", "column", "nearest"),
    [
        ('items = ["pasport_no"]\nnever = { abroad = true }', "items[0]", "passport_no"),
        ('items = ["seat_whish"]\nnever = { abroad = true }', "items[0]", "seat_wish"),
        ('subjects = ["custmer"]\nnever = { abroad = true }', "subjects[0]", "customer"),
        ('never = { purposes = ["promotoin"] }', "never.purposes[0]", "promotion"),
        ('never = { places = ["prinetr"] }', "never.places[0]", "printer"),
        ('only = { roles = ["procesor"] }', "only.roles[0]", "processor"),
        ('when = { activities = ["boking"] }\nnever = { abroad = true }', "when.activities[0]", "booking"),
        ('needs = { measures = ["encription_in_transit"] }', "needs.measures[0]", "encryption_in_transit"),
    ],
)
def test_a_misspelt_word_in_a_rule_is_an_error_with_the_nearest(
    tmp_path: Path, rule: str, column: str, nearest: str
) -> None:
    """A rule that would hold nothing stops the work instead of passing in silence."""
    (found,) = problems(tmp_path, rule)

    assert (found.severity, found.column, found.nearest) == (
        Severity.ERROR,
        f"assertion[0].{column}",
        nearest,
    )
    assert found.message.ja != found.message.en
    assert str(found.value) in found.message.ja


@pytest.mark.parametrize(
    "rule",
    [
        'items = ["seat_wish"]\nnever = { abroad = true }',
        'never = { purposes = ["own_purpose"] }',
        'never = { places = ["printer"] }',
        'when = { activities = ["booking"] }\nneeds = { measures = ["own_measure"] }',
    ],
)
def test_a_word_of_ones_own_that_a_row_uses_may_stand_in_a_rule(tmp_path: Path, rule: str) -> None:
    """What the rows say is known, whether or not it was added to a list: there is nothing to mend."""
    assert problems(tmp_path, rule) == []
