"""The ribbons of a chart as arrays, laid together anew for each way of grouping its cards."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from datamap.figures.categories import MIXED
from datamap.figures.flows.chart import Chart, Ribbon

_FLAGS = 32


class Bundles:
    """The ribbons as arrays: laid together anew for each way of grouping in a millisecond."""

    def __init__(self, chart: Chart) -> None:
        self.keys = [card.key for card in chart.cards]
        number = {key: i for i, key in enumerate(self.keys)}
        self.ribbons = chart.ribbons
        self.start = np.array([number[r.start] for r in chart.ribbons], dtype=np.int64)
        self.end = np.array([number[r.end] for r in chart.ribbons], dtype=np.int64)
        names = sorted({ribbon.category for ribbon in chart.ribbons} | {MIXED})
        self.names = names
        self.category = np.array([names.index(r.category) for r in chart.ribbons], dtype=np.int64)
        self.flags = np.array(
            [16 * r.cut + 8 * r.gap + 4 * r.abroad + 2 * r.back + r.implied for r in chart.ribbons],
            dtype=np.int64,
        )
        self.weight = np.array([ribbon.weight for ribbon in chart.ribbons], dtype=np.int64)
        country = np.array([card.look == "country" for card in chart.cards], dtype=bool)
        first = np.array([card.look in {"item", "subject"} for card in chart.cards], dtype=bool)
        self.to_country = country[self.end] if len(self.end) else np.zeros(0, dtype=bool)
        self.first = first[self.start] if len(self.start) else np.zeros(0, dtype=bool)

    def codes(self, into: NDArray[np.int64], *, mixing: int) -> NDArray[np.int64]:
        """Return one number for the course and look of each ribbon once cards are grouped."""
        category, flags = self.category, self.flags
        if mixing:
            where = self.to_country if mixing == 1 else ~self.first
            category = np.where(where, self.names.index(MIXED), category)
            flags = np.where(self.to_country, flags, flags & ~4)  # home and abroad run together
        course = into[self.start] * len(into) + into[self.end]
        return (course * len(self.names) + category) * _FLAGS + flags

    def laid_together(self, into: NDArray[np.int64], keys: list[str], *, mixing: int) -> list[Ribbon]:
        """Return the ribbons of the grouped chart."""
        codes = self.codes(into, mixing=mixing)
        found, where = np.unique(codes, return_inverse=True)
        weights = np.bincount(where, weights=self.weight, minlength=len(found))
        flows: list[set[str]] = [set() for _ in found]
        for ribbon, bundle in zip(self.ribbons, where.tolist(), strict=True):
            flows[bundle].update(ribbon.flows)
        return [
            self._ribbon(code, keys, int(weight), tuple(sorted(ids)))
            for code, weight, ids in zip(found.tolist(), weights.tolist(), flows, strict=True)
        ]

    def _ribbon(self, code: int, keys: list[str], weight: int, flows: tuple[str, ...]) -> Ribbon:
        rest, flags = divmod(code, _FLAGS)
        course, category = divmod(rest, len(self.names))
        start, end = divmod(course, len(self.keys))
        return Ribbon(
            keys[start], keys[end], self.names[category],
            gap=bool(flags & 8), abroad=bool(flags & 4), back=bool(flags & 2), implied=bool(flags & 1),
            cut=bool(flags & 16),
            weight=weight, flows=flows,
        )  # fmt: skip
