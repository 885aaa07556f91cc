"""`inventory.csv` and the records beside it -> checked, canonical, in dictionary codes."""

from datamap.inventory.coded import Coded
from datamap.inventory.reading import read_inventory
from datamap.inventory.table import Inventory
from datamap.inventory.workbook import Workbook, read_workbook

__all__ = ["Coded", "Inventory", "Workbook", "read_inventory", "read_workbook"]
