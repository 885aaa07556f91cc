"""A zipped document packed the same way everywhere: parts in one order, one date, no attributes."""

from __future__ import annotations

import io
import zipfile

SAME_DATE = (1980, 1, 1, 0, 0, 0)


def settled(packed: bytes) -> bytes:
    """Return the same document with nothing in it that tells when or where it was packed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=SAME_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            with source.open(name) as part, made.open(entry, "w") as copy:
                while piece := part.read(1 << 20):
                    copy.write(piece)
    return target.getvalue()
