"""Everything as JSON for programs: documented by a schema, the same bytes for the same input."""

from datamap.report.machine.assessment import assessment_data
from datamap.report.machine.document import ASSESSMENT, ATTACHED, VERSION, WORKBOOK, json_bytes
from datamap.report.machine.inventory import workbook_data

__all__ = [
    "ASSESSMENT",
    "ATTACHED",
    "VERSION",
    "WORKBOOK",
    "assessment_data",
    "json_bytes",
    "workbook_data",
]
