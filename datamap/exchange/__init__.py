"""Spreadsheets both ways: an Excel workbook to fill in, and tables of others read into an inventory.

`export.export_xlsx` writes; `taking.take` reads back and keeps account; `guess.guess` drafts how a
table of somebody else is to be read. Nothing is imported here, since reading needs nothing of writing.
"""
