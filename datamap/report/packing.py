"""Packs the parts of an office file the same way everywhere, so that the same input gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

STORED_BELOW = 8_000_000
"""Files smaller than this (bytes unpacked) are stored, not deflated: the bytes then do not hang
on the zlib of the machine. Larger ones are deflated."""


def settled(packed: bytes, mend: Callable[[str, bytes], bytes] = lambda _, content: content) -> bytes:
    """Return the same parts in the same order, with one date and no attributes of the machine.

    Parameters
    ----------
    packed
        An XLSX or DOCX file (ISO/IEC 29500-2: parts in a zip).
    mend
        What becomes of a part, given its name and content.
    """
    with zipfile.ZipFile(io.BytesIO(packed)) as source:
        parts = [(name, mend(name, source.read(name))) for name in source.namelist()]
    whole = sum(len(content) for _, content in parts)
    packing = zipfile.ZIP_STORED if whole < STORED_BELOW else zipfile.ZIP_DEFLATED
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as made:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = packing
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            made.writestr(entry, content)
    return target.getvalue()
