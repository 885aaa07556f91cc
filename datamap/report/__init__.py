"""Reports: the results of a workbook as pages, PDFs and spreadsheets, in Japanese and English."""
