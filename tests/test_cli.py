"""The command line as a whole: help, version, speed, `init`, exit codes, what bad input looks like."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from datamap import __version__
from datamap.cli import lab as lab_module
from datamap.cli import tongue
from datamap.cli.commands import COMMANDS
from datamap.cli.lab import lab_command
from datamap.cli.say import show
from datamap.cli.starter import starter_files
from datamap.cli.tongue import help_word
from datamap.inventory import read_inventory, read_workbook
from datamap.model import LANGS, Lang
from datamap.vocabulary import texts

Run = Callable[..., tuple[int, str, str]]


# ------------------------------------------------------------------------------ help and speed


def test_help_lists_the_commands_in_the_order_of_a_working_day(run: Run) -> None:
    """`datamap --help` names every command."""
    code, out, _ = run("--help")
    listed = re.findall(r"^  (\w+)  ", out, re.MULTILINE)

    assert code == 0
    assert [name for name in listed if name in COMMANDS] == list(COMMANDS)


def every_command() -> list[str]:
    """Return the words of every command, those of groups too."""
    found = []
    for name, command in COMMANDS.items():
        found += [f"{name} {each}" for each in command] if isinstance(command, Mapping) else [name]
    return sorted(found)


@pytest.mark.parametrize("command", every_command())
def test_every_command_has_help(run: Run, command: str) -> None:
    """`datamap COMMAND --help` says what it does and which language it can speak."""
    code, out, _ = run(*command.split(), "--help")

    assert code == 0
    assert "--lang" in out


@pytest.mark.parametrize("lang", LANGS)
def test_help_speaks_the_language_of_the_terminal(lang: Lang) -> None:
    """DATAMAP_LANG or the locale chooses the language of help; without them it is in both."""
    environment = {"PATH": os.environ["PATH"], "LANG": {"ja": "ja_JP.UTF-8", "en": "en_GB.UTF-8"}[lang]}
    out = subprocess.run(
        [sys.executable, "-m", "datamap", "--help"], env=environment, capture_output=True, check=True
    ).stdout.decode()

    assert ("新しいワークブック" in out) == (lang == "ja")
    assert ("Make a new workbook" in out) == (lang == "en")


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_answers_at_once_without_loading_the_rooms(word: str) -> None:
    """`--version` and `--help` load a few small files: no other library, not even regular expressions."""
    script = (
        "import os, sys\n"
        "before = set(sys.modules)\n"
        "from datamap.cli import main\n"
        "try:\n    main([sys.argv[1]])\nexcept SystemExit:\n    pass\n"
        "loaded = {name for name in set(sys.modules) - before if not name.startswith('datamap.cli.')}\n"
        "print(*sorted(loaded), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, word], capture_output=True, check=True, text=True)

    assert set(done.stderr.split()) <= {"__future__", "datamap", "datamap.cli", "unicodedata"}


def test_words_of_help_are_read_line_by_line_as_toml_would_read_them() -> None:
    """What `--help` says is what `texts/cli.toml` holds: each entry in three lines without escapes."""
    told = {key: words for key, words in texts("cli").items() if key.startswith(("help_", "metavar_"))}

    assert {key: (help_word(key, "ja"), help_word(key, "en")) for key in told} == {
        key: (words.ja, words.en) for key, words in told.items()
    }
    assert LANGS == tongue.LANGS


def test_version_is_that_of_the_package(run: Run) -> None:
    """`datamap --version` prints name and version."""
    assert run("--version") == (0, f"datamap {__version__}\n", "")


def test_unknown_command_is_bad_input_and_offers_the_nearest(run: Run) -> None:
    """A misspelt command exits with 2 and says what was probably meant."""
    code, _, err = run("chek")

    assert code == 2
    assert "check" in err


def test_bad_date_is_bad_input_and_says_how_to_write_it(run: Run) -> None:
    """A date that is none exits with 2 and shows the form."""
    code, _, err = run("check", "--as-of", "22/11/2026")

    assert code == 2
    assert "2026-11-22" in err


# ----------------------------------------------------------------------------------------- init


@pytest.mark.parametrize("lang", LANGS)
def test_init_writes_a_workbook_that_is_read_without_a_word(run: Run, tmp_path: Path, lang: Lang) -> None:
    """A new workbook has table, example, guide, records and notebooks, and `check` accepts it as it is."""
    folder = tmp_path / "our map"
    code, out, _ = run("init", folder, "--lang", lang)
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}

    assert code == 0
    assert "datamap check" in out
    assert {"inventory.csv", "inventory.example.csv", "guide.md", "README.md"} <= names
    assert {f"records/{name}.toml" for name in ("organisation", "notice", "assessment")} <= names
    assert f"notebooks/{lang}/00-start.ipynb" in names

    code, out, _ = run("check", "--workbook", folder, "--lang", lang)

    assert code == 0
    assert "inventory.example.csv" in out


def test_init_refuses_to_overwrite_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    """Where a file is in the way, nothing at all is written, and the file is named."""
    (tmp_path / "guide.md").write_text("mine", encoding="utf-8")
    code, _, err = run("init", tmp_path, "--lang", "en")

    assert code == 2
    assert "guide.md" in err
    assert [p.name for p in tmp_path.iterdir()] == ["guide.md"]
    assert (tmp_path / "guide.md").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("lang", LANGS)
def test_init_writes_tables_that_excel_opens_as_text_in_the_right_code(lang: Lang) -> None:
    """CSV files begin with a byte order mark, and have headings in the language chosen."""
    files = starter_files(lang)
    header = files["inventory.csv"].decode("utf-8-sig").splitlines()[0]

    assert files["inventory.csv"].startswith(b"\xef\xbb\xbf")
    assert header.split(",")[1] == {"ja": "業務", "en": "activity"}[lang]
    assert files["inventory.example.csv"].decode("utf-8-sig").splitlines()[0] == header


@pytest.mark.parametrize("lang", LANGS)
def test_example_rows_are_right(lang: Lang) -> None:
    """The filled example rows are read without an error or a warning."""
    inventory = read_inventory(starter_files(lang)["inventory.example.csv"])

    assert len(inventory) == 4
    assert [p for p in inventory.problems if p.severity.rank < 2] == []


@pytest.mark.parametrize("lang", LANGS)
def test_templates_are_right_once_their_comment_signs_are_removed(tmp_path: Path, lang: Lang) -> None:
    """Every commented line of the record templates is valid as it stands."""
    for name, content in starter_files(lang).items():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        live = re.sub(rb"(?m)^#(?=[\[\w])", b"", content) if name.endswith(".toml") else content
        target.write_bytes(live)
    (tmp_path / "inventory.csv").write_bytes((tmp_path / "inventory.example.csv").read_bytes())
    book = read_workbook(tmp_path)

    assert book.organisation.name.en == "Sample Shop Ltd."
    assert len(book.notice.clauses) == 2
    assert book.assessment.ratings
    assert [p for p in book.problems if p.severity.rank < 2] == []


@pytest.mark.parametrize("lang", LANGS)
def test_guide_explains_every_column(lang: Lang) -> None:
    """The guide has a section for each column, with the words that closed columns take."""
    guide = starter_files(lang)["guide.md"].decode()

    assert guide.count("\n## ") == 30
    assert "(`entrustment`)" in guide


def test_notebooks_of_a_new_workbook_have_no_outputs_and_answer_for_today() -> None:
    """What the sample's notebooks show is not carried into another organisation's workbook."""
    for name, content in starter_files("ja").items():
        if name.endswith(".ipynb"):
            cells = [c for c in json.loads(content)["cells"] if c["cell_type"] == "code"]
            assert all(c["outputs"] == [] and c["execution_count"] is None for c in cells)
            assert "date.today()" in "".join(cells[0]["source"])


# --------------------------------------------------------------------------- how commands end


def test_bad_input_shows_every_problem_and_exits_with_2(run: Run, tmp_path: Path) -> None:
    """All mistakes are shown at once: file, row, column, value, what is allowed, what to do."""
    (tmp_path / "inventory.csv").write_text(
        "id,kind,items,source,recipient,countries\nA,entrusment,name,customer,x,UK\nA,entrustment,name,customer,y,JP\n",
        encoding="utf-8",
    )
    code, out, err = run("check", "--workbook", tmp_path, "--lang", "en")

    assert (code, out) == (2, "")
    assert "row 2" in err
    assert "did you mean: “entrustment”" in err
    assert "did you mean: “United Kingdom” (GB)" in err
    assert "row 3" in err


def test_bad_input_as_json_is_one_object(run: Run, tmp_path: Path) -> None:
    """With `--format json` problems come as data, worded in the language chosen."""
    (tmp_path / "inventory.csv").write_text("id,kind\n", encoding="utf-8")
    code, out, _ = run("check", "--workbook", tmp_path, "--lang", "en", "--format", "json")
    found = json.loads(out)

    assert code == 2
    assert found["datamap"] == __version__
    assert found["results"] == []
    assert {"code", "severity", "file", "row", "column", "value", "message", "next_step"} <= set(
        found["problems"][0]
    )


def test_folder_without_inventory_is_bad_input(run: Run, tmp_path: Path) -> None:
    """A folder that is no workbook is named, with what to do."""
    for command in ("check", "build", "lab"):
        code, _, err = run(command, "--workbook", tmp_path, "--lang", "en")
        assert code == 2, command
        assert "inventory.csv" in err


def test_failure_of_the_program_exits_with_3_and_says_how_to_report(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw is not blamed on the input; the traceback comes with `--debug` only."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("datamap.inventory.read_workbook", fail)
    code, _, err = run("check", "--workbook", tmp_path, "--lang", "en")
    assert code == 3
    assert "by nought" in err
    assert "--debug" in err
    assert "Traceback" not in err

    code, _, err = run("check", "--debug", "--workbook", tmp_path, "--lang", "en")
    assert code == 3
    assert "Traceback" in err


def test_full_disk_is_said_as_such(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails exits with 3, names the reason and does not ask for a bug report."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("datamap.inventory.read_workbook", fail)
    code, _, err = run("check", "--workbook", tmp_path, "--lang", "en")

    assert code == 3
    assert "No space left" in err
    assert "--debug" not in err


def test_interruption_exits_as_shells_expect(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends with 130 and says that old reports are whole."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("datamap.inventory.read_workbook", interrupted)
    code, _, err = run("check", "--workbook", tmp_path, "--lang", "en")

    assert code == 130
    assert "Stopped" in err


def test_control_characters_of_the_input_do_not_reach_the_terminal(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An escape sequence in a cell or a file name is shown as a sign, not sent to the screen."""
    (tmp_path / "inventory.csv").write_text(
        "id,kind,items,source,recipient\nA,\x1b[31mred,name,customer,x\n", encoding="utf-8"
    )
    _, out, err = run("check", "--workbook", tmp_path, "--lang", "en")
    assert "\x1b[31mred" not in out + err

    show("\x1b]0;title\x07 and \u202eback")
    assert (
        capsys.readouterr().out
        == "\N{REPLACEMENT CHARACTER}]0;title\N{REPLACEMENT CHARACTER} and \N{REPLACEMENT CHARACTER}back\n"
    )


