"""Which side of a row a column speaks of: the collection, or one of the recipients that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from datamap.exchange.drafts import DraftColumn
from datamap.exchange.mapping import SLOT
from datamap.vocabulary import fold

AWAY = ("recipient_role", "countries", "foreign_route", "basis", "gdpr_tool")
"""Columns of ours that speak of the recipient outside."""

OURS = ("system", "mode", "provision", "retention", "retention_basis")
"""Columns of ours that speak of the collection where nothing says otherwise."""

_OF_OURS = ("system", "mode", "retention", "retention_basis")
_ALWAYS = (*_OF_OURS, "purposes", "persons", "measures", "treatment", "since", "until", "evidence")
_BESIDE = ("items",)
"""Columns kept for one side only where another column says the same of the whole row."""

COLLECTION, PROVISION = "collection", "other"

_KINDS = {
    "entrustment": re.compile(r"委託|外注|\bprocessors?\b|sous-traitant", re.IGNORECASE),
    "joint_use": re.compile(r"共同利用|\bjoint\b", re.IGNORECASE),
    "third_party": re.compile(r"第三者", re.IGNORECASE),
    "": re.compile(r"提供|移転", re.IGNORECASE),
}
"""What a heading says about the kind of handing over; "" = it says that there is one."""

_COLLECTED = re.compile(r"取得|入手|収集|\bcollect|\bobtain", re.IGNORECASE)

_ABROAD = re.compile(
    r"(?:外国|国外|海外|越境)(?:に(?:ある|おける))?(?:第三者)?(?:への|へ|の)?(?:提供|移転)?(?!先)"
)
"""Words of provision abroad, which may be an entrustment as well as anything else."""

_TO_THEM = re.compile(r"(?<=[先者])(?:への|に対する)提供")
"""Behind those who receive, words of provision say nothing of the kind."""

_AGAIN = re.compile(r" \(\d+\)$")
"""What a heading that stands more than once has behind it."""


def kind_of(heading: str) -> str:
    """Return the kind of handing over that a heading speaks of, "" if it names none or several.

    Examples
    --------
    >>> kind_of("委託先名"), kind_of("提供先・委託先"), kind_of("第三者提供先")
    ('entrustment', '', 'third_party')
    """
    found = _kinds(heading)
    return found[0] if len(found) == 1 else ""


def side_of(heading: str) -> str:
    """Return the side that a heading speaks of: `collection`, a kind, `other` = provision; "" = none.

    Examples
    --------
    >>> side_of("取得方法"), side_of("提供方法"), side_of("委託先の所在国"), side_of("国外移転の根拠")
    ('collection', 'other', 'entrustment', '')
    """
    bare = _TO_THEM.sub("", _ABROAD.sub("", fold(heading)))
    found = [kind or PROVISION for kind in _kinds(bare)]
    if _COLLECTED.search(bare):
        found.append(COLLECTION)
    return found[0] if len(found) == 1 else ""


def _kinds(heading: str) -> list[str]:
    found = [kind for kind, pattern in _KINDS.items() if pattern.search(fold(heading))]
    return [kind for kind in found if kind] if "third_party" in found else found


def room_of(key: str, heading: str) -> tuple[str, str, str]:
    """Return what parts columns that are read as one of ours: the side, and which time it stands there."""
    if key not in {*AWAY, *_ALWAYS, *_BESIDE}:
        return key, "", ""
    side, again = side_of(heading), _AGAIN.search(heading)
    return key, "" if side == COLLECTION and key != "basis" else side, again[0] if again else ""


@dataclass(frozen=True, slots=True)
class Party:
    """A column of recipients: the `side` that it is, the `name` of its slot, `at` which place it stands."""

    side: str
    name: str
    at: int


def give_sides(columns: Sequence[DraftColumn]) -> dict[str, Party]:
    """Keep what each column says for the flow that it is about, as a slot of our column.

    Several columns of recipients get a slot each. A column about a recipient that has no column goes
    to the note, since it would be said of the wrong party.

    Returns
    -------
    dict of str to Party
        What the columns of recipients are read as -> what they are.
    """
    parties = _parties(columns)
    held = list(parties.values())
    sided = {
        at: _sided(at, columns, held)
        for at, column in enumerate(columns)
        if column.to in {*AWAY, *_ALWAYS, *_BESIDE} and not column.ticked
    }
    for at, target in sided.items():
        columns[at].to = target
    return parties


def _parties(columns: Sequence[DraftColumn]) -> dict[str, Party]:
    found = [(at, column) for at, column in enumerate(columns) if column.to == "recipient"]
    parties: dict[str, Party] = {}
    for number, (at, column) in enumerate(found, start=1):
        side = kind_of(column.heading) or PROVISION
        taken = any(party.name == side for party in parties.values())
        party = Party(side, f"{side}{number}" if taken else side, at)
        if len(found) > 1:
            column.to = f"recipient{SLOT}{party.name}"
        parties[column.to] = party
    return parties


def _sided(at: int, columns: Sequence[DraftColumn], parties: Sequence[Party]) -> str:
    """Return what a column is read as: ours, a slot of it, or "" = it goes to the note."""
    key, side = columns[at].to, side_of(columns[at].heading)
    if side == COLLECTION:
        return f"{key}{SLOT}{side}" if key == "basis" else "" if key in AWAY else key
    alike = [n for n, other in enumerate(columns) if other.to == key]
    beside = any(side_of(columns[n].heading) in {"", COLLECTION} for n in alike)
    if not parties or (key in _BESIDE and not beside):
        return key
    if len(parties) == 1 and key in AWAY:
        return "" if _is_of_others(columns[at].heading, side, parties[0]) else key
    party = _about_whom(at, side, columns, parties)
    if party is not None:
        return f"{key}{SLOT}{party.name}"
    if side != PROVISION or _those_of(side, parties):
        return "" if side or _stands_twice(at, columns, parties) else key
    return key if key in AWAY else f"{key}{SLOT}{PROVISION}"


def _is_of_others(heading: str, side: str, party: Party) -> bool:
    """Tell whether a heading names other recipients than the only ones that there are."""
    if PROVISION in {side, party.side}:
        return "提供先" in fold(heading) and party.side not in {PROVISION, "third_party"}
    return side not in {"", party.side}


def _those_of(side: str, parties: Sequence[Party]) -> list[Party]:
    """Return the recipients that a side means; words of provision and of third parties mean the same."""
    about = [party for party in parties if party.side == side]
    if not about and side in {PROVISION, "third_party"}:
        about = [party for party in parties if party.side in {PROVISION, "third_party"}]
    if not about and side == PROVISION and len(parties) == 1:
        return list(parties)
    return about


def _about_whom(at: int, side: str, columns: Sequence[DraftColumn], parties: Sequence[Party]) -> Party | None:
    """Return the recipients that a column is about: the only ones, or those with its place among its like."""
    if not side:
        return None if _stands_twice(at, columns, parties) else _left_of(at, columns, parties)
    about = _those_of(side, parties)
    if len(about) == 1:
        return about[0]
    like = [n for n, c in enumerate(columns) if c.to == columns[at].to and side_of(c.heading) == side]
    return about[like.index(at)] if len(like) == len(about) else None


def _left_of(at: int, columns: Sequence[DraftColumn], parties: Sequence[Party]) -> Party | None:
    """Return the recipients on the left of a column whose heading stands there more than once."""
    left = [party for party in parties if party.at < at]
    return left[-1] if left and len(_again(at, columns)) > 1 else None


def _stands_twice(at: int, columns: Sequence[DraftColumn], parties: Sequence[Party]) -> bool:
    """Tell whether a heading stands twice right of the same recipients: it is about others too."""
    left = [_left_of(place, columns, parties) for place in _again(at, columns)]
    mine = _left_of(at, columns, parties)
    return mine is not None and left.count(mine) > 1


def _again(at: int, columns: Sequence[DraftColumn]) -> list[int]:
    bare = _AGAIN.sub("", columns[at].heading)
    return [place for place, column in enumerate(columns) if _AGAIN.sub("", column.heading) == bare]


def slots_of(columns: Sequence[DraftColumn], name: str) -> Iterator[str]:
    """Yield the slots of one name that columns are read into, recipients apart; each once."""
    for target in dict.fromkeys(column.to for column in columns):
        key, _, slot = target.partition(SLOT)
        if slot == name and key != "recipient":
            yield target
