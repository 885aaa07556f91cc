"""The lists of keys that cells and records are written with."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files

from datamap.model import BadInput, Column, Severity, Term, Text
from datamap.vocabulary.checking import OPEN_LISTS, check_terms
from datamap.vocabulary.spelling import Neighbours, first_spellings, squash

_NOT_LISTS = {"slips"}


class Vocabulary:
    """All lists, their keys, and how people write them.

    Immutable: `with_terms` returns a new one. A list that does not exist is an empty list.

    Parameters
    ----------
    terms : every term of every list.
    columns : the columns of `inventory.csv`, in schema order.
    slips : list -> {common wrong spelling -> key meant} (`UK` for `GB`), for `nearest`.
    """

    def __init__(
        self,
        terms: Iterable[Term],
        columns: Iterable[Column] = (),
        slips: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self._terms: dict[str, dict[str, Term]] = {}
        for term in terms:
            self._terms.setdefault(term.list, {}).setdefault(term.key, term)
        self.columns: tuple[Column, ...] = tuple(columns)
        self._slips = {name: dict(words) for name, words in (slips or {}).items()}
        self._spellings: dict[str, dict[str, str]] = {}
        self._neighbours: dict[str, Neighbours] = {}
        self._flags: dict[tuple[str, str], frozenset[str]] = {}
        self._ancestors: dict[tuple[str, str], tuple[str, ...]] = {}

    @property
    def lists(self) -> tuple[str, ...]:
        """Names of the lists, sorted."""
        return tuple(sorted(self._terms))

    def terms(self, list_name: str) -> tuple[Term, ...]:
        """Return the terms of a list in the order of its file, own words last."""
        return tuple(self._terms.get(list_name, {}).values())

    def get(self, list_name: str, key: str) -> Term | None:
        """Return the term with exactly this key, or None."""
        return self._terms.get(list_name, {}).get(key)

    def find(self, list_name: str, cell: str) -> str | None:
        """Return the key that a cell means: key, Japanese or English label, or alias.

        Width, case, spaces and joining marks make no difference.

        Examples
        --------
        >>> words = read_vocabulary()
        >>> words.find("kinds", "委託"), words.find("kinds", "Ｅntrustment"), words.find("kinds", "?")
        ('entrustment', 'entrustment', None)
        """
        if cell in self._terms.get(list_name, {}):
            return cell
        return self.spellings(list_name).get(squash(cell))

    def spellings(self, list_name: str) -> dict[str, str]:
        """Return every accepted spelling of a list, squashed, with the key it means."""
        if list_name not in self._spellings:
            terms = self.terms(list_name)
            pairs = [(t.key, t.key) for t in terms]
            pairs += [(w, t.key) for t in terms for w in (t.label.ja, t.label.en)]
            pairs += [(w, t.key) for t in terms for w in t.aliases]
            self._spellings[list_name] = first_spellings(pairs)
        return self._spellings[list_name]

    def slip(self, list_name: str, cell: str) -> str | None:
        """Return the key meant by a common wrong spelling; "" if it is known to mean none of them.

        Examples
        --------
        >>> read_vocabulary().slip("countries", "UK"), read_vocabulary().slip("countries", "Utopia")
        ('GB', None)
        """
        return self._slips.get(list_name, {}).get(squash(cell))

    def nearest(self, list_name: str, cell: str) -> str | None:
        """Return the key somebody probably meant, or None if nothing is near.

        Examples
        --------
        >>> read_vocabulary().nearest("countries", "UK")
        'GB'
        """
        slip = self.slip(list_name, cell)
        if slip is not None:
            return slip or None
        if list_name not in self._neighbours:
            self._neighbours[list_name] = Neighbours(self.spellings(list_name))
        return self._neighbours[list_name].nearest(cell)

    def label(self, list_name: str, key: str) -> Text:
        """Return the label of a key; a key the list does not know is its own label."""
        term = self.get(list_name, key)
        return Text.same(key) if term is None else term.label

    def ancestors(self, list_name: str, key: str) -> tuple[str, ...]:
        """Return the key, its parent, the parent's parent and so on.

        Raises
        ------
        KeyError
            If there is no such list: a misspelt list must not read as "not below it".
        """
        if (list_name, key) not in self._ancestors:
            self._refuse_unknown(list_name)
            found: dict[str, None] = {}
            above = key
            while above and above not in found:
                found[above] = None
                term = self.get(list_name, above)
                above = term.parent if term else ""
            self._ancestors[list_name, key] = tuple(found)
        return self._ancestors[list_name, key]

    def is_a(self, list_name: str, key: str, ancestor: str) -> bool:
        """Tell whether a key is another one or lies below it."""
        return ancestor in self.ancestors(list_name, key)

    def children(self, list_name: str, key: str) -> tuple[str, ...]:
        """Return the key and all keys below it, sorted; KeyError for an unknown list."""
        if list_name not in self._below:
            self._refuse_unknown(list_name)
        return self._below.get(list_name, {}).get(key, (key,))

    def flags(self, list_name: str, key: str) -> frozenset[str]:
        """Return the flags of a key, those of its parents included."""
        if (list_name, key) not in self._flags:
            own = (self.get(list_name, k) for k in self.ancestors(list_name, key))
            self._flags[list_name, key] = frozenset().union(*(t.flags for t in own if t))
        return self._flags[list_name, key]

    def flags_within(self, list_name: str, key: str) -> frozenset[str]:
        """Return the flags of a key; of a category (a key without parent) those of all below it too.

        A cell "health" may mean a diagnosis; a cell "gender" does not mean gender identity.

        Examples
        --------
        >>> from datamap.vocabulary import read_vocabulary
        >>> words = read_vocabulary()
        >>> ["property_damage" in found("items", "financial") for found in (words.flags, words.flags_within)]
        [False, True]
        """
        term = self.get(list_name, key)
        below = self.children(list_name, key) if term is not None and not term.parent else (key,)
        return frozenset().union(*(self.flags(list_name, child) for child in below))

    def with_terms(self, terms: Iterable[Term]) -> Vocabulary:
        """Return a vocabulary with own words added (`records/vocabulary.csv`).

        Raises
        ------
        BadInput
            If a word clashes with a built-in key, has an unknown parent, or is its own
            ancestor; see `check_terms`, which returns the same problems without raising.
        """
        added = tuple(terms)
        errors = [p for p in check_terms(self, added) if p.severity is Severity.ERROR]
        if errors:
            raise BadInput(errors)
        everything = (t for name in self._terms for t in self.terms(name))
        return Vocabulary((*everything, *added), self.columns, self._slips)

    def _refuse_unknown(self, list_name: str) -> None:
        if list_name not in self._terms and list_name not in OPEN_LISTS:  # an open list may have no words yet
            raise KeyError(f"{list_name}: no such list of words; lists: {', '.join(self.lists)}")

    @cached_property
    def _below(self) -> dict[str, dict[str, tuple[str, ...]]]:
        below: dict[str, dict[str, set[str]]] = {name: {} for name in self._terms}
        for name, terms in self._terms.items():
            for key in terms:
                for ancestor in self.ancestors(name, key):
                    below[name].setdefault(ancestor, set()).add(key)
        return {
            name: {key: tuple(sorted(keys)) for key, keys in held.items()} for name, held in below.items()
        }


@cache
def read_vocabulary() -> Vocabulary:
    """Return the built-in vocabulary (`datamap/vocab/*.csv`), read once.

    Examples
    --------
    >>> read_vocabulary().label("kinds", "entrustment").ja
    '委託'
    """
    folder = files("datamap").joinpath("vocab")
    terms: list[Term] = []
    columns: list[Column] = []
    slips: dict[str, dict[str, str]] = {}
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        name = entry.name.removesuffix(".csv")
        if name == entry.name:
            continue
        rows = list(csv.DictReader(io.StringIO(entry.read_text(encoding="utf-8"))))
        if name == "slips":
            for row in rows:
                slips.setdefault(row["list"], {})[squash(row["written"])] = row["meant"]
            continue
        terms += [term_of(name, row) for row in rows]
        if name == "columns":
            columns = [_column_of(row) for row in rows]
    return Vocabulary(terms, columns, slips)


def term_of(list_name: str, row: Mapping[str, str | None], *, own: bool = False) -> Term:
    """Return the term that one line of a list states; cells that are absent are blank."""
    cell = {key: value.strip() for key, value in row.items() if isinstance(value, str)}
    return Term(
        list=list_name.strip(),
        key=cell.get("key", ""),
        label=Text(ja=cell.get("label_ja", ""), en=cell.get("label_en", "")),
        parent=cell.get("parent", ""),
        help=Text(ja=cell.get("help_ja", ""), en=cell.get("help_en", "")),
        flags=frozenset(split(cell.get("flags", ""))),
        aliases=split(cell.get("aliases", "")),
        **{key: cell.get(key, "") for key in _REFERENCES},
        own=own,
    )


_REFERENCES = ("dpv", "fides", "appi", "gdpr", "added", "deprecated", "replaced_by")


def split(cell: str) -> tuple[str, ...]:
    """Return the entries of a list cell, separated by `;`."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _column_of(row: Mapping[str, str]) -> Column:
    return Column(
        key=row["key"],
        type=row["type"],
        required=row["required"] == "yes",
        vocabulary=row["vocabulary"],
        closed=row["closed"] == "yes",
        label=Text(ja=row["label_ja"], en=row["label_en"]),
        help=Text(ja=row["help_ja"], en=row["help_en"]),
        dpv=row["dpv"],
    )
