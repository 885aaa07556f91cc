"""Putting reports in place: all or nothing, and nobody else's files touched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from datamap.report.publish import MANIFEST, publish, staging


def put(out: Path, **files: str) -> list[Path]:
    """Publish files by name (`_` stands for the dot)."""
    with staging(out) as stage:
        for name, words in files.items():
            target = stage / name.replace("_", ".")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(words)
        return publish(stage, out, {"about": "test"})


def found(out: Path) -> dict[str, str]:
    """Return every file below a folder with its content."""
    return {
        path.relative_to(out).as_posix(): path.read_text()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder for reports that holds a file of somebody else."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    return folder


def test_files_are_listed_with_their_digest(out: Path) -> None:
    """The manifest names every generated file and what it was made from."""
    written = put(out, a_html="one", b_pdf="two")
    manifest = json.loads((out / MANIFEST).read_text())

    assert [path.name for path in written] == [MANIFEST, "a.html", "b.pdf"]
    assert manifest["about"] == "test"
    assert sorted(manifest["files"]) == ["a.html", "b.pdf"]


def test_files_of_others_are_left_alone(out: Path) -> None:
    """What we did not generate stays, build after build."""
    put(out, a_html="one")
    put(out, a_html="two")

    assert found(out) == {"a.html": "two", "notes.txt": "mine"}


def test_what_is_no_longer_made_is_removed(out: Path) -> None:
    """A report of the last time that this time does not make goes, and its empty folder with it."""
    put(out, **{"old/a_html": "one", "b_html": "keep"})
    put(out, b_html="keep")

    assert found(out) == {"b.html": "keep", "notes.txt": "mine"}
    assert not (out / "old").exists()


def test_a_stale_report_somebody_changed_is_kept(out: Path) -> None:
    """A file whose content is not what we wrote belongs to whoever changed it."""
    put(out, a_html="one")
    (out / "a.html").write_text("with my remarks")
    put(out, b_html="two")

    assert found(out)["a.html"] == "with my remarks"


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside.txt", "..\\outside.txt", "C:outside.txt"])
def test_a_forged_manifest_cannot_reach_outside(out: Path, name: str) -> None:
    """Only files inside the folder of reports are ever removed."""
    outside = out.parent / "outside.txt"
    outside.write_text("x")
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    (out / MANIFEST).write_text(json.dumps({"files": {name: digest}}))
    put(out, a_html="one")

    assert outside.read_text() == "x"


@pytest.mark.parametrize("content", [b"", b"[]", b'{"files": 3}', b"{", b"\xff"])
def test_a_broken_manifest_is_no_hindrance(out: Path, content: bytes) -> None:
    """A manifest that cannot be read counts as none."""
    (out / MANIFEST).write_bytes(content)
    put(out, a_html="one")

    assert found(out)["a.html"] == "one"


class Interrupted(BaseException):
    """Stands for Ctrl-C."""


def stop_at(move: int, patch: pytest.MonkeyPatch) -> None:
    """Stop the work at the n-th move of a file; later moves, which put things back, work again."""
    left = iter(range(move, 0, -1))
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if next(left, 0) == 1:
            raise Interrupted
        return real(self, target)

    patch.setattr(Path, "replace", replace)


@pytest.mark.parametrize("move", range(1, 8))
def test_an_interruption_leaves_the_old_reports_whole(
    out: Path, move: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever Ctrl-C falls while files are moved, the old state comes back to the letter."""
    put(out, a_html="old a", b_html="old b", c_html="old c")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    stop_at(move, monkeypatch)

    with pytest.raises(Interrupted):
        put(out, a_html="new a", b_html="new b", d_html="new d")

    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert [path.name for path in out.parent.iterdir()] == ["reports"]


def test_a_failure_before_moving_leaves_nothing_behind(out: Path) -> None:
    """If making a report fails, the folder beside the target is gone and the target untouched."""

    def fail() -> None:
        with staging(out) as stage:
            (stage / "half.html").write_text("half")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - any failure will do
        fail()

    assert found(out) == {"notes.txt": "mine"}
    assert [path.name for path in out.parent.iterdir()] == ["reports"]


def test_what_a_killed_build_left_is_removed_the_next_time(out: Path) -> None:
    """A folder of a process that is no more goes; that of a running one and other people's stay."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, running, other = (
        out.parent / f".{out.name}-{rest}"
        for rest in (f"datamap-{gone.pid}-ab12", f"datamap-{os.getpid()}-ab12", "backup")
    )
    for folder in (left, running, other):
        folder.mkdir()
    with staging(out):
        assert (left.exists(), running.exists(), other.exists()) == (os.name != "posix", True, True)
