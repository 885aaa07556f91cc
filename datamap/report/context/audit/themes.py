"""Findings by theme: a traffic light in words, with colour beside them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from datamap.model import Severity, Text
from datamap.report.blocks import Block, Cell, cell, column, table
from datamap.report.context.audit.words import say, severity_word
from datamap.report.context.matters import SEVERITY_TONE
from datamap.report.context.results import Results
from datamap.report.context.speech import Speech
from datamap.report.former import ACCEPTED, OPEN
from datamap.rules.lines import WEIGHTS, Lines

SETTLED = "settled"


@cache
def _themes() -> Mapping[str, Any]:
    with files("datamap.report").joinpath("themes.toml").open("rb") as sheet:
        return {entry["key"]: entry for entry in tomllib.load(sheet)["theme"]}


@cache
def theme_of(rule: str) -> str:
    """Return the theme of a rule: that of the longest beginning of its id.

    Examples
    --------
    >>> theme_of("JP-28-2a"), theme_of("JP-27-5-3e"), theme_of("JP-27-1"), theme_of("X-1")
    ('abroad', 'joint_use', 'provision', 'other')
    """
    fitting = [
        (len(start), key)
        for key, entry in _themes().items()
        for start in entry["rules"]
        if rule.startswith(start)
    ]
    return max(fitting)[1]


def theme_label(key: str) -> Text:
    """Return what a theme is called."""
    return Text(**_themes()[key]["label"])


def theme_table(results: Results, speech: Speech) -> Block:
    """Return each theme with what is open, accepted and settled, and a word for where it stands."""
    counts = counted(results.findings.lines)
    heads = [
        column(say(speech, "theme"), 2.6),
        column(say(speech, "theme_light"), 2.0),
        *(_figures(severity_word(each, speech)) for each in Severity),
        _figures(say(speech, "state_accepted")),
        _figures(say(speech, "theme_settled")),
    ]
    rows: list[list[Cell | str]] = []
    for key in _themes():
        kinds = [*(each.value for each in Severity), ACCEPTED, SETTLED]
        if any(counts[key, kind] for kind in kinds):
            numbers = [str(counts[key, kind]) for kind in kinds]
            rows.append([speech.of(theme_label(key)), _light(key, counts, speech), *numbers])
    return table(
        say(speech, "themes"), heads, rows, note=say(speech, "themes_note"), more="tables/findings.csv"
    )


def counted(lines: Lines) -> Counter[tuple[str, str]]:
    """Return how many findings each theme has, by severity, accepted or settled; counted as numbers."""
    found: Counter[tuple[str, str]] = Counter()
    for ruling, rows in lines.by_ruling():
        theme, settled, accepted = theme_of(ruling.rule.id), lines.settled[rows], lines.accepted[rows]
        found[theme, SETTLED] += int(settled.sum())
        found[theme, ACCEPTED] += int((accepted & ~settled).sum())
        left = np.bincount(lines.weight[rows][~settled & ~accepted], minlength=len(WEIGHTS))
        for severity, number in zip(WEIGHTS, left.tolist(), strict=True):
            found[theme, severity.value] += number
    return found


def _light(key: str, counts: Counter[tuple[str, str]], speech: Speech) -> Cell:
    for severity in Severity:
        if counts[key, severity.value]:
            return cell(say(speech, f"light_{severity.value}"), tone=SEVERITY_TONE[severity])
    return cell(say(speech, "light_settled"), tone="good")


def open_in(theme: str, results: Results) -> list[str]:
    """Return the ids of open findings under a theme, accepted ones left out."""
    return [
        line.id
        for line in results.standing.of("new", OPEN)
        if theme_of(line.now.rule if line.now else "") == theme
    ]


def _figures(head: str) -> dict[str, Any]:
    """Return the head of a column of numbers, wide enough for the head itself."""
    return column(head, max(0.8, len(head) / 8.0), align="right")
