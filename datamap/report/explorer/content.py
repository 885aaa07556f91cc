"""What the explorer page knows: cards, steps, rows, findings and movements, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from datamap import __version__
from datamap.figures.badges import sign
from datamap.figures.categories import Palette, category_of
from datamap.figures.flows.build import build_chart
from datamap.figures.flows.chart import Card, Chart
from datamap.figures.flows.gaps import gaps_of, words_of
from datamap.figures.flows.selection import Selection, choose
from datamap.figures.flows.steps import Ground, Steps
from datamap.figures.home import border_of
from datamap.inventory import Workbook
from datamap.model import Flow, KeyList, Lang, Status, Text
from datamap.report.blocks import anchor
from datamap.report.explorer.changes import Changes
from datamap.report.explorer.movement import movements
from datamap.rules import Findings
from datamap.vocabulary import text, texts

GAP, ABROAD, IMPLIED = 1, 2, 4
"""Bits of a step: something needed is not recorded, it goes abroad, it is only inferred."""

_COLUMNS = {
    "kind": "kinds", "recipient_role": "roles", "basis": "bases", "foreign_route": "foreign_routes",
    "treatment": "treatments", "provision": "provisions", "activity": "activities",
}  # fmt: skip
"""Cells that the page shows by their labels -> the list that has them."""

_WORDS = ("gdpr_tool", "retention", "retention_basis", "owner", "since", "until", "evidence", "note")
"""Cells that it shows as they stand."""


class Content:
    """Gathers the content of one page."""

    def __init__(
        self,
        workbook: Workbook,
        findings: Findings | None,
        as_of: date,
        lang: Lang,
        changes: Changes | None = None,
    ) -> None:
        self.workbook, self.findings, self.as_of, self.lang = workbook, findings, as_of, lang
        self.changes = changes or Changes()
        self.inventory, self.vocabulary = workbook.inventory, workbook.vocabulary
        self.border = border_of(workbook)
        selected = choose(self.inventory, Selection(planned=True, as_of=as_of), self.border)
        self.flows, self.notes = selected.flows, selected.notes
        self.steps = Steps(Ground(self.inventory, self.flows), selected, self.border, by_subject=False)
        self.chart: Chart = build_chart(self.steps, self.flows)
        self.cards = {card.key: number for number, card in enumerate(self.chart.cards)}
        self.row = {flow.id: number for number, flow in enumerate(self.inventory.flows)}

    def gather(self) -> dict[str, Any]:
        """Return everything as plain data."""
        palette = Palette(self.inventory)
        found = {category_of(self.vocabulary, item) for item in self.steps.carried}
        organisation = self.workbook.organisation.name
        moved = movements(self.inventory, self.as_of)
        return {
            "lang": self.lang,
            "version": __version__,
            "as_of": self.as_of.isoformat(),
            "sha256": self.inventory.sha256,
            "organisation": self._say(organisation) or organisation.ja or organisation.en,
            "words": {key: words.in_lang(self.lang) for key, words in texts("explorer").items()},
            "notes": [self._say(note) for note in self.notes],
            "columns": [self._say(heading) for heading in self.chart.headings],
            "cards": [self._card(card) for card in self.chart.cards],
            "categories": [
                {"key": one.key, "label": self._say(one.label), "colour": one.colour}
                for one in palette.legend(found)
            ],
            "flows": {self.row[flow.id]: self._flow(flow) for flow in self.flows},
            "steps": self._steps(palette),
            "findings": self._findings(),
            "moved": moved,
            "labels": self._labels(moved or {}),
        }

    def _say(self, words: Text) -> str:
        return words.in_lang(self.lang)

    def _card(self, card: Card) -> dict[str, Any]:
        groups = self.inventory.groups
        return {
            "key": card.key,
            "column": card.column,
            "look": card.look,
            "label": self._say(card.label),
            "note": self._say(card.note),
            "missing": self._say(card.missing),
            "category": card.category,
            "marks": [
                {
                    "key": mark,
                    "sign": sign(mark, self.lang),
                    "label": self._say(text("explorer", f"mark_{mark}")),
                }
                for mark in card.marks
            ],
            "open": card.open_ended,
            "unnamed": card.unnamed,
            "bucket": card.bucket,
            "bucket_label": self._say(card.bucket_label),
            "places": sorted({each for key in card.places for each in groups.get(key, (key,))}),
            "item": card.key[2:] if card.look == "item" else "",
            "country": card.key[2:] if card.look == "country" else "",
        }

    def _flow(self, flow: Flow) -> dict[str, Any]:
        gaps = frozenset(gaps_of(flow, self.border))
        cells = {key: self._say(self.vocabulary.label(name, getattr(flow, key)))
                 for key, name in _COLUMNS.items() if getattr(flow, key)}  # fmt: skip
        cells |= {key: getattr(flow, key) for key in _WORDS if getattr(flow, key)}
        names = self.inventory.names
        for key in ("system", "department"):
            if getattr(flow, key):
                cells[key] = self._say(names.label(getattr(flow, key)))
        cells["measures"] = self._listed("measures", flow.measures)
        return {
            "id": flow.id,
            "row": flow.row,
            "source": self._say(names.label(flow.source)),
            "recipient": self._say(names.label(flow.recipient)),
            "items": self._keys("items", flow.items),
            "subjects": self._keys("subjects", flow.subjects),
            "subject_keys": list(flow.subjects.named),
            "purposes": list(flow.purposes),
            "countries": list(flow.countries),
            "gaps": self._say(words_of(gaps)) if gaps else "",
            "anchor": anchor("flow", flow.id),
            "planned": flow.status == Status.PLANNED,
            "change": self.changes.of(flow.id),
            "clauses": list(flow.notice),
            "cells": {self._head(key): value for key, value in cells.items() if value},
        }

    def _head(self, key: str) -> str:
        column = next((one for one in self.vocabulary.columns if one.key == key), None)
        return self._say(column.label) if column else key

    def _listed(self, name: str, keys: Iterable[str]) -> str:
        return text("figures", "flows.joiner").in_lang(self.lang).join(
            self._say(self.vocabulary.label(name, key)) for key in keys
        )  # fmt: skip

    def _keys(self, name: str, cell: KeyList) -> str:
        parts = [self._say(self.vocabulary.label(name, key)) for key in cell.named]
        if cell.everything:
            parts.append(self._say(text("figures", f"flows.{name}_all")))
        parts += [
            self._say(text("explorer", "all_but", name=self.vocabulary.label(name, key)))
            for key in cell.excluded
        ]
        if cell.unspecified:
            parts.append(self._say(text("figures", f"flows.{name}_unspecified")))
        if cell.open:
            parts.append(self._say(text("figures", f"flows.{name}_open")))
        return text("figures", "flows.joiner").in_lang(self.lang).join(parts)

    def _steps(self, palette: Palette) -> dict[str, Any]:
        """Return the steps as flat numbers: start, end, item, row, bits; and the items they name."""
        items = {item: number for number, item in enumerate(sorted(self.steps.carried))}
        flat: list[int] = []
        for step in self.steps.found:
            bits = GAP * step.gap + ABROAD * step.abroad + IMPLIED * step.implied
            flat += (
                self.cards[step.start],
                self.cards[step.end],
                items[step.item],
                self.row[step.flow],
                bits,
            )
        shown = [
            {"key": item, "category": category_of(self.vocabulary, item),
             "colour": palette.colour(category_of(self.vocabulary, item))}
            for item in items
        ]  # fmt: skip
        return {"flat": flat, "items": shown}

    def _findings(self) -> list[dict[str, Any]]:
        if self.findings is None:
            return []
        return [
            {
                "id": one.id,
                "title": self._say(one.title),
                "status": self._say(text("rules", f"status_is_{one.status.value}")),
                "severity": one.severity.value,
                "article": one.article,
                "rows": sorted(self.row[flow] for flow in one.flows if flow in self.row),
            }
            for one in self.findings.open()
            if one.flows
        ]

    def _labels(self, moved: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """Return names of items, subjects, purposes, countries and places, with what stands above each."""
        words = self.vocabulary
        items = set(moved.get("items", [])) | {i for i in self.steps.carried if not i.startswith("*")}
        subjects = set(moved.get("subjects", [])) | {k for f in self.flows for k in f.subjects.named}
        found = {
            "items": items,
            "subjects": subjects - {""},
            "purposes": {key for flow in self.flows for key in flow.purposes},
            "countries": {key for flow in self.flows for key in flow.countries},
        }
        named: dict[str, dict[str, Any]] = {
            name: {
                key: [self._say(words.label(name, key)), list(words.ancestors(name, key))]
                for key in sorted(keys)
            }
            for name, keys in found.items()
        }
        places = moved.get("places", [])
        named["places"] = {key: [self._say(self.inventory.names.label(key)), []] for key in places}
        return named
