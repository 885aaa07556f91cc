"""Names of places that are written in two ways."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from datamap.inventory.cells import Remark
from datamap.inventory.coded import Coded
from datamap.inventory.gathering import Gathering
from datamap.inventory.names import Names
from datamap.vocabulary import fold
from datamap.vocabulary.spelling import looks

PLACE_COLUMNS = ("source", "recipient", "system", "department")


def check_names(
    raw: Mapping[str, Coded], names: Names, gathering: Gathering, numbers: npt.NDArray[np.int32]
) -> None:
    """Remark on undeclared names that look like another one, or are one name in two spellings.

    Parameters
    ----------
    raw : the place columns as written. numbers : record number of each row.
    """
    spellings = _spellings(raw, names, numbers)
    seen: dict[str, str] = {}
    for written, (row, column) in spellings.items():
        other = seen.setdefault(looks(written), written)
        if other == written:
            continue
        one = fold(other) == fold(written)
        remark = Remark(
            "spelling_variants" if one else "lookalike_names",
            "warning",
            written,
            nearest=fold(other),
            values={"other": other, "first": spellings[other][0]},
        )
        gathering.add(remark, row=row, column=column)


def _spellings(
    raw: Mapping[str, Coded], names: Names, numbers: npt.NDArray[np.int32]
) -> dict[str, tuple[int, str]]:
    """Return each undeclared spelling (trimmed) with its first row and column, in file order."""
    found: dict[str, tuple[int, str]] = {}
    for column in PLACE_COLUMNS:
        cells = raw.get(column)
        if cells is None:
            continue
        subjects = column in {"source", "recipient"}
        for value, first in zip(cells.values, cells.first_rows().tolist(), strict=True):
            written = value.strip()
            if not written or names.find(written, subjects=subjects) is not None:
                continue
            place = (int(numbers[first]), column)
            found[written] = min(found.get(written, place), place)
    return dict(sorted(found.items(), key=lambda pair: pair[1]))
