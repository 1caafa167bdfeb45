import io

import openpyxl
import pytest
from tablib import Dataset

from inspectorate.lib.sheets.formats import SAFE_FORMATS, SafeCSV, SafeXLSX

TABLE = Dataset(["=1+1", -3.5, None], headers=["名称", "数", "备注"])


def test_export_of_the_admin_holds_no_formula():
    """T34: the library's own escaping lets five of seven hostile beginnings through."""
    sheet = openpyxl.load_workbook(io.BytesIO(SafeXLSX().export_data(TABLE))).active
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", "=1+1")
    assert sheet["B2"].value == -3.5
    assert "'=1+1,-3.5," in SafeCSV().export_data(TABLE).decode("utf-8-sig")


@pytest.mark.parametrize("kind", SAFE_FORMATS)
def test_format_writes_only(kind):
    made = kind()
    assert made.can_export()
    assert not made.can_import()
    assert made.get_extension() == made.get_title()
    assert made.get_content_type()
