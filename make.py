"""The works of this project: `python3 make.py reports`, `python3 make.py test`; `help` lists the rest.

It needs the standard library alone. Whoever has make may type `make test` instead. Read from the
environment: AS_OF, the day of the reports, and JOBS, how many processes work at the same time.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
AS_OF = os.environ.get("AS_OF", "2026-11-22")
JOBS = os.environ.get("JOBS", "2")
OLDEST = (3, 11)
CACHES = ("pytest", "mypy", "ruff", "import_linter")

Work = Callable[..., None]
WORKS: dict[str, Work] = {}


def work(does: Work) -> Work:
    """Put a function among the works that can be asked for, under its own name."""
    WORKS[does.__name__.replace("_", "-")] = does
    return does


class Stopped(Exception):
    """A program that a work needs has ended with a code that is not zero."""


def run(*words: str | Path, cwd: Path = ROOT) -> None:
    """Run a program and show what it says; raise `Stopped` if it fails."""
    code = subprocess.run([str(word) for word in words], cwd=cwd, check=False).returncode
    if code:
        raise Stopped(code)


def program(name: str, folder: str = ".venv") -> Path:
    """Return the path of a program in a virtual environment, on this system."""
    return ROOT / folder / ("Scripts" if os.name == "nt" else "bin") / (name + ".exe" * (os.name == "nt"))


def ready(folder: str = ".venv", lock: str = "requirements.lock") -> None:
    """Make a virtual environment with everything in the lock, hash by hash, unless it is up to date.

    uv is taken from the lock first, because it installs fast. A machine whose package index is known to pip
    only is served by pip with the same lock.
    """
    done = ROOT / folder / "installed"
    asked = (ROOT / lock, ROOT / "pyproject.toml")
    if done.exists() and all(done.stat().st_mtime >= path.stat().st_mtime for path in asked):
        return
    python = program("python", folder)
    if not python.exists():
        venv.create(ROOT / folder, with_pip=True, symlinks=os.name != "nt")
    _install(python, folder, lock)
    run(python, "-m", "compileall", "-q", "datamap")
    done.touch()


def _install(python: Path, folder: str, lock: str) -> None:
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
    entries = re.split(r"^(?=\S)", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
    first = ROOT / folder / "uv.txt"
    first.write_text("".join(entry for entry in entries if entry.startswith("uv==")), encoding="utf-8")
    run(*pip, "--require-hashes", "-r", first)
    uv = (program("uv", folder), "pip", "install", "--quiet", "--python", python)
    try:
        run(*uv, "--require-hashes", "--compile-bytecode", "-r", lock)
    except Stopped:
        run(*pip, "--require-hashes", "-r", lock)
    run(*uv, "--offline", "--no-deps", "--no-build-isolation", "--editable", ".")


@work
def reports() -> None:
    """Build every report of the sample (and of examples/) into reports/."""
    ready()
    tables = sorted(ROOT.glob("examples/*/inventory.csv"))
    with ThreadPoolExecutor(int(JOBS)) as at_once:
        asked = [at_once.submit(_build, folder) for folder in (ROOT, *(table.parent for table in tables))]
    for one in asked:
        one.result()


def _build(folder: Path) -> None:
    run(program("datamap"), "build", "--workbook", folder.relative_to(ROOT), "--as-of", AS_OF)


@work
def test() -> None:
    """Run everything: lint, types, import contract, notebooks, tests, doctests, browser."""
    for part in (lint, types, imports, notebooks_test, unit, browser):
        part()


@work
def lint() -> None:
    """Run ruff: rules and format."""
    _with_ruff("check", ".")
    _with_ruff("format", "--check", ".")


@work
def types() -> None:
    """Run mypy, strict."""
    ready()
    run(program("mypy"))


@work
def imports() -> None:
    """Check the import contract: each room opens only backwards."""
    ready()
    run(program("lint-imports"))


@work
def notebooks_test() -> None:
    """Run the notebooks and compare their outputs with the stored ones."""
    alone = ("-q", "-o", "addopts=--dist=loadfile", "-n", JOBS, "-W", "default")
    compared = ("--nbval", "--nbval-current-env", "--nbval-sanitize-with", "notebooks/sanitize.cfg")
    _pytest(*alone, *compared, "notebooks/ja", "notebooks/en")


@work
def unit(*more: str) -> None:
    """Run tests and doctests."""
    _pytest("-n", JOBS, "-m", "not browser", *more)


@work
def coverage() -> None:
    """Run the same, counting which lines are run; a third slower, not part of `test`."""
    unit("--cov", "--cov-report=term")


@work
def browser() -> None:
    """Run the tests in a browser, where there is a Chromium."""
    if shutil.which("chromium") or shutil.which("chromium-browser"):
        _pytest("-q", "-n0", "-m", "browser", "tests/browser")
    else:
        print("TESTS IN A BROWSER ARE LEFT OUT: no Chromium here (Debian: apt-get install chromium)")


def _pytest(*words: str) -> None:
    ready()
    run(program("python"), "-m", "pytest", *words)


def _with_ruff(*words: str) -> None:
    ready()
    run(program("ruff"), *words)


@work
def format() -> None:  # noqa: A001 - the word that is typed
    """Let ruff mend what it can."""
    _with_ruff("check", "--fix", ".")
    _with_ruff("format", ".")


@work
def install() -> None:
    """Make .venv with everything in the lock (the other works do it by themselves)."""
    ready()


@work
def notebooks() -> None:
    """Write and run the notebooks again, both languages."""
    _with_python("notebooks/make.py")


@work
def pictures() -> None:
    """Draw the pictures of the README and the gallery of figures again."""
    _with_python("docs/pictures.py")
    _with_python("docs/make_gallery.py")


@work
def screenshots() -> None:
    """Take the screenshots of the README again (needs Chromium)."""
    _with_python("docs/screenshots.py")


def _with_python(script: str) -> None:
    ready()
    run(program("python"), script)


@work
def lock() -> None:
    """Resolve requirements.lock again from pyproject.toml."""
    ready()
    # One version for all Pythons where there is one: the same bytes, and the same types to check.
    common = ("--quiet", "--universal", "--fork-strategy", "fewest", "--python-version", "3.11")
    said = ("--generate-hashes", "--no-emit-index-url", "--custom-compile-command", "make lock")
    compiled = (program("uv"), "pip", "compile", *common, *said, "--group", "dev")
    peers = ("-c", "requirements.lock", "--group", "bench")
    run(*compiled, "--upgrade", "pyproject.toml", "-o", "requirements.lock")
    run(*compiled, *peers, "pyproject.toml", "-o", "benchmarks/requirements.lock")


@work
def bench(*words: str) -> None:
    """Run the benchmarks, e.g. `bench --sizes 10000 100000 --write`."""
    ready()
    # What others would use for the same work stands in an environment of its own: the tests never see it.
    ready(".venv-bench", "benchmarks/requirements.lock")
    run(program("python", ".venv-bench"), "benchmarks/run.py", *words)


@work
def lab() -> None:
    """Open the notebooks in JupyterLab."""
    ready()
    run(program("datamap"), "lab")


@work
def clean() -> None:
    """Remove what tools leave behind (not .venv, not reports/)."""
    kept = {ROOT / ".venv", ROOT / ".venv-bench"}
    left = [ROOT / name for name in ("build", "dist", ".hypothesis", *(f".{name}_cache" for name in CACHES))]
    left += [path for path in ROOT.rglob("__pycache__") if not kept & set(path.parents)]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    for path in ROOT.glob(".coverage*"):
        path.unlink()


@work
def help() -> None:  # noqa: A001 - the word that is typed
    """Show this list."""
    for name, does in WORKS.items():
        print(f"  {name:16} {(does.__doc__ or '').partition(chr(10))[0]}")


def main(words: list[str]) -> int:
    """Do the works asked for, one after the other; what follows `bench` or `unit` is handed on."""
    if sys.version_info < OLDEST:
        print(f"datamap needs Python {OLDEST[0]}.{OLDEST[1]} or later; this is {sys.version.split()[0]}.")
        return 2
    first, *more = words or ["help"]
    asked = [(first, more)] if first in {"bench", "unit"} else [(name, []) for name in (first, *more)]
    unknown = [name for name, _ in asked if name not in WORKS]
    if unknown:
        print(f"No work is called {', '.join(unknown)}. There are:")
        WORKS["help"]()
        return 2
    try:
        for name, handed_on in asked:
            WORKS[name](*handed_on)
    except Stopped as stopped:
        return int(stopped.args[0])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
