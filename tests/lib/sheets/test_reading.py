from datetime import date, datetime, time, timedelta

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from inspectorate.lib.sheets import BadCell, Limits, SheetRefused, open_sheet

HEADER = ["学校代码", "学校名称"]


def cell_of(book, rows_of, value, number_format="", **options):
    """What a single cell below the header is read as."""

    def fill(sheet):
        sheet["A1"], sheet["B1"] = "值", "备注"
        sheet["A2"], sheet["B2"] = value, "x"
        if number_format:
            sheet["A2"].number_format = number_format

    return rows_of(book(fill, **options))[1][0][0]


@pytest.mark.parametrize(
    ("value", "number_format", "read"),
    [
        ("08", "General", "08"),
        ("110101199003078515", "@", "110101199003078515"),
        ("2123000001", "@", "2123000001"),
        (2123000001, "General", 2123000001),
        (8, "0000", "0008"),
        (8, '"第"0"号"', 8),
        (0.85, "0%", "85%"),
        (0.8555, "0.00%", "85.55%"),
        (0.07, "0%", "7%"),
        (0.1 + 0.2, "General", 0.3),
        (3.0, "General", 3),
        (-3.5, "General", -3.5),
        (True, "General", True),
        (date(2026, 3, 1), "yyyy-mm-dd", date(2026, 3, 1)),
        (date(2026, 3, 1), 'yyyy"年"m"月"d"日"', date(2026, 3, 1)),
        (datetime(2026, 3, 1, 8, 30), "yyyy-mm-dd hh:mm", datetime(2026, 3, 1, 8, 30)),
        ("１２３", "General", "１２３"),
        ("𠀀龘㛃", "General", "𠀀龘㛃"),
        ("a\nb", "General", "a\nb"),
    ],
)
def test_cell_keeps_the_value_a_person_reads(book, rows_of, value, number_format, read):
    """T37: the value is right, never a silent other one."""
    found = cell_of(book, rows_of, value, number_format)
    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1234567890123456789, "digits_lost"),
        (1.23e18, "digits_lost"),
        ("=1/0", "formula_not_computed"),
        (time(8, 30), "time_of_day"),
        (timedelta(hours=30), "time_of_day"),
    ],
)
def test_cell_that_lost_its_value_is_marked(book, rows_of, value, code):
    """T37: a loss is shown, not read as something else."""
    found = cell_of(book, rows_of, value)
    assert isinstance(found, BadCell)
    assert found.code == code


def test_formula_error_is_not_read_as_blank(book, rows_of):
    def fill(sheet):
        sheet["A1"], sheet["B1"], sheet["B2"] = "值", "备注", "x"
        sheet["A2"].value = "#DIV/0!"
        sheet["A2"].data_type = "e"

    assert rows_of(book(fill))[1][0][0].code == "formula_error"


def test_row_of_uncomputed_formulas_is_not_lost(book, rows_of):
    _header, rows = rows_of(book(rows=[HEADER, ["08", "一小"], ["=A2", "=B2"]]))
    assert [cell.code for cell in rows[1]] == ["formula_not_computed"] * 2


def test_dates_counted_from_1904_are_right(book, rows_of):
    assert cell_of(book, rows_of, date(2026, 3, 1), "yyyy-mm-dd", epoch=CALENDAR_MAC_1904) == date(2026, 3, 1)


def test_row_numbers_are_those_the_spreadsheet_shows(book):
    path = book(rows=[[], HEADER, [], ["1", "一小"], [None, "  "], ["2", "二小"], *[["", None]] * 40])
    with open_sheet(path) as sheet:
        assert sheet.header_row == 2
        assert [number for number, _cells in sheet.rows()] == [4, 6]
        assert sheet.count == 2


def test_hidden_rows_are_read_and_noted(book):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True

    with open_sheet(book(hide, rows=[HEADER, ["1", "一小"], ["2", "二小"]])) as sheet:
        assert sheet.notes["hidden_rows"] == [3]
        assert sheet.count == 2


def test_first_visible_filled_worksheet_is_read_and_the_others_are_named(book):
    def fill(sheet):
        second = sheet.parent.create_sheet("学校")
        second.append(HEADER)
        second.append(["1", "一小"])
        sheet.parent.create_sheet("说明").append(["x"])

    with open_sheet(book(fill)) as sheet:
        assert sheet.notes["sheet"] == "学校"
        assert "说明" in sheet.notes["other_sheets"]


def test_named_worksheet_is_read(book, rows_of, refusal):
    def fill(sheet):
        second = sheet.parent.create_sheet("二")
        second.append(HEADER)
        second.append(["1", "一小"])

    path = book(fill, rows=[["别的"], ["x"]])
    assert rows_of(path, sheet="二")[0] == HEADER
    assert refusal(path, sheet="三") == "no_such_sheet"


