"""On which physical line of the file each record starts."""

from __future__ import annotations

from collections.abc import Callable

from datamap.inventory.decoding import first_line, recognise, without_mark
from datamap.inventory.header import choose_delimiter
from datamap.inventory.parsing import Lines
from datamap.vocabulary import Vocabulary


def lines_of(data: bytes, vocabulary: Vocabulary) -> Callable[[int], int]:
    r"""Return what tells the physical line of a record; they differ where a cell holds a line break.

    Examples
    --------
    >>> from datamap.vocabulary import read_vocabulary
    >>> line_of = lines_of(b'id,note\nF1,"a\nb"\nF2,\n', read_vocabulary())
    >>> line_of(2), line_of(3)
    (2, 4)
    """
    body = without_mark(data)
    content = body.decode(recognise(body, "").encoding, errors="replace")
    return Lines(content, choose_delimiter(first_line(body), vocabulary))
