"""The wheel is whole: built, installed outside the repository, used there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = "Scripts" if os.name == "nt" else "bin"


def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program without anything of this checkout in its way."""
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "DATAMAP_LANG"}}
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the locked build backend, without network."""
    folder = tmp_path_factory.mktemp("dist")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("datamap-*.whl"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """Give the names of the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_wheel_holds_every_file_of_the_package(names: set[str]) -> None:
    """Vocabulary, laws, texts, templates, fonts, starter: nothing is left behind."""
    package = {
        p.relative_to(ROOT).as_posix()
        for p in (ROOT / "datamap").rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }

    assert sorted(package - names) == []
    for folder in ("vocab", "laws", "texts", "fonts", "starter", "report/templates"):
        assert any(name.startswith(f"datamap/{folder}/") for name in names), folder


def test_wheel_holds_the_licences(names: set[str]) -> None:
    """The licence of the package and those of the fonts go with it."""
    licences = {name.rsplit("/", 1)[-1] for name in names if "/licenses/" in name}

    assert {"LICENSE", "BIZUDPGothic-OFL.txt", "NotoSansJP-OFL.txt"} <= licences


def test_wheel_holds_the_notebooks_of_both_languages(names: set[str]) -> None:
    """`datamap init` finds every notebook of the repository in the installed package."""
    notebooks = {p.relative_to(ROOT).as_posix() for p in ROOT.glob("notebooks/*/*.ipynb")}

    assert notebooks
    assert {f"datamap/starter/{name}" for name in notebooks} <= names


def test_wheel_holds_nothing_of_the_sample_or_the_tests(names: set[str]) -> None:
    """Another organisation's workbook does not come with the sample's records."""
    tops = {name.split("/")[0] for name in names}

    assert {top for top in tops if not top.startswith("datamap")} == set()


@pytest.mark.slow
def test_installed_package_makes_checks_and_builds_a_workbook(wheel: Path, tmp_path: Path) -> None:
    """In a fresh environment outside the repository, init, check and build work."""
    venv = tmp_path / "venv"
    assert run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=tmp_path).returncode == 0
    python = venv / PROGRAMS / "python"
    site = Path(
        run(
            python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path
        ).stdout.strip()
    )
    # The libraries are those of this environment; its own link to the checkout is not followed from here.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    installed = run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        wheel,
        cwd=tmp_path,
    )
    assert installed.returncode == 0, installed.stderr
    where = run(python, "-c", "import datamap; print(datamap.__file__)", cwd=tmp_path).stdout.strip()
    assert Path(where).is_relative_to(site)

    datamap = venv / PROGRAMS / "datamap"
    book = tmp_path / "book"
    for words in (["init", book], ["check", "--workbook", book]):
        done = run(datamap, *words, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    shutil.copy(book / "inventory.example.csv", book / "inventory.csv")
    checked = run(
        datamap, "check", "--workbook", book, "--fail-on", "never", "--as-of", "2026-11-22", cwd=tmp_path
    )
    assert checked.returncode == 0, checked.stderr
    built = run(datamap, "build", "--workbook", book, "--as-of", "2026-11-22", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    for lang in ("ja", "en"):
        assert list((book / "reports" / lang).glob("*.pdf"))
        assert (book / "notebooks").is_dir()
