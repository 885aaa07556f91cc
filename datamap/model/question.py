"""A question that cannot be answered as it was put."""

from __future__ import annotations

from datamap.model.text import Text


class BadQuestion(KeyError, ValueError):
    """A word, a day or a choice in a question is none that there is; says in both languages which.

    It is a mistake of the person who asks, never one of the inventory (that is `BadInput`): the
    command line stops with the sentence, a notebook shows it without a traceback.

    Attributes
    ----------
    said : what is wrong with the question, and what was probably meant.

    Examples
    --------
    >>> print(BadQuestion(Text(ja="「X」という行はありません。", en="There is no row X.")))
    There is no row X. / 「X」という行はありません。
    """

    def __init__(self, said: Text) -> None:
        super().__init__(said)
        self.said = said

    def __str__(self) -> str:
        return f"{self.said.en} / {self.said.ja}"
