"""All files of `records/`, read together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from datamap.model import (
    Assertion,
    AssessmentRecord,
    Assumption,
    Notice,
    Organisation,
    Problem,
    Severity,
    Term,
)
from datamap.records.assessment import read_assessment
from datamap.records.assumptions import read_assumptions
from datamap.records.notice import check_clause, read_notice
from datamap.records.organisation import read_organisation
from datamap.records.page import Page, nearest_of, read_page
from datamap.records.policy import read_policy
from datamap.vocabulary import Vocabulary, problem, read_own_terms, read_vocabulary

FOLDER = "records"
FILES = (
    "organisation.toml",
    "notice.toml",
    "assessment.toml",
    "assumptions.toml",
    "vocabulary.csv",
    "policy.toml",
)
"""The files of `records/`; every one is optional."""

IMPORTED = ".imported.toml"
"""How the name ends of what was read back and waits for a person to take it over."""

DRAFT = "notice.draft.toml"
"""What `datamap notice read` writes: waits to be confirmed and renamed, and is read by nobody until then."""


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that `records/` states, and everything that is wrong with it.

    Attributes
    ----------
    organisation, notice, assessment : typed content; empty where a file is absent.
    policy : the assertions of `policy.toml`; policy_raw : the parsed table as written.
    assumptions : the entries of `assumptions.toml`, in the order of the file.
    own_terms : words of `records/vocabulary.csv`; `vocabulary` holds them beside the built-in ones.
    assessment_page : `assessment.toml` as read, for the room that knows what its tables mean.
    problems : of all files, errors first, then by file and line.
    sha256 : file (`records/notice.toml`) -> SHA-256 of its bytes, hexadecimal.
    """

    organisation: Organisation = field(default_factory=Organisation)
    notice: Notice = field(default_factory=Notice)
    assessment: AssessmentRecord = field(default_factory=AssessmentRecord)
    policy: tuple[Assertion, ...] = ()
    policy_raw: dict[str, object] = field(default_factory=dict)
    assumptions: tuple[Assumption, ...] = ()
    own_terms: tuple[Term, ...] = ()
    vocabulary: Vocabulary = field(default_factory=read_vocabulary)
    problems: tuple[Problem, ...] = ()
    sha256: dict[str, str] = field(default_factory=dict)
    assessment_page: Page | None = None


def read_records(root: Path, vocabulary: Vocabulary | None = None) -> Records:
    """Read `records/` of a workbook, strictly, and gather every problem.

    Parameters
    ----------
    root : folder of the workbook (the one that holds `inventory.csv`).
    vocabulary : lists to add the workbook's own words to; the built-in ones if not given.

    Returns
    -------
    Records
        What could be read. Nothing is raised: an unknown key, a wrong type, a bad date, an
        unknown clause, party or word are problems with file, line, key path and nearest match.

    Examples
    --------
    >>> read_records(Path("no-such-workbook")).problems
    ()
    """
    folder = root / FOLDER
    known = vocabulary or read_vocabulary()
    terms, found, digest = _own_words(folder / "vocabulary.csv", known)
    terms = _rooted(terms, known)
    words = known.with_terms(terms)
    pages = {
        name: read_page(folder / name, f"{FOLDER}/{name}", words) for name in FILES if name.endswith(".toml")
    }
    organisation, places = read_organisation(pages["organisation.toml"])
    notice = read_notice(pages["notice.toml"], places)
    assessment = read_assessment(pages["assessment.toml"])
    policy = read_policy(pages["policy.toml"], places)
    assumptions = read_assumptions(pages["assumptions.toml"])
    _check_clauses(pages, organisation, notice)
    found += [p for page in pages.values() for p in page.problems] + _strangers(folder)
    return Records(
        organisation=organisation,
        notice=notice,
        assessment=assessment,
        policy=policy,
        policy_raw=pages["policy.toml"].table,
        assumptions=assumptions,
        own_terms=terms,
        vocabulary=words,
        problems=tuple(sorted(found, key=_gravest_first)),
        sha256=dict(sorted({p.file: p.sha256 for p in pages.values() if p.sha256}.items() | digest.items())),
        assessment_page=pages["assessment.toml"],
    )


def _own_words(path: Path, vocabulary: Vocabulary) -> tuple[tuple[Term, ...], list[Problem], dict[str, str]]:
    """Return the workbook's own words; the file may be UTF-8 or, as Excel in Japan saves it, CP932."""
    file = f"{FOLDER}/{path.name}"
    if not path.is_file():
        return (), [], {}
    data = path.read_bytes()
    digest = {file: hashlib.sha256(data).hexdigest()}
    for encoding in ("utf-8-sig", "cp932"):
        try:
            content = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        terms, problems = read_own_terms(content, vocabulary, file)
        return terms, list(problems), digest
    return (), [problem("record_not_utf8", severity="error", file=file)], digest


def _rooted(terms: tuple[Term, ...], vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Leave out words whose parent was refused, so that one mistake is told once."""
    kept = terms
    while True:
        keys = {(term.list, term.key) for term in kept}
        sound = tuple(
            t for t in kept if not t.parent or vocabulary.get(t.list, t.parent) or (t.list, t.parent) in keys
        )
        if len(sound) == len(kept):
            return sound
        kept = sound


def _check_clauses(pages: dict[str, Page], organisation: Organisation, notice: Notice) -> None:
    """Hold the clause ids that `organisation.toml` names against the notice, if there is one."""
    if not notice.clauses or not pages["notice.toml"].readable:
        return
    page = pages["organisation.toml"]
    named = [(f"desk[{n}]", desk.clauses) for n, desk in enumerate(organisation.desks)]
    named += [(f"control[{n}]", control.clauses) for n, control in enumerate(organisation.controls)]
    for path, clauses in named:
        for n, clause in enumerate(clauses):
            check_clause(page, f"{path}.clauses[{n}]", clause, notice)


def _strangers(folder: Path) -> list[Problem]:
    """Return a warning for each file of the folder that nobody reads: a misspelt name says nothing."""
    if not folder.is_dir():
        return []
    names = sorted(
        p.name
        for p in folder.iterdir()
        if p.suffix in {".toml", ".csv"} and p.name not in FILES and not p.name.endswith(IMPORTED)
    )
    return [
        problem("record_draft_waiting", severity="information", file=f"{FOLDER}/{DRAFT}")
        if name == DRAFT
        else problem(
            "record_unknown_file",
            severity="warning",
            file=f"{FOLDER}/{name}",
            value=name,
            nearest=nearest_of(name, FILES),
            allowed=", ".join(FILES),
        )
        for name in names
    ]


def _gravest_first(found: Problem) -> tuple[int, str, int, str]:
    severity = Severity(found.severity)
    return (severity.rank, found.file, found.line or found.row or 0, found.column or "")
