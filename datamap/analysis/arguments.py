"""The arguments of a question, checked at its door: a slip is told with what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

from datamap.model import EMPTY, BadQuestion, Reading, Text
from datamap.records.page import nearest_of
from datamap.vocabulary import text


def refused(key: str, word: str, known: Iterable[str], /, **values: object) -> BadQuestion:
    """Return what says that a word is none of those known, and which of them was probably meant.

    Parameters
    ----------
    key : the text of the room `analysis` that says so. values : what else it tells.
    """
    return BadQuestion(text("analysis", key, near=_near(nearest_of(word, known)), **values))


def _near(nearest: str | None) -> Text:
    """Return the sentence that names what was probably meant; nothing where nothing is near."""
    return text("analysis", "near", nearest=nearest) if nearest else EMPTY


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
    raise refused("unknown_choice", str(given), known, name=name, given=given, allowed=", ".join(known))


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
    near = _near(named.get(nearest_of(str(word), named) or ""))
    raise BadQuestion(text("analysis", "unknown_reading", word=word, allowed=", ".join(Reading), near=near))


def _names(reading: Reading) -> tuple[str, ...]:
    label = text("analysis", f"reading_is_{reading.value}")
    return reading.value, reading.value.replace("_", "-"), label.ja, label.en
