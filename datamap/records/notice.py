"""`records/notice.toml`: the published text, clause by clause."""

from __future__ import annotations

from datamap.model import Clause, Notice, Severity
from datamap.records.page import Page, nearest_of, where
from datamap.records.places import Places
from datamap.records.sheet import Sheet
from datamap.vocabulary import text

_DRAFT = "draft"
_TEXTS = ("publisher", "version", "source", "sha256_prefix")


def read_notice(page: Page, places: Places) -> Notice:
    """Return the notice; what is wrong is noted on the page.

    Parameters
    ----------
    page : the parsed file. places : what `organisation.toml` declares, for `recipients`.
    """
    sheet = Sheet(page, page.table)
    head = sheet.table("notice")
    sheets = sheet.tables("clause")
    lines = head.number("lines")
    notice = Notice(
        title=head.said("title"),
        date=head.date("date"),
        lines=lines,
        caution=head.said("caution"),
        status=_status(head),
        **{key: head.words(key) for key in _TEXTS},
        clauses=tuple(_clause(entry, places, lines) for entry in sheets),
    )
    head.done()
    sheet.done()
    _check_ids(page, notice)
    _note_draft(page, notice)
    return notice


def _clause(sheet: Sheet, places: Places, last: int | None) -> Clause:
    clause = Clause(
        id=sheet.id("id"),
        gist=sheet.said("gist"),
        lines=_lines(sheet, last),
        section=sheet.key("section", "sections", open_list=True),
        kind=sheet.key("kind", "kinds"),
        subjects=sheet.keys("subjects", "subjects", open_list=True),
        items=sheet.keys("items", "items", open_list=True),
        items_open=sheet.flag("items_open"),
        items_unspecified=sheet.flag("items_unspecified"),
        purposes=sheet.keys("purposes", "purposes", open_list=True),
        purposes_open=sheet.flag("purposes_open"),
        recipients=sheet.each("recipients", lambda word, at: places.resolve(word, sheet.page, at)),
        recipients_open=sheet.flag("recipients_open"),
        countries=sheet.keys("countries", "countries"),
        retention=sheet.retention("retention"),
        rights=sheet.keys("rights", "rights", open_list=True),
        measures=sheet.keys("measures", "measures", open_list=True),
        claims=sheet.keys("claims", "claims"),
        relates_to=sheet.each("relates_to", lambda word, _: word),
        wording=sheet.keys("wording", "wording"),
        status=_status(sheet),
    )
    sheet.done()
    return clause


def _status(sheet: Sheet) -> str:
    """Return `draft` or "" (confirmed); anything else is an error: it must be clear what was confirmed."""
    value = sheet.words("status")
    if value not in {"", _DRAFT}:
        sheet.page.wrong("bad_notice_status", sheet.at("status"), value, allowed=_DRAFT)
        return ""
    return value


def _note_draft(page: Page, notice: Notice) -> None:
    """Say that the notice is a draft: it is read like any other, but never in silence."""
    if notice.status == _DRAFT or notice.drafted:
        path = "notice.status" if notice.status else f"clause[{_first_draft(notice)}].status"
        page.wrong(
            "notice_draft",
            path,
            severity=Severity.WARNING,
            open=len(notice.drafted),
            clauses=len(notice.clauses),
        )


def _first_draft(notice: Notice) -> int:
    return next(n for n, clause in enumerate(notice.clauses) if clause.status)


def _lines(sheet: Sheet, last: int | None) -> tuple[int, int] | None:
    """Return first and last line of a clause; `lines = 7` and `lines = [7, 9]` are both read."""
    value = sheet.raw("lines")
    if value is None:
        return None
    pair = [value, value] if isinstance(value, int) else value
    numbers = isinstance(pair, list) and len(pair) == 2 and all(type(n) is int for n in pair)  # noqa: PLR2004
    if not numbers:
        words = text("records", "record_expected.lines")
        sheet.page.wrong("wrong_type", sheet.at("lines"), value, expected=words, allowed=words)
        return None
    if not 1 <= pair[0] <= pair[1] <= (last or pair[1]):
        sheet.page.wrong("bad_lines", sheet.at("lines"), value, last=last or "–")
        return None
    return pair[0], pair[1]


def _check_ids(page: Page, notice: Notice) -> None:
    """Note clause ids that occur twice and `relates_to` that names no clause."""
    seen: dict[str, str] = {}
    for index, clause in enumerate(notice.clauses):
        path = f"clause[{index}]"
        if clause.id and clause.id in seen:
            page.wrong("twice", f"{path}.id", clause.id, first=where(seen[clause.id]))
        seen.setdefault(clause.id, path)
    for index, clause in enumerate(notice.clauses):
        for n, other in enumerate(clause.relates_to):
            check_clause(page, f"clause[{index}].relates_to[{n}]", other, notice)


def check_clause(page: Page, at: str, clause: str, notice: Notice) -> None:
    """Note a reference to a clause that the notice does not have."""
    ids = [known.id for known in notice.clauses]
    if clause not in ids:
        page.wrong("unknown_clause", at, clause, nearest=nearest_of(clause, ids), allowed=", ".join(ids))