@pytest.mark.parametrize(
    ("area", "code"), [("A1:B1", "merged_header"), ("A2:A3", "merged"), ("B2:C2", "merged")]
)
def test_merged_cells_are_refused(book, refusal, area, code):
    """T37: a merged area would give its value to one row only."""
    rows = [[*HEADER, "区"], ["1", "一小", "东安区"], ["2", "二小", "东安区"]]
    assert refusal(book(lambda sheet: sheet.merge_cells(area), rows=rows)) == code


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "empty"),
        ([HEADER], "header_only"),
        ([["名称", "名称"], ["a", "b"]], "double_header"),
        ([["名称", None, "地址"], ["a", "b", "c"]], "blank_header"),
        ([[f"c{n}" for n in range(101)], ["x"]], "too_many_columns"),
    ],
)
def test_header_must_name_every_column_once(book, refusal, rows, code):
    assert refusal(book(rows=rows)) == code


def test_more_rows_than_allowed_are_refused(book, refusal):
    assert refusal(book(rows=[HEADER, *[["1", "x"]] * 6]), limits=Limits(rows=5)) == "too_many_rows"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_every_encoding_offices_use(text, rows_of, encoding):
    content = "学校代码,学校名称,地址\r\n0012,牡丹江市第一中学,“东安区”平安街\r\n".encode(encoding)
    header, rows = rows_of(text(content))
    assert header == ["学校代码", "学校名称", "地址"]
    assert rows == [["0012", "牡丹江市第一中学", "“东安区”平安街"]]


@pytest.mark.parametrize("encoding", ["big5", "shift_jis", "latin-1", "cp1251"])
def test_text_in_another_encoding_is_refused_not_garbled(text, refusal, encoding):
    """T37: bytes that decode in GB 18030 by accident are no text."""
    words = {"big5": "學校名稱,地址\n牡丹江市第一中學,東安區", "shift_jis": "がっこう,じゅうしょ\nひがし,カタカナ"}
    words |= {"latin-1": "École,Größe\nLycée Hélène,Düsseldorf Müller", "cp1251": "Школа,адрес\nМосква,улица Мира"}
    assert refusal(text(words[encoding].encode(encoding))) in {"unknown_encoding", "not_text"}


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_separator_is_found_in_the_header(text, rows_of, separator):
    lines = [separator.join(HEADER), separator.join(["0012", "一小"])]
    assert rows_of(text("\n".join(lines)))[1] == [["0012", "一小"]]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "empty"),
        (b"", "a.xlsx", "empty"),
        (b"a,b\n", "a.csv", "header_only"),
        (b'a,b\n1,"2\n', "a.csv", "broken_row"),
        (b"a,b\n" + b"1,2\n" * 20 + b"\x00", "a.csv", "not_text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a.csv", "not_text"),
        (b"a,b\n1,2\n", "a.xlsx", "wrong_ending"),
        (b"PK\x03\x04xxxxxxxxxxxxxxxxxxxxxxxxxxxx", "a.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xlsx", "old_format"),
        (b"a,b\n1,2\n", "a.xls", "old_format"),
        (b"a,b\n1,2\n", "a.pdf", "unknown_ending"),
        (b"a,b\n1,2\n", "a", "unknown_ending"),
        (b"a,b\n1," + b"x" * 40_000, "a.csv", "broken_row"),
    ],
)
def test_file_that_is_no_table_is_refused(text, refusal, content, name, code):
    assert refusal(text(content, name)) == code


def test_workbook_under_the_name_of_a_text_is_refused(book, refusal):
    assert refusal(book(rows=[HEADER, ["1", "x"]]), filename="a.csv") == "wrong_ending"


def test_file_larger_than_an_upload_is_refused_unopened(text, refusal):
    assert refusal(text(b"a,b\n" + b"1,2\n" * 400), limits=Limits(file=1024)) == "too_large_file"


def test_reader_that_takes_too_long_is_ended(text):
    with pytest.raises(SheetRefused) as caught, open_sheet(text(b"a\n1\n"), limits=Limits(seconds=0)):
        pass
    assert caught.value.code == "too_slow"


def test_row_wider_than_the_header_keeps_its_surplus(text, rows_of):
    _header, rows = rows_of(text("a,b\n1,2,3\n1,2,,\n1\n"))
    assert rows == [["1", "2", "3"], ["1", "2"], ["1"]]


def test_refusals_are_complete_sentences_in_both_languages(settings):
    refused = SheetRefused("no_such_sheet", sheet="三", sheets=["一", "二"])
    assert "一, 二" in str(refused)
