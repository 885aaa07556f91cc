"""Rows of a foreign table -> rows of ours, still as words; nothing that is written is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from datamap.exchange.account import Account, Entry
from datamap.exchange.branching import NOTE, Branching
from datamap.exchange.draft_row import Draft, Read
from datamap.exchange.entries import parted
from datamap.exchange.grid import Grid
from datamap.exchange.mapping import SLOT, ColumnRule, Mapping, base_of, heading_form
from datamap.exchange.sourcing import Source
from datamap.exchange.uniting import unite
from datamap.exchange.wording import LISTED, Reading, Wording
from datamap.inventory.cells import Known
from datamap.model import ABROAD
from datamap.vocabulary import fold, text
from datamap.vocabulary.spelling import squash

DITTO = frozenset(map(squash, ("〃", "同上", "々", "″", "ditto", "same as above", "as above", "idem")))
"""What says in a cell that it says the same as the one above."""


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
        self._branching = Branching(mapping, self._types)
        self._routes = dict[str, ColumnRule]()
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
                row = self._row(number, piece)
                row.told += told
                yield from self._branching.flows(row, 0 if piece is cells else part)

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

    def _from_above(self, number: int, cells: list[str]) -> list[tuple[str, Entry]]:
        """Fill in what a row takes over from the one above (`〃`, `同上`, `fill_down`)."""
        sheet, _ = self._source.grid.place(number)
        if sheet != self._sheet:
            self._sheet, self._above = sheet, {}
        told, why = [], text("exchange", "why_ditto")
        filled = {at for rule, ats in self._at if rule.to in self._mapping.fill_down for at in ats}
        for at, cell in enumerate(cells):
            above = self._above.get(at, "")
            if squash(cell) in DITTO and above:
                target = self._target(at)
                told.append((target, Entry(number, "", "read_as", target, cell, "", why)))
                cells[at] = f"{above}-{self._source.grid.place(number)[1]}" if target == "id" else above
                if target == "id":
                    continue  # an id is the row's own; the rows below say the same as the one above
            elif at in filled and not cell.strip():
                cells[at] = above
            self._above[at] = cells[at]
        return told

    def _target(self, at: int) -> str:
        return next((rule.to for rule, ats in self._at if at in ats), NOTE)

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

    def _row(self, number: int, cells: list[str]) -> Read:
        row = Read(number)
        for extra in cells[len(self._source.headings) :]:
            self._keep(row, extra, "pairs_differ")
        for rule, places in self._at:
            for at in places:
                self._take(row, rule, at, cells[at])
        for at in self._rest:
            if cells[at].strip() and at not in self._dropped:
                self._keep(row, f"{self._name(at)}: {cells[at].strip()}")
        for place, words in self._comments(number):
            self._keep(row, f"[{self._name(place)}] {words}", "comment")
        for key, value in self._mapping.constants.items():
            if not row.cells.get(key):
                row.cells[key] = value
        row.id = self._id(row)
        return row

    def _name(self, at: int) -> str:
        return self._source.headings[at] or f"#{at + 1}"

    def _take(self, row: Read, rule: ColumnRule, at: int, raw: str) -> None:
        """Put one of their cells into the row."""
        grid: Grid = self._source.grid
        odd = grid.odd.get((row.number, at))
        if odd in {"error_cell", "no_result"}:
            self._tell(row, rule.to, raw, "", odd)
            return
        if odd:
            self._tell(row, rule.to, f"{raw[:40]}…", "", odd)
        if not raw.strip():
            return
        rule = self._meant(row, rule, raw)
        row.raw.setdefault(rule.to, []).append(f"{self._name(at)}: {raw.strip()}")
        split = SLOT in rule.to and rule.to in self._mapping.split
        pieces = self._parts(raw) if split else [raw]
        read = [self._read(row, rule, at, piece) for piece in pieces]
        if split:  # those of recipients that are split stand on lines, and so does what goes with each
            row.cells[rule.to] = "\n".join([*filter(None, [row.cells.get(rule.to)]), *(r.text for r in read)])
            return
        row.cells[rule.to], lost = self._together(rule.to, row.cells.get(rule.to, ""), read[0].text)
        if lost:
            row.notes.append((rule.to, f"{self._name(at)}: {lost}"))
            self._tell(row, rule.to, f"{self._name(at)}: {lost}", "", "second_value")

    def _meant(self, row: Read, rule: ColumnRule, raw: str) -> ColumnRule:
        """Return the column that a cell is for: a route abroad among the grounds is read as a route."""
        key, slot, name = rule.to.partition(SLOT)
        if key != "basis" or self._wording.read(rule, raw).text:
            return rule
        route = self._routes.setdefault(rule.to, replace(rule, to=f"foreign_route{slot}{name}", values={}))
        if not self._wording.read(route, raw).text:
            return rule
        self._tell(row, route.to, raw, self._wording.read(route, raw).text, "route_among_grounds")
        return route

    def _read(self, row: Read, rule: ColumnRule, at: int, raw: str) -> Reading:
        """Read one entry of one of their cells, and say what was done to it."""
        reading = self._wording.read(rule, raw)
        row.notes += [(rule.to, f"{self._name(at)}: {words}") for words in reading.notes]
        for code in reading.changes:
            self._tell(row, rule.to, raw, reading.text, code)
        return reading

    def _together(self, key: str, before: str, now: str) -> tuple[str, str]:
        """Return what two of their columns say in one of ours, and what has no room there."""
        if not before or not now or before == now:
            return before or now, ""
        kind = self._types.get(base_of(key), "text")
        if ABROAD in {before, now}:  # whoever names the countries says more
            return (before, now) if now == ABROAD else (now, before)
        if kind in LISTED or kind == "clauses":
            words = dict.fromkeys([*before.split(";"), *now.split(";")])
            last = ["+"] if "+" in words else []
            return ";".join([word for word in words if word != "+"] + last), ""
        return (f"{before} / {now}", "") if kind == "text" else (before, now)

    def _keep(self, row: Read, words: str, code: str = "") -> None:
        row.notes.append(("", words))
        if code:
            self._tell(row, "", words, "", code)

    def _tell(self, row: Read, target: str, was: str, became: str, code: str) -> None:
        why = text("exchange", f"why_{code}")
        row.told.append((target, Entry(row.number, "", "read_as", target or NOTE, was, became, why)))

    def _comments(self, number: int) -> list[tuple[int, str]]:
        if self._mapping.comments == "leave":
            return []
        width = len(self._source.headings)
        return [(column, words) for column, words in self._notes.get(number, ()) if column < width]

    def _id(self, row: Read) -> str:
        """Return the id of a row; where several sheets count from 1 it begins with the sheet."""
        grid, own = self._source.grid, row.cells.get("id")
        sheet, number = grid.place(row.number)
        if not grid.parts:
            return own or f"{self._mapping.prefix}{number:04d}"
        order = grid.parts.index(sheet) + 1
        if self._mapping.layout == "forms":
            return own or f"{self._mapping.prefix}{order:04d}"
        name = re.sub(r"[\s;\"'`\\]+", "", fold(sheet))[:20] or str(order)
        return f"{name}-{own or number}"
