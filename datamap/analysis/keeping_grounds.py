"""What may be kept although erasure was asked for, as far as the records give a ground."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from datamap.analysis.periods import LAW_UNNAMED, Period
from datamap.model import Flow

_JAPANESE = re.compile(r"[\u3400-\u9fffァ-ヶー]{1,}?法(?![人務律令])|\d+条|施行[規令]")
_NO_LAW = ("方法", "手法", "用法", "製法", "工法", "療法", "作法", "文法", "寸法", "魔法")
_ENGLISH = re.compile(r"\b(?:Act|Code|Law|Regulations?|Directive|Ordinance|Art(?:icle)?\.? ?\d+)\b")


class Keep(StrEnum):
    """What the records say of keeping on, the weightiest first."""

    LAW_NAMED = "law_named"
    LAW_UNNAMED = "law_unnamed"
    LAW_OVER = "law_over"
    REASON = "reason"
    NOTHING = "nothing"


def names_law(reason: str) -> bool:
    """Tell whether a recorded reason reads as the name of a law.

    A reading aid: the reason itself always stands beside it, and a person judges.

    Examples
    --------
    >>> [names_law(said) for said in ("法人税法の帳簿書類", "社内規程", "保存の方法", "Corporation Tax Act")]
    [True, False, False, True]
    """
    plain = reason
    for word in _NO_LAW:
        plain = plain.replace(word, "")
    return bool(_JAPANESE.search(plain) or _ENGLISH.search(plain))


def ground_to_keep(flows: Iterable[Flow], as_of: date) -> tuple[Keep, tuple[Flow, ...]]:
    """Return the weightiest ground that the flows into a place give, and the flows that give it.

    A period named by law that has run out since the flow ended is no ground any more.
    """
    found: dict[Keep, list[Flow]] = {}
    for flow in flows:
        found.setdefault(_ground(flow, as_of), []).append(flow)
    best = min(found, key=list(Keep).index, default=Keep.NOTHING)
    return best, tuple(found.get(best, ()))


def _ground(flow: Flow, as_of: date) -> Keep:
    period = Period.of(flow.retention)
    if flow.retention_basis and names_law(flow.retention_basis):
        end = period.gone_after(date.fromisoformat(flow.until)) if period and flow.until else None
        return Keep.LAW_OVER if end is not None and end <= as_of else Keep.LAW_NAMED
    if flow.retention == LAW_UNNAMED:
        return Keep.LAW_UNNAMED
    return Keep.REASON if flow.retention_basis else Keep.NOTHING
