"""Puts finished reports in place: all of them or none, and nobody else's files touched."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

MANIFEST = "manifest.json"
"""Lists the generated files with their SHA-256, so that those of the last time can be told."""


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """Yield an empty folder beside the target; it is gone afterwards, whatever happens.

    A process that is killed cannot clear up; what it left is removed here the next time.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    _sweep(out)
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-datamap-{os.getpid()}-", dir=out.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Remove the temporary folders of builds to this target whose process is no more."""
    ours = re.compile(re.escape(f".{out.name}-datamap-") + r"(\d{1,9})-\w+")
    for folder in out.parent.iterdir():
        left = ours.fullmatch(folder.name)
        if left and not folder.is_symlink() and folder.is_dir() and not _runs(int(left[1])):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    """Tell whether a process runs; where that cannot be asked without harm (Windows), say it does."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)  # signal 0 only asks
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def publish(stage: Path, out: Path, about: Mapping[str, Any] | None) -> list[Path]:
    """Move everything in `stage` to `out`; if anything fails, put the old files back.

    Files of the last time that are no longer made are removed, unless somebody changed them.
    Files that are not in the manifest are left alone.

    Parameters
    ----------
    stage
        Folder with the new files, on the same disk as `out` (see `staging`).
    about
        What the manifest says of the inputs beside the list of files; None = no manifest is
        written, and nothing counts as stale.

    Returns
    -------
    The files written, sorted, the manifest first.
    """
    made = sorted(path.relative_to(stage).as_posix() for path in stage.rglob("*") if path.is_file())
    stale: list[str] = []
    if about is not None:
        listed = {name: _digest(stage / name) for name in made}
        stale = list(_stale(out, listed))
        words = json.dumps({**about, "files": listed}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        (stage / MANIFEST).write_text(words, encoding="utf-8", newline="\n")
        made = [MANIFEST, *made]
    with staging(out) as aside:
        _swap(made, stale, stage, out, aside)
    _drop_empty(out, stale)
    return [out / name for name in made]


def _swap(made: list[str], stale: list[str], stage: Path, out: Path, aside: Path) -> None:
    """Move old files aside and new ones in; on any interruption undo what was done."""
    done: list[tuple[Path, Path]] = []  # each move made: (from, to)

    def move(source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        done.append((source, target))
        source.replace(target)

    try:
        for name in (*made, *stale):
            if (out / name).is_file() or (out / name).is_symlink():
                move(out / name, aside / name)
            if name in made:
                move(stage / name, out / name)
    except BaseException:
        for source, target in reversed(done):
            if target.exists() and not source.exists():
                target.replace(source)
        raise


def _stale(out: Path, listed: Mapping[str, str]) -> Iterator[str]:
    """Yield the files of the last manifest that are ours, unchanged and no longer made."""
    for name, digest in sorted(_last(out).items()):
        path = PurePosixPath(name)
        inside = not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name
        if inside and name not in listed and (out / name).is_file() and _digest(out / name) == digest:
            yield name


def _last(out: Path) -> dict[str, str]:
    """Return the files of the last manifest; nothing if there is none or it cannot be read."""
    try:
        files = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(name): str(digest) for name, digest in files.items()} if isinstance(files, dict) else {}


def _drop_empty(out: Path, stale: list[str]) -> None:
    """Remove folders that only held stale files."""
    for name in stale:
        for folder in PurePosixPath(name).parents:
            place = out / folder
            if place != out and place.is_dir() and not any(place.iterdir()):
                place.rmdir()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
