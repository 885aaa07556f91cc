"""Parts of an answer: some of its lines, and lines for programs with sentences in place of numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datamap.analysis.answer import Answer


def where(answer: Answer, column: str, key: str) -> Answer:
    """Return the lines of an answer that have a key in a column."""
    return replace(answer, table=answer.table[answer.table[column] == key].reset_index(drop=True))


def first(answer: Answer, lines: int) -> Answer:
    """Return the first lines of an answer."""
    return replace(answer, table=answer.table.head(lines))


def spoken(answer: Answer, *columns: str) -> list[dict[str, Any]]:
    """Return the lines for JSON, some columns as people read them; the keys of sentences mean nothing."""
    worded = {column: answer.only(column).worded().iloc[:, 0].tolist() for column in columns}
    return [
        record | {column: worded[column][number] for column in columns}
        for number, record in enumerate(answer.as_records())
    ]
