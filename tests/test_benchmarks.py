"""The benchmarks: they run, and both sides of each comparison say the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RUN = ROOT / "benchmarks" / "run.py"


@pytest.mark.parametrize("part", ["reading", "reach", "cut", "rules"])
def test_part_runs_at_a_tiny_size(part: str) -> None:
    """Each part asserts that the results are equal before it times them; peers that are absent are named."""
    done = subprocess.run(
        [sys.executable, RUN, "--sizes", "300", "--only", part],
        capture_output=True, text=True, check=False, cwd=ROOT / "benchmarks",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "300 flows" in done.stdout


def test_peers_are_no_part_of_the_run_time() -> None:
    """What benchmarks compare with is locked apart, by hash, and no host of a registry is named."""
    names = {"duckdb", "igraph", "pandera", "polars", "rustworkx"}
    locked, apart = ((ROOT / p).read_text() for p in ("requirements.lock", "benchmarks/requirements.lock"))

    assert not {name for name in names if f"\n{name}==" in locked}
    assert not {name for name in names if f"\n{name}==" not in apart}
    assert "://" not in apart
