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
from datamap.notice.reading.saying import claims_of, desk_claims, in_order, told_claims
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
_VISITORS, _IDENTITY = "site_visitor", "identity_check_at_requests"
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


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What was seen in a passage before it is put into a clause."""

    passage: Passage
    section: str
    kind: str
    hits: list[Hit]
    recipients: tuple[Named, ...]
    published: bool
    rights: tuple[str, ...]
    claims: list[str]
    kept: tuple[str, ...]
    countries: tuple[str, ...]
    vague: list[Vague]

    @property
    def text(self) -> str:
        """The words of the passage."""
        return self.passage.text


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
        seen = self._see(passage)
        clause = self._clause(seen, key(seen.section))
        items = [hit for hit in seen.hits if hit.list == "items"] if clause.items else []
        own = own_words(passage, items, [h for h in seen.hits if h.list != "items"], self.vocabulary)
        if seen.section == "purposes":
            known = Spans((hit.start, hit.end) for hit in seen.hits if hit.list == "purposes")
            own += own_purposes(passage, known, self.vocabulary)
        return DraftClause(
            clause=clause,
            lang=lang_of(seen.text),
            headings=tuple(
                h.words for h in passage.headings if heading_section(h) or self._names_people(h.words)
            ),
            named=seen.recipients,
            vague=tuple(seen.vague),
            own=tuple(own),
            more_periods=seen.kept[1:],
            sure=bool(seen.hits or clause.claims or seen.recipients or seen.kept or seen.section),
        )

    def _see(self, passage: Passage) -> _Seen:
        """Look for words, parties, periods and vague wording in a passage."""
        text = passage.text
        section = section_of(passage)
        receiving = section in _RECEIVING
        named = named_recipients(text, section, self.publisher) if receiving or section == "contact" else []
        closed = [(one.start, one.start + len(one.key)) for one in named]
        closed += [hit.span() for hit in _MARK.finditer(text)]
        hits = self.lexicon.find(text, within=closed)
        asked = section == "rights" or _RIGHTS_SAID.search(text) is not None
        rights = self._rights(passage, hits) if asked else ()
        claims = claims_of(text, section, rights=bool(rights))
        kind = kind_of(section, claims, text)
        unnamed = classes(text, Spans(closed)) if receiving else []
        abroad = [hit for hit in hits if hit.list == "countries"]
        return _Seen(
            passage=passage,
            section=section,
            kind=kind,
            hits=hits,
            recipients=(*named, *unnamed) if section in _RECEIVING and kind else (),
            published=section == "contact"
            and (bool(named) or (self.publisher != "" and self.publisher in text)),
            rights=rights,
            claims=claims,
            kept=periods(text),
            countries=countries(text, abroad, self.home) if receiving else (),
            vague=vague_words(passage),
        )

    def _clause(self, seen: _Seen, key: str) -> Clause:
        text, section = seen.text, seen.section
        no_items = section in _NO_ITEMS or _DEFINES.search(text) is not None
        items = [] if no_items else [hit for hit in seen.hits if hit.list == "items"]
        purposes = [] if section in _NO_PURPOSES else [hit for hit in seen.hits if hit.list == "purposes"]
        heads = self._subjects(seen.passage, section)
        wording = kinds(seen.vague)
        measures = self._measures(seen)
        unnamed = bool(seen.kind and not items and _PERSONAL.search(text)) and section != "joint_users"
        told = self._told(seen, wording, measures, subject_heading=bool(heads))
        told += desk_claims(text, section, [heading.words for heading in seen.passage.headings])
        return Clause(
            id=key,
            gist=Text.same(""),
            status=DRAFT,
            lines=(seen.passage.first, seen.passage.last),
            section=section,
            kind=seen.kind,
            subjects=heads or self._people(self._named_people(seen), section),
            items=_keys(items, "items"),
            items_open=_opens(text, items),
            items_unspecified=unnamed,
            purposes=_keys(purposes, "purposes"),
            purposes_open=_opens(text, purposes),
            recipients=tuple(dict.fromkeys(self._party(one, seen.passage) for one in seen.recipients)),
            recipients_open=_recipients_open(text, seen.recipients, wording),
            countries=seen.countries,
            retention=seen.kept[0] if seen.kept else "",
            rights=seen.rights,
            measures=measures,
            claims=in_order(self.vocabulary, (*seen.claims, *told)),
            wording=wording,
        )

    def _measures(self, seen: _Seen) -> tuple[str, ...]:
        """Return the measures a passage names; under the rights of the person only the check of identity."""
        found = _keys(seen.hits, "measures")
        if seen.section == "rights":
            return tuple(key for key in found if key == _IDENTITY)
        return () if seen.section == "contact" else found

    def _told(
        self, seen: _Seen, wording: Sequence[str], measures: Sequence[str], *, subject_heading: bool
    ) -> list[str]:
        return told_claims(
            seen.text,
            seen.section,
            named=seen.published or any(one.named for one in seen.recipients),
            wording=wording,
            countries=seen.countries,
            retention=seen.kept,
            measures=measures,
            subject_heading=subject_heading,
        )

    def _party(self, one: Named, passage: Passage) -> str:
        """Return the key of a declared party, its name, or the label of a class in the passage's language."""
        names = (one.label.ja, one.label.en) if one.named else (one.key, one.label.ja, one.label.en)
        known = next((key for name in names if (key := self.find(name))), None)
        return known or one.label.in_lang(lang_of(passage.text))

    def _named_people(self, seen: _Seen) -> tuple[str, ...]:
        """Return the people a passage names; those who keep data safe are not those whom they are about."""
        named = _keys(seen.hits, "subjects")
        if seen.section != "measures":
            return named
        return tuple(key for key in named if "worker" not in self.vocabulary.flags("subjects", key))

    def _people(self, named: tuple[str, ...], section: str) -> tuple[str, ...]:
        """Return the people a passage names, the narrowest; cookies are about those who visit the site."""
        kept = tuple(
            key
            for key in named
            if not any(o != key and self.vocabulary.is_a("subjects", o, key) for o in named)
        )
        return (_VISITORS,) if section == "cookies" and set(kept) <= {"customer"} else kept

    def _subjects(self, passage: Passage, section: str) -> tuple[str, ...]:
        """Return the people whom the headings name, the nearest heading first.

        Cookies are about those who visit the site, whoever the notice as a whole is for.
        """
        for heading in reversed(passage.headings):
            if section == "cookies" and heading_section(heading) != section:
                continue
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
