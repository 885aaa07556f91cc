"""How many people a recorded figure or range may stand for."""

from __future__ import annotations

import re

from datamap.model import Range

FIGURE = re.compile(r"\d+")


def at_least(persons: str, bound: int) -> bool | None:
    """Tell whether the highest number a cell allows reaches a bound; a blank cell is unknown.

    Where the number is not fixed the highest is taken (GL 3-5-3-1); near the bound a rough one ("~1000")
    leaves it open.

    Examples
    --------
    >>> at_least("1000-5000", 1001), at_least("1000", 1001), at_least(">1000", 1001), at_least("", 1001)
    (True, False, True, None)
    >>> at_least("~1000", 1001), at_least("~900", 1001)
    (None, False)
    """
    figures = [int(figure) for figure in FIGURE.findall(persons.replace(",", ""))]
    if not figures:
        return None
    most = max(figures)
    if persons.strip().startswith(">") or most >= bound:
        return True
    rough = Range(most, most, about=persons.strip().startswith("~")).rough
    return None if most + rough >= bound else False
