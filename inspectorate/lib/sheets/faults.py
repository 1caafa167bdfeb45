"""Why a file is refused, in the reader's language."""

from django.utils.translation import gettext, gettext_noop

FILE_FAULTS = {
    "damaged": gettext_noop(
        "The file is damaged or is not a workbook. Open it, save it again as .xlsx and upload it once more."
    ),
    "not_a_workbook": gettext_noop("The file is packed like a workbook but is none. Save the table as .xlsx or .csv."),
    "old_format": gettext_noop(
        "The file is in the old .xls format or protected by a password. "
        "Save it as .xlsx without a password and upload it once more."
    ),
    "encrypted": gettext_noop(
        "The workbook is protected by a password. Take the password off and upload it once more."
    ),
    "macros": gettext_noop("The workbook holds macros. Save it as .xlsx (without macros) and upload it once more."),
    "nested": gettext_noop("The workbook holds other files inside. Keep the table only and upload it once more."),
    "entities": gettext_noop("The workbook refers to material outside itself. Copy the table into a new workbook."),
    "bomb": gettext_noop("The workbook unpacks to more than %(limit)s times its size and is refused."),
    "too_many_members": gettext_noop("The workbook consists of more than %(limit)s parts and is refused."),
    "too_large_unpacked": gettext_noop(
        "Unpacked, the workbook is larger than %(limit)s MB. Divide the table into several files."
    ),
    "too_large": gettext_noop("The table needs more memory than a table may take. Divide it into several files."),
    "too_large_file": gettext_noop("The file is larger than %(limit)s MB. Divide the table into several files."),
    "too_slow": gettext_noop(
        "Reading the file took longer than %(limit)s seconds. Divide the table into several files."
    ),
    "too_many_rows": gettext_noop("The table has more than %(limit)s rows. Divide it into several files."),
    "too_many_columns": gettext_noop("The table has more than %(limit)s columns."),
    "empty": gettext_noop("The file is empty."),
    "header_only": gettext_noop("The file has column names but no rows below them."),
    "wrong_ending": gettext_noop(
        "The content of the file does not agree with the ending “%(ending)s” of its name. "
        "Only .xlsx workbooks and .csv text files are read."
    ),
    "unknown_ending": gettext_noop("Files ending in “%(ending)s” are not read. Save the table as .xlsx or .csv."),
    "unknown_encoding": gettext_noop(
        "The encoding of the text cannot be told: it is neither UTF-8 nor GBK/GB 18030. Save it as CSV UTF-8."
    ),
    "not_text": gettext_noop("The file is not a text table. Save the table as .xlsx or .csv."),
    "broken_row": gettext_noop("Row %(row)s: a quotation mark is not closed or a cell is too long."),
    "no_such_sheet": gettext_noop("There is no worksheet “%(sheet)s”. The workbook has: %(sheets)s."),
    "merged_header": gettext_noop(
        "Cells of the header row are merged (%(ranges)s). Unmerge them: one name for each column."
    ),
    "merged": gettext_noop("Cells are merged (%(ranges)s). Unmerge them and write the value in each cell."),
    "blank_header": gettext_noop("Column %(column)s has no name in the header row."),
    "double_header": gettext_noop("The column name “%(name)s” stands twice in the header row (column %(column)s)."),
}
CELL_FAULTS = {
    "digits_lost": gettext_noop(
        "a number with more than 15 digits: the spreadsheet has changed its last digits; format the column as text "
        "and enter it again"
    ),
    "formula_error": gettext_noop("a formula that ends in an error"),
    "formula_not_computed": gettext_noop(
        "a formula whose result is not saved in the file; open it, save it and upload it again"
    ),
    "time_of_day": gettext_noop("a time of day or a duration"),
}


class SheetRefused(Exception):
    """A file that is not read at all; `code` for programs, `str()` for people."""

    def __init__(self, code: str, **params):
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return gettext(FILE_FAULTS[self.code]) % {key: spoken(item) for key, item in self.params.items()}


def spoken(item) -> str:
    """A parameter in a sentence; several are parted by commas."""
    return ", ".join(map(str, item)) if isinstance(item, list) else str(item)


def cell_fault(code: str) -> str:
    """Why one cell is not trusted, as the end of a sentence."""
    return gettext(CELL_FAULTS[code])
