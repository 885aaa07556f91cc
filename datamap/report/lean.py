r"""Drawings without what no reader sees: the same picture in about half the letters.

matplotlib writes a path point by point, each on a line of its own, and remarks beside every word.
Reports hold the same points as steps from one to the next (SVG 1.1, 8.3), with nothing between.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from urllib.parse import quote

from PIL import Image

_REMARKS = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>|<\?xml.*?\?>|<!DOCTYPE.*?>", re.DOTALL)
_BETWEEN = re.compile(r">\s+<")
_PATH = re.compile(r'(?<= d=")[^"]*')
_WHOLE = re.compile(r"(?:\s*(?:[MLQC](?:\s+-?\d+)+|[Zz])\s*)+")
_TOKEN = re.compile(r"([MLQCZz])([^MLQCZz]*)")
_ABOUT_LETTERS = re.compile(r"\s*([A-Za-z])\s*")
_UNTOUCHED = " '()*+,-./:;=?@_~!$&[]"
_COLOURS = 256


def lean(svg: str) -> str:
    r"""Return a drawing with the same marks in fewer letters; its title stays, for those who listen.

    Examples
    --------
    >>> lean('<svg>\n <!-- remark -->\n <path d="M 10 10 \nL 30 10 \nL 30 40 \nz\n"/>\n</svg>')
    '<svg><path d="m10 10h20v30z"/></svg>'
    """
    bare = _BETWEEN.sub("><", _REMARKS.sub("", svg)).strip()
    return _PATH.sub(lambda found: _path(found[0]), bare)


def _path(points: str) -> str:
    """Return a path in fewer letters: steps where all points are whole numbers, else the same points."""
    if _WHOLE.fullmatch(points):
        return "".join(_steps(points))
    return _ABOUT_LETTERS.sub(r"\1", " ".join(points.split())).replace(" -", "-")


def _steps(points: str) -> Iterator[str]:
    """Yield the commands of a path of whole numbers, each point as a step from the one before.

    Examples
    --------
    >>> "".join(_steps("M 5 5 L 9 5 L 9 2 Q 1 2 3 4 z M 6 6 L 7 8"))
    'm5 5h4v-3q-8 0-6 2zm1 1l1 2'
    """
    at = begun = (0, 0)
    for letter, told in _TOKEN.findall(points):
        if letter in "Zz":
            at = begun
            yield "z"
            continue
        values = list(map(int, told.split()))
        steps = [value - at[place % 2] for place, value in enumerate(values)]
        at = (values[-2], values[-1])
        begun = at if letter == "M" else begun
        yield _step(letter, steps)


def _step(letter: str, steps: list[int]) -> str:
    if letter == "L" and 0 in steps:
        return f"v{steps[1]}" if steps[0] == 0 else f"h{steps[0]}"
    return letter.lower() + " ".join(map(str, steps)).replace(" -", "-")


def as_address(svg: str) -> str:
    """Return a drawing as a `data:` address for an attribute in double quotes; base64 is a third longer.

    Examples
    --------
    >>> as_address('<svg a="1">é</svg>')
    'data:image/svg+xml,%3Csvg a=%221%22%3E%C3%A9%3C/svg%3E'
    """
    return "data:image/svg+xml," + quote(svg, safe=_UNTOUCHED)


def lean_png(picture: bytes) -> bytes:
    """Return a drawing's pixels with a palette: a few flat colours and their edges need no more than that."""
    with Image.open(io.BytesIO(picture)) as opened:
        plain = opened.convert("RGB")
    target = io.BytesIO()
    plain.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        target, "PNG", optimize=True
    )
    return target.getvalue()
