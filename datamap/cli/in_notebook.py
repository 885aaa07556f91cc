"""Mistakes in a notebook read as sentences: what is wrong and what to do, without a traceback."""

from __future__ import annotations

import sys
from typing import Any

from datamap.model import Lang

_HINT = " / "
"""Stands between the two languages of a message about a word that nobody knows."""


def speak_plainly(lang: Lang) -> None:
    """Have IPython show our messages about unknown words alone; does nothing outside of a notebook.

    `BadInput` and `NoWorkbook` know how they are shown; a `KeyError` does not, and most of them are not ours.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return

    def show(self: Any, kind: type, error: BaseException, trace: Any, tb_offset: int | None = None) -> Any:
        words = sentence_of(error, lang)
        if words is None:
            self.showtraceback((kind, error, trace), tb_offset=tb_offset)
            return None
        self._showtraceback(kind, error, words.splitlines())
        return words.splitlines()

    shell.set_custom_exc((KeyError,), show)


def sentence_of(error: BaseException, lang: Lang) -> str | None:
    """Return the message of an error that speaks both languages in the one asked for; None for any other.

    Examples
    --------
    >>> sentence_of(KeyError("There is no item X. / Xという項目はありません。"), "ja")
    'Xという項目はありません。'
    >>> sentence_of(KeyError("x"), "ja") is None
    True
    """
    said = error.args[0] if error.args else ""
    if not isinstance(said, str) or _HINT not in said:
        return None
    en, _, ja = said.partition(_HINT)
    return ja if lang == "ja" else en
