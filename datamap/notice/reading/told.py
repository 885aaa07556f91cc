"""The gist of a draft clause, in words of our own, made from what was recognised in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from datamap.model import LANGS, Lang, Text
from datamap.vocabulary import Vocabulary, text

if TYPE_CHECKING:
    from datamap.notice.reading.clauses import DraftClause

_LISTS = ("subjects", "items", "purposes", "countries", "rights", "measures")
_OPEN = {"items": "items_open", "purposes": "purposes_open"}
_MOST = 12


def gist_of(draft: DraftClause, vocabulary: Vocabulary) -> Text:
    """Return what a clause seems to state: recognised things by their labels, no sentence of it."""
    ja, en = (("" if lang == "ja" else " ").join(_parts(draft, vocabulary, lang)) for lang in LANGS)
    head = text("notice", "gist_draft")
    none = text("notice", "gist_nothing")
    return Text(ja=f"{head.ja}{ja or none.ja}", en=f"{head.en} {en or none.en}")


def _parts(draft: DraftClause, vocabulary: Vocabulary, lang: Lang) -> list[str]:
    clause = draft.clause
    parts = []
    for name in _LISTS:
        keys = getattr(clause, name)
        if keys:
            labels = [vocabulary.label(name, key).in_lang(lang) for key in keys]
            parts.append(
                _part(name, labels, lang, is_open=bool(_OPEN.get(name) and getattr(clause, _OPEN[name])))
            )
    if draft.named:
        names = [one.label.in_lang(lang) for one in draft.named]
        parts.insert(min(3, len(parts)), _part("recipients", names, lang, is_open=clause.recipients_open))
    if clause.retention:
        parts.append(_part("retention", [_period(clause.retention, vocabulary, lang)], lang, is_open=False))
    if not parts and clause.claims:
        said = [vocabulary.label("claims", key).in_lang(lang) for key in clause.claims]
        parts.append(_part("claims", said, lang, is_open=False))
    return parts


def _period(value: str, vocabulary: Vocabulary, lang: Lang) -> str:
    """Say a period (`P5Y`), an event, or an event and a period after it, in words."""
    event, _, after = value.partition("+")
    label = vocabulary.label("retention_events", event).in_lang(lang)
    said = [_LENGTH.sub(lambda found: _length(found, lang), part) for part in (label, after) if part]
    return " + ".join(said)


def _length(found: re.Match[str], lang: Lang) -> str:
    units = {"ja": ("年", "か月", "週間", "日"), "en": (" years", " months", " weeks", " days")}[lang]
    parts = [
        f"{n}{unit[:-1] if n == '1' and lang == 'en' else unit}"
        for n, unit in zip(found.groups(), units, strict=True)
        if n
    ]
    return ("" if lang == "ja" else " ").join(parts)


_LENGTH = re.compile(r"^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$")


def _part(name: str, labels: list[str], lang: Lang, *, is_open: bool) -> str:
    comma = "、" if lang == "ja" else ", "
    more = text("notice", "gist_more", count=len(labels) - _MOST).in_lang(lang) if len(labels) > _MOST else ""
    tail = text("notice", "gist_open").in_lang(lang) if is_open else ""
    return text("notice", f"gist_{name}", words=comma.join(labels[:_MOST]) + more + tail).in_lang(lang)
