"""What was found in a notice, counted, and what a person has to look at; for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from datamap.model import Lang, Text
from datamap.notice.reading.draft import Draft
from datamap.notice.reading.own_words import near_word
from datamap.notice.reading.wording import LIST, Vague, guideline_of, is_verified
from datamap.vocabulary import Vocabulary, text

_MOST = 12
"""Lines that one kind of wording names before it says how many more there are."""


@dataclass(frozen=True)
class Account:
    """The account of one reading.

    Parameters
    ----------
    draft : what was read. vocabulary : gives labels.
    """

    draft: Draft
    vocabulary: Vocabulary

    @property
    def counts(self) -> dict[str, int]:
        """How much was found of what."""
        draft = self.draft
        return {
            "clauses": len(draft.clauses),
            "items": len(draft.keys("items")),
            "purposes": len(draft.keys("purposes")),
            "companies": len(draft.companies),
            "open_recipients": len(draft.open_recipients),
            "countries": len(draft.keys("countries")),
            "rights": len(draft.keys("rights")),
            "measures": len(draft.keys("measures")),
            "vague": sum(len(one.vague) for one in draft.clauses),
        }

    def sections(self) -> Iterator[tuple[Text, list[Text]]]:
        """Yield each part of the account: its title and its lines."""
        yield text("notice", "account_found", **self.counts), list(self._lists())
        if joint := self.draft.joint_use():
            yield text("notice", "account_joint"), [self._element(name, ids) for name, ids in joint.items()]
        if vague := self.vague_lines():
            yield text("notice", "account_vague"), vague
        if own := [one for clause in self.draft.clauses for one in clause.own]:
            yield (
                text("notice", "account_own"),
                [
                    text(
                        "notice",
                        "account_own_line",
                        line=one.line,
                        words=one.words,
                        near=near_word(one, self.vocabulary),
                        what=text("notice", f"own_{one.list}"),
                    )
                    for one in own
                ],
            )
        yield text("notice", "account_confirm"), list(self._confirm())

    def lines(self, lang: Lang) -> Iterator[tuple[bool, str]]:
        """Yield each line of the account in one language, and whether it is a title."""
        for title, rows in self.sections():
            yield True, title.in_lang(lang)
            for row in rows:
                yield False, row.in_lang(lang)

    def as_object(self, lang: Lang) -> dict[str, Any]:
        """Return the account for programs."""
        draft = self.draft
        return {
            "counts": self.counts,
            "encoding": draft.encoding,
            "date": draft.date,
            "publisher": draft.publisher,
            "companies": list(draft.companies),
            "open_recipients": [one.label.in_lang(lang) for one in draft.open_recipients],
            "joint_use": {name: list(ids) for name, ids in draft.joint_use().items()},
            "unplaced": [list(lines) for lines in draft.unplaced],
            "left_out": {name: list(lines) for name, lines in draft.left_out},
            "wording": [
                self._vague_row(one, clause.clause.section, lang)
                for clause in draft.clauses
                for one in clause.vague
            ],
            "own_words": [
                {"line": one.line, "words": one.words, "nearest": one.nearest or None}
                for clause in draft.clauses
                for one in clause.own
            ],
        }

    def _lists(self) -> Iterator[Text]:
        for name in ("items", "purposes", "countries"):
            keys = self.draft.keys(name)
            if keys:
                labels = [self.vocabulary.label(name, key) for key in keys]
                yield text("notice", f"gist_{name}", words=_listed(labels))
        named = [Text.same(name) for name in self.draft.companies]
        labels = [*named, *(one.label for one in self.draft.open_recipients)]
        if labels:
            yield text("notice", "gist_recipients", words=_listed(labels))

    def _element(self, name: str, ids: tuple[str, ...]) -> Text:
        label = text("notice", f"element_{name}")
        if not ids:
            return text("notice", "element_missing", element=label)
        return text("notice", "element_found", element=label, clauses=", ".join(ids))

    def vague_lines(self) -> list[Text]:
        """Return one line a kind of vague wording: where it stands, who names it, what to write instead."""
        by_kind: dict[str, list[Vague]] = {}
        sections: dict[str, set[str]] = {}
        for clause in self.draft.clauses:
            for one in clause.vague:
                by_kind.setdefault(one.key, []).append(one)
                sections.setdefault(one.key, set()).add(clause.clause.section or "-")
        found = []
        for term in self.vocabulary.terms(LIST):
            if places := by_kind.get(term.key):
                numbers = list(dict.fromkeys(one.line for one in places))
                more = f" … +{len(numbers) - _MOST}" if len(numbers) > _MOST else ""
                where = ", ".join(map(str, numbers[:_MOST])) + more
                guideline = guideline_of(term.key, sections[term.key])
                found.append(
                    text(
                        "notice",
                        "vague_line",
                        label=term.label,
                        lines=where,
                        guideline=guideline,
                        instead=term.help,
                    )
                )
        return found

    def _vague_row(self, one: Vague, section: str, lang: Lang) -> dict[str, Any]:
        term = self.vocabulary.get(LIST, one.key)
        return {
            "wording": one.key,
            "line": one.line,
            "words": one.words,
            "guideline": guideline_of(one.key, [section or "-"]).in_lang(lang),
            "verified": is_verified(one.key),
            "instead": term.help.in_lang(lang) if term else None,
        }

    def _confirm(self) -> Iterator[Text]:
        draft = self.draft
        for first, last in draft.unplaced:
            yield text("notice", "confirm_unplaced", lines=str(first) if first == last else f"{first}–{last}")
        for clause in draft.clauses:
            if clause.more_periods:
                yield text(
                    "notice", "confirm_periods", clause=clause.clause.id, words=", ".join(clause.more_periods)
                )
            if clause.clause.items_unspecified:
                yield text("notice", "confirm_items", clause=clause.clause.id)
        for name, lines in draft.left_out:
            yield text("notice", f"confirm_left_out_{name}", lines=", ".join(map(str, lines)))
        if not draft.date:
            yield text("notice", "confirm_date")
        yield text("notice", "confirm_all")


def _listed(labels: list[Text]) -> Text:
    return Text(ja="、".join(one.ja for one in labels), en=", ".join(one.en for one in labels))
