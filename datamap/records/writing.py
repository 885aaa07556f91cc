"""Writing into `records/assumptions.toml`: an entry is added, nothing that stands there is touched."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import NamedTemporaryFile

from datamap.model import Assumption, BadInput
from datamap.records.assumptions import read_assumptions
from datamap.records.page import read_page
from datamap.vocabulary import Vocabulary, text

FILE = "records/assumptions.toml"


def add_assumptions(root: Path, entries: tuple[Assumption, ...], vocabulary: Vocabulary) -> Path:
    """Add entries at the end of a workbook's assumptions; make the file where there is none.

    Returns
    -------
    The file. It is replaced whole or not at all; comments and earlier entries stay as they are.

    Raises
    ------
    BadInput
        If the file could not be read with the new entries; it is left as it was.
    """
    path = root / FILE
    path.parent.mkdir(exist_ok=True)
    before = path.read_bytes() if path.exists() else _head().encode()
    end = b"\r\n" if b"\r\n" in before else b"\n"
    gap = b"" if before.endswith(b"\n") else end
    added = "".join(_entry(entry) for entry in entries).encode("utf-8", errors="replace")
    with NamedTemporaryFile(dir=path.parent, prefix=".assumptions-", delete=False) as made:
        made.write(before + gap + added.replace(b"\n", end))
    draft = Path(made.name)
    try:
        page = read_page(draft, FILE, vocabulary)
        read_assumptions(page)
        if page.problems:
            raise BadInput(page.problems)
        draft.chmod(path.stat().st_mode if path.exists() else 0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def _head() -> str:
    words = text("records", "assumptions_head")
    return "".join(f"# {line}\n" for line in (words.ja, words.en))


def _entry(entry: Assumption) -> str:
    values = {
        "finding": _quoted(entry.finding),
        "severity": _quoted(entry.severity.value) if entry.severity else "",
        "reason": _quoted(entry.reason.ja)
        if entry.reason.ja == entry.reason.en
        else f"{{ ja = {_quoted(entry.reason.ja)}, en = {_quoted(entry.reason.en)} }}",
        "role": _quoted(entry.role),
        "date": entry.date,
        "until": entry.until,
        "facts": _quoted(entry.facts),
    }
    return "\n[[assumption]]\n" + "".join(f"{key} = {value}\n" for key, value in values.items() if value)


def _quoted(words: str) -> str:
    r"""Return a TOML string; JSON escapes all that TOML has to have escaped, but for DEL.

    Examples
    --------
    >>> print(_quoted('a "b"\n\x7f'))
    "a \"b\"\n\u007f"
    """
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
