"""What every test may rely on: the sample workbook, its day, no window, no network by accident."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from datamap.facts import Facts
    from datamap.inventory import Workbook
    from datamap.rules import Findings

os.environ.setdefault("MPLBACKEND", "Agg")
for name in ("DATAMAP_LANG", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(name, None)

# The same examples in every run; `pytest --hypothesis-profile=thorough` looks for new ones.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("house", UNHURRIED, derandomize=True, max_examples=50)
settings.register_profile("thorough", UNHURRIED, max_examples=1_000)
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


@contextmanager
def _no_network() -> Iterator[None]:
    """Make every attempt to reach another machine an error."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the network was asked for")

    with pytest.MonkeyPatch.context() as patched:
        for name in ("connect", "connect_ex", "sendto", "bind"):
            patched.setattr(socket.socket, name, refuse)
        for name in ("getaddrinfo", "gethostbyname", "create_connection"):
            patched.setattr(socket, name, refuse)
        yield


@pytest.fixture
def no_network() -> Iterator[None]:
    """Refuse the network to a test."""
    with _no_network():
        yield


@pytest.fixture(scope="session")
def built(as_of: date, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give all reports of the sample, built by the command, without network.

    They are built once for all tests that look at them, in whatever process.
    """
    from datamap.cli import main

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    out = shared / "reports-of-the-sample"
    with FileLock(shared / "reports-of-the-sample.lock"):
        if not out.is_dir():
            with _no_network(), pytest.raises(SystemExit) as ended:
                main(["build", "--workbook", str(ROOT), "--out", str(out), "--as-of", as_of.isoformat()])
            assert not ended.value.code
    return out


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
