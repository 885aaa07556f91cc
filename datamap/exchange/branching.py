"""A row as it was read -> the flows that it stands for; what belongs to none of them is kept and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from datamap.exchange.account import Entry
from datamap.exchange.draft_row import Draft, Read
from datamap.exchange.mapping import SLOT, FlowRule, base_of, taken_over
from datamap.exchange.mapping import Mapping as Rules
from datamap.exchange.wording import LISTED
from datamap.inventory.cells import LONGEST
from datamap.vocabulary import text

NOTE = "note"

BETWEEN = " ｜ "
"""What stands between the things that are kept in a note."""


class Branching:
    """Makes flows of rows.

    Parameters
    ----------
    rules : how the table is read. types : our column -> its type.
    """

    def __init__(self, rules: Rules, types: Mapping[str, str]) -> None:
        self._rules, self._types = rules, types

    def flows(self, row: Read, part: int) -> Iterator[Draft]:
        """Yield the flows that a row stands for, with their ids.

        Parameters
        ----------
        row : as it was read. part : counts the rows that it was split into, 0 if it was not.
            A flow that does not hang on what was split is made once.
        """
        wanted = self._wanted(row)
        self._keep_the_rest(row, wanted)
        for rule in wanted:
            hangs_on_it = not self._rules.flows or bool(set(rule.when) & set(self._rules.split))
            if part > 1 and not hangs_on_it:
                continue
            name = f"{row.id}-{part}" if part and hangs_on_it else row.id
            made = self._made(rule, row)
            for number, one in enumerate(made, start=1):
                one["id"] = name + rule.ending + (f".{number}" if len(made) > 1 else "")
                yield self._draft(one, row, rule)

    def _wanted(self, row: Read) -> list[FlowRule]:
        """Return the flows of a row, each without what nobody knows to be its own."""
        rules = self._rules.flows or (FlowRule(),)
        wanted = [r for r in rules if not r.when or any(row.cells.get(key) for key in r.when)]
        claims = Counter(key for rule in wanted for key in rule.if_alone)
        open_ = {key for key, count in claims.items() if count > 1 or self._is_of_several(key, row, wanted)}
        for key in sorted(open_):
            if _says_something(key, row):
                self._keep(row, key, "which_recipient")
        return [replace(r, without=(*r.without, *(k for k in r.if_alone if k in open_))) for r in wanted]

    def _is_of_several(self, key: str, row: Read, wanted: Sequence[FlowRule]) -> bool:
        """Tell whether several entries stand beside several recipients that they may be parted among."""
        split = [name for r in wanted if key in r.if_alone for name in r.when if name in self._rules.split]
        several = any("\n" in row.cells.get(name, "") for name in split)
        return several and ";" in row.cells.get(key, "")

    def _keep_the_rest(self, row: Read, wanted: Sequence[FlowRule]) -> None:
        """Keep in the note what none of the flows takes up."""
        for key in [*row.cells]:
            constant = row.cells[key] and row.cells[key] == self._rules.constants.get(key)
            if _says_something(key, row) and not constant and not _is_taken(key, row, wanted):
                self._keep(row, key, "no_flow")

    def _keep(self, row: Read, key: str, code: str) -> None:
        """Keep what their cells say in the note of the whole row, once."""
        words = row.raw.get(key) or [f"{key}: {row.cells[key]}"]
        told = [(target, entry) for target, entry in row.told if target != key]
        kept = [(target, words) for target, words in row.notes if target != key]
        why = text("exchange", f"why_{code}")
        row.told = [*told, *(("", Entry(row.number, "", "read_as", NOTE, word, "", why)) for word in words)]
        row.notes = [*kept, *(("", word) for word in words)]
        row.cells[key] = ""

    def _made(self, rule: FlowRule, row: Read) -> list[dict[str, str]]:
        """Return the rows of one flow: one for each subject that is put as a place, each split recipient."""
        beside = {key: name for key, value in rule.put.items() if (name := self._beside(key, value))}
        cells = {k: v for k, v in row.cells.items() if k not in rule.without and SLOT not in k}
        made = [cells | dict.fromkeys(beside, "")]
        for key, value in rule.put.items():
            if key not in beside:
                made = [one for cell in made for one in self._put(cell, row, rule, key, value, beside)]
        return made

    def _beside(self, key: str, value: str) -> str:
        """Return the slot that says one by one what goes with the recipients of a flow, "" if it is none."""
        name = next(iter(taken_over(value)), "")
        return name if key != "recipient" and SLOT in name and name in self._rules.split else ""

    def _put(
        self,
        cells: dict[str, str],
        row: Read,
        rule: FlowRule,
        key: str,
        value: str,
        beside: Mapping[str, str],
    ) -> list[dict[str, str]]:
        """Return a row with a value put in; `{subjects}` as a place gives a row for each of the subjects.

        So does a slot that is split, for each of its entries, with what stands beside it.
        """
        if not taken_over(value):
            return [cells | {key: value}]
        other = _first(value, row, rule)
        whole = row.cells.get(other, "")
        if key == "recipient" and SLOT in other and other in self._rules.split:
            names = whole.split("\n")
            pairs = {ours: self._paired(row, name, len(names)) for ours, name in beside.items()}
            return [
                cells | {key: name} | {ours: entries[at] for ours, entries in pairs.items()}
                for at, name in enumerate(names)
            ]
        entries = [word for word in whole.split(";") if word and word[0] not in "-*+"]
        if self._types.get(key) != "place" or self._types.get(other) not in LISTED:
            return [cells | {key: whole}]
        if len(entries) == 1:
            return [cells | {key: entries[0]}]  # what else the list says (that it is open) stays
        return [cells | {key: entry, other: entry} for entry in entries] or [cells | {key: ""}]

    def _paired(self, row: Read, name: str, count: int) -> list[str]:
        """Return what is said of each recipient; where the numbers differ nothing is said of anybody."""
        entries = row.cells.get(name, "").split("\n")
        if count == 1 and self._types.get(base_of(name)) in LISTED:
            return [";".join(dict.fromkeys(word for word in ";".join(entries).split(";") if word))]
        if len(entries) == 1:
            return entries * count
        if len(entries) == count:
            return entries
        self._keep(row, name, "pairs_differ")
        return [""] * count

    def _draft(self, cells: dict[str, str], row: Read, rule: FlowRule) -> Draft:
        """Return a flow with the notes and the account of what it carries."""
        told = [
            self._about(entry, cells)
            for target, entry in row.told
            if not target or _carries(rule, target, row)
        ]
        notes = [words for target, words in row.notes if not target or _carries(rule, target, row)]
        whole = BETWEEN.join(dict.fromkeys([*filter(None, [cells.get(NOTE, "")]), *notes]))
        if len(whole) > LONGEST:
            why = text("exchange", "why_note_too_long")
            told.append(Entry(row.number, cells["id"], "read_as", NOTE, whole, whole[:LONGEST], why))
        return Draft(row.number, cells | {NOTE: whole[:LONGEST]}, told)

    def _about(self, entry: Entry, cells: Mapping[str, str]) -> Entry:
        """Return what is said of one flow: of a list, as far as the flow has it."""
        column = base_of(entry.column)
        became, there = entry.became, cells.get(column, "")
        if self._types.get(column) in LISTED and not {*became.split(";")} <= {"", *there.split(";")}:
            became = there
        return replace(entry, flow=cells["id"], column=column, became=became)


def _first(value: str, row: Read, rule: FlowRule) -> str:
    """Return the column that a value which is put takes over: of several the first that is filled."""
    names = [name for name in taken_over(value) if name not in rule.without]
    return next((name for name in names if row.cells.get(name)), names[-1] if names else "")


def _carries(rule: FlowRule, target: str, row: Read) -> bool:
    """Tell whether a flow takes up what was read as one of our columns, or as a slot of it."""
    if target in {"id", NOTE}:
        return True
    if any(_first(value, row, rule) == target for value in rule.put.values() if taken_over(value)):
        return True
    return SLOT not in target and target not in rule.without and target not in rule.put


def _says_something(target: str, row: Read) -> bool:
    """Tell whether a column holds something in a row, be it words that it could not read."""
    return bool(row.cells.get(target)) or any(key == target for key, _ in row.notes)


def _is_taken(target: str, row: Read, wanted: Sequence[FlowRule]) -> bool:
    return any(_carries(rule, target, row) for rule in wanted)
