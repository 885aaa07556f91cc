"""How keys, lists, periods and blanks are said in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from datamap.inventory import Workbook
from datamap.model import KeyList, Lang, Range, Text
from datamap.report.blocks import Cell, cell
from datamap.vocabulary import Vocabulary, text, texts

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_UNITS = ("year", "month", "week", "day")
SHORT_HASH = 12


@dataclass(frozen=True, eq=False)
class Speech:
    """Everything a report needs to speak one language about one workbook."""

    workbook: Workbook
    lang: Lang

    def say(self, key: str, **values: object) -> str:
        """Return one text of `texts/report.toml`."""
        return text("report", key, **values).in_lang(self.lang)

    def of(self, words: Text) -> str:
        """Return a text in this language."""
        return words.in_lang(self.lang)

    def either(self, words: Text) -> str:
        """Return what a person wrote: in this language or, if only the other is there, in that."""
        return words.in_lang(self.lang) or words.ja or words.en

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return self.workbook.vocabulary

    def risk(self, key: str) -> Text:
        """Return one text of `texts/risk.toml`."""
        return text("risk", key)

    def title(self, words: str) -> str:
        """Return a text as a heading: with a capital first letter."""
        return words[:1].upper() + words[1:]

    def role(self, key: str) -> str:
        """Return the name of a job (`privacy_officer`), or what a person wrote for one."""
        named = texts("risk").get(f"role_is_{key}") if key else None
        return self.of(named) if named else self.label("roles", key)

    def answer(self, value: str) -> str:
        """Say a person's answer (`yes` `no` `partly` `n/a`); other words stay as they were written."""
        key = "answer_" + {"n/a": "not_applicable"}.get(value, value.replace(" ", "_"))
        return self.of(texts("report")[key]) if key in texts("report") else value

    def label(self, list_name: str, key: str) -> str:
        """Return the label of a key; blank stays blank."""
        return self._vocabulary.label(list_name, key).in_lang(self.lang) if key else ""

    def labels(self, list_name: str, keys: Iterable[str]) -> str:
        """Return the labels of several keys, joined."""
        return self.join(self.label(list_name, key) for key in keys)

    def join(self, parts: Iterable[str]) -> str:
        """Join the entries of a list as the language does."""
        return ("、" if self.lang == "ja" else ", ").join(part for part in parts if part)

    def place(self, key: str) -> str:
        """Return the name of a place or group."""
        if not key:
            return ""
        known = self.workbook.inventory.places.get(key)
        return self.either(known.label if known else self.workbook.inventory.names.label(key))

    def activity(self, key: str) -> str:
        """Return the name of an activity, by its label if `records/vocabulary.csv` has one."""
        return self.label("activities", key) or self.say("no_activity")

    def listed(self, list_name: str, keys: KeyList) -> str:
        """Say a qualified list: named keys, `all`, all but some, open, not specified; blank if blank."""
        parts = [self.label(list_name, key) for key in keys.named]
        if keys.everything:
            left_out = self.labels(list_name, keys.excluded)
            parts.append(self.say("all_but", items=left_out) if left_out else self.say("all_items"))
        if keys.unspecified and (parts or keys.open or list_name == "items"):
            parts.append(self.say("not_specified"))
        said = self.join(parts)
        return self.say("open_list", listed=said) if keys.open and said else said

    def some(self, parts: Iterable[str], most: int = 15) -> str:
        """Join the entries of a list; beyond `most`, count the rest."""
        kept = [part for part in parts if part]
        named = self.join(kept[:most])
        return self.say("and_more", named=named, more=len(kept) - most) if len(kept) > most else named

    def countries(self, codes: Iterable[str]) -> str:
        """Return the names of countries; `abroad` is an unnamed one."""
        return self.labels("countries", codes)

    def retention(self, value: str) -> str:
        """Say a period: `P7Y`, an event, an event and a period after it; blank stays blank."""
        event, _, after = value.partition("+")
        period = self._period(event)
        if period:
            return period
        named = self.label("retention_events", event)
        return self.say("period_after", event=named, period=self._period(after) or after) if after else named

    def _period(self, value: str) -> str:
        match = _DURATION.fullmatch(value)
        if not match or not any(match.groups()):
            return ""
        parts = [
            self.say(unit if number == "1" else f"{unit}s", number=number)
            for number, unit in zip(match.groups(), _UNITS, strict=True)
            if number
        ]
        return "".join(parts) if self.lang == "ja" else " ".join(parts)

    def persons(self, number: Range) -> str:
        """Say a number of people; blank if neither end is recorded."""
        low, high = number.low, number.high
        if low is None and high is None:
            return ""
        if low == high:
            return self.say("persons_about" if number.about else "persons", number=f"{low:,}")
        if high is None:
            return self.say("persons_from", number=f"{low:,}")
        if low is None:
            return self.say("persons_to", number=f"{high:,}")
        return self.say("persons_between", low=f"{low:,}", high=f"{high:,}")

    def yes_no(self, value: bool | None) -> str:  # noqa: FBT001 - the value is what is said
        """Say a three-valued answer."""
        return self.say("not_recorded" if value is None else "yes" if value else "no")

    @cached_property
    def blank(self) -> Cell:
        """The cell for what is not recorded."""
        return cell(self.say("not_recorded"), tone="warn")

    def or_blank(self, said: str) -> Cell:
        """Return a cell with the text, or *not recorded*."""
        return cell(said) if said else self.blank

    def percent(self, part: int, whole: int) -> str:
        """Return a share; a dash where there is nothing to share."""
        return f"{100 * part / whole:.0f}%" if whole else "–"
