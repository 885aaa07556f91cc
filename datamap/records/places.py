"""The parties and groups that records may name, by key, name or alias."""

from __future__ import annotations

from collections.abc import Iterable

from datamap.model import Group, Party, Severity
from datamap.records.page import Page, nearest_of
from datamap.vocabulary.spelling import plain


class Places:
    """Declared places and groups.

    Parameters
    ----------
    operator : key of the operator. parties, groups : as `organisation.toml` declares them.
    known : False where the organisation could not be read: nothing is called unknown then.
    """

    def __init__(
        self, operator: str, parties: Iterable[Party], groups: Iterable[Group], *, known: bool = True
    ) -> None:
        self._known = known
        self._spellings: dict[str, str] = {plain(operator): operator}
        named: list[Party | Group] = [*parties, *groups]
        for place in named:
            self._spellings.setdefault(plain(place.key), place.key)
        for place in named:
            aliases = place.aliases if isinstance(place, Party) else ()
            for word in (place.name.ja, place.name.en, *aliases):
                if word:
                    self._spellings.setdefault(plain(word), place.key)

    def find(self, name: str) -> str | None:
        """Return the key of a declared place or group, or None."""
        return self._spellings.get(plain(name))

    def resolve(self, name: str, page: Page, at: str, *, severity: Severity = Severity.WARNING) -> str:
        """Return the key of a place; a name that is not declared is noted and stands for itself."""
        key = self.find(name)
        if key is not None or not self._known:
            return key or name
        near = self._spellings.get(nearest_of(name, self._spellings) or "")
        page.wrong("unknown_party", at, name, severity=severity, nearest=near)
        return name
