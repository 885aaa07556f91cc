"""Problems worded from `texts/problems.toml`."""

from __future__ import annotations

from datamap.model import EMPTY, Problem, Severity, Text
from datamap.vocabulary.texts import text, texts

_LONGEST_SHOWN = 60


def problem(
    code: str,
    *,
    severity: Severity | str,
    file: str,
    row: int | None = None,
    line: int | None = None,
    column: str | None = None,
    value: str | None = None,
    allowed: Text | str = EMPTY,
    nearest: str | None = None,
    more: int = 0,
    **values: object,
) -> Problem:
    """Return a problem whose wording is `[code.message]` and `[code.next_step]`.

    Parameters
    ----------
    code : table of `texts/problems.toml`.
    severity, file, row, line, column, value, allowed, nearest : see `Problem`.
    more : number of further rows with the same problem, said in the message.
    **values : further placeholders of the two texts.

    Raises
    ------
    KeyError
        If the code or a placeholder is unknown: a fault of the program.
    """
    shown = "" if value is None else _shorten(value)
    fillers = {"file": file, "row": row, "column": column, "value": shown, "nearest": nearest}
    fillers |= {"allowed": allowed} | values
    message = text("problems", f"{code}.message", **fillers)
    if more:
        also = text("problems", "more_rows", count=more)
        message = Text(ja=message.ja + also.ja, en=message.en + also.en)
    return Problem(
        code=code,
        severity=Severity(severity),
        file=file,
        row=row,
        line=line,
        column=column,
        value=value,
        message=message,
        allowed=Text.same(allowed) if isinstance(allowed, str) else allowed,
        nearest=nearest,
        next_step=text("problems", f"{code}.next_step", **fillers),
    )


def codes() -> tuple[str, ...]:
    """Return every code that `problem` can word, sorted."""
    return tuple(key.removesuffix(".message") for key in texts("problems") if key.endswith(".message"))


def _shorten(value: str) -> str:
    """Return a cell short enough to be quoted, on one line and without control characters."""
    shown = "".join(c if c.isprintable() or c == "\u3000" else "␣" for c in value[: _LONGEST_SHOWN + 1])
    return shown if len(value) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"