# ------------------------------------------------------------------------------------------ lab


def test_lab_opens_the_first_notebook_in_japanese_and_asks_nothing_of_the_network(tmp_path: Path) -> None:
    """No news, no look for updates, no catalogue of extensions; the settings folder sets the language."""
    (tmp_path / "notebooks" / "ja").mkdir(parents=True)
    (tmp_path / "notebooks" / "ja" / "00-start.ipynb").write_text("{}", encoding="utf-8")
    command = lab_command(tmp_path, "ja", tmp_path / "settings", ["--no-browser"])

    assert "--LabApp.default_url=/lab/tree/notebooks/ja/00-start.ipynb" in command
    assert "--LabApp.news_url=None" in command
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in command
    assert "--LabApp.extension_manager=readonly" in command
    assert command[-1] == "--no-browser"


@pytest.mark.parametrize("lang", LANGS)
def test_lab_settings_choose_the_language_and_silence_news(lang: Lang) -> None:
    """The defaults given to the front end are keys that its schemas know."""
    file = Path(lab_module.__file__).parents[1] / "starter" / "lab" / lang / "overrides.json"
    settings = json.loads(file.read_text(encoding="utf-8"))
    schemas = Path(sys.prefix) / "share" / "jupyter" / "lab" / "schemas"

    for plugin, values in settings.items():
        package, name = plugin.split(":")
        schema = json.loads((schemas / package / f"{name}.json").read_text(encoding="utf-8"))
        assert set(values) <= set(schema["properties"])
    assert settings["@jupyterlab/translation-extension:plugin"]["locale"] == {"ja": "ja_JP", "en": "en"}[lang]


def test_lab_passes_on_what_it_does_not_know(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`datamap lab --no-browser --port 9000` starts JupyterLab with both, and returns its exit code."""
    calls: list[list[str]] = []

    def started(command: list[str], environment: dict[str, str]) -> int:
        assert environment["DATAMAP_LANG"] == "ja"
        calls.append(command)
        return 5

    monkeypatch.setattr(lab_module, "_run", started)
    code, _, _ = run("lab", "--workbook", root, "--no-browser", "--port", "9000")

    assert code == 5
    assert calls[0][1:3] == ["-m", "jupyterlab"]
    assert calls[0][-3:] == ["--no-browser", "--port", "9000"]
