"""Data mapping and impact assessment workbook."""

__version__ = "0.1.0"
