"""Retention as a notice writes it: `5年間`, `six months after the contract ends`, `法令に基づく期間`."""

from __future__ import annotations

import re

from datamap.notice.reading.tables import events, lang_of

_KANJI = {c: n for n, c in enumerate("〇一二三四五六七八九")}
_WORDS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}
_NUMBER_JA = r"([0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_LENGTH_JA = re.compile(rf"{_NUMBER_JA}\s?(年|か月|ヶ月|カ月|ヵ月|ケ月|箇月|週間|日)(?!目|以内|月|生)間?")
_KEEP_JA = re.compile("(?:から|を)消(?:し|す)|保存|保管|保持|保有|消去|削除|廃棄|破棄|処分|抹消")
_LENGTH_EN = re.compile(
    rf"\b([0-9]{{1,3}}|{'|'.join(_WORDS)})(?:\s?\([0-9]{{1,3}}\))?[ -](?:full "
    rf"|calendar |school |financial )?(year|month|week|day)s?\b",
    re.IGNORECASE,
)
_KEEP_EN = re.compile(
    r"\b(retain|retention|keep|kept|held|hold|stor(?:e|ed|age)|delet|eras|destroy|anonymi[sz])", re.IGNORECASE
)
_UNIT = {"年": "Y", "週間": "W", "日": "D", "year": "Y", "month": "M", "week": "W", "day": "D"}

_LAW = re.compile(
    r"法令(?:等|など)?(?:に|で|により)[^。、]{0,8}(?:基づく|定め|よる)[^。、]{0,6}(?:期間"
    r"|年数)|法定(?:の)?(?:保存)?期間"
    r"|(?:period|long)[^.]{0,20}(?:required|prescribed) by (?:applicable )?law|statutory retention",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?:目的(?:の|が|を)?(?:達成|果た)|利用する必要(?:が|の)なくな|必要(?:が"
    r"|の)なくな|不要(?:と|に)な)[^。]{0,60}(?:消去|削除|廃棄|破棄)"
    r"|(?:達成|必要)(?:に|な)[^。]{0,10}期間[^。]{0,10}(?:保存|保管|保有)"
    r"|(?:as|so) long as[^.]{0,40}(?:necessary|needed|need|required)|no longer (?:needed|necessary|required)",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"(?:さ|し)?(?:た|れた)?(?:後|時|まで|に|方)|[^.]{0,60}(?:delet|eras|destroy)", re.IGNORECASE
)
_MANY = 12


def periods(text: str) -> tuple[str, ...]:
    """Return the retention periods of a passage in the form of `records/`, in order, each once.

    A length counts only in a sentence that speaks of keeping or erasing.

    Examples
    --------
    >>> periods("契約の終了後5年間保管します。"), periods("We keep invoices for seven years.")
    (('contract_end+P5Y',), ('P7Y',))
    >>> periods("創業50年の会社です。"), periods("法令に基づく一定期間保管します。")
    ((), ('law_unnamed_period',))
    """
    ja = lang_of(text) == "ja"
    found: dict[str, None] = {}
    for sentence in re.split(r"[。\n]" if ja else r"(?<=[.!?])\s|\n", text):
        keeps = (_KEEP_JA if ja else _KEEP_EN).search(sentence)
        if not keeps:
            continue
        lengths = _lengths(sentence, ja=ja)
        if not lengths and _LAW.search(sentence):
            found["law_unnamed_period"] = None
            continue
        found |= dict.fromkeys(lengths or _events(sentence))
        if _LAW.search(sentence):
            found["law_unnamed_period"] = None
        elif _DONE.search(sentence):
            found["purpose_fulfilled"] = None
    return tuple(found)[:_MANY]


def _lengths(sentence: str, *, ja: bool) -> list[str]:
    found = []
    for hit in (_LENGTH_JA if ja else _LENGTH_EN).finditer(sentence):
        count = _count(hit[1])
        unit = _UNIT.get(hit[2].lower(), "M")
        near = (
            sentence[max(0, hit.start() - 60) : hit.start()] if ja else sentence[hit.end() : hit.end() + 90]
        )
        near = re.split("[、]" if ja else r"[,;]", near)[-1 if ja else 0]
        event = next((key for key, pattern in events() if pattern.search(near)), "")
        if count:
            found.append(f"{event}+P{count}{unit}" if event else f"P{count}{unit}")
    return found


def _events(sentence: str) -> list[str]:
    """Return the event at which something is erased where no length stands beside it."""
    return [
        key
        for key, pattern in events()
        if (hit := pattern.search(sentence)) and _AT_ONCE.match(sentence, hit.end())
    ][:1]


def _count(words: str) -> int:
    """Return a number written in figures, kanji or English words.

    Examples
    --------
    >>> _count("10"), _count("十五"), _count("seven")
    (10, 15, 7)
    """
    if words.isdigit():
        return int(words)
    if words.lower() in _WORDS:
        return _WORDS[words.lower()]
    tens, ten, ones = words.partition("十")
    if not ten:
        return sum(_KANJI[c] * 10**n for n, c in enumerate(reversed(words)))
    return (_KANJI[tens] if tens else 1) * 10 + (_KANJI[ones] if ones else 0)
