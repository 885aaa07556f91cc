"""The house against its own rules: rooms, verbs, sizes, texts, links, hygiene."""

from __future__ import annotations

import ast
import inspect
import itertools
import re
import shutil
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import datamap
from datamap.cli.commands import COMMANDS
from datamap.model import LANGS
from datamap.vocabulary import texts

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "datamap"
MODULES = sorted(PACKAGE.rglob("*.py"))
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def tracked() -> list[Path]:
    """Return the files of the project: those that git knows, or new ones it would not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return sorted(
        {ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()}
    )


def tree(module: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(module.read_text(encoding="utf-8"))


@cache
def looked_at() -> dict[type[ast.AST], list[tuple[str, ast.AST]]]:
    """Return what the rules ask about, by its kind, with where it stands: every module is read once."""
    found: dict[type[ast.AST], list[tuple[str, ast.AST]]] = {
        ast.FunctionDef: [],
        ast.ImportFrom: [],
        ast.Call: [],
    }
    for module in MODULES:
        where = str(module.relative_to(ROOT))
        for node in ast.walk(tree(module)):
            if type(node) in found:
                found[type(node)].append((where, node))
    return found


def table_of(page: str, heading: str) -> list[str]:
    """Return the first column of the first table of a page that has this heading."""
    text = (ROOT / page).read_text(encoding="utf-8")
    rows = itertools.takewhile(
        lambda line: line.startswith("|"), text.split(f"| {heading} |", 1)[1].splitlines()[2:]
    )
    return [m[1] for row in rows for m in [re.match(r"\| `([\w-]+)` \|", row)] if m]


def rooms() -> list[str]:
    """Return the modules and packages at the top of the package."""
    found = {p.stem for p in PACKAGE.glob("*.py")} | {p.parent.name for p in PACKAGE.glob("*/__init__.py")}
    return sorted(found - {"__init__", "__main__"})


# ---------------------------------------------------------------------------- architecture


def test_architecture_page_lists_every_room_in_the_order_of_the_contract() -> None:
    """ARCHITECTURE.md, the import contract and the package name the same rooms, top to bottom."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = [name.strip("()") for name in settings["tool"]["importlinter"]["contracts"][0]["layers"]]
    described = table_of("ARCHITECTURE.md", "room")

    assert described == [name for name in layers if name != "__main__"]
    assert sorted(described) == rooms()


def test_architecture_page_lists_every_data_folder() -> None:
    """Every folder of the package that is no room is described as data."""
    folders = {
        p.name
        for p in PACKAGE.iterdir()
        if p.is_dir() and not (p / "__init__.py").exists() and p.name != "__pycache__"
    }

    assert sorted(folders) == sorted(table_of("ARCHITECTURE.md", "folder"))


def test_rooms_take_nothing_but_the_version_from_the_package_itself() -> None:
    """The public verbs are for callers; a room that used them would go round the import contract."""
    allowed = {"__version__", *rooms()}
    wrong = [
        f"{where}: {alias.name}"
        for where, node in looked_at()[ast.ImportFrom]
        if isinstance(node, ast.ImportFrom) and node.module == "datamap"
        for alias in node.names
        if alias.name not in allowed
    ]

    assert wrong == []


# ------------------------------------------------------------------------------ public verbs


def test_public_verbs_are_few_and_known_to_type_checkers() -> None:
    """At most thirty names, and the lazy list is the list that type checkers read."""
    typed = {
        alias.name: node.module
        for branch in tree(PACKAGE / "__init__.py").body
        if isinstance(branch, ast.If)
        for node in branch.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert typed == datamap._VERBS
    assert len(typed) <= 30


@pytest.mark.parametrize("verb", sorted(datamap._VERBS))
def test_public_verb_says_what_it_takes_and_gives(verb: str) -> None:
    """Each verb loads from its room and has a numpydoc docstring."""
    found = getattr(datamap, verb)
    words = inspect.getdoc(found) or ""

    assert callable(found)
    assert re.search(r"^(Returns|Yields)\n-+$", words, re.MULTILINE), f"{verb}: no Returns section"
    assert not inspect.signature(found).parameters or "Parameters\n----------" in words


def test_unknown_name_is_refused_with_the_names_there_are() -> None:
    """A misspelt verb is an AttributeError that lists the verbs."""
    with pytest.raises(AttributeError, match="read_workbook"):
        _ = datamap.read_workbok  # type: ignore[attr-defined]


def test_names_are_offered_to_completion() -> None:
    """`dir(datamap)` shows the verbs although none is loaded yet."""
    assert {"read_workbook", "draw_flows", "__version__"} <= set(dir(datamap))


# ------------------------------------------------------------------------------------- sizes


def functions() -> Iterator[tuple[str, int]]:
    """Yield every function of the package with its length in lines, its docstring apart."""
    for where, node in looked_at()[ast.FunctionDef]:
        if isinstance(node, ast.FunctionDef):
            documented = ast.get_docstring(node, clean=False) is not None
            first = node.body[1] if documented and len(node.body) > 1 else node.body[0]
            length = (node.end_lineno or node.lineno) - first.lineno + 1
            yield f"{where}:{node.lineno} {node.name}", length


def test_no_file_is_too_long_to_be_read() -> None:
    """No module has more than 400 lines."""
    long = [str(m.relative_to(ROOT)) for m in MODULES if len(m.read_text("utf-8").splitlines()) > 400]

    assert long == []


def test_no_function_is_too_long_to_be_read() -> None:
    """No function has more than 40 lines below its docstring."""
    assert [name for name, length in functions() if length > 40] == []


def test_modules_are_named_for_what_they_hold() -> None:
    """No module is a drawer for what has no place."""
    drawers = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}

    assert [str(m.relative_to(ROOT)) for m in MODULES if m.stem in drawers] == []


