"""`datamap breach`: what a breach touches, whether it has to be reported, to whom and by when."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop
from datamap.cli.progress import steps
from datamap.cli.sheets import All, Out, save, show_as_object, show_notes, show_sheet, words_checked
from datamap.cli.usage import Refused
from datamap.vocabulary import text

if TYPE_CHECKING:
    from datamap.analysis.exposure import Exposure


class Attack(StrEnum):
    """Whether somebody acted with an improper purpose."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def _moment(written: str) -> datetime | date:
    """Read a day, or a day and a time, with or without a time zone."""
    try:
        return (
            datetime.fromisoformat(written)
            if "T" in written or " " in written
            else date.fromisoformat(written)
        )
    except ValueError:
        raise Refused(text("cli", "bad_moment", value=written)) from None


Places = Annotated[
    list[str] | None, typer.Option("--place", metavar="PLACE", help=help_of("place"), show_default=False)
]
Flows = Annotated[
    list[str] | None, typer.Option("--flow", metavar="ID", help=help_of("flow"), show_default=False)
]
Known = Annotated[
    datetime | None,
    typer.Option("--known", metavar="MOMENT", parser=_moment, help=help_of("known"), show_default=False),
]
Cause = Annotated[Attack, typer.Option("--attack", help=help_of("attack"))]


def breach(  # noqa: PLR0913 - one parameter an option
    as_of: AsOf,
    *,
    place: Places = None,
    flow: Flows = None,
    known: Known = None,
    attack: Cause = Attack.UNKNOWN,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    out: Out = None,
    everything: All = False,
) -> None:
    """Say what is touched if a place or a flow is laid open, and what follows."""
    from datamap.analysis.exposure import exposure
    from datamap.inventory import read_workbook

    if not place and not flow:
        raise Stop(text("cli", "breach_of_what"))
    cause = {Attack.YES: True, Attack.NO: False, Attack.UNKNOWN: None}[attack]
    with steps(lang, workbook, "read", "follow") as step:
        step()
        book = read_workbook(workbook, lang=lang)
        step()
        with words_checked():
            found = exposure(
                book, as_of=as_of, place=place or None, flow=flow or (), known=known, attack=cause
            )
    save(found, book, as_of=as_of, out=out, output=output)
    if output is Output.JSON:
        show_as_object(found, book, as_of)
        return
    _show(found, deadlines=known is not None, everything=everything)


def _show(found: Exposure, *, deadlines: bool, everything: bool) -> None:
    """Print the sheets: what has to be decided first, then what it rests on."""
    show_sheet(found.part("conditions"), ("condition", "met"), ("because",))
    if deadlines:
        show_sheet(
            found.part("deadlines"),
            ("deadline", "from_moment", "until_moment"),
            ("counted", "applies", "source_of_law"),
        )
        show_notes(found.part("deadlines").notes, found.lang)
    show_sheet(found.part("to_tell"), ("tell", "who"), ("applies", "by_when", "source_of_law"))
    show_sheet(found, ("item", "reading"), ("subjects", "flags", "form"), everything=everything)
    show_sheet(
        found.part("people"), ("flow", "persons", "count"), ("source", "recipient"), everything=everything
    )
    show_sheet(
        found.part("copies"),
        ("place", "relation", "reading"),
        ("items", "countries", "flows"),
        everything=everything,
    )
    if len(found.part("stated")):
        show_sheet(found.part("stated"), ("flow", "items"), ("source", "recipient"), everything=everything)
    if len(found.part("former")):
        show_sheet(found.part("former"), ("flow", "ends"), ("source", "recipient", "retention"))
    show_sheet(found.part("protection"), ("flow", "recipient"), ("measures", "to_ask"), everything=everything)
    show_sheet(found.part("report"), ("number", "field"), ("known_so_far", "to_ask"))
    show_notes(found.notes, found.lang)
