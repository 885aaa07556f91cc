"""What a column is read as, in words: one of ours, and the flow of the row that it is kept for."""

from __future__ import annotations

import re

from datamap.exchange.mapping import SLOT
from datamap.model import LANGS, Text
from datamap.vocabulary import read_vocabulary, text

_SIDE = re.compile(r"(.*?)(\d*)")


def in_words(target: str) -> Text:
    """Return the label of one of our columns; a slot of it with what the slot is for.

    Examples
    --------
    >>> in_words("countries@entrustment").en, in_words("mode@other").ja, in_words("note").en
    ('countries [entrustment]', '方法 [提供]', 'note')
    """
    key, _, slot = target.partition(SLOT)
    label = read_vocabulary().label("columns", key)
    found = _SIDE.fullmatch(slot)
    if not slot or found is None:
        return label
    side, number = found.groups()
    known = read_vocabulary().get("kinds", side)
    name = text("exchange", "side_other") if side == "other" else known.label if known else Text.same(side)
    words = {lang: f"{label.in_lang(lang)} [{name.in_lang(lang)}{number and f' {number}'}]" for lang in LANGS}
    return Text(**words)
