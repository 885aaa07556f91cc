"""A passage -> the draft of one clause: everything recognised in it, and what could not be placed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from datamap.model import Clause, Lang, Text
from datamap.notice.reading.lexicon import Hit, Lexicon
from datamap.notice.reading.outline import Passage
from datamap.notice.reading.own_words import OwnWord, own_purposes, own_words
from datamap.notice.reading.parties import Named, classes, countries, named_recipients
from datamap.notice.reading.periods import periods
from datamap.notice.reading.places import heading_section, kind_of, section_of
from datamap.notice.reading.saying import claims_of, in_order, told_claims
from datamap.notice.reading.spans import Spans
from datamap.notice.reading.tables import lang_of
from datamap.notice.reading.wording import Vague, kinds, vague_words
from datamap.vocabulary import Vocabulary

DRAFT = "draft"
"""`status` of a clause that nobody has confirmed."""

_NO_ITEMS = frozenset({"contact", "rights", "changes", "general", "joint_users", "retention", "measures"})
_NO_PURPOSES = frozenset({"contact", "rights", "changes", "general", "joint_users", "measures", "retention"})
_RECEIVING = frozenset(
    {
        "joint_use",
        "joint_users",
        "third_party",
        "foreign",
        "entrustment",
        "authorities",
        "cookies",
        "purposes",
    }
)
_VISITORS = "site_visitor"
_MARK = re.compile("⟦[a-z]+⟧")
_OPEN = re.compile(
    r"[^、,。.\n]{0,6}?(?:など|等|ほか|その他)|,? (?:etc|and (?:other|similar)|and so on)", re.IGNORECASE
)
_OPEN_BEFORE = re.compile(
    r"including,? (?:but|without)|such as|for example|e\.g\.|等の|などの", re.IGNORECASE
)
_DEFINES = re.compile(
    r"個人情報」?とは|「[^」]{1,12}」とは|personal (?:data|information)[”\"']? (?:means|is any|refers)",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"個人(?:情報|データ)|personal (?:data|information)|(?:your|pupil|student) (?:data|information)",
    re.IGNORECASE,
)
_RIGHTS_SAID = re.compile(r"請求|求め|申し?出|希望|手続|\brights?\b|\brequest|you (?:may|can)", re.IGNORECASE)
_LISTED_BELOW = re.compile(
    r"(?:下記|以下|次|別紙|別表|上記)(?:に掲げる|に記載|の)?[^。、]{0,10}(?:会社"
    r"|企業|各社|法人|者)|listed below|the following",
    re.IGNORECASE,
)
_OPEN_CLASSES = frozenset({"open_class", "third_parties_unnamed"})


@dataclass(frozen=True, kw_only=True)
class DraftClause:
    """One clause as read by machine.

    Attributes
    ----------
    clause : the draft, with keys of the vocabulary only. named : its recipients with their labels.
    vague : vague and open words with lines. own : words that may be items of one's own.
    more_periods : periods beyond the first, for a person to place. sure : whether anything was recognised.
    """

    clause: Clause
    lang: Lang
    headings: tuple[str, ...]
    named: tuple[Named, ...]
    vague: tuple[Vague, ...]
    own: tuple[OwnWord, ...]
    more_periods: tuple[str, ...]
    sure: bool


@dataclass(frozen=True)
class ClauseReader:
    """Reads passages with one vocabulary.

    Parameters
    ----------
    vocabulary : gives words and labels. find : name of a party -> key in `organisation.toml`, or None.
    publisher : the name of who publishes the notice. home : countries that need no naming.
    """

    vocabulary: Vocabulary
    lexicon: Lexicon
    find: Callable[[str], str | None]
    publisher: str = ""
    home: frozenset[str] = frozenset()

    def read(self, passage: Passage, key: Callable[[str], str]) -> DraftClause:
        """Return the draft of one clause.

        Parameters
        ----------
        key : section -> a new clause id.
        """
        text = passage.text
        section = section_of(passage)
        receiving = section in _RECEIVING
        named = named_recipients(text, section, self.publisher) if receiving or section == "contact" else []
        closed = [(one.start, one.start + len(one.key)) for one in named]
        closed += [hit.span() for hit in _MARK.finditer(text)]
        names = Spans(closed)
        hits = self.lexicon.find(text, within=closed)
        unnamed = classes(text, names) if receiving else []
        vague = vague_words(passage)
        rights = self._rights(passage, hits) if section == "rights" or _RIGHTS_SAID.search(text) else ()
        claims = claims_of(text, section, rights=bool(rights))
        kind = kind_of(section, claims, text)
        recipients = (*named, *unnamed) if section != "contact" and (kind or section == "joint_users") else ()
        items = (
            [] if section in _NO_ITEMS or _DEFINES.search(text) else [h for h in hits if h.list == "items"]
        )
        purposes = [] if section in _NO_PURPOSES else [h for h in hits if h.list == "purposes"]
        kept = periods(text)
        places = countries(text, [h for h in hits if h.list == "countries"], self.home) if receiving else ()
        heads = self._subjects(passage)
        wording = kinds(vague)
        measures = _keys(hits, "measures") if section != "contact" else ()
        claims += told_claims(
            text,
            section,
            named=bool(named) or (section == "contact" and bool(self.publisher) and self.publisher in text),
            wording=wording,
            countries=places,
            retention=kept,
            measures=measures,
            subject_heading=bool(heads),
        )
        clause = Clause(
            id=key(section),
            gist=Text.same(""),
            status=DRAFT,
            lines=(passage.first, passage.last),
            section=section,
            kind=kind,
            subjects=heads or self._people(_keys(hits, "subjects"), section),
            items=_keys(items, "items"),
            items_open=_opens(text, items),
            items_unspecified=bool(kind and not items and _PERSONAL.search(text))
            and section != "joint_users",
            purposes=_keys(purposes, "purposes"),
            purposes_open=_opens(text, purposes),
            recipients=tuple(dict.fromkeys(self._party(one, passage) for one in recipients)),
            recipients_open=_recipients_open(text, recipients, wording),
            countries=places,
            retention=kept[0] if kept else "",
            rights=rights,
            measures=measures
            if section not in {"rights"} or "identity_check_at_requests" in measures
            else (),
            claims=in_order(self.vocabulary, claims),
            wording=wording,
        )
        own = own_words(passage, items, [h for h in hits if h.list != "items"], self.vocabulary)
        if section == "purposes":
            own += own_purposes(passage, Spans((h.start, h.end) for h in purposes), self.vocabulary)
        return DraftClause(
            clause=clause,
            lang=lang_of(text),
            headings=tuple(
                h.words for h in passage.headings if heading_section(h) or self._names_people(h.words)
            ),
            named=tuple(recipients),
            vague=tuple(vague),
            own=tuple(own),
            more_periods=kept[1:],
            sure=bool(hits or claims or recipients or kept or section),
        )

    def _party(self, one: Named, passage: Passage) -> str:
        """Return the key of a declared party, or its name; the label of a class in the language of the passage."""
        names = (one.label.ja, one.label.en) if one.named else (one.key, one.label.ja, one.label.en)
        known = next((key for name in names if (key := self.find(name))), None)
        return known or one.label.in_lang(lang_of(passage.text))

    def _people(self, named: tuple[str, ...], section: str) -> tuple[str, ...]:
        """Return the people a passage names, the narrowest; cookies are about those who visit the site."""
        kept = tuple(
            key
            for key in named
            if not any(o != key and self.vocabulary.is_a("subjects", o, key) for o in named)
        )
        return (_VISITORS,) if section == "cookies" and set(kept) <= {"customer"} else kept

    def _subjects(self, passage: Passage) -> tuple[str, ...]:
        """Return the people whom the headings name, the nearest heading first."""
        for heading in reversed(passage.headings):
            found = _keys(self.lexicon.in_heading(heading.words), "subjects")
            specific = tuple(key for key in found if key != "customer")
            if specific:
                return specific
        return ()

    def _rights(self, passage: Passage, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Return the rights that a passage names; those of its heading where it names some of them."""
        found = _keys(hits, "rights")
        titles = [h.words for h in passage.headings if heading_section(h) == "rights"]
        headed = [key for words in titles[-1:] for key in _keys(self.lexicon.in_heading(words), "rights")]
        return tuple(dict.fromkeys((*found, *(headed if len(headed) > 1 else ())))) if found else ()

    def _names_people(self, words: str) -> bool:
        return any(hit.list == "subjects" for hit in self.lexicon.in_heading(words))


def _keys(hits: Sequence[Hit], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.key for hit in hits if hit.list == name))


def _recipients_open(text: str, recipients: Sequence[Named], wording: Sequence[str]) -> bool:
    """Tell whether others than those named may be meant; "the companies below" is bounded by its list."""
    listed = _LISTED_BELOW.search(text) is not None
    unnamed = any(not one.named for one in recipients)
    return bool(recipients) and ((unnamed and not listed) or bool(_OPEN_CLASSES & set(wording)))


def _opens(text: str, hits: Sequence[Hit]) -> bool:
    """Tell whether a list goes on openly behind one of its words (`住所など`, `such as your name`)."""
    return any(
        _OPEN.match(text, hit.end) or _OPEN_BEFORE.search(text, max(0, hit.start - 40), hit.start)
        for hit in hits
    )
