"""`datamap assess` as it is typed: both languages, both forms, signature and change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from datamap.cli import main
from datamap.cli.commands import COMMANDS
from datamap.model import LANGS, Lang
from datamap.risk import outline_keys

Run = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).parents[1]
DAY = ("--as-of", "2026-11-22")
TABLE = """id,activity,kind,items,subjects,source,recipient,countries,persons,purposes,status
F1,booking,collection,name;passport_no,customer,customer,shop,JP,1500,arrange_transport_lodging,
F2,booking,third_party,passport_no,customer,shop,carrier,TH,1500,arrange_transport_lodging,
F3,care,collection,medical_history,customer,customer,shop,JP,,,
F4,booking,third_party,medical_history,customer,shop,agency,US,,,planned
"""
SHEET = """version = "1"

[scope]
activities = []

[[answer]]
question = "screening.innovative"
value = "no"
reason = { ja = "新しい技術は使いません。", en = "No new technology is used." }
role = "privacy_officer"

[[rating]]
risk = "no_such_risk"
stage = "inherent"
likelihood = 2
severity = 2
reason = { ja = "理由", en = "reason" }

[[own_risk]]
key = "lost_list"
title = { ja = "名簿の紛失", en = "A list is lost" }
flows = ["F1"]
likelihood = 2
severity = 2

[review]
next = 2026-11-01
triggers = ["new_country"]
"""
DECIDED = """
[decision]
outcome = "{outcome}"
justification = {{ ja = "理由", en = "reason" }}
role = "president"
date = 2026-11-20
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that runs a command and returns exit code, output and errors."""

    def call(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*map(str, words), *DAY])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return call


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Give the folder of a small workbook with an assessment sheet."""
    (tmp_path / "records").mkdir()
    (tmp_path / "inventory.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "records" / "assessment.toml").write_text(SHEET, encoding="utf-8")
    return tmp_path


def decide(book: Path, outcome: str) -> None:
    """Write a decision into the sheet."""
    path = book / "records" / "assessment.toml"
    path.write_text(SHEET + DECIDED.format(outcome=outcome), encoding="utf-8")


def told(run: Run, *words: object) -> Any:
    """Run a command for programs and return its object."""
    return json.loads(run(*words, "--format", "json")[1])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("command", "words"),
    [
        ((), {"ja": "決定の前提", "en": "What a decision rests on"}),
        (("screen",), {"ja": "新しい技術は使いません。", "en": "No new technology is used."}),
        (("risks",), {"ja": "名簿の紛失", "en": "A list is lost"}),
        (("leverage", "--steps"), {"ja": "項目の削減", "en": "Fewer items"}),
        (("ranges", "--seed", "3"), {"ja": "種 3", "en": "Seed 3"}),
        (("outline", "cnil"), {"ja": "尋ねる事項", "en": "To be answered"}),
        (("plan",), {"ja": "措置の計画", "en": "plan"}),
        (("change",), {"ja": "アメリカ合衆国", "en": "United States"}),
    ],
)
def test_each_part_speaks_both_languages(
    run: Run, book: Path, command: tuple[str, ...], words: dict[Lang, str], lang: Lang
) -> None:
    """Words, not keys, in the language chosen; the result is no finding."""
    code, out, err = run("assess", *command, "-w", book, "--lang", lang)

    assert (code, err) == (0, "")
    assert words[lang] in out


SCHEMA = json.loads((ROOT / "datamap/schemas/assess.schema.json").read_text(encoding="utf-8"))


def keeps(command: str, printed: Any) -> None:
    """Hold what a subcommand printed against its own definition, and no other."""
    jsonschema.Draft202012Validator(SCHEMA | {"anyOf": [{"$ref": f"#/$defs/{command}"}]}).validate(printed)


def test_json_of_every_subcommand_keeps_its_schema(run: Run, book: Path) -> None:
    """Every key is named in the committed schema, with and without decision, signature and change."""
    for command in ("show", "screen", "risks", "leverage", "ranges", "plan", "change", "sign"):
        keeps(command, told(run, "assess", command, "-w", book))
    for number, outline in enumerate(outline_keys()):
        keeps("outline", told(run, "assess", "outline", outline, "-w", book, "--lang", LANGS[number % 2]))
    file = book / "try.toml"
    file.write_text('[[change]]\nend = ["F2"]\n', encoding="utf-8")
    keeps("change", told(run, "assess", "change", "-w", book, "--changes", file))
    decide(book, "rejected")
    keeps("sign", told(run, "assess", "sign", "-w", book))
    keeps("verify", told(run, "assess", "verify", "-w", book))
    (book / "inventory.csv").write_text(TABLE.replace("1500", "9000"), encoding="utf-8")
    keeps("verify", told(run, "assess", "verify", "-w", book))
    assert set(SCHEMA["$defs"]) > set(COMMANDS["assess"])


def test_a_key_that_the_schema_does_not_name_is_refused(run: Run, book: Path) -> None:
    """The schema is held to what is printed: one more key, and it no longer fits."""
    printed = told(run, "assess", "plan", "-w", book)
    with pytest.raises(jsonschema.ValidationError):
        keeps("plan", printed | {"more": 1})


