"""What only shows when cells are held against each other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from datamap.inventory.cells import Remark
from datamap.inventory.coded import Coded, Encoder, pairs
from datamap.inventory.gathering import Gathering
from datamap.inventory.names import Names
from datamap.inventory.places import said_of_recipients
from datamap.model import Kind, Text
from datamap.vocabulary import read_vocabulary

Numbers = npt.NDArray[np.int32]

_NAMED = 10
"""Rows that a message names before it breaks off."""

_STATEMENTS = 6
"""Statements about one party that a message quotes."""

_TO_ITSELF = (Kind.DERIVATION, Kind.INTERNAL_USE, Kind.UNDETERMINED, "")


def check_rows(columns: Mapping[str, Coded], names: Names, gathering: Gathering, numbers: Numbers) -> None:
    """Check ids, dates, ends of flows, and what rows say of one recipient.

    Parameters
    ----------
    columns : canonical texts of all columns of the schema. numbers : record numbers.
    """
    _repeated_ids(columns["id"], gathering, numbers)
    _dates(columns, gathering, numbers)
    _ends(columns, names, gathering, numbers)
    _recipients(columns, names, gathering, numbers)


def _repeated_ids(ids: Coded, gathering: Gathering, numbers: Numbers) -> None:
    counts = ids.counts()
    repeated = [code for code in np.flatnonzero(counts > 1).tolist() if ids.values[code]]
    if not repeated:
        return
    order = np.argsort(ids.codes, kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts)])
    for code in repeated:
        rows = numbers[order[starts[code] : starts[code + 1]]].tolist()
        values = {"first": rows[0], "rows": _listed(rows)}
        gathering.add(Remark("duplicate_id", value=ids.values[code], values=values), row=rows[1], column="id")


def _listed(rows: list[int]) -> str:
    return ", ".join(map(str, rows[:_NAMED])) + (" …" if len(rows) > _NAMED else "")


def _dates(columns: Mapping[str, Coded], gathering: Gathering, numbers: Numbers) -> None:
    since, until = columns["since"], columns["until"]
    combinations, rows = pairs(since, until)
    for (s, u), row in zip(combinations.tolist(), rows.tolist(), strict=True):
        begin, end = since.values[s], until.values[u]
        if begin and end and end < begin:
            same = int(np.count_nonzero((since.codes == s) & (until.codes == u)))
            remark = Remark("until_before_since", value=end, values={"since": begin})
            gathering.add(remark, row=int(numbers[row]), column="until", rows=same)


def _ends(columns: Mapping[str, Coded], names: Names, gathering: Gathering, numbers: Numbers) -> None:
    """Check that a derivation stays where it is, and that nothing else is handed to oneself.

    Among the members of a group each may hand to the others (joint use, say).
    """
    kind, source, recipient = (columns[key] for key in ("kind", "source", "recipient"))
    shared: Encoder[str] = Encoder()
    blank = int(shared.encode([""])[0])
    sources, recipients = (
        shared.encode(source.values)[source.codes],
        shared.encode(recipient.values)[recipient.codes],
    )
    filled = (sources != blank) & (recipients != blank)
    equal = sources == recipients
    derived = np.array([value == Kind.DERIVATION for value in kind.values])[kind.codes]
    several = np.array([len(names.members(value)) > 1 for value in source.values], dtype=np.bool_)
    may = np.array([value in _TO_ITSELF for value in kind.values])[kind.codes] | several[source.codes]
    for code, mask in (
        ("derivation_moves", filled & derived & ~equal),
        ("same_place", filled & equal & ~may),
    ):
        for row in np.flatnonzero(mask).tolist():
            values: dict[str, object] = {
                "source": source.values[source.codes[row]],
                "kind": read_vocabulary().label("kinds", kind.values[kind.codes[row]]),
            }
            remark = Remark(code, value=recipient.values[recipient.codes[row]], values=values)
            gathering.add(remark, row=int(numbers[row]), column="recipient")


def _recipients(columns: Mapping[str, Coded], names: Names, gathering: Gathering, numbers: Numbers) -> None:
    """Remark where rows, or a row and a record, give one recipient two roles or two sets of countries."""
    met: set[tuple[str, tuple[str, ...], tuple[int, ...]]] = set()
    named = set(columns["recipient"].values)
    for place, said in sorted(said_of_recipients(columns, names).items()):
        party = names.parties.get(place) if place in named else None
        if party is None and len(said.roles) < 2 and len(said.countries) < 2:  # noqa: PLR2004
            continue  # nothing that could differ
        for code, column, cells, declared in (
            ("two_roles", "recipient_role", said.roles, party.role if party else ""),
            (
                "two_countries",
                "countries",
                said.countries,
                ";".join(sorted(party.countries)) if party else "",
            ),
        ):
            key = (code, tuple(cells), tuple(cells.values()))
            others = [word for word in cells if word != (declared or next(iter(cells)))]
            if not others or key in met:
                continue  # the members of one group have one problem in common
            met.add(key)
            rows = {word: int(numbers[row]) for word, row in cells.items()}
            values: dict[str, object] = {"place": names.label(place), "said": _said(rows, declared)}
            gathering.add(
                Remark(code, "warning", others[0], values=values), row=rows[others[0]], column=column
            )


def _said(rows: Mapping[str, int], declared: str) -> Text:
    """Return who says what: the record first, then the first row of each statement."""
    few = list(rows.items())[:_STATEMENTS]
    ja = [f"{row}行目は「{word}」" for word, row in few]
    en = [f"row {row} “{word}”" for word, row in few]
    if declared:
        ja, en = [f"organisation.toml は「{declared}」", *ja], [f"organisation.toml “{declared}”", *en]
    more = "…" if len(rows) > len(few) else ""
    return Text(ja="、".join(ja) + more, en=", ".join(en) + more)