def test_nothing_is_left_for_later() -> None:
    """No module of the package holds a note to finish it some day."""
    marks = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "X" * 3, "NotImplemented" + "Error"]))

    assert [str(m.relative_to(ROOT)) for m in MODULES if marks.search(m.read_text("utf-8"))] == []


# ------------------------------------------------------------------------------------- texts

ROOMS_WITH_TEXTS = sorted(p.stem for p in (PACKAGE / "texts").glob("*.toml"))
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


SAME = {"ordinal": "nth"}
"""Placeholders that say one thing in the way of each language (3, third)."""

NAMES_OF_LANGUAGES = {".other_language"}
"""Texts that stand in the other language on purpose: the way to the other edition."""


def placeholders(words: str) -> set[str]:
    """Return the names in braces."""
    names = {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}
    return {SAME.get(name, name) for name in names}


def leaves(table: dict[str, object], path: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """Yield every table that holds words in some language."""
    if set(LANGS) & set(table):
        yield path, table
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}.{key}")
        elif isinstance(value, list):
            for number, entry in enumerate(value):
                if isinstance(entry, dict):
                    yield from leaves(entry, f"{path}.{key}[{number}]")


def toml_files() -> list[Path]:
    """Return every TOML file of the package: texts, laws, threats and the like."""
    return sorted(p for p in PACKAGE.rglob("*.toml") if "starter" not in p.parts)