def test_options_before_the_second_word_are_not_lost(run: Run, book: Path) -> None:
    """`assess --workbook X screen` is refused; it does not quietly assess another folder."""
    assert run("assess", "-w", book, "screen")[0] == 2
    assert "lost_list" in run("assess", "--workbook", book)[1]


def test_entries_about_nothing_are_shown(run: Run, book: Path) -> None:
    """A rating whose risk does not exist is told on the terminal and to programs."""
    assert "no_such_risk" in run("assess", "-w", book)[1]
    assert [one["value"] for one in told(run, "assess", "-w", book)["problems"]] == ["no_such_risk"]


def test_screening_for_programs_has_reasons_for_each_activity(run: Run, book: Path) -> None:
    """Both columns for each activity; each answer with its reason in words and its flows."""
    found = told(run, "assess", "screen", "-w", book, "--activity", "care", "--lang", "en")

    assert {(one["activity"], one["need_for"]) for one in found["results"]} == {
        ("care", "gdpr"),
        ("care", "appi"),
    }
    answers = {one["criterion"]: one for one in found["answers"]}
    assert all(one["reason"] for one in answers.values())
    assert any(one["flows"] == ["F3"] for one in answers.values())


def test_one_risk_shows_every_step(run: Run, book: Path) -> None:
    """Proposal, person and steps of one risk; the person's rating does not replace the proposal."""
    code, out, _ = run(
        "assess", "risks", "-w", book, "--risk", "sensitive_exposed:medical_history", "--lang", "en"
    )

    assert code == 0
    assert out.count("+") > 3

    assert "+0" not in out
    assert "likelihood 2 (level 1)" in out
    assert "Others learn of medical history" in out.lstrip().splitlines()[0]
    whole = run("assess", "risks", "-w", book, "--lang", "en")[1].splitlines()
    assert not set(whole[1:3]) & set(out.splitlines())
    longer = run("assess", "risks", "-w", book, "--risk", "sensitive_exposed:medical_history", "--all")[1]
    assert "+0" in longer

    own = next(o for o in told(run, "assess", "risks", "-w", book)["results"] if o["id"] == "own:lost_list")
    assert own["ratings"]["inherent"]["proposal"] is None
    assert own["ratings"]["inherent"]["counts"]["likelihood"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("risks", "--risk", "nothing"),
        ("screen", "--activity", "nothing"),
        ("leverage", "--measure", "nothing"),
        ("outline", "nothing"),
        ("change", "--changes", "nothing.toml"),
        ("verify",),
    ],
)
def test_unknown_names_are_bad_input(run: Run, book: Path, words: tuple[str, ...]) -> None:
    """What does not exist is said in one line, with what there is; nothing fails."""
    code, out, err = run("assess", *words, "-w", book, "--lang", "en")

    assert (code, out) == (2, "")
    assert "nothing" in err or "signed" in err


def test_the_steps_of_measures_add_up(run: Run, book: Path) -> None:
    """What a measure takes off in all is the sum of what it takes off risk by risk."""
    found = told(run, "assess", "leverage", "-w", book)
    for trial in found["results"]:
        steps = [one["points_lowered"] for one in found["steps"] if one["measure"] == trial["measure"]]
        assert sum(steps) == trial["points_lowered"]


def test_the_same_seed_gives_the_same_ranges(run: Run, book: Path) -> None:
    """Ranges are a simulation, and still the same each time."""
    first, second = (told(run, "assess", "ranges", "-w", book, "--seed", 7)["results"] for _ in range(2))

    assert first == second
    assert first


def test_a_change_file_is_assessed_and_the_workbook_stays(run: Run, book: Path) -> None:
    """What ends takes its risk with it; the inventory is not touched."""
    file = book / "try.toml"
    file.write_text('[[change]]\nend = ["F2"]\n', encoding="utf-8")
    found = told(run, "assess", "change", "-w", book, "--changes", file)

    assert found["flows"] == ["F2"]
    assert "gone" in {one["effect"] for one in found["results"]}
    assert (book / "inventory.csv").read_text(encoding="utf-8") == TABLE


def test_a_change_is_told_before_and_after_and_filed(run: Run, book: Path, tmp_path: Path) -> None:
    """Flows, levels on both sides and the steps between; the same as a paper and a spreadsheet."""
    out = tmp_path / "filed"
    code, printed, _ = run("assess", "change", "-w", book, "--lang", "en", "--out", out)
    found = told(run, "assess", "change", "-w", book)
    known = next(one for one in found["results"] if one["id"] == "sensitive_exposed:medical_history")

    assert code == 0
    assert sorted(path.name for path in out.iterdir()) == ["change.pdf", "change.xlsx"]
    assert "F4  shop  agency" in printed
    assert known["flows"] == ["F4"]
    assert known["before"]["current"]["likelihood"] <= known["after"]["current"]["likelihood"]
    assert known["moved"]
    assert found["flow_rows"][0]["flow"] == "F4"
    assert found["cells"] == []


