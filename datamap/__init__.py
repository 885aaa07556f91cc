"""Data mapping and impact assessment workbook."""
