"""`datamap build`: every report of a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from datamap.cli.audit import Before, Since
from datamap.cli.options import HERE, AsOf, Folder, Form, Language, Output, help_of
from datamap.cli.outcome import Stop, need_folder_of_its_own
from datamap.cli.progress import progress
from datamap.cli.say import said, show, show_object
from datamap.vocabulary import text

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help=help_of("out"), show_default=False)]
Outlines = Annotated[
    list[str] | None, typer.Option("--outline", metavar="NAME", help=help_of("outlines"), show_default=False)
]
Seed = Annotated[
    int | None,
    typer.Option("--ranges", metavar="SEED", min=0, help=help_of("ranges_seed"), show_default=False),
]


def build(  # noqa: PLR0913 - one parameter an option
    as_of: AsOf,
    workbook: Folder = HERE,
    lang: Language = "ja",
    output: Form = Output.TEXT,
    out: Out = None,
    *,
    since: Since = None,
    as_of_before: Before = None,
    outline: Outlines = None,
    ranges: Seed = None,
) -> None:
    """Build all reports in both languages, or leave the old ones as they are."""
    from datamap.cli.former import former_state
    from datamap.inventory import read_workbook
    from datamap.report import build_reports
    from datamap.report.context.wish import Wish
    from datamap.risk.human_sheet import judge_sheet

    book = read_workbook(workbook, lang=lang, judge=judge_sheet)
    if not len(book.inventory):
        raise Stop(text("cli", "no_flows_yet"))
    folder = out or workbook / "reports"
    need_folder_of_its_own(folder)
    former = former_state(since, workbook, as_of_before or as_of, lang) if since else None
    wish = Wish(former=former, outlines=_outlines(outline), seed=ranges)
    with progress(lang) as tell:
        written = build_reports(book, folder, as_of, progress=tell, wish=wish)
    if output is Output.JSON:
        results = [{"file": path.relative_to(folder).as_posix()} for path in written]
        show_object(results, as_of=as_of, sha256=book.inventory.sha256, out=str(folder))
    else:
        show(said("build_done", lang, folder=folder, count=len(written)), bold=True)


def _outlines(named: list[str] | None) -> tuple[str, ...]:
    """Return the outlines asked for, `all` standing for every one; without any, the usual one."""
    from datamap.report.context.wish import OUTLINES
    from datamap.risk import outline_keys

    if not named:
        return OUTLINES
    wanted = outline_keys() if "all" in named else tuple(dict.fromkeys(named))
    for name in wanted:
        if name not in outline_keys():
            raise Stop(text("cli", "no_such_outline", word=name, known=", ".join(outline_keys())))
    return wanted
