"""The page that leads to every report of a language."""

from __future__ import annotations

from typing import Any

from datamap import __version__
from datamap.report.context.cover import caution, labels
from datamap.report.context.results import Results
from datamap.report.context.sheets import sheets
from datamap.report.context.speech import Speech
from datamap.report.explorer import MOST_FLOWS

DOORS: dict[str, tuple[str, ...]] = {
    "data-map": ("data-map.html", "data-map.pdf"),
    "impact-assessment": ("impact-assessment.html", "impact-assessment.pdf", "impact-assessment.docx"),
    "audit": ("audit.html", "audit.pdf", "audit.docx", "audit.xlsx"),
    "explorer": ("explorer.html",),
    "tables": ("tables.xlsx",),
}


def index_page(results: Results, speech: Speech) -> dict[str, Any]:
    """Return what the page shows: a door to each report, the caution, the other language."""
    organisation = speech.either(results.workbook.organisation.name) or speech.say("organisation_unnamed")
    other = "en" if speech.lang == "ja" else "ja"
    doors = [
        {
            "title": speech.say(f"title_{name}"),
            "about": speech.say(f"subtitle_{name}"),
            "links": [
                {"href": file, "label": speech.say(f"open_{file.rpartition('.')[2]}")} for file in files
            ],
        }
        for name, files in DOORS.items()
        if name != "explorer" or len(results.workbook.inventory) <= MOST_FLOWS
    ]
    listed = [
        {"href": f"tables/{one.name}.csv", "title": one.title, "about": one.about}
        for one in results.once(sheets, speech)
    ]
    return {
        "lang": speech.lang,
        "title": speech.say("title_index"),
        "kicker": organisation,
        "subtitle": speech.say("subtitle_index", day=results.as_of.isoformat()),
        "organisation": organisation,
        "version": __version__,
        "labels": labels(speech),
        "doors": doors,
        "tables": listed,
        "tables_title": speech.say("tables_as_csv"),
        "blocks": [caution(results, speech)],
        "other": {"href": f"../{other}/index.html", "lang": other, "label": speech.say("other_language")},
    }
