"""Scales with two to five levels, and what a likelihood and a severity together amount to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from datamap.model import EMPTY, Rating, Text
from datamap.risk.sheets import BrokenSheet, read_sheet, said

Priority = Literal["low", "medium", "high"]
PRIORITIES: tuple[Priority, ...] = get_args(Priority)
Dimension = Literal["likelihood", "severity"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

SCALES = range(2, 6)
"""Numbers of levels that a scale may have (EDPB template, 4.1.b)."""

FULL = 12
"""Points at which a dimension is full: the least number that splits evenly into 2, 3 and 4 levels."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale of `levels` levels for likelihood and for severity; level 1 is the lowest.

    Attributes
    ----------
    likelihood, severity : the name of each level, lowest first.
    likelihood_means, severity_means : what each level means, where the scale says so.
    matrix : priority by severity (row) and likelihood (column).
    """

    levels: int
    likelihood: tuple[Text, ...]
    severity: tuple[Text, ...]
    matrix: tuple[tuple[Priority, ...], ...]
    likelihood_means: tuple[Text, ...] = ()
    severity_means: tuple[Text, ...] = ()

    def level(self, points: int) -> int:
        """Return the level that a number of points amounts to; more points never give a lower one.

        Examples
        --------
        >>> [read_scale(4).level(points) for points in (0, 2, 3, 6, 9, 40)]
        [1, 1, 2, 3, 4, 4]
        """
        return 1 + min(self.levels - 1, max(points, 0) * self.levels // FULL)

    def priority(self, rating: Rating) -> Priority:
        """Return what likelihood and severity together amount to.

        Examples
        --------
        >>> read_scale(4).priority(Rating(likelihood=3, severity=4))
        'high'
        """
        return self.matrix[rating.severity - 1][rating.likelihood - 1]

    def gravity(self, rating: Rating) -> tuple[int, int, int]:
        """Return a sort key, gravest last: priority, then severity, then likelihood.

        Examples
        --------
        >>> read_scale(4).gravity(Rating(likelihood=3, severity=4))
        (2, 4, 3)
        """
        return PRIORITIES.index(self.priority(rating)), rating.severity, rating.likelihood

    def name(self, dimension: Dimension, level: int) -> Text:
        """Return the name of a level of one dimension."""
        return (self.likelihood if dimension == "likelihood" else self.severity)[level - 1]

    def means(self, dimension: Dimension, level: int) -> Text:
        """Return what a level means in a sentence; EMPTY where the scale leaves it to its names."""
        meanings = self.likelihood_means if dimension == "likelihood" else self.severity_means
        return meanings[level - 1] if meanings else EMPTY


@cache
def read_scale(levels: int | None = None) -> Scale:
    """Return the scale with that many levels.

    Parameters
    ----------
    levels : 2 to 5; None = the default, four, as in the CNIL method.

    Raises
    ------
    ValueError
        If there is no such scale; the message names those there are.

    References
    ----------
    EDPB template for data protection impact assessments (consultation version 1.0), 4.1.b: two to
    five levels. CNIL, *Privacy Impact Assessment: methodology* (2018): four levels.
    """
    sheet = read_sheet("scales.toml")
    wanted = sheet["default"] if levels is None else levels
    found = [entry for entry in sheet["scale"] if entry["levels"] == wanted]
    if not found:
        known = ", ".join(str(entry["levels"]) for entry in sheet["scale"])
        message = f"no scale with {wanted} levels; there are scales with {known}"
        raise ValueError(message)
    return _scale(found[0])


def acceptance(priority: Priority) -> Text:
    """Return the rule of acceptance for a priority: who may accept it, and how."""
    return said(read_sheet("scales.toml")["acceptance"][priority], f"scales.toml, acceptance.{priority}")


def _scale(entry: dict[str, Any]) -> Scale:
    """Build a scale, holding its entry to its own number of levels."""
    where = f"scales.toml, {entry['levels']} levels"
    names = ("likelihood", "severity", "likelihood_means", "severity_means")
    texts = {name: tuple(said(word, f"{where}, {name}") for word in entry.get(name, ())) for name in names}
    wrong = [name for name in names if len(texts[name]) not in {entry["levels"], 0}]
    matrix = tuple(tuple(row) for row in entry["priority"])
    if wrong or {len(matrix), *map(len, matrix)} != {entry["levels"]} or not texts["severity"]:
        message = f"{where}: every list needs {entry['levels']} entries"
        raise BrokenSheet(message)
    return Scale(levels=entry["levels"], matrix=matrix, **texts)
