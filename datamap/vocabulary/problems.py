"""Problems worded from `texts/problems.toml`, those of records from `texts/records.toml`."""

from __future__ import annotations

from datamap.model import EMPTY, Problem, Severity, Text
from datamap.vocabulary.texts import text, texts

_LONGEST_SHOWN = 60


def problem(  # noqa: PLR0913 - the fields of a Problem, all but two by name
    code: str,
    /,
    *,
    severity: Severity | str,
    file: str,
    row: int | None = None,
    line: int | None = None,
    column: str | None = None,
    value: str | None = None,
    allowed: Text | str = EMPTY,
    nearest: str | None = None,
    heading: Text = EMPTY,
    meant: Text = EMPTY,
    more: int = 0,
    **values: object,
) -> Problem:
    """Return a problem whose wording is `[code.message]` and `[code.next_step]`.

    Parameters
    ----------
    code : table of `texts/problems.toml`, or of `texts/records.toml` where it starts with `record_`.
    severity, file, row, line, column, value, allowed, nearest, heading, meant : see `Problem`.
    more : number of further rows with the same problem, said in the message.
    **values : further placeholders of the two texts.

    Raises
    ------
    KeyError
        If the code or a placeholder is unknown: a fault of the program.
    """
    shown = "" if value is None else _shorten(value)
    fillers: dict[str, object] = {
        "file": file,
        "row": row,
        "column": column,
        "value": shown,
        "nearest": nearest,
    }
    fillers |= {"allowed": allowed} | values
    room = _room(code)
    message = text(room, f"{code}.message", **fillers)
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
        heading=heading,
        meant=meant,
        next_step=text(room, f"{code}.next_step", **fillers),
    )


def codes() -> tuple[str, ...]:
    """Return every code that `problem` can word, sorted."""
    keys = (*texts("problems"), *texts("records"))
    return tuple(sorted(key.removesuffix(".message") for key in keys if key.endswith(".message")))


def _room(code: str) -> str:
    """Return the file of texts that words a code: codes of `records/` start with `record_`."""
    return "records" if code.startswith("record_") else "problems"


def _shorten(value: str) -> str:
    """Return a cell short enough to be quoted, on one line and without control characters."""
    shown = "".join(c if c.isprintable() or c == "\u3000" else "␣" for c in value[: _LONGEST_SHOWN + 1])
    return shown if len(value) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"
