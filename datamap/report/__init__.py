"""Reports: the results of a workbook as pages, PDFs and spreadsheets, in Japanese and English."""

from datamap.report.build import REPORTS, Progress, build_reports, render_report

__all__ = ["REPORTS", "Progress", "build_reports", "render_report"]
