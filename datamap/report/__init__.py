"""Reports: the results of a workbook as pages, PDFs and spreadsheets, in Japanese and English."""

from datamap.report.build import REPORTS, Progress, build_reports, render_report
from datamap.report.explorer import explore

__all__ = ["REPORTS", "Progress", "build_reports", "explore", "render_report"]
