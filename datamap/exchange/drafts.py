"""A drafted mapping, and how it is written down for people to check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from datamap.exchange.content_match import Sample
from datamap.exchange.targets import in_words
from datamap.exchange.toml_blocks import written
from datamap.model import Lang
from datamap.vocabulary import text

_HIGH, _FAIR = 0.8, 0.6


@dataclass(slots=True)
class DraftColumn:
    """One of their columns.

    Attributes
    ----------
    heading : theirs. to : ours, "" = to the note. sure : 0 to 1. named, seen : what heading and
        cells speak for. filled : cells that are not blank. separators, values : see `mapping.ColumnRule`.
    about : the slot of recipients that it speaks of. ticked : it has ticks, for one item.
    unknown : words that no list knows. examples : a few cells, for the eye.
    """

    heading: str
    to: str = ""
    sure: float = 0.0
    filled: int = 0
    named: dict[str, float] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    separators: list[str] = field(default_factory=list)
    dates: str = "ymd"
    values: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    sample: Sample | None = None
    about: str = ""
    ticked: bool = False

    @property
    def how_sure(self) -> str:
        """`high`, `fair` or `low`."""
        return "high" if self.sure >= _HIGH else "fair" if self.sure >= _FAIR else "low"


@dataclass(slots=True)
class Draft:
    """A mapping as far as it can be told from the file alone.

    Attributes
    ----------
    file, sheets, layout, header_rows : where the headings were found. columns : theirs, in their order.
    constants, split, split_at, flows : see `mapping.Mapping`. other_sheets : sheets that are not read.
    """

    file: str
    sheets: tuple[str, ...]
    header_rows: tuple[int, ...]
    layout: str = "table"
    columns: list[DraftColumn] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    split: list[str] = field(default_factory=list)
    split_at: list[str] = field(default_factory=list)
    flows: list[dict[str, object]] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)
    names: str = "keep"

    def as_toml(self, lang: Lang) -> str:
        """Return the draft as a mapping file, with comments that say what to look at."""
        return "\n".join(self._lines(lang)).rstrip("\n") + "\n"

    def _lines(self, lang: Lang) -> Iterator[str]:
        yield from _comment("head", lang, file=self.file)
        yield ""
        yield from self._table(lang)
        yield from ("", *_comment("names", lang), "[cells]", f"names = {written(self.names)}")
        if self.constants:
            yield from ("", *_comment("constants", lang), "[constants]")
            yield from (f"{key} = {written(value)}" for key, value in self.constants.items())
        if self.split:
            yield from ("", *_comment("split", lang), "[split]")
            yield f"columns = {written(self.split)}"
            yield f"at = {written(self.split_at)}"
        if self.flows:
            yield from ("", *_comment("flows", lang))
            for flow in self.flows:
                yield "[[flow]]"
                yield from (f"{key} = {written(value)}" for key, value in flow.items() if value)
                yield ""
        yield ""
        for column in self.columns:
            if column.to:
                yield from self._column(column, lang)
        yield from ("", *_comment("rest", lang), "[rest]", 'columns = "note"', "not_taken = []")
        for column in self.columns:
            if not column.to and column.filled:
                yield f"# - {_one_line(column.heading or '-')}"

    def _table(self, lang: Lang) -> Iterator[str]:
        yield "[table]"
        if self.sheets:
            yield f"sheet = {written(self.sheets[0] if len(self.sheets) == 1 else list(self.sheets))}"
        if self.layout == "forms":
            yield from (*_comment("forms", lang), 'layout = "forms"')
        else:
            yield f"header_rows = {written(list(self.header_rows))}"
        yield f"skip = {written(['合計', '小計', '総計', '計', 'Total', 'Subtotal'])}"
        if self.other_sheets:
            yield from _comment("other_sheets", lang, names=", ".join(self.other_sheets))

    def _column(self, column: DraftColumn, lang: Lang) -> Iterator[str]:
        label = in_words(column.to).in_lang(lang)
        sure = text("exchange", f"sure_{column.how_sure}").in_lang(lang)
        yield f"# {_one_line(column.heading)} → {label}  {sure} ({column.sure:.0%})"
        if column.unknown:
            yield from _comment("unknown", lang, words="、".join(map(_one_line, column.unknown)))
        yield "[[column]]"
        yield f"from = {written(column.heading)}"
        yield f"to = {written(column.to)}"
        yield f"sure = {column.sure}"
        if column.separators:
            yield f"separators = {written(column.separators)}"
        if column.dates != "ymd":
            yield f"dates = {written(column.dates)}"
        if column.values:
            yield from _comment("values", lang)
            yield f"values = {written(column.values)}"
        yield ""


def _comment(key: str, lang: Lang, **values: object) -> Iterator[str]:
    for line in text("exchange", f"draft_{key}", **values).in_lang(lang).split("\n"):
        yield f"# {line}"


def _one_line(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:60]
