"""The parts of an .xlsx file around its sheets: names, shared texts, number formats, comments."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from datamap.exchange.archive import Archive, Unreadable, feed, parser
from datamap.exchange.figures import look_of

WORKBOOK = "xl/workbook.xml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """Where a sheet is kept."""

    name: str
    part: str
    hidden: bool


@dataclass(slots=True)
class Parts:
    """What all sheets of a workbook share.

    Attributes
    ----------
    sheets : in their order. texts : shared strings. looks : number format of each cell style.
    from_1904 : whether days are counted from 1904.
    """

    sheets: list[SheetPart] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    from_1904: bool = False


def local(name: str) -> str:
    """Return the name of an element without its prefix."""
    return name.rsplit(":", 1)[1] if ":" in name else name


def unescape(written: str) -> str:
    r"""Return a text with the characters that XML cannot hold put back (`_x000D_` is a carriage return).

    Examples
    --------
    >>> unescape("a_x000D_b"), unescape("_x005F_x000D_")
    ('a\rb', '_x000D_')
    """
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), written) if "_x" in written else written


def read_parts(archive: Archive) -> Parts:
    """Return what stands beside the sheets.

    Raises
    ------
    Unreadable
        If the zip is no Excel workbook.
    """
    main = _main_part(archive)
    parts = Parts()
    links = relations(archive, main)
    found: list[tuple[str, str, bool]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "sheet":
            link = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            found.append((attributes.get("name", ""), links.get(link, ("", ""))[1], hidden))
        elif local(name) == "workbookPr":
            parts.from_1904 = attributes.get("date1904") in {"1", "true"}

    _run(archive, main, start)
    parts.sheets = [SheetPart(*entry) for entry in found if entry[1] in archive and "worksheet" in entry[1]]
    if not parts.sheets:
        raise Unreadable("exchange_no_sheets")
    for kind, part in links.values():
        if kind == "sharedStrings" and part in archive:
            parts.texts = _shared(archive, part)
        elif kind == "styles" and part in archive:
            parts.looks = _looks(archive, part)
    return parts


def _main_part(archive: Archive) -> str:
    for kind, part in relations(archive, "").values():
        if kind == "officeDocument" and part in archive:
            if part.endswith(".bin"):
                raise Unreadable("exchange_other_format", kind="Excel (.xlsb)")
            return part
    if WORKBOOK in archive:
        return WORKBOOK
    raise Unreadable("exchange_no_sheets")


def relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return the links of a part: id -> last word of the type, and the part linked to."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            kind = attributes.get("Type", "").rsplit("/", 1)[-1]
            found[attributes.get("Id", "")] = (kind, whole.removeprefix("/"))

    if listed in archive:
        _run(archive, listed, start)
    return found


def _run(
    archive: Archive,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    letters: Callable[[str], None] | None = None,
) -> None:
    reader = parser()
    reader.StartElementHandler = start
    if end is not None:
        reader.EndElementHandler = end
    if letters is not None:
        reader.CharacterDataHandler = letters
    feed(archive, part, reader)


class TextsBy:
    """Gathers the texts inside elements of one name; what shows how kanji are read is left out."""

    def __init__(self, element: str, inner: str = "t") -> None:
        self._element, self._inner = element, inner
        self.found: list[tuple[dict[str, str], str]] = []
        self._pieces: list[str] = []
        self._about: dict[str, str] = {}
        self._open = self._reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        name = local(name)
        if name == self._element:
            self._pieces, self._about = [], attributes
        elif name == "rPh":
            self._reading = True
        elif name == self._inner:
            self._open = not self._reading

    def end(self, name: str) -> None:
        """Take the end of an element."""
        name = local(name)
        if name == self._inner:
            self._open = False
        elif name == "rPh":
            self._reading = False
        elif name == self._element:
            self.found.append((self._about, unescape("".join(self._pieces))))

    def letters(self, written: str) -> None:
        """Take characters."""
        if self._open:
            self._pieces.append(written)


def _shared(archive: Archive, part: str) -> list[str]:
    gathered = TextsBy("si")
    _run(archive, part, gathered.start, gathered.end, gathered.letters)
    return [words for _, words in gathered.found]


def _looks(archive: Archive, part: str) -> list[str]:
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "numFmt":
            codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside[0] = True
        elif name == "xf" and inside[0]:
            styles.append(int(attributes.get("numFmtId", "0")))

    def end(name: str) -> None:
        if local(name) == "cellXfs":
            inside[0] = False

    _run(archive, part, start, end)
    return [look_of(number, codes.get(number, "")) for number in styles]


def comments_of(archive: Archive, part: str) -> Mapping[str, str]:
    """Return the comments of a sheet: cell (`B7`) -> text, the replies of a conversation behind it.

    A conversation stands twice in the file, the second time with an advice for old programs.
    """
    linked = [(kind, name) for kind, name in relations(archive, part).values() if name in archive]
    found: dict[str, str] = {}
    for kind, name in linked:
        if kind == "comments":
            found |= dict(_said(archive, name, TextsBy("comment")))
    for kind, name in linked:
        if kind == "threadedComment":
            talks: dict[str, list[str]] = {}
            for place, words in _said(archive, name, TextsBy("threadedComment", "text")):
                talks.setdefault(place, []).append(words)
            found |= {place: " → ".join(said) for place, said in talks.items()}
    return found


def _said(archive: Archive, part: str, gathered: TextsBy) -> list[tuple[str, str]]:
    _run(archive, part, gathered.start, gathered.end, gathered.letters)
    return [(about.get("ref", ""), words.strip()) for about, words in gathered.found]
