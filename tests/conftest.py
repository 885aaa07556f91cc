"""What every test may rely on: the sample workbook, its day, no window, no network by accident."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from datamap.facts import Facts
    from datamap.inventory import Workbook
    from datamap.rules import Findings

os.environ.setdefault("MPLBACKEND", "Agg")
for name in ("DATAMAP_LANG", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(name, None)

settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the top of the repository, which is the sample workbook too."""
    return ROOT


@pytest.fixture(scope="session")
def as_of() -> date:
    """Give the day for which the committed reports and notebooks answer."""
    return date(2026, 11, 22)


@pytest.fixture(scope="session")
def workbook() -> Workbook:
    """Give the sample workbook: the published notice as read."""
    from datamap.inventory import read_workbook

    return read_workbook(ROOT)


@pytest.fixture(scope="session")
def facts(workbook: Workbook, as_of: date) -> Facts:
    """Give the facts of the sample on its day."""
    from datamap.facts import establish_facts

    return establish_facts(workbook, as_of)


@pytest.fixture(scope="session")
def findings(facts: Facts) -> Findings:
    """Give what all rules find about the sample on its day."""
    from datamap.rules import evaluate

    return evaluate(facts)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Give a function that runs a command and returns exit code, output and errors."""
    from datamap.cli import main

    def call(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return call


@pytest.fixture(autouse=True)
def _figures_closed() -> Iterator[None]:
    """Close figures that a test leaves open, so that none leaks into the next."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
