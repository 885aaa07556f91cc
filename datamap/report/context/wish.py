"""What a reader may ask of the reports beyond the workbook and the day."""

from __future__ import annotations

from dataclasses import dataclass

from datamap.report.former import Former
from datamap.risk import outline_keys

OUTLINES = ("edpb-1.0-consultation",)
"""The outlines that the assessment is laid out in unless others are asked for."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asked for.

    Attributes
    ----------
    former : the state of the last audit; None = none was given.
    outlines : keys of the outlines that the assessment is laid out in (`outline_keys`).
    seed : of the ranges of the ratings; None = the ranges are not printed.

    Raises
    ------
    KeyError
        If there is no such outline; the message names those there are.
    """

    former: Former | None = None
    outlines: tuple[str, ...] = OUTLINES
    seed: int | None = None

    def __post_init__(self) -> None:
        for key in self.outlines:
            if key not in outline_keys():
                raise KeyError(f"{key}: no such outline; outlines: {', '.join(outline_keys())}")
