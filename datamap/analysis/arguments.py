"""The arguments of a question, checked at its door: a slip is told with what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

from datamap.model import BadQuestion, Reading
from datamap.records.page import nearest_of
from datamap.vocabulary import text


def one_of(name: str, given: object, allowed: Iterable[str]) -> str:
    """Return the choice given for an argument.

    Raises
    ------
    BadQuestion if it is none of those allowed; the message offers the nearest.

    Examples
    --------
    >>> one_of("by", "activity", ["column", "activity"])
    'activity'
    """
    known = list(allowed)
    if isinstance(given, str) and given in known:
        return given
    near = nearest_of(str(given), known) or "–"
    listed = ", ".join(known)
    raise BadQuestion(
        text("analysis", "unknown_choice", name=name, given=given, allowed=listed, nearest=near)
    )


def reading_named(word: Reading | str) -> Reading:
    """Return a reading by its key or its label in either language.

    Raises
    ------
    BadQuestion if there is no such reading.

    Examples
    --------
    >>> reading_named("possible").value, reading_named("確実").value
    ('possible', 'certain')
    """
    named = {name: reading.value for reading in Reading for name in _names(reading)}
    if (found := named.get(str(word))) is not None:
        return Reading(found)
    near = nearest_of(str(word), named)
    nearest = "–" if near is None else named[near]
    listed = ", ".join(Reading)
    raise BadQuestion(text("analysis", "unknown_reading", word=word, allowed=listed, nearest=nearest))


def _names(reading: Reading) -> tuple[str, ...]:
    label = text("analysis", f"reading_is_{reading.value}")
    return reading.value, reading.value.replace("_", "-"), label.ja, label.en
