"""Formats for import-export's screens: their exports go through the same safe writers (T34).

class SchoolAdmin(ExportMixin, ModelAdmin):
resource_classes = [SchoolLoader]
formats = SAFE_FORMATS
"""
from typing import Any

from import_export.formats.base_formats import Format
from tablib import Dataset

from .writing import CSV_TYPE, XLSX_TYPE, stream_csv, stream_xlsx


class SafeFormat(Format):
    """A format that is written only: files are read by `open_sheet` and by nothing else."""

    extension = ""
    content_type = ""

    def get_title(self) -> str:
        """Return the name in the list of formats."""
        return self.extension

    def get_extension(self) -> str:
        """Return the ending of the file name."""
        return self.extension

    def get_content_type(self) -> str:
        """Return the media type."""
        return self.content_type

    def can_export(self) -> bool:
        """Exports only."""
        return True

    def export_data(self, dataset: Dataset, **_options: Any) -> bytes:
        """Return the file."""
        raise NotImplementedError


class SafeXLSX(SafeFormat):
    """A workbook of texts, numbers and dates, without formulas."""

    extension, content_type = "xlsx", XLSX_TYPE

    def export_data(self, dataset: Dataset, **_options: Any) -> bytes:
        """Return the workbook."""
        return b"".join(stream_xlsx(dataset.headers or [], dataset))


class SafeCSV(SafeFormat):
    """Delimited text whose cells start no formula."""

    extension, content_type = "csv", CSV_TYPE

    def export_data(self, dataset: Dataset, **_options: Any) -> bytes:
        """Return the text with a byte order mark."""
        return b"".join(stream_csv(dataset.headers or [], dataset))


SAFE_FORMATS = [SafeXLSX, SafeCSV]
