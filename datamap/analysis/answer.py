"""What every answer is: a table of keys that can say itself to people in either language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self, cast

from datamap.analysis.arguments import refused
from datamap.analysis.frames import pd
from datamap.analysis.table_html import html_table
from datamap.analysis.words import Words, heading
from datamap.model import Lang, Text
from datamap.vocabulary import text

SEPARATOR = ";"
"""Between the entries of a cell that holds a list."""

LISTED = 8
"""Entries of a list that a notebook spells out in one cell."""


class _LaidOut:
    """The table of an answer; where it was given as what makes it, it is made when first looked at."""

    def __get__(self, answer: Answer | None, _: type[Answer] | None = None) -> pd.DataFrame:
        if answer is None:  # the class itself has no table
            raise AttributeError
        held = vars(answer)
        if callable(held["table"]):
            held["table"] = held["table"]()
        table: pd.DataFrame = held["table"]
        return table

    def __set__(self, answer: Answer, table: pd.DataFrame) -> None:
        vars(answer)["table"] = table


@dataclass(frozen=True, eq=False, repr=False)
class Answer:
    """A result that knows itself: keys in `.table`, words everywhere a person looks.

    Attributes
    ----------
    table : one row per fact; headings are keys (see `texts/headings.toml`), cells are keys,
        numbers or text; lists are joined by ";"; a blank cell is *not recorded*. `later` puts off
        making it until somebody looks at it.
    title : the question answered. summary : the answer in a sentence or two.
    words : labels of the keys. lists : columns whose cells are lists. none : columns in which a
        blank cell means *none* instead.
    lang : the language it shows itself in. shown : rows shown in a notebook.

    Examples
    --------
    >>> rows = pd.DataFrame({"item": ["name", "phone"], "country": ["JP", ""]})
    >>> answer = Answer(rows, Text("どこへ", "Where to"), Text("2件です。", "2 rows."))
    >>> answer.by("country").table["rows"].tolist()
    [1, 1]
    >>> answer.text("en")
    '2 rows.'
    """

    table: pd.DataFrame
    title: Text
    summary: Text
    words: Words = field(default_factory=Words)
    lists: frozenset[str] = frozenset({"flows"})
    none: frozenset[str] = frozenset()
    lang: Lang = "ja"
    shown: int = 20
    if not TYPE_CHECKING:
        table = _LaidOut()

    def __len__(self) -> int:
        return len(self.table)

    def __repr__(self) -> str:
        """Say title and answer in one line (stable, so that notebooks can be compared)."""
        return f"{self.title.in_lang(self.lang)}: {self.summary.in_lang(self.lang)}"

    def text(self, lang: Lang | None = None) -> str:
        """Return the answer in a sentence or two."""
        return self.summary.in_lang(lang or self.lang)

    def in_lang(self, lang: Lang) -> Self:
        """Return the same answer, shown in this language."""
        return self._with(lang=lang)

    def show(self, rows: int) -> Self:
        """Return the same answer, showing up to this many rows in a notebook."""
        return self._with(shown=rows)

    def _with(self, **changes: Any) -> Self:
        """Return the same answer with some attributes changed; a table not yet made is not made."""
        return replace(self, **{"table": vars(self)["table"], **changes})

    def only(self, *columns: str) -> Self:
        """Return the same answer with these columns alone, in this order.

        Raises
        ------
        KeyError
            If there is no such column; the message names those there are.

        Examples
        --------
        >>> answer = Answer(pd.DataFrame({"item": ["name"], "country": ["JP"]}), Text("", ""), Text("", ""))
        >>> list(answer.only("country").table)
        ['country']
        """
        for column in columns:
            self._need(column)
        return replace(self, table=self.table[list(columns)])

    def by(self, column: str) -> Answer:
        """Gather the rows by the values of one column.

        Returns
        -------
        Answer with `column`, `rows` (how many) and, for every other column that holds keys,
        its distinct values joined by ";". Lists in `column` count once for each entry.

        Raises
        ------
        KeyError if there is no such column; the message names those there are.
        """
        self._need(column)
        title = text("analysis", "by_column", title=self.title, column=heading(column))
        others = [c for c in self.table.columns if c != column and self._gathers(c)]
        rows = self.table
        if column in self.lists:
            rows = rows.assign(**{column: rows[column].str.split(SEPARATOR)}).explode(column)
        table = _gathered(rows, column, others)
        for other in others:  # a blank among flows or items is no entry; among keys it is *not recorded*
            if other in self.none or not self.words.knows(other):
                table[other] = table[other].str.removeprefix(SEPARATOR)
        return Answer(
            table,
            title,
            self.summary,
            self.words,
            lists=self.lists | set(others),
            none=self.none,
            lang=self.lang,
            shown=self.shown,
        )

    def worded(self, lang: Lang | None = None, *, most: int | None = None) -> pd.DataFrame:
        """Return the table as people read it: headings and labels in one language.

        Parameters
        ----------
        most : entries of a list spelt out in one cell; how many more there are is said. None = all.
        """
        speech = lang or self.lang
        columns = {
            c: [self._said(c, cell, speech, most) for cell in self.table[c].tolist()]
            for c in self.table.columns
        }
        frame = pd.DataFrame(columns, index=self.table.index)
        return frame.rename(columns={c: heading(c).in_lang(speech) for c in frame.columns})

    def as_records(self) -> list[dict[str, Any]]:
        """Return the rows for JSON: keys, plain numbers, lists as lists."""
        return [{str(k): self._plain(str(k), v) for k, v in row.items()} for row in self._rows()]

    def _rows(self) -> Iterable[Mapping[Any, Any]]:
        """Return the rows of the table, by heading."""
        return self.table.to_dict(orient="records")

    def _repr_html_(self) -> str:
        """Show a table that also looks right where a notebook is not trusted (inline styles only)."""
        head = replace(self, table=self.table.head(self.shown))
        return html_table(
            head.worded(most=LISTED),
            title=self.title.in_lang(self.lang),
            summary=self.summary.in_lang(self.lang),
            numeric=[pd.api.types.is_numeric_dtype(self.table[c]) for c in self.table.columns],
            total=len(self.table),
            lang=self.lang,
        )

    def _need(self, column: str) -> None:
        if column not in self.table.columns:
            known = [str(name) for name in self.table.columns]
            raise refused("unknown_column", column, known, column=column, columns=", ".join(known))

    def _gathers(self, column: str) -> bool:
        return column in self.lists or self.words.knows(column)

    def _said(self, column: str, cell: Any, lang: Lang, most: int | None) -> str:
        if cell is None or pd.isna(cell):
            return ""
        if isinstance(cell, bool | int | float):
            return _figure(column, cell, lang)
        if not cell and column in self.none:
            return text("analysis", "none").in_lang(lang)
        if column not in self.lists and not self.words.knows(column):
            return str(cell)
        entries = [self._entry(column, key, lang) for key in str(cell).split(SEPARATOR)]
        if most is not None and len(entries) > most:
            entries[most:] = [text("analysis", "and_more", count=len(entries) - most).in_lang(lang)]
        return ("、" if lang == "ja" else ", ").join(entries)

    def _entry(self, column: str, key: str, lang: Lang) -> str:
        return self.words.in_lang(column, key, lang) if self.words.knows(column) else key

    def _plain(self, column: str, cell: Any) -> Any:
        if column in self.lists:
            return [entry for entry in str(cell).split(SEPARATOR) if entry]
        if isinstance(cell, str | int):
            return cell
        if cell is None or pd.isna(cell):
            return None
        return cell.item() if hasattr(cell, "item") else cell


def later(make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Return what stands for the table of an answer until somebody looks at it.

    Examples
    --------
    >>> answer = Answer(later(lambda: pd.DataFrame({"item": ["name"]})), Text("", ""), Text("", ""))
    >>> len(answer)
    1
    """
    return cast("pd.DataFrame", make)


def _gathered(table: pd.DataFrame, column: str, others: Iterable[str]) -> pd.DataFrame:
    """Return one row per value of `column`, with the distinct entries of the other columns."""
    groups = table.groupby(column, sort=True, dropna=False)
    found = {"rows": groups.size(), **{c: groups[c].agg(distinct) for c in others}}
    return pd.DataFrame(found).rename_axis(column).reset_index()


def distinct(cells: pd.Series[Any]) -> str:
    """Return the distinct entries of cells that hold keys or lists of keys, sorted, joined."""
    return SEPARATOR.join(sorted({entry for cell in cells.unique() for entry in str(cell).split(SEPARATOR)}))


def _figure(column: str, number: Any, lang: Lang) -> str:
    """Return a number or a yes or no as it is shown; shares are percentages."""
    if isinstance(number, bool):
        return text("analysis", "yes" if number else "no").in_lang(lang)
    if isinstance(number, float):
        return f"{number:.0%}" if column.startswith("share") else f"{number:,.2f}"
    return f"{number:,}"