def test_planned_flows_are_assessed_alone(run: Run, book: Path) -> None:
    """Only what the planned flow alters is listed."""
    found = told(run, "assess", "change", "-w", book)

    assert found["flows"] == ["F4"]
    assert all("F4" in one["flows"] for one in found["results"] if one["effect"] == "new")


@pytest.mark.parametrize("outcome", ["", "approved", "conditionally_approved"])
def test_what_is_undecided_or_barred_is_not_signed(run: Run, book: Path, outcome: str) -> None:
    """The reasons are said, and nothing is written."""
    if outcome:
        decide(book, outcome)
    code, out, err = run("assess", "sign", "-w", book, "--role", "president", "--lang", "en")

    assert (code, out) == (2, "")
    assert "nothing was written" in err
    assert [path.name for path in (book / "records").iterdir()] == ["assessment.toml"]
    assert told(run, "assess", "sign", "-w", book, "--role", "president")["refused"]


def test_a_signed_workbook_is_verified_cell_by_cell(run: Run, book: Path) -> None:
    """Unchanged: 0. One cell changed: 1, with file, cell, trigger, and what it lets items do."""
    decide(book, "consultation")
    assert run("assess", "sign", "-w", book, "--role", "president", "--date", "2026-11-20")[0] == 0
    same = told(run, "assess", "verify", "-w", book)
    assert (same["same"], same["results"], same["signed"]["signed_on"]) == (True, [], "2026-11-20")
    assert run("assess", "verify", "-w", book)[0] == 0

    (book / "inventory.csv").write_text(TABLE.replace(",TH,", ",VN,"), encoding="utf-8")
    code, out, _ = run("assess", "verify", "-w", book, "--lang", "en")
    assert code == 1
    for words in ("inventory.csv", "F2", "TH → VN", "Vietnam", "earlier review", "has passed"):
        assert words in out
    changed = told(run, "assess", "verify", "-w", book, "--lang", "en")
    assert changed["review"] == ["new_country"]
    assert changed["sentences"]
    cells = next(one["cells"] for one in changed["results"] if one["kind"] == "flow_changed")
    assert cells == [{"flow": "F2", "column": "countries", "before": "TH", "after": "VN"}]


def test_the_role_of_the_decision_signs_where_none_is_given(run: Run, book: Path) -> None:
    """Who decided signs, unless somebody else is named; a blank role is nobody, and nothing is written."""
    decide(book, "rejected")
    assert run("assess", "sign", "-w", book, "--role", " ")[0] == 2
    assert told(run, "assess", "sign", "-w", book)["results"][0]["role"] == "president"
    assert told(run, "assess", "sign", "-w", book, "--again", "--role", "dpo")["results"][0]["role"] == "dpo"


def test_nobody_signs_before_the_day_of_the_decision(run: Run, book: Path) -> None:
    """A signature older than what it signs is a slip of the pen: both days are named."""
    decide(book, "rejected")
    code, out, err = run("assess", "sign", "-w", book, "--date", "2026-11-19", "--lang", "en")

    assert (code, out) == (2, "")
    assert "2026-11-19" in err
    assert "2026-11-20" in err


@pytest.mark.parametrize("missing", ["role", "date"])
def test_a_decision_without_role_or_date_is_not_signed(run: Run, book: Path, missing: str) -> None:
    """An option does not stand in for what the record of the decision lacks."""
    decide(book, "rejected")
    path = book / "records" / "assessment.toml"
    head, mark, tail = path.read_text(encoding="utf-8").rpartition("[decision]")
    kept = [line for line in tail.splitlines() if not line.startswith(missing)]
    path.write_text(head + mark + "\n".join(kept) + "\n", encoding="utf-8")
    code, out, err = run(
        "assess", "sign", "-w", book, "--role", "president", "--date", "2026-11-20", "--lang", "en"
    )

    assert (code, out) == (2, "")
    assert "not recorded" in err


def test_a_signature_is_never_replaced_in_silence(run: Run, book: Path) -> None:
    """Signing twice needs a word, and keeps the older signature."""
    decide(book, "rejected")
    sign = ("assess", "sign", "-w", book, "--role", "president")
    assert run(*sign)[0] == 0
    first = (book / "records" / "assessment.signed.json").read_bytes()
    assert run(*sign)[0] == 2
    assert run(*sign, "--again")[0] == 0

    kept = [path.read_bytes() for path in (book / "records").glob("assessment.signed.2026*.json")]
    assert kept == [first]


def test_a_signature_changed_by_hand_is_told(run: Run, book: Path) -> None:
    """A signature that does not fit its own digest says nothing any more."""
    decide(book, "rejected")
    run("assess", "sign", "-w", book, "--role", "president")
    path = book / "records" / "assessment.signed.json"
    path.write_text(path.read_text(encoding="utf-8").replace("president", "somebody"), encoding="utf-8")
    code, out, _ = run("assess", "verify", "-w", book, "--lang", "en")

    assert code == 1
    assert "altered" in out
