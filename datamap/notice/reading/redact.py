"""What must not be carried into a draft: telephone numbers, mail and postal addresses, names of persons."""

from __future__ import annotations

import re

PHONE, EMAIL, ADDRESS, NAME, URL = "⟦phone⟧", "⟦email⟧", "⟦address⟧", "⟦name⟧", "⟦url⟧"
"""What stands in the text instead. The draft says only that something of the kind is stated, and where."""

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\(at\)|\[at\])[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.ASCII)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s、。)」』>]{1,300}", re.ASCII)
_PHONE = re.compile(
    r"(?<![\d.-])(?:\+\d{1,3}[ -]?(?:\(0\)[ -]?)?\(?\d{1,4}\)?|\(0\d{1,4}\)|0\d{1,4})"
    r"[ ()-]{0,2}\d{1,4}[ )-]{0,2}\d{2,4}(?:[ -]?\d{2,4})?(?!\d|[.-]\d)"
)
_POSTAL = re.compile(
    r"〒\s?\d{3}-?\d{4}[^。、\n]{0,80}?(?=代表|TEL|Tel|電話|[。、\n⟦(]|$)"
    r"|(?<!\d)\d{3}-\d{4}(?!\d)\s?(?=[一-龥])[^。、\n]{0,80}?(?=代表|TEL|Tel"
    r"|電話|[。、\n⟦(]|$)"
)
_PLACE = re.compile(
    r"(?:東京都|北海道|大阪府|京都府|[一-龥]{2,3}県|[一-龥]{2,4}市)"
    r"[一-龥ぁ-んァ-ヶー々]{1,14}?[0-9一二三四五六七八九十]{1,5}(?:丁目|番地?"
    r"|号|-)[^。、\n]{0,60}?(?=[ \u3000]?(?:代表|理事長|院長|TEL|Tel|電話)"
    r"|[。、\n⟦(]|$)"
)
_LABELLED_PLACE = re.compile(
    r"((?:本社|主たる事務所の|事務所)?(?:所在地|住所)\s?[::]\s?)([^\n。]{4,100}?)(?=\s?(?:代表"
    r"|理事長|院長|TEL|Tel|電話|⟦)|[\n。]|$)"
)
_UK_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
_STREET = re.compile(
    r"\b\d{1,5}[A-Za-z]?,? (?:[A-Z][\w'-]{1,20} ){1,4}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Drive|Way|Place|Court|Stra(?:ß|ss)e|Boulevard|Blvd|Quay)\b"
    r"[^.\n]{0,80}"
)
_LABELLED_STREET = re.compile(
    r"((?:postal |registered |our |mailing )?address(?: is)?\s?:\s?)([^\n]{6,120})", re.IGNORECASE
)

_TITLES = (
    "代表取締役社長|代表取締役会長|代表取締役|取締役社長|代表理事|理事長|代表社員|代表者名?|"
    "病院長|医院長|院長|学校長|校長|園長|施設長|管理者|責任者|担当者|会長|社長|代表"
)
_NAME_JA = re.compile(
    rf"((?:{_TITLES})(?:の氏名|氏名|名)?\s?[::]?[ \u3000]?\s?)"
    r"(?!氏名|住所|電話|名称|番号|窓口|部|課|室|会社|及び|並び|個人|管理|責任|苦情)"
    r"([一-龥々]{1,4}[ \u3000]?[一-龥々ぁ-んァ-ヶ]{1,5})(?=$|[ \u3000、。()\[\]/]|⟦|TEL|電話|\n)",
    re.MULTILINE,
)
_LABELLED_NAME = re.compile(r"((?:氏名|担当者?名?|お名前)\s?[::]\s?)([一-龥々ぁ-んァ-ヶ \u3000]{2,12})")
_SPACED_NAME = re.compile(
    rf"((?:{_TITLES}|役|部長|課長|室長|主任)[ \u3000]+)([一-龥々]{{1,4}}[ \u3000][一-龥々ぁ-ん]{{1,4}})"
)
_NAME_EN = re.compile(
    r"(\b(?:[Oo]fficer|DPO|[Dd]irector|[Hh]ead ?[Tt]eacher|[Hh]ead|[Pp]rincipal"
    r"|CEO|[Rr]epresentative|[Cc]ontact|"
    r"[Nn]ame|[Mm]anager|[Ll]ead|[Gg]overnors?|[Bb]ursar|[Pp]resident)(?: \([A-Z]+\))?\s?(?: is"
    r"|:|,| -| –)\s+)"
    r"((?!(?:Data|The|Our|Privacy|Information|Please)\b)(?:(?:Mr|Mrs|Ms|Miss"
    r"|Dr|Prof)\.?\s)?[A-Z][a-z'-]{1,20}"
    r"(?:\s[A-Z]\.?)?\s[A-Z][a-zA-Z'-]{1,20})"
)
_TITLED = re.compile(r"\b((?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?\s)((?:[A-Z][a-zA-Z'.-]{0,20}\s?){1,3})")


def redacted(text: str) -> str:
    """Return a text without contact details and names of persons, marks in their place.

    Only forms that are told by their shape or by a label before them can be recognised; therefore
    nothing of the text but recognised words, headings and company names goes into a draft.

    Examples
    --------
    >>> redacted("TEL: 0" + "3-0000-0000 / a@b.example")
    'TEL: ⟦phone⟧ / ⟦email⟧'
    >>> redacted("代表取締役　見本 太郎"), redacted("住所、氏名、電話番号")
    ('代表取締役　⟦name⟧', '住所、氏名、電話番号')
    """
    text = _MAIL.sub(EMAIL, text)
    text = _URL.sub(URL, text)
    text = _LABELLED_PLACE.sub(rf"\1{ADDRESS}", text)
    text = _LABELLED_STREET.sub(rf"\1{ADDRESS}", text)
    for pattern in (_POSTAL, _PLACE, _STREET, _UK_POSTCODE):
        text = pattern.sub(ADDRESS, text)
    text = _PHONE.sub(PHONE, text)
    for pattern in (_NAME_JA, _LABELLED_NAME, _SPACED_NAME, _NAME_EN):
        text = pattern.sub(rf"\1{NAME}", text)
    return _TITLED.sub(rf"\1{NAME} ", text)
