"""Documents that the law or an authority asks for, drafted from the inventory and the records."""

from datamap.report.documents.case import Case
from datamap.report.documents.draft import Drafted, Question
from datamap.report.documents.drafting import DOCUMENTS, FORMATS, Account, draft_documents, drafted_files

__all__ = [
    "DOCUMENTS",
    "FORMATS",
    "Account",
    "Case",
    "Drafted",
    "Question",
    "draft_documents",
    "drafted_files",
]
