"""Safe reading and writing of tables: CSV and XLSX (T30-T38).

Reading happens in a limited child process (`open_sheet`), writing is a stream of bytes in flat memory
(`stream_csv`, `stream_xlsx`) whose cells can never start a formula.
"""

from .faults import CELL_FAULTS, SheetRefused, cell_fault
from .reading import BadCell, Limits, Sheet, open_sheet
from .writing import CSV_TYPE, XLSX_TYPE, stream_book, stream_csv, stream_xlsx

__all__ = [
    "CELL_FAULTS",
    "CSV_TYPE",
    "XLSX_TYPE",
    "BadCell",
    "Limits",
    "Sheet",
    "SheetRefused",
    "cell_fault",
    "open_sheet",
    "stream_book",
    "stream_csv",
    "stream_xlsx",
]
