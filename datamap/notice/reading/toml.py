"""A draft -> the text of `notice.draft.toml`, which the strict reader of `records/` takes once renamed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from datamap.model import LANGS, Clause, Text
from datamap.notice.reading.clauses import DRAFT, DraftClause
from datamap.notice.reading.draft import Draft
from datamap.notice.reading.own_words import near_word
from datamap.vocabulary import Vocabulary, read_vocabulary, text
from datamap.vocabulary.own_terms import COLUMNS

_LISTS = (
    "subjects",
    "items",
    "purposes",
    "recipients",
    "countries",
    "rights",
    "measures",
    "claims",
    "wording",
)
_LISTS_ONLY = (*_LISTS, "relates_to")
_FLAGS = {
    "items": ("items_open", "items_unspecified"),
    "purposes": ("purposes_open",),
    "recipients": ("recipients_open",),
}


def to_toml(draft: Draft, vocabulary: Vocabulary) -> str:
    """Return the draft as TOML.

    Every clause says `status = "draft"`: the reader warns until a person has taken that line out. Vague
    words, words of one's own and parties that are not declared stand in comments, with line numbers.
    """
    lines = [*_comment(text("notice", "draft_head", file=draft.file)), "", *_head(draft), ""]
    for one in draft.clauses:
        lines += [*_clause(one), ""]
    lines += [*_parties(draft, vocabulary), *_own_words(draft)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _comment(words: Text) -> list[str]:
    return [f"# {line}" for lang in LANGS for line in words.in_lang(lang).split("\n")]


def _head(draft: Draft) -> list[str]:
    title = text("notice", "draft_title")
    source = text("notice", "draft_source", file=draft.file, lines=draft.lines)
    return [
        "[notice]",
        f"status = {_quoted(DRAFT)}",
        f"title = {_said(title)}",
        f"publisher = {_quoted(draft.publisher)}",
        f"date = {_quoted(draft.date)}",
        f"source = {_quoted(source.en)}",
        f"sha256_prefix = {_quoted(draft.sha256[:16])}",
        f"lines = {draft.lines}",
    ]


def _clause(one: DraftClause) -> list[str]:
    clause = one.clause
    lines = [f"# {' > '.join(one.headings)}"] if one.headings else []
    lines += ["[[clause]]", f"id = {_quoted(clause.id)}", f"status = {_quoted(DRAFT)}"]
    if clause.lines:
        lines.append(f"lines = [{clause.lines[0]}, {clause.lines[1]}]")
    lines += [
        f"{name} = {_quoted(getattr(clause, name))}" for name in ("section", "kind") if getattr(clause, name)
    ]
    for name in _LISTS:
        lines += _list(clause, name)
    if clause.retention:
        lines.append(f"retention = {_quoted(clause.retention)}")
    lines += _list(clause, "relates_to")
    lines.append(f"gist = {_said(clause.gist)}")
    return lines + [line for words in _remarks(one) for line in _comment(words)]


def _list(clause: Clause, name: str) -> list[str]:
    values = getattr(clause, name)
    lines = [f"{name} = [{', '.join(map(_quoted, values))}]"] if values else []
    return lines + [f"{flag} = true" for flag in _FLAGS.get(name, ()) if getattr(clause, flag)]


def _remarks(one: DraftClause) -> Iterator[Text]:
    """Yield what a person has to look at in one clause."""
    if one.vague:
        words = ", ".join(dict.fromkeys(f"{vague.line}: {vague.words}" for vague in one.vague))
        yield text("notice", "remark_vague", words=words)
    for own in one.own:
        what, near = text("notice", f"own_{own.list}"), near_word(own, read_vocabulary())
        yield text("notice", "remark_own", line=own.line, words=own.words, what=what, near=near)
    if one.more_periods:
        yield text("notice", "remark_periods", words=", ".join(one.more_periods))
    if not one.sure:
        yield text("notice", "remark_unplaced")


def _parties(draft: Draft, vocabulary: Vocabulary) -> list[str]:
    """Return what `organisation.toml` lacks, as comments to copy."""
    declared = {name for one in draft.clauses for name in one.clause.recipients}
    new = {
        one.key: one
        for clause in draft.clauses
        for one in clause.named
        if {one.label.ja, one.label.en} & declared
    }
    if not new:
        return []
    lines = [*_comment(text("notice", "draft_parties")), "#"]
    for number, one in enumerate(new.values(), start=1):
        key = one.key if not one.named else f"party_{number}"
        lines += ["# [[party]]", f"# key = {_quoted(key)}", f"# name = {_said(one.label)}"]
        lines += [f"# role = {_quoted(one.role)}"] if vocabulary.get("roles", one.role) else []
        lines += [] if one.named else ["# open_ended = true"]
        lines.append("#")
    return lines


def _own_words(draft: Draft) -> list[str]:
    """Return lines for `records/vocabulary.csv`, as comments to copy; nearest word as parent."""
    found = list({own.words: own for one in draft.clauses for own in one.own}.values())
    if not found:
        return []
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS[:5])
    for number, own in enumerate(found, start=1):
        key = f"own_{'purpose' if own.list == 'purposes' else 'item'}_{number}"
        writer.writerow([own.list, key, own.nearest, own.words, own.words])
    return [
        *_comment(text("notice", "draft_own_words")),
        "#",
        *(f"# {line}" for line in out.getvalue().splitlines()),
    ]


def _quoted(words: str) -> str:
    """Return a TOML basic string; JSON escapes are a part of TOML's."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def _said(words: Text) -> str:
    return f"{{ ja = {_quoted(words.ja)}, en = {_quoted(words.en)} }}"