@pytest.mark.parametrize("file", toml_files(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_texts_exist_in_both_languages_with_the_same_placeholders(file: Path) -> None:
    """Whatever is said in one language is said in the other, about the same things."""
    wrong = []
    for path, words in leaves(tomllib.loads(file.read_text(encoding="utf-8"))):
        ja, en = str(words.get("ja", "")), str(words.get("en", ""))
        if bool(ja.strip()) != bool(en.strip()):
            wrong.append(f"{path}: one language only")
        elif file.parent.name == "texts" and placeholders(ja) != placeholders(en):
            wrong.append(f"{path}: placeholders differ")

    assert wrong == []


@pytest.mark.parametrize("room", ROOMS_WITH_TEXTS)
def test_english_texts_hold_no_japanese(room: str) -> None:
    """The English report and the English command line stay English, terms in brackets apart."""
    found = [
        path
        for path, words in leaves(tomllib.loads((PACKAGE / "texts" / f"{room}.toml").read_text("utf-8")))
        if path not in NAMES_OF_LANGUAGES
        and JAPANESE.search(re.sub(r"[(（「][^)）」]*[)）」]", "", str(words["en"])))
    ]

    assert found == []


def test_every_text_that_the_code_asks_for_exists() -> None:
    """A key written in the code is in the file of its room."""
    missing = []
    known = {room: set(texts(room)) for room in ROOMS_WITH_TEXTS}
    for where, node in looked_at()[ast.Call]:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text":
            named = [a.value for a in node.args[:2] if isinstance(a, ast.Constant)]
            if len(named) == 2 and named[1] not in known.get(named[0], ()):
                missing.append(f"{where}:{node.lineno} {named}")

    assert missing == []


CLAIMS = [
    r"\bviolat(?:es|ed|ion)\b",
    r"\bis (?:fully )?compliant\b",
    r"\bconsent was obtained\b",
    "違反して",
    "違反です",
    "同意を得ています",
    "適法です",
]


@pytest.mark.parametrize("file", toml_files(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_text_claims_more_than_is_recorded(file: Path) -> None:
    """No sentence says that a law is broken or kept, or that consent was given."""
    words = file.read_text(encoding="utf-8")

    assert [claim for claim in CLAIMS if re.search(claim, words, re.IGNORECASE)] == []


# -------------------------------------------------------------------------------------- docs


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Every relative link of a page is to a file that is there."""
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]

    assert [link for link in local if not (page.parent / link).exists()] == []


def test_every_page_of_the_documentation_is_in_its_index() -> None:
    """docs/README.md and docs/decisions/README.md list what is beside them."""
    for folder in (ROOT / "docs", ROOT / "docs" / "decisions"):
        index = (folder / "README.md").read_text(encoding="utf-8")
        pages = sorted(p.name for p in folder.glob("*.md") if p.name != "README.md")
        assert [name for name in pages if f"({name})" not in index] == []


def test_every_command_and_option_is_documented() -> None:
    """docs/commands.md names each command and each of its options."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    options = {"--debug"}
    for file in sorted((PACKAGE / "cli").glob("*.py")):
        options |= set(re.findall(r"\"(--[a-z-]+)\"", file.read_text(encoding="utf-8")))
    ours = {o for o in options if o not in {"--help", "--version", "--format=tar"}}

    assert [name for name in COMMANDS if f"## `datamap {name}" not in page] == []
    assert sorted(o for o in ours if f"`{o}" not in page and f" {o} " not in page) == []


def test_changelog_speaks_of_this_version() -> None:
    """The newest entry of the changelog is the version that the package says it is."""
    newest = re.search(r"^## ([\d.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert newest is not None
    assert newest[1] == datamap.__version__


def test_every_work_says_what_it_does() -> None:
    """`python3 make.py help` and `make help` list the same works, each with what it does."""
    python = [sys.executable, "make.py", "help"]
    listed = subprocess.run(python, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert {line.split()[0] for line in listed.splitlines()} >= {"reports", "test", "lock", "notebooks-test"}
    assert all(re.fullmatch(r"  [a-z-]+ +[A-Z`].*\.", line) for line in listed.splitlines())
    if shutil.which("make"):
        called = ["make", "--no-print-directory", f"PYTHON={sys.executable}", "help"]
        assert subprocess.run(called, cwd=ROOT, capture_output=True, text=True, check=True).stdout == listed


def test_a_work_that_is_not_known_is_refused() -> None:
    """Nothing is done, the works that there are are listed, and the exit code is not zero."""
    asked = [sys.executable, "make.py", "tset"]
    refused = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)

    assert refused.returncode == 2
    assert "No work is called tset" in refused.stdout
    assert "  test " in refused.stdout


# ----------------------------------------------------------------------------------- hygiene

HOSTS = ["pypi" + ".org", "python" + "hosted.org", "registry.npm" + "js.org", "deb.debian" + ".org"]
PATHS = [r"(?<![\w.])/(?:root|work)/\w", r"(?<![\w.])/home/\w+/", r"/Users/\w+/"]
PERSONAL = [
    r"(?<![\d-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])",
    r"(?<!\d)0[789]0\d{8}(?!\d)",
    r"[\w.+-]@(?!example\b|[\w.-]*example\.|[\w.-]*\.example\b)[\w-]+\.[a-z]{2,}\b",
]
TEXT = {
    ".md",
    ".py",
    ".toml",
    ".csv",
    ".txt",
    ".json",
    ".ipynb",
    ".yaml",
    ".yml",
    ".cfg",
    ".lock",
    ".html",
    ".typ",
    "",
}


@cache
def searched() -> dict[str, list[tuple[Path, str]]]:
    """Return what is found of each sort in text files, the lines of this test apart; all are read once."""
    sorts = {
        "host": [re.escape(host) for host in HOSTS],
        "path": PATHS,
        "personal": PERSONAL,
    }
    finders = {sort: re.compile("|".join(patterns)) for sort, patterns in sorts.items()}
    found: dict[str, list[tuple[Path, str]]] = {sort: [] for sort in sorts}
    for file in tracked():
        if file.suffix in TEXT and file != Path(__file__):
            words = file.read_bytes().decode("utf-8", errors="replace")
            words = re.sub(r"base64,[A-Za-z0-9+/=]+", "", words)
            for sort, finder in finders.items():
                found[sort] += [(file.relative_to(ROOT), hit[0]) for hit in finder.finditer(words)]
    return found


def test_no_file_names_a_package_registry() -> None:
    """The lock and the rest work with any registry, so none is named."""
    assert searched()["host"] == []


def test_no_file_bears_a_path_of_somebodys_machine() -> None:
    """Nothing depends on, or tells of, the machine that something was made on."""
    assert searched()["path"] == []


def test_no_file_holds_personal_data() -> None:
    """No telephone number and no mail address, those for examples apart."""
    found = searched()["personal"]

    assert [hit for hit in found if "fonts" not in hit[0].parts and hit[0].name != "LICENSE"] == []


def test_lock_has_every_dependency_with_its_hash() -> None:
    """What pyproject.toml asks for is in the lock, and nothing in the lock is without a hash."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = settings["project"]["dependencies"] + settings["dependency-groups"]["dev"]
    asked += settings["build-system"]["requires"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {m[1] for m in re.finditer(r"^([\w.-]+)==.*\\\n +--hash=sha256:", lock, re.MULTILINE)}
    names = {re.match(r"[\w.-]+", line)[0].lower() for line in asked}  # type: ignore[index]

    assert sorted(names - pinned) == []
    assert len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE)) == len(re.findall(r"==.*\\\n +--hash", lock))
