import csv
import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from inspectorate.lib.sheets import stream_book, stream_csv, stream_xlsx, writing

HEADER = ["名称", "数", "日期"]
SIGNS = "=+-@\t\r\0＝＋－＠"
BODIES = ["1+1", "SUM(A1)", "cmd|' /C calc'!A0", 'HYPERLINK("http://127.0.0.1:9")', "3.5", "A1&B1", "", " 1", '"x"']
LEADS = ["", " ", "\u00a0", "\u200b", "\ufeff"]
CORPUS = [lead + sign + body for lead in LEADS for sign in SIGNS for body in BODIES]


def opened(pieces):
    return openpyxl.load_workbook(io.BytesIO(b"".join(pieces)))


def records(pieces):
    return list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8-sig"), newline="")))


def test_no_text_becomes_a_formula_in_a_workbook():
    """T34: every hostile text is a text cell, and editing it does not wake it."""
    sheet = opened(stream_xlsx(["x"], [[text] for text in CORPUS])).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert len(cells) == len(CORPUS) > 490
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_no_text_becomes_a_formula_in_csv():
    """T34: nothing a spreadsheet would compute stands first in a cell."""
    found = records(stream_csv(["x"], [[text] for text in CORPUS]))[1:]
    assert [row[0] for row in found] == ["'" + text.replace("\0", "") for text in CORPUS]


def test_header_is_guarded_too():
    assert opened(stream_xlsx(["=1+1"], [])).active["A1"].data_type == "s"
    assert records(stream_csv(["=1+1"], []))[0] == ["'=1+1"]


@pytest.mark.parametrize("value", [-3.5, -7, 0, 12, 0.1, Decimal("-90.50")])
def test_numbers_stay_numbers(value):
    cell = opened(stream_xlsx(HEADER, [["x", value, None]])).active["B2"]
    assert (cell.data_type, cell.value) == ("n", pytest.approx(float(value)))
    assert records(stream_csv(HEADER, [["x", value, None]]))[1][1] == str(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 123456789012345678])
def test_number_a_spreadsheet_would_change_is_written_as_text(value):
    assert opened(stream_xlsx(HEADER, [["x", value, None]])).active["B2"].value == str(value)


def test_dates_are_native_and_moments_local(settings):
    moment = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    row = ["x", moment, date(2026, 11, 22)]
    sheet = opened(stream_xlsx(HEADER, [row])).active
    assert sheet["C2"].value.date() == date(2026, 11, 22)
    assert sheet["B2"].value == datetime(2026, 11, 23, 0, 30)
    assert records(stream_csv(HEADER, [row]))[1] == ["x", "2026-11-23 00:30", "2026-11-22"]


def test_booleans_and_blanks_are_written_as_such():
    sheet = opened(stream_xlsx(HEADER, [[True, None, ""]])).active
    assert [cell.value for cell in sheet[2]] == [True, None, None]


@pytest.mark.parametrize(
    "text", ["<b>&amp;</b>", "𠀀龘㛃", "a\nb", " 首尾空格 ", "a\x01b\x0b", "]]>", "x" * 40_000, "\ufffe"]
)
def test_any_text_makes_a_workbook_that_opens(text):
    found = opened(stream_xlsx(["x"], [[text]])).active["A2"].value
    kept = writing.ILLEGAL.sub("", text)
    assert (found or "").rstrip("…") == kept[: len((found or "").rstrip("…"))]
    assert len(found or "") >= min(len(kept), 32_767)


def test_long_table_goes_on_in_the_next_worksheet(monkeypatch):
    monkeypatch.setattr(writing, "SHEET_ROWS", 5)
    book = opened(stream_xlsx(["n"], ([n] for n in range(10)), title="学校"))
    assert book.sheetnames == ["学校", "学校 2", "学校 3"]
    assert [sheet.max_row for sheet in book] == [5, 5, 3]
    assert [cell.value for sheet in book for cell in sheet["A"][1:]] == list(range(10))


def test_table_that_just_fills_a_worksheet_makes_no_empty_one(monkeypatch):
    monkeypatch.setattr(writing, "SHEET_ROWS", 5)
    assert opened(stream_xlsx(["n"], ([n] for n in range(4)))).sheetnames == ["Sheet1"]


def test_worksheet_names_are_made_legal_and_different():
    book = opened(stream_book([("错误/[1]:*?", ["a"], []), ("说明", ["b"], [["x"]]), ("", ["c"], [])]))
    assert len(set(book.sheetnames)) == 3
    assert book.sheetnames[1] == "说明"


def test_memory_stays_flat_and_the_first_bytes_come_at_once():
    """T21, row 13 of the performance table: the stream never holds the table."""
    stream = stream_xlsx(HEADER, (["牡丹江市第一中学", n, date(2026, 1, 1)] for n in range(30_000)))
    next(stream)
    tracemalloc.start()
    for _piece in stream:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20


def test_own_exports_are_read_back_as_they_were(tmp_path, rows_of):
    table = [["0012", -3.5, date(2026, 1, 1)], ["=1+1", 7, None], ["'x", 0, None], ["_x000D_", 1, None]]
    for name, stream in (("a.xlsx", stream_xlsx), ("a.csv", stream_csv)):
        (tmp_path / name).write_bytes(b"".join(stream(HEADER, table)))
    assert rows_of(tmp_path / "a.xlsx")[1] == [[cell if cell is not None else "" for cell in row] for row in table]
    assert [row[0] for row in rows_of(tmp_path / "a.csv")[1]] == ["0012", "=1+1", "'x", "_x000D_"]


def test_archive_of_a_workbook_is_sound():
    with zipfile.ZipFile(io.BytesIO(b"".join(stream_xlsx(HEADER, [["a", 1, None]])))) as archive:
        assert archive.testzip() is None
