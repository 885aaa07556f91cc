"""What the place cells of the inventory may name, and what a name resolves to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from datamap.model import Group, Organisation, Party, Term, Text
from datamap.vocabulary import Vocabulary, fold
from datamap.vocabulary.spelling import Neighbours, looks, plain

OPERATOR = "operator"
"""Key of the place that keeps the inventory, whether or not `organisation.toml` names it."""


class Names:
    """The declared places and groups of a workbook, found by key, name or alias.

    Parameters
    ----------
    organisation : `records/organisation.toml`, or an empty one.
    vocabulary : its subject groups are places too; its role `operator` names the operator.
    """

    def __init__(self, organisation: Organisation, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.operator = organisation.key or OPERATOR
        self.declared = bool(organisation.parties or organisation.groups)
        self.parties: dict[str, Party] = {}
        for party in (_operator(organisation, self.operator, vocabulary), *organisation.parties):
            self.parties.setdefault(party.key, party)
        self.groups: dict[str, Group] = {group.key: group for group in organisation.groups}
        self._spellings: dict[str, str] = {}
        self._found: dict[tuple[str, bool], str | None] = {}
        for spelling, key in self.spellings():
            if spelling:
                self._spellings.setdefault(plain(spelling), key)

    def find(self, cell: str, *, subjects: bool = True) -> str | None:
        """Return the key of a declared place, group or (if asked) subject group, or None."""
        if cell in self.parties or cell in self.groups:
            return cell
        if (cell, subjects) not in self._found:  # a table asks for each name several times
            found = self._spellings.get(plain(cell))
            if found is None and subjects:
                found = self._vocabulary.find("subjects", cell)
            self._found[cell, subjects] = found
        return self._found[cell, subjects]

    def resolve(self, cell: str, *, subjects: bool = True) -> str:
        """Return the key that a place cell stands for; an undeclared name is its own key."""
        return self.find(cell, subjects=subjects) or fold(cell)

    def nearest(self, cell: str) -> str | None:
        """Return the declared key that a name probably misspells; strict, since new names are usual."""
        return self._neighbours.nearest(cell, cutoff=0.8, inside=False)

    def lookalike(self, cell: str) -> str | None:
        """Return the declared key whose name looks like this one at a glance (width, case, ㈱)."""
        return self._looks.get(looks(cell))

    def label(self, key: str) -> Text:
        """Return the name of a place or group."""
        declared = self.parties.get(key) or self.groups.get(key)
        if declared is not None:
            return _filled(declared.name, key)
        return self._vocabulary.label("subjects", key)

    def members(self, key: str) -> tuple[str, ...]:
        """Return the places a key stands for: itself, or the members of the group, nested ones too.

        An open-ended group, and one without recorded members, stands for one more place, `<group>?`.
        """
        return tuple(dict.fromkeys(self._expand(key, ()))) if key in self.groups else (key,)

    def _expand(self, key: str, above: tuple[str, ...]) -> Iterable[str]:
        group = self.groups.get(key)
        if group is None:
            return (key,)
        if key in above:
            return ()
        inner = [place for member in group.members for place in self._expand(member, (*above, key))]
        return (*inner, f"{key}?") if group.unnamed else inner

    def is_subject(self, key: str) -> bool:
        """Tell whether a key is a group of people, and not a declared place."""
        return key not in self.parties and self._vocabulary.get("subjects", key) is not None

    def is_unnamed(self, key: str) -> bool:
        """Tell whether a key is the unnamed one more of a group."""
        return key.endswith("?") and key[:-1] in self.groups

    def group_role(self, key: str) -> str:
        """Return the role that a place has from the first of its groups that states one."""
        roles = (self.groups[group].role for group in self.member_of.get(key, ()))
        return next(filter(None, roles), "")

    @cached_property
    def member_of(self) -> dict[str, tuple[str, ...]]:
        """Place key -> keys of the groups it belongs to, sorted."""
        held: dict[str, set[str]] = {}
        for group in self.groups:
            for place in self.members(group):
                held.setdefault(place, set()).add(group)
        return {place: tuple(sorted(groups)) for place, groups in held.items()}

    def spellings(self) -> Iterable[tuple[str, str]]:
        """Yield every declared spelling with its key: keys first, then names, then aliases."""
        everyone: tuple[Party | Group, ...] = (*self.parties.values(), *self.groups.values())
        for declared in everyone:
            yield declared.key, declared.key
        for declared in everyone:
            yield declared.name.ja, declared.key
            yield declared.name.en, declared.key
        for party in self.parties.values():
            for alias in party.aliases:
                yield alias, party.key

    @cached_property
    def _looks(self) -> dict[str, str]:
        return {looks(spelling): key for spelling, key in self.spellings() if spelling}

    @cached_property
    def _neighbours(self) -> Neighbours:
        """The declared spellings; what the operator is called in general (`当社`) is nobody's name."""
        role = self._vocabulary.get("roles", OPERATOR)
        general = {plain(word) for word in _words(role)} if role else set()
        return Neighbours({word: key for word, key in self._spellings.items() if word not in general})


def _operator(organisation: Organisation, key: str, vocabulary: Vocabulary) -> Party:
    """Return the operator as a party; without a name it is called what the role is called."""
    role = vocabulary.get("roles", OPERATOR)
    words = _words(role) if role else (OPERATOR,)
    named = organisation.name.ja or organisation.name.en
    return Party(
        key=key,
        name=_filled(organisation.name, key) if named or role is None else role.label,
        role=OPERATOR,
        countries=organisation.countries,
        aliases=words,
    )


def _words(role: Term) -> tuple[str, ...]:
    return (role.key, role.label.ja, role.label.en, *role.aliases)


def _filled(name: Text, key: str) -> Text:
    """Return a name in both languages, one standing in for the other."""
    return Text(ja=name.ja or name.en or key, en=name.en or name.ja or key)
