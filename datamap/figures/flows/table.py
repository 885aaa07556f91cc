"""The table behind a flow diagram: every flow and item shown, with names in full."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from datamap.figures.flows.chart import Chart
from datamap.figures.flows.gaps import gaps_of, words_of
from datamap.figures.flows.steps import UNRECORDED, Steps
from datamap.model import Flow, Lang

COLUMNS = (
    "flow", "row", "item", "source", "recipient", "system", "country", "not_recorded",
    "shown_item", "shown_recipient",
)  # fmt: skip


class _Namer:
    """Names of things in one language, each looked up once."""

    def __init__(self, steps: Steps, drawn: Chart, lang: Lang) -> None:
        self.lang, self.steps = lang, steps
        self.names = steps.ground.inventory.names
        self.words = steps.ground.inventory.vocabulary
        self.shown: dict[str, str] = {}
        for card in drawn.cards:
            label = card.label.in_lang(lang)
            self.shown |= dict.fromkeys(card.members or (card.key,), label)
        self.known: dict[tuple[str, str], str] = {}

    def place(self, key: str) -> str:
        """Return the name of a place."""
        if ("p", key) not in self.known:
            self.known["p", key] = self.names.label(key).in_lang(self.lang) if key else ""
        return self.known["p", key]

    def word(self, list_name: str, key: str) -> str:
        """Return the label of a key."""
        if (list_name, key) not in self.known:
            self.known[list_name, key] = self.words.label(list_name, key).in_lang(self.lang)
        return self.known[list_name, key]


def table_of(steps: Steps, flows: Sequence[Flow], drawn: Chart, lang: Lang) -> pd.DataFrame:
    """Return one row for each flow and item.

    Returns
    -------
    pandas.DataFrame
        `flow` (id), `row` (record number), `item source recipient system country` (names in
        full), `not_recorded`, `shown_item shown_recipient` (the cards they are drawn as).
    """
    namer = _Namer(steps, drawn, lang)
    rows = []
    for flow in flows:
        gaps = gaps_of(flow, steps.border) if flow.id in steps.gap_flows else ()
        missing = words_of(frozenset(gaps)).in_lang(lang)
        countries = flow.countries or (UNRECORDED,)
        country = "; ".join(namer.word("countries", code) for code in countries if code != UNRECORDED)
        for card, item in steps.first_cards(flow):
            name = namer.word("items", item) if not item.startswith("*") else item[1:]
            rows.append((
                flow.id, flow.row, name, namer.place(flow.source), namer.place(flow.recipient),
                namer.place(flow.system), country, missing,
                namer.shown.get(card, ""), namer.shown.get(f"p:{flow.recipient}", ""),
            ))  # fmt: skip
    return pd.DataFrame.from_records(rows, columns=list(COLUMNS))
