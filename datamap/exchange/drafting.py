"""Rows of a foreign table -> rows of ours, still as words; nothing that is written is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from datamap.exchange.account import Account, Entry
from datamap.exchange.draft_row import Draft
from datamap.exchange.entries import parted
from datamap.exchange.grid import Grid
from datamap.exchange.mapping import SLOT, ColumnRule, FlowRule, Mapping, base_of, heading_form
from datamap.exchange.sourcing import Source
from datamap.exchange.uniting import unite
from datamap.exchange.wording import LISTED, Wording
from datamap.inventory.cells import LONGEST, Known
from datamap.model import ABROAD
from datamap.vocabulary import fold, text
from datamap.vocabulary.spelling import squash

NOTE = "note"
DITTO = frozenset(map(squash, ("〃", "同上", "々", "″", "ditto", "same as above", "as above", "idem")))
"""What says in a cell that it says the same as the one above."""

BETWEEN = " ｜ "
"""What stands between the things that are kept in a note."""


class Drafting:
    """Drafts our rows from theirs.

    Parameters
    ----------
    source : their table. mapping : how it is read. known : our words, places and clauses.
    account : what is done is noted there.
    """

    def __init__(self, source: Source, mapping: Mapping, known: Known, account: Account) -> None:
        self._source, self._mapping, self._account = source, mapping, account
        self._wording = Wording(mapping, known)
        self._names = known.names
        self._types = {column.key: column.type for column in known.vocabulary.columns}
        forms = {heading_form(h): at for at, h in enumerate(source.headings) if h}
        self._at = [(rule, [forms[s] for s in rule.sources if s in forms]) for rule in mapping.columns]
        used = {at for _, places in self._at for at in places}
        self._rest = [at for at in range(len(source.headings)) if at not in used]
        self._dropped = {at for at in self._rest if self._is_left_out(at)}
        self._sheet, self._above = "", dict[int, str]()
        self._notes = source.grid.notes_by_row()
        self._say_columns()

    def _is_left_out(self, at: int) -> bool:
        hidden = at in self._source.grid.hidden_columns and self._mapping.hidden == "leave"
        named = heading_form(self._source.headings[at]) in self._mapping.not_taken
        return hidden or named or self._mapping.rest == "leave"

    def _say_columns(self) -> None:
        for at, heading in enumerate(self._source.headings):
            targets = [rule.to for rule, places in self._at if at in places]
            if heading or at in self._rest:
                name = heading or text("exchange", "no_heading", number=at + 1).ja
                self._account.columns[name] = ";".join(targets) or ("" if at in self._dropped else NOTE)

    def drafts(self) -> list[Draft]:
        """Return every row of ours, in the order of the file."""
        made = list(self._every())
        if self._mapping.names == "unite":
            for entry in unite(made, self._types, self._names):
                made[entry[0]].told.append(entry[1])
        return made

    def _every(self) -> Iterator[Draft]:
        for number, cells in self._source.rows():
            why = self._passed_over(number, cells)
            if why:
                shown = " / ".join(filter(None, cells))[:200]
                self._account.entries.append(
                    Entry(number, "", "passed_over", was=shown, why=text("exchange", why))
                )
                continue
            told = self._from_above(number, cells)
            for part, piece in enumerate(self._split(cells), start=1):
                draft = self._draft(number, piece)
                draft.told += told
                yield from self._flows(draft, 0 if piece is cells else part)

    def _passed_over(self, number: int, cells: list[str]) -> str:
        first = next((cell.strip() for cell in cells if cell.strip()), "")
        if not first:
            return "pass_blank"
        if any(first == word or (len(word) > 1 and first.startswith(word)) for word in self._mapping.skip):
            return "pass_skipped"
        if number in self._source.grid.hidden_rows and self._mapping.hidden == "leave":
            return "pass_hidden"
        headings = [heading for heading in self._source.headings if heading]
        repeated = [
            a
            for a, b in zip(cells, self._source.headings, strict=True)
            if b and heading_form(a) == heading_form(b)
        ]
        return "pass_headings" if len(repeated) > len(headings) / 2 else ""

    def _from_above(self, number: int, cells: list[str]) -> list[Entry]:
        """Fill in what a row takes over from the one above (`〃`, `同上`, `fill_down`)."""
        sheet, _ = self._source.grid.place(number)
        if sheet != self._sheet:
            self._sheet, self._above = sheet, {}
        told, why = [], text("exchange", "why_ditto")
        filled = {at for rule, ats in self._at if rule.to in self._mapping.fill_down for at in ats}
        for at, cell in enumerate(cells):
            above = self._above.get(at, "")
            if squash(cell) in DITTO and above:
                told.append(Entry(number, "", "read_as", self._target(at), cell, "", why))
                cells[at] = above
            elif at in filled and not cell.strip():
                cells[at] = above
            self._above[at] = cells[at]
        return told

    def _target(self, at: int) -> str:
        return next((base_of(rule.to) for rule, ats in self._at if at in ats), NOTE)

    def _split(self, cells: list[str]) -> list[list[str]]:
        """Return a row for each of the entries that belong together, or the row itself."""
        split = [key for key in self._mapping.split if SLOT not in key]
        places = [at for rule, ats in self._at if rule.to in split for at in ats]
        parts = {at: self._parts(cells[at]) for at in places if cells[at].strip()}
        counts = {len(found) for found in parts.values()} - {1}
        if not counts:
            return [cells]
        count = max(counts)
        rows = [list(cells) for _ in range(count)]
        for at, found in parts.items():
            for number, row in enumerate(rows):
                row[at] = found[0] if len(found) == 1 else found[number] if len(found) == count else ""
            if len(found) not in {1, count}:
                for row in rows:
                    row.append(f"{self._source.headings[at]}: {cells[at]}")
        return rows

    def _parts(self, cell: str) -> list[str]:
        return parted(cell, self._mapping.split_at, self._mapping.blanks) or [""]

    def _draft(self, number: int, cells: list[str]) -> Draft:
        draft = Draft(number, {})
        width = len(self._source.headings)
        for extra in cells[width:]:
            self._keep(draft, extra, "pairs_differ")
        for rule, places in self._at:
            for at in places:
                self._take(draft, rule, at, cells[at])
        for at in self._rest:
            if cells[at].strip() and at not in self._dropped:
                self._keep(draft, f"{self._name(at)}: {cells[at].strip()}")
        for place, words in self._comments(number):
            self._keep(draft, f"[{self._name(place)}] {words}", "comment")
        for key, value in self._mapping.constants.items():
            if not draft.cells.get(key):
                draft.cells[key] = value
        return draft

    def _name(self, at: int) -> str:
        return self._source.headings[at] or f"#{at + 1}"

    def _take(self, draft: Draft, rule: ColumnRule, at: int, raw: str) -> None:
        """Put one of their cells into the draft."""
        grid: Grid = self._source.grid
        odd = grid.odd.get((draft.number, at))
        if odd in {"error_cell", "no_result"}:
            self._tell(draft, rule.to, raw, "", odd)
            return
        if odd:
            self._tell(draft, rule.to, f"{raw[:40]}…", "", odd)
        if not raw.strip():
            return
        split = SLOT in rule.to and rule.to in self._mapping.split
        for piece in self._parts(raw) if split else [raw]:
            self._read(draft, rule, at, piece)

    def _read(self, draft: Draft, rule: ColumnRule, at: int, raw: str) -> None:
        """Put one entry of one of their cells into the draft; those of a split slot stand on lines."""
        reading = self._wording.read(rule, raw)
        for words in reading.notes:
            draft.notes.append(f"{self._name(at)}: {words}")
        before = draft.cells.get(rule.to, "")
        draft.cells[rule.to], lost = self._together(rule.to, before, reading.text)
        if lost:
            self._keep(draft, f"{self._name(at)}: {lost}", "second_value")
        for code in reading.changes:
            self._tell(draft, rule.to, raw, reading.text, code)

    def _together(self, key: str, before: str, now: str) -> tuple[str, str]:
        """Return what two of their columns say in one of ours, and what has no room there."""
        if not before or not now or before == now:
            return before or now, ""
        if SLOT in key and key in self._mapping.split:
            return f"{before}\n{now}", ""
        kind = self._types.get(base_of(key), "text")
        if ABROAD in {before, now}:  # whoever names the countries says more
            return (before, now) if now == ABROAD else (now, before)
        if kind in LISTED or kind == "clauses":
            words = dict.fromkeys([*before.split(";"), *now.split(";")])
            last = ["+"] if "+" in words else []
            return ";".join([word for word in words if word != "+"] + last), ""
        return (f"{before} / {now}", "") if kind == "text" else (before, now)

    def _keep(self, draft: Draft, words: str, code: str = "") -> None:
        draft.notes.append(words)
        if code:
            self._tell(draft, NOTE, words, "", code)

    def _tell(self, draft: Draft, column: str, was: str, became: str, code: str) -> None:
        draft.told.append(
            Entry(draft.number, "", "read_as", column, was, became, text("exchange", f"why_{code}"))
        )

    def _comments(self, number: int) -> list[tuple[int, str]]:
        if self._mapping.comments == "leave":
            return []
        width = len(self._source.headings)
        return [(column, words) for column, words in self._notes.get(number, ()) if column < width]

    def _flows(self, draft: Draft, part: int) -> Iterator[Draft]:
        """Yield the flows that a row stands for, with their ids; `part` counts the rows it was split into.

        A flow that does not hang on what was split is made once.
        """
        whole = self._id(draft)
        rules = self._mapping.flows or (FlowRule(),)
        wanted = [r for r in rules if not r.when or any(draft.cells.get(key) for key in r.when)]
        if part <= 1:
            self._keep_the_rest(draft, wanted)
        for rule in wanted:
            hangs_on_it = not self._mapping.flows or bool(set(rule.when) & set(self._mapping.split))
            if part > 1 and not hangs_on_it:
                continue
            name = f"{whole}-{part}" if part and hangs_on_it else whole
            cells = {k: v for k, v in draft.cells.items() if k not in rule.without and SLOT not in k}
            made = [cells]
            for key, value in rule.put.items():
                made = [one for cell in made for one in self._put(cell, draft.cells, key, value)]
            for number, one in enumerate(made, start=1):
                one["id"] = name + rule.ending + (f".{number}" if len(made) > 1 else "")
                told = [replace(entry, flow=one["id"]) for entry in draft.told]
                one[NOTE] = self._note(one, draft, told)
                yield Draft(draft.number, one, draft.notes, told)

    def _keep_the_rest(self, draft: Draft, rules: Sequence[FlowRule]) -> None:
        """Keep in the note what none of the flows that a row stands for takes up."""
        taken = {"id", NOTE}
        for rule in rules:
            taken |= {key for key in draft.cells if key not in {*rule.without, *rule.put} and SLOT not in key}
            taken |= {name for value in rule.put.values() for name in value.strip("{}").split("|")}
        for key, value in draft.cells.items():
            if value and key not in taken and value != self._mapping.constants.get(key):
                at = next((places[0] for rule, places in self._at if rule.to == key and places), None)
                self._keep(draft, f"{key if at is None else self._name(at)}: {value}", "no_flow")

    def _note(self, cells: dict[str, str], draft: Draft, told: list[Entry]) -> str:
        """Return the note of a flow; what no cell could hold is told in the account in full."""
        whole = BETWEEN.join(dict.fromkeys([*filter(None, [cells.get(NOTE, "")]), *draft.notes]))
        if len(whole) <= LONGEST:
            return whole
        why = text("exchange", "why_note_too_long")
        told.append(Entry(draft.number, cells["id"], "read_as", NOTE, whole, whole[:LONGEST], why))
        return whole[:LONGEST]

    def _id(self, draft: Draft) -> str:
        """Return the id of a row; where several sheets count from 1 it begins with the sheet."""
        grid = self._source.grid
        sheet, row = grid.place(draft.number)
        if not grid.parts:
            return draft.cells.get("id") or f"{self._mapping.prefix}{row:04d}"
        order = grid.parts.index(sheet) + 1
        if self._mapping.layout == "forms":
            return draft.cells.get("id") or f"{self._mapping.prefix}{order:04d}"
        name = re.sub(r"[\s;\"'`\\]+", "", fold(sheet))[:20] or str(order)
        return f"{name}-{draft.cells.get('id') or row}"

    def _put(
        self, cells: dict[str, str], whole: dict[str, str], key: str, value: str
    ) -> list[dict[str, str]]:
        """Return a row with a value put in; `{subjects}` as a place gives a row for each of the subjects.

        So does a slot that is split, for each of its entries. Of `{source|subjects}` the first that is
        filled counts.
        """
        if not (value.startswith("{") and value.endswith("}")):
            return [cells | {key: value}]
        named = value[1:-1].split("|")
        other = next((name for name in named if whole.get(name)), named[-1])
        if SLOT in other and other in self._mapping.split:
            return [cells | {key: entry} for entry in whole.get(other, "").split("\n")]
        entries = [word for word in whole.get(other, "").split(";") if word and word[0] not in "-*+"]
        if self._types.get(key) != "place" or self._types.get(other) not in LISTED:
            return [cells | {key: whole.get(other, "")}]
        return [cells | {key: entry, other: entry} for entry in entries] or [cells | {key: ""}]
