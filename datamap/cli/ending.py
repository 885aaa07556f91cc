"""How the program ends: exit codes, and a request to end that is heard in time to clear up."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import NoReturn


class Outcome(IntEnum):
    """What the exit code says (DESIGN section 7); the last two are what shells say of signals."""

    DONE = 0
    FINDINGS = 1
    BAD_INPUT = 2
    FAILED = 3
    STOPPED = 130
    ENDED = 143


class Ended(KeyboardInterrupt):
    """The system asks the program to end (SIGTERM): it clears up as after Ctrl-C."""


def outcome_of(stop: KeyboardInterrupt) -> Outcome:
    """Return the exit code after Ctrl-C, or after a request of the system."""
    return Outcome.ENDED if isinstance(stop, Ended) else Outcome.STOPPED


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Take a request to end as Ctrl-C is taken, so that nothing half done is left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> NoReturn:
        raise Ended

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
