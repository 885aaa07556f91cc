"""Names of companies and other bodies, told by the form of body that stands in the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FORMS_JA = (
    "株式会社|有限会社|合同会社|合名会社|合資会社|相互会社|一般社団法人|一般財団法人"
    "|公益社団法人|公益財団法人|"
    "社会福祉法人|特定非営利活動法人|独立行政法人|国立大学法人|学校法人|医療法人社団"
    "|医療法人財団|医療法人|宗教法人|"
    "社団法人|財団法人|監査法人|税理士法人|弁護士法人|NPO法人|生活協同組合|農業協同組合|協同組合|"
    r"\((?:株|有|同|資|名|一社|一財|公社|公財|社福|学|医|特非)\)"
)
_FORM = re.compile(_FORMS_JA)
_NAME = r"A-Za-z0-9一-龥々〆ァ-ヶー・&＆'’.\-"
_WORD = re.compile(rf"[{_NAME}]{{1,30}}")
_BACK = re.compile(rf"[{_NAME}]{{1,30}}$")
_FRONT = re.compile(rf"\s?([{_NAME}ぁ-ん]{{1,40}}(?: [{_NAME}]{{2,20}})?)")
_DESK = re.compile(r"(?:室|係|窓口|課|部|担当|事務局|デスク)$")
_PARTICLES = re.compile(
    r"(?<=[^ぁ-ん])(?:が|は|を|に|へ|と|の|で|も|や|か|など|および|ならびに"
    r"|または|から|より|にて|において|では|には)(?!ー)"
)
_STOPS = re.compile(r"^(?:及び|並びに|又は|以下|等|様|殿)|(?:及び|並びに|又は|以下|等$|他$)")
_ENGLISH = re.compile(
    r"(?<![A-Za-z0-9.])((?:(?:[A-Z][A-Za-z0-9&'’-]{0,30}|&|of|and(?= [A-Z])),? ){1,6})"
    r"(Ltd|Limited|Inc|LLC|LLP|GmbH|PLC|plc|Corp|Corporation|Co\.,? Ltd|S\.A\."
    r"|SARL|SAS|AG|B\.V\.|BV|N\.V\.|Pty Ltd|"
    r"K\.K\.|KK|SE|Oy|AB|ApS|A/S|S\.r\.l|Trust|Foundation|CIC)\b\.?"
)
_LEADING = re.compile(
    r"^(?:(?:The|Our|We|Us|This|That|And|Of|In|By|With|To|For|Is|Are|If|When"
    r"|Contact|From|At|And|Such As|Including)\s+)+"
)
_BRAND = re.compile(
    r"(?<![A-Za-z0-9])([A-Z][A-Za-z0-9]{2,20}(?:[ .&'-][A-Z][A-Za-z0-9]{1,20}){0,3})(?![A-Za-z0-9])"
)
_NO_BRAND_WORDS = """
SSL TLS URL FAX TEL EEA GDPR SNS DPO ICO SCC PDF WEB Web Cookie Cookies CCTV HTTPS HTTP USA CBPR
IDTA NDA EMail Email Mail DPIA COOKIE PMS JIS ISO DVD QOL IoT APPI
"""
_NO_BRAND = frozenset(_NO_BRAND_WORDS.split())


@dataclass(frozen=True, slots=True)
class Company:
    """A name, and where it stands in the text it was found in."""

    name: str
    start: int
    end: int


def is_company(words: str) -> bool:
    """Tell whether words hold the form of a company."""
    return _FORM.search(words) is not None or _ENGLISH.search(words) is not None


def companies(text: str) -> list[Company]:
    """Return the named companies and bodies of a text, in order.

    Examples
    --------
    >>> [one.name for one in companies("見本物産(株) (株)ミホン トラベル")]
    ['見本物産(株)', '(株)ミホン トラベル']
    >>> [one.name for one in companies("当社は、見本運輸株式会社および株式会社例示に委託します。")]
    ['見本運輸株式会社', '株式会社例示']
    >>> [one.name for one in companies("Our processor is Example Hosting GmbH in Berlin.")]
    ['Example Hosting GmbH']
    """
    found = []
    start = 0
    for row in text.splitlines(keepends=True):
        rows = _listed(row) if _is_list(row) else _in_sentence(row)
        found += [Company(one.name, start + one.start, start + one.end) for one in rows]
        start += len(row)
    return found


def brands(text: str) -> list[Company]:
    """Return names in Latin letters that stand in Japanese words or at the head of an entry."""
    return [
        Company(hit[1], hit.start(1), hit.end(1)) for hit in _BRAND.finditer(text) if hit[1] not in _NO_BRAND
    ]


def _is_list(row: str) -> bool:
    """Tell whether a row holds names and nothing else: no sentence, and a form in it."""
    return not re.search(r"[。、:]|[ぁ-ん]{3,}|[a-z] [a-z]", row.strip()) and _FORM.search(row) is not None


def _listed(row: str) -> Iterator[Company]:
    """Take a row of names apart; a space stands between names, or within one."""
    parts: list[re.Match[str]] = []
    for token in re.finditer(r"[^\s/,,]+", row):
        starts = _FORM.match(token[0]) is not None
        closed = bool(parts) and _ends_form(parts[-1][0]) and not _FORM.match(parts[0][0])
        if parts and (starts or closed):
            yield _company(row, parts)
            parts = []
        parts.append(token)
    if parts:
        yield from [_company(row, parts)] if _FORM.search(row[parts[0].start() : parts[-1].end()]) else ()


def _ends_form(token: str) -> bool:
    return any(hit.end() == len(token) for hit in _FORM.finditer(token))


def _company(row: str, parts: list[re.Match[str]]) -> Company:
    while len(parts) > 1 and _DESK.search(parts[-1][0]) and any(_FORM.search(p[0]) for p in parts[:-1]):
        parts = parts[:-1]  # 「株式会社見本 相談室」 is the desk of a company, not its name
    start, end = parts[0].start(), parts[-1].end()
    return Company(row[start:end], start, end)


def _in_sentence(row: str) -> Iterator[Company]:
    done = 0
    for form in _FORM.finditer(row):
        if form.start() < done:
            continue
        front, back = _after(row, form.end()), _BACK.search(row, done, form.start())
        if front and not (back and row[form.end() : form.end() + 1].strip() == ""):
            start, end = form.start(), form.end() + len(front)
        elif back:
            start, end = back.start(), form.end()
        else:
            continue
        done = end
        yield Company(row[start:end].strip(" ・."), start, end)
    for hit in _ENGLISH.finditer(row):
        name = _LEADING.sub("", hit[0].strip())
        if name.partition(" ")[2] and name.lower() != "the company limited":
            yield Company(name.rstrip(",."), hit.start(), hit.end())


def _after(row: str, start: int) -> str:
    """Return what follows a form as the name it stands before; "" if a sentence goes on there."""
    found = _FRONT.match(row, start)
    if (
        not found
        or _STOPS.match(found[1])
        or (re.match(r"[ぁ-ん]", found[1]) and _PARTICLE_FIRST.match(found[1]))
    ):
        return ""
    stop = _PARTICLES.search(found[1]) or _STOPS.search(found[1])
    words = found[1][: stop.start()] if stop else found[1]
    name, _, last = words.rpartition(" ")
    words = name if name and _DESK.search(last) else words
    return row[start : found.start(1)] + words if words else ""


_PARTICLE_FIRST = re.compile(r"(?:が|は|を|に|へ|と|の|で|も|や|か|および|ならびに|または|から|より|以外|等)")
