"""How a command is typed: mistakes are told in the chosen language, with what was meant."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from datamap import cli
from datamap.cli.help import named
from datamap.cli.layout import columns_wide, folded
from datamap.cli.reference import commands_page
from datamap.model import LANGS

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("check --fail-on erorr", ("--fail-on", "erorr", "error, warning", "did you mean: error")),
        ("check --formta text", ("--formta", "did you mean: --format")),
        ("chek", ("chek", "did you mean: check")),
        ("check --lang", ("--lang needs a value",)),
        ("assess plan --as-of", ("--as-of needs a value", "datamap assess plan --help")),
        ("calendar --months x", ("--months takes a whole number from 1 to 60",)),
        ("build --ranges -3", ("--ranges takes a whole number from 0 on",)),
        ("check one two", ("one two",)),
        ("check --all=3", ("--all takes no value",)),
        ("erase", ("SUBJECT is missing",)),
        ("breach --place x --known then", ("--known", "then is not a moment")),
    ],
)
def test_a_mistyped_command_names_option_value_and_what_was_meant(
    run: Run, typed: str, said: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error is in the chosen language alone, and points to the help of the command."""
    monkeypatch.setenv("DATAMAP_LANG", "en")
    code, out, err = run(*typed.split())

    assert (code, out) == (2, "")
    assert all(word in err for word in said), err
    assert "--help" in err
    assert not re.search(r"[\u3040-\u30ff]|Value error|Usage", err)

    monkeypatch.setenv("DATAMAP_LANG", "ja")
    assert re.search(r"[\u3040-\u30ff]", run(*typed.split())[2])


def test_the_language_asked_for_counts_even_where_something_else_is_wrong(run: Run) -> None:
    """`--lang` is heard before, after and with an equals sign; an unknown one falls back."""
    assert "does not take" in run("check", "--fail-on", "x", "--lang", "en")[2]
    assert "does not take" in run("check", "--lang=en", "--fail-on", "x")[2]
    assert "指定できません" in run("check", "--lang", "de")[2]


def test_the_language_may_stand_before_the_command(run: Run) -> None:
    """`datamap --lang en check` is `datamap check --lang en`, in groups and for help too."""
    assert run("--lang", "en", "chek")[2].startswith("There is no command chek")
    assert "Usage: datamap assess plan" in run("--lang=en", "assess", "plan", "--help")[1]
    assert "Commands:" in run("--lang", "en", "--help")[1]
    assert "書けるもの: ja, en" in run("assess", "--lang", "de")[2]


@pytest.mark.parametrize("command", ["", "accept", "import file", "assess", "whatif", "lab"])
def test_help_is_in_one_language_alone(run: Run, command: str) -> None:
    """Headings, metavars, defaults and what is required follow the words; options keep their names."""
    japanese, english = (run(*command.split(), "--help", "--lang", lang)[1] for lang in LANGS)

    assert japanese.startswith("使い方: datamap")
    assert not re.search(r"\b(Usage|Options|default|required|FILE|DIR|DATE|NAME)\b", japanese)
    assert english.startswith("Usage: datamap")
    assert not re.search(r"[\u3040-\u9fff]", english)
    assert all(columns_wide(line) <= 100 for line in (japanese + english).splitlines())


def test_every_word_for_a_value_is_said_in_japanese() -> None:
    """No option shows an English word for its value on the Japanese page of help."""
    for path in Path(cli.__file__).parent.glob("*.py"):
        for metavar in re.findall(r'metavar="([^"]+)"', path.read_text(encoding="utf-8")):
            assert not re.search(r"[A-Z]{3}", named(metavar, "ja")), (path.name, metavar)


def test_the_japanese_page_of_commands_is_that_of_the_code(root: Path) -> None:
    """`docs/commands.ja.md` is what `python docs/make_commands.py` writes."""
    assert commands_page() == (root / "docs" / "commands.ja.md").read_text(encoding="utf-8")


def test_a_calendar_file_that_cannot_be_written_is_bad_input(run: Run, tmp_path: Path) -> None:
    """A folder in the way is named, and nothing is written; a missing folder is made."""
    code, _, err = run("retention", "--ics", tmp_path, "--lang", "en")
    assert (code, "is a folder" in err) == (2, True)
    assert run("calendar", "--ics", tmp_path / "new" / "year.ics")[0] == 0
    assert (tmp_path / "new" / "year.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_build_that_is_stopped_leaves_nothing_behind(tmp_path: Path, number: int, code: int) -> None:
    """Ctrl-C and a request to end say one line, keep what was there, and take the half-made away."""
    table = "id,kind,items,subjects,source,recipient\nA,collection,name,customer,customer,shop\n"
    (tmp_path / "inventory.csv").write_text(table, encoding="utf-8")
    words = [sys.executable, "-m", "datamap", "build", "-w", str(tmp_path), "--lang", "en"]
    # A shell in the background has its children ignore Ctrl-C; nobody who presses it runs so.
    heeded = partial(signal.signal, signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, preexec_fn=heeded) as build:  # noqa: PLW1509
        assert build.stderr is not None
        build.stderr.readline()  # the first step has begun
        build.send_signal(number)
        rest = build.stderr.read()

    assert build.returncode == code
    assert rest.splitlines()[-1] == "Stopped. Existing reports were left as they are."
    assert "Traceback" not in rest
    assert [path.name for path in tmp_path.iterdir()] == ["inventory.csv"]


@pytest.mark.parametrize("words", [("--help",), ("check", "--help"), ("retention",)])
def test_output_that_nobody_reads_ends_the_command_quietly(words: tuple[str, ...]) -> None:
    """Where the reader went away (`| head`), the command ends as others do: 141, and not a word."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "datamap", *words], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("one two", ["one two"]),
        ("（（あ）い", ["（（あ）", "い"]),
        ("あ （", ["あ （"]),
        ("abcd, [ef", ["abcd,", "[ef"]),
        ("「x」y。z", ["「x」", "y。z"]),
    ],
)
def test_a_line_is_broken_where_no_mark_begins_the_next(words: str, lines: list[str]) -> None:
    """Latin words and brackets stay whole; a closing mark stays with what it closes."""
    assert list(folded(words, 7)) == lines


def test_results_are_not_written_among_the_inputs(run: Run, tmp_path: Path) -> None:
    """`--out` on a folder that holds an inventory is refused before anything is written."""
    table = "id,kind,items,subjects,source,recipient\nA,collection,name,customer,customer,shop\n"
    (tmp_path / "inventory.csv").write_text(table, encoding="utf-8")
    for command in (("build",), ("erase", "customer"), ("ask",)):
        code, _, err = run(*command, "-w", tmp_path, "--out", tmp_path, "--lang", "en")
        assert code == 2, command
        assert "holds an inventory.csv" in err
    assert [path.name for path in tmp_path.iterdir()] == ["inventory.csv"]
