"""A document while it is being drafted: what it says, what it has to ask, where each line comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from datamap import __version__
from datamap.model import Flow, Lang
from datamap.report.blocks import (
    SECTION,
    Block,
    Book,
    Cell,
    Section,
    cell,
    column,
    notice,
    pairs,
    section,
    table,
    words,
)
from datamap.report.context.cover import labels
from datamap.report.context.speech import SHORT_HASH
from datamap.report.documents.case import Case, Voice, voice
from datamap.report.documents.sources import read_sources, sources_of, sources_text
from datamap.report.spreadsheets import Sheet
from datamap.vocabulary import text


@dataclass(slots=True)
class Question:
    """Something the law expects and nobody recorded.

    Attributes
    ----------
    number : its number in the document. key : key of the question. what : what is missing.
    asked : the question to the officer. flows : rows it hangs on. clauses : clauses of the
    present notice that speak of it.
    """

    number: int
    key: str
    what: str
    asked: str
    flows: dict[str, Flow] = field(default_factory=dict)
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafted:
    """A finished draft in one language.

    Attributes
    ----------
    book : for page, PDF and Word file. sheets : its tables for people to fill in.
    questions : what it asks. nothing : why it has nothing to say, blank if it has.
    """

    name: str
    title: str
    book: Book
    sheets: tuple[Sheet, ...]
    questions: tuple[Question, ...]
    nothing: str = ""


@dataclass(slots=True)
class Grid:
    """A table that stands in the document and goes out as a sheet."""

    name: str
    title: str
    heads: Sequence[tuple[str, float]]
    rows: list[list[Cell | str]] = field(default_factory=list)
    note: str = ""

    def block(self, most: int = 0) -> Block:
        """Return it as a table of the document, `most` columns of it if that is said."""
        shown = list(self.heads)[: most or None]
        rows = [row[: len(shown)] for row in self.rows]
        heads = [column(label, weight) for label, weight in shown]
        return table(self.title, heads, rows, note=self.note, more=f"{self.name}.xlsx")

    def sheet(self) -> Sheet:
        """Return it as a sheet: the words of every cell, marks of questions included."""
        rows = tuple(tuple(_plain(part) for part in row) for row in self.rows)
        return Sheet(self.name, self.title, tuple(label for label, _ in self.heads), rows, self.note)


def _plain(part: Cell | str) -> str:
    if isinstance(part, str):
        return part
    return "\n".join(line for line in (part["text"], part["sub"]) if line)


def noted(said: str, *marks: str) -> Cell:
    """Return a cell that says what is recorded, then what is asked; nothing recorded = asked only."""
    told = "\n".join(part for part in (said, *marks) if part)
    return cell(told, tone="" if said else "ask" if any(marks) else "")


class Draft:
    """Collects the sections, questions and sheets of one document in one language."""

    def __init__(self, case: Case, name: str, lang: Lang) -> None:
        self.case = case
        self.name = name
        self.voice: Voice = voice(case, lang)
        self.sections: list[Section] = []
        self.grids: list[Grid] = []
        self.questions: dict[tuple[str, str], Question] = {}
        self.basis: list[tuple[str, tuple[str, ...], tuple[Flow, ...]]] = []

    @property
    def lang(self) -> Lang:
        """The language of the document."""
        return self.voice.lang

    def say(self, key: str, **values: object) -> str:
        """Return one text of `texts/documents.toml`."""
        return self.voice.tell(key, **values)

    def elsewhere(self) -> str:
        """Say why a document of Japanese law is not drafted for an operator in other countries."""
        return self.say(
            "nothing.elsewhere", countries=self.voice.countries(self.case.workbook.organisation.countries)
        )

    def lines(self, entries: Iterable[str]) -> str:
        """Return entries one below the other, each with the dot of the language."""
        return "\n".join(map(self.line, entries))

    def line(self, entry: str) -> str:
        """Return one entry of such a list."""
        return self.say("bullet") + entry

    def ask(
        self, key: str, flows: Iterable[Flow] = (), *, about: str = "", claims: Sequence[str] = ()
    ) -> str:
        """Ask for something that is not recorded, and return the mark that stands in its place.

        Parameters
        ----------
        key
            `ask.<key>` in `texts/documents.toml`: what is missing, and the question.
        flows
            The rows it hangs on.
        about
            What it is about, where the same is asked of several things.
        claims
            Claims by which the present notice already speaks of it: their clauses are named.
        """
        flows = tuple(flows)
        if about.startswith(self._mark_head()):
            # A mark inside a mark tells nobody anything: the rows do.
            about = self.voice.join(flow.id for flow in flows)
        place = (key, about)
        if place not in self.questions:
            clauses = self._clauses(claims, flows)
            self.questions[place] = Question(
                self._next_number(key),
                key,
                self.say(f"ask.{key}.what", about=about) if about else self._short(key, about),
                self.say(f"ask.{key}.question", about=about),
                clauses=clauses,
            )
        asked = self.questions[place]
        asked.flows |= {flow.id: flow for flow in flows}
        told = self.say("in_clauses", clauses=self.voice.join(asked.clauses)) if asked.clauses else ""
        return self.say("mark", what=self._short(key, about), number=asked.number, clauses=told)

    def _next_number(self, key: str) -> int:
        """Return the number of a new question; what hangs on the language is 0, so that the others agree."""
        return 0 if key == "wording" else 1 + sum(one.number > 0 for one in self.questions.values())

    def recorded(self, words_: str) -> str:
        """Return words of a record; where they are in another language, their wording is asked for."""
        if not self.voice.foreign(words_):
            return words_
        return words_ + (" " if self.lang == "en" else "") + self.ask("wording")

    def _mark_head(self) -> str:
        """Return how every mark begins."""
        return text("documents", "mark").in_lang(self.lang).partition("{")[0]

    def _clauses(self, claims: Sequence[str], flows: Sequence[Flow]) -> tuple[str, ...]:
        """Return the clauses that make some claims: those the flows name, if they name any of them."""
        made = tuple(dict.fromkeys(c for claim in claims for c in self.case.claims.get(claim, ())))
        named = {clause for flow in flows for clause in flow.notice}
        return tuple(c for c in made if c in named) or made

    def _short(self, key: str, about: str) -> str:
        """Return what is missing as it stands in its place, where nobody has to be told what it is about."""
        whole = text("documents", f"ask.{key}.what").in_lang(self.lang)
        for bracketed in ("（{about}）", " ({about})"):
            whole = whole.replace(bracketed, "")
        return whole.format(about=about)

    def blank(
        self, key: str, flows: Iterable[Flow] = (), *, about: str = "", claims: Sequence[str] = ()
    ) -> Cell:
        """Return the cell that asks for something; see `ask`."""
        return cell(self.ask(key, flows, about=about, claims=claims), tone="ask")

    def or_ask(self, said: str, key: str, flows: Iterable[Flow] = (), *, about: str = "") -> Cell:
        """Return what is recorded, or the cell that asks for it."""
        return cell(said) if said else self.blank(key, flows, about=about)

    def add(
        self,
        key: str,
        blocks: Sequence[Block],
        *,
        sources: Sequence[str] = (),
        flows: Iterable[Flow] = (),
        level: int = 1,
        wide: bool = False,
        title: str = "",
    ) -> None:
        """Add a section, with the law that calls for it and the rows it was drafted from."""
        name = title or self.say(f"section.{key}")
        self.sections.append(section(f"{self.name}-{key}", name, blocks, level=level, wide=wide))
        self.basis.append((name, self._applying(sources), tuple(flows)))

    def _applying(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Keep the law that applies: the APPI's for operators in Japan, the GDPR's where it applies.

        Where nothing would be left, the GDPR's stay unless it does not apply.
        """
        known, case = read_sources()[0], self.case
        japanese = set() if case.appi else {"appi", "gl", "tba"}
        left_out = japanese | ({"gdpr"} if case.appi and case.gdpr is not True else set())
        kept = tuple(key for key in sources if known[key].act not in left_out)
        european = tuple(key for key in sources if known[key].act == "gdpr")
        return kept or (european if case.gdpr is not False else ())

    def grid(self, name: str, heads: Sequence[tuple[str, float]], *, note: str = "", about: str = "") -> Grid:
        """Begin a table that goes out as a sheet as well; the heads are keys of texts with weights."""
        title = self.say(f"grid.{name.replace('-', '_')}", about=about)
        made = Grid(name, title, [(self.say(f"head.{key}"), weight) for key, weight in heads], note=note)
        self.grids.append(made)
        return made

    def finish(self, *, subtitle: str = "", nothing: str = "") -> Drafted:
        """Add the officer's part and close the document."""
        asked = tuple(sorted(self.questions.values(), key=lambda question: question.number))
        parts = [*self.sections, *self._officers_part(asked)]
        speech = self.voice
        workbook = self.case.workbook
        organisation = speech.either(workbook.organisation.name) or speech.say("organisation_unnamed")
        title = self.say(f"title.{self.name.replace('-', '_')}")
        book: Book = {
            "name": self.name,
            "lang": self.lang,
            "title": title,
            "kicker": organisation,
            "subtitle": subtitle,
            "organisation": organisation,
            "as_of": self.case.as_of.isoformat(),
            "hash": workbook.inventory.sha256[:SHORT_HASH],
            "version": __version__,
            "labels": labels(speech),
            "cover": [self._caution(len(asked), nothing)],
            "sections": parts,
            "files": {},
            "short": True,
        }
        sheets = [grid.sheet() for grid in self.grids if grid.rows]
        if asked:
            sheets.append(self._questions_grid(asked).sheet())
        return Drafted(self.name, title, book, tuple(sheets), asked, nothing)

    def _caution(self, asked: int, nothing: str) -> Block:
        record = self.case.workbook.notice
        lines = [
            nothing,
            self.say("draft_of", as_of=self.case.as_of.isoformat(), count=asked),
            self.say("draft_no_advice"),
            self.voice.either(record.caution) if record.clauses else "",
        ]
        return notice(self.say("draft"), [line for line in lines if line], tone="warn")

    def _officers_part(self, asked: Sequence[Question]) -> list[Section]:
        """Return what the officer needs and the reader of the document does not."""
        blocks: list[Block] = [words(self.say("officer_about"))]
        made = [section("officer", self.say("section.officer"), blocks, fresh=True)]
        if asked:
            listed = [self._questions_grid(asked).block()]
            made.append(section("questions", self.say("section.questions"), listed, level=SECTION))
        rows: list[tuple[str, Cell | str]] = [
            (name, cell(self.voice.rows(flows), sub=sources_text(sources, self.lang)))
            for name, sources, flows in self.basis
            if flows or sources
        ]
        if rows:
            made.append(section("rests-on", self.say("section.rests_on"), [pairs(rows)], level=SECTION))
        return made

    def _questions_grid(self, asked: Sequence[Question]) -> Grid:
        heads = [
            ("number", 0.5),
            ("what", 2.2),
            ("question", 3.2),
            ("source", 1.5),
            ("found_in", 1.8),
            ("answer", 1.6),
        ]
        made = Grid(
            "questions", self.say("section.questions"), [(self.say(f"head.{k}"), w) for k, w in heads]
        )
        for one in asked:
            told = self.say("clauses_named", clauses=self.voice.join(one.clauses)) if one.clauses else ""
            found = "\n".join(part for part in (self.voice.rows(one.flows.values()), told) if part)
            source = sources_text(self._applying(sources_of(one.key)), self.lang)
            made.rows.append([str(one.number), one.what, one.asked, source, found, ""])
        return made
