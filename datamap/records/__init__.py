"""What people state and decide: the files of `records/`, read strictly.

`read_records` never raises on bad input: it returns what could be read together with every
problem, so that a person mends all files at once.
"""

from datamap.records.reader import FILES, Records, read_records
from datamap.records.writing import add_assumptions

__all__ = ["FILES", "Records", "add_assumptions", "read_records"]
