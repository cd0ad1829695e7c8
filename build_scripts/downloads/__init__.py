"""The data files that are no text: a workbook, Parquet, a database, each filled report by report in flat memory.

Every one takes reports in order and is done when it is closed. The same reports give the same bytes: no file holds a
time, or the version of a program on this machine.
"""

from build_scripts.downloads.data_report import DataReport, Download, Row
from build_scripts.downloads.database_file import DatabaseFile
from build_scripts.downloads.earlier_rows import Earlier
from build_scripts.downloads.parquet_file import COLUMNS, ParquetFile
from build_scripts.downloads.spreadsheet import SHEET, figures_sheet
from build_scripts.downloads.workbook import Workbook

__all__ = [
    "COLUMNS",
    "SHEET",
    "DataReport",
    "DatabaseFile",
    "Download",
    "Earlier",
    "ParquetFile",
    "Row",
    "Workbook",
    "figures_sheet",
]
