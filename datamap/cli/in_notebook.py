"""Mistakes in a notebook read as sentences: what is wrong and what to do, without a traceback."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from datamap.model import BadQuestion, Lang, Text

if TYPE_CHECKING:
    from types import TracebackType

_UNEXPECTED = re.compile(r"(?:\w+\.)*(\w+)\(\) got an unexpected keyword argument '(\w+)'")
_MISSING = re.compile(r"(?:\w+\.)*(\w+)\(\) missing \d+ required [-\w]+ arguments?: (.+)")


def speak_plainly(lang: Lang) -> None:
    """Have IPython show mistakes in a cell as a sentence; does nothing outside of a notebook.

    `BadInput` and `NoWorkbook` know how they are shown. What else is said here is what a person who
    changes a cell does wrong: a word that nobody knows, an argument that a verb does not take, a name
    that a cell further up has not made yet. Any other error keeps its traceback.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return

    def show(self: Any, kind: type, error: BaseException, trace: Any, tb_offset: int | None = None) -> Any:
        said = sentence_of(error, self.user_ns)
        if said is None:
            self.showtraceback((kind, error, trace), tb_offset=tb_offset)
            return None
        lines = said.in_lang(lang).splitlines()
        self._showtraceback(kind, error, lines)
        return lines

    shell.set_custom_exc((BadQuestion, NameError, TypeError, AttributeError), show)


def sentence_of(error: BaseException, names: Mapping[str, Any]) -> Text | None:
    """Return what an error of the person at the notebook says in both languages; None for any other.

    Parameters
    ----------
    names : what the cells so far have made, to find the verb that was called and the nearest name.

    Examples
    --------
    >>> sentence_of(BadQuestion(Text(ja="Xという項目はありません。", en="There is no item X.")), {}).en
    'There is no item X.'
    >>> sentence_of(KeyError("x"), {}) is None
    True
    """
    if isinstance(error, BadQuestion):
        return error.said
    if isinstance(error, AttributeError):
        return _no_verb(error)
    if not _of_the_cell(error.__traceback__):
        return None
    if isinstance(error, NameError):
        return _not_made(error.name or "", names)
    return _not_taken(str(error), names)


def _of_the_cell(trace: TracebackType | None) -> bool:
    """Tell whether an error arose in the cell itself, not in something that it called."""
    if trace is None:
        return False
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_globals.get("__name__") == "__main__"


def _say(key: str, word: str, near_to: Iterable[str], **values: object) -> Text:
    """Return a sentence about a word, with what was probably meant where something is near."""
    from datamap.records.page import nearest_of
    from datamap.vocabulary import text

    said = text("cli", f"notebook_{key}", word=word, **values)
    near = nearest_of(word, near_to)
    if near is None:
        return said
    meant = text("cli", "notebook_meant", nearest=near)
    return Text(ja=said.ja + meant.ja, en=f"{said.en} {meant.en}")


def _not_made(name: str, names: Mapping[str, Any]) -> Text:
    from datamap.vocabulary.spelling import one_slip

    return _say("not_made", name, [known for known in names if one_slip(name, known)])


def _no_verb(error: AttributeError) -> Text | None:
    """Return what says that datamap has no such verb; other objects speak for themselves."""
    import datamap

    return _say("no_verb", error.name or "", dir(datamap)) if error.obj is datamap else None


def _not_taken(said: str, names: Mapping[str, Any]) -> Text | None:
    """Return what says that a verb of ours was called with an argument too many or too few."""
    if (found := _UNEXPECTED.match(said)) and (verb := _verb(found[1], names)):
        known = [name for name in inspect.signature(verb).parameters if name != "words"]
        return _say("no_argument", found[2], known, verb=found[1], known=", ".join(known))
    if (found := _MISSING.match(said)) and _verb(found[1], names):
        missing = ", ".join(re.findall(r"'(\w+)'", found[2]))
        return _say("needs_argument", missing, (), verb=found[1])
    return None


def _verb(name: str, names: Mapping[str, Any]) -> Callable[..., Any] | None:
    """Return a verb of ours by its name: imported by a cell, or of the package."""
    import datamap

    verb = names.get(name) or (getattr(datamap, name) if name in dir(datamap) else None)
    ours = callable(verb) and str(getattr(verb, "__module__", "")).startswith("datamap.")
    return verb if ours else None
