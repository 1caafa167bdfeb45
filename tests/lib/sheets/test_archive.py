import resource
import time
import zipfile

import pytest

from inspectorate.lib.sheets import Limits

ROWS = [["学校代码", "学校名称"], ["1", "一小"]]
SHEET = "xl/worksheets/sheet1.xml"
SHEET_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


@pytest.mark.parametrize(
    ("member", "content", "code"),
    [
        ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0", "macros"),
        ("xl/macrosheets/sheet1.xml", "<a/>", "macros"),
        ("xl/embeddings/oleObject1.bin", b"x", "nested"),
        ("xl/media/image1.png", b"PK\x03\x04....", "nested"),
        ("inner.zip", b"PK\x05\x06", "nested"),
        ("docProps/more.xlsx", b"x", "nested"),
        (SHEET, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet>&e;</worksheet>', "entities"),
        (SHEET, '<!DOCTYPE x [<!ENTITY e "ha"><!ENTITY f "&e;&e;&e;">]><worksheet>&f;</worksheet>', "entities"),
        (SHEET, '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><worksheet/>'.encode("utf-16"), "entities"),
        ("xl/sharedStrings.xml", '<!DOCTYPE sst SYSTEM "http://127.0.0.1:9/x.dtd"><sst/>', "entities"),
        (SHEET, "<worksheet><sheetData></worksheet>", "damaged"),
        (SHEET, "<worksheet>&unknown;</worksheet>", "damaged"),
        (SHEET, b"\xff\xfe\x00", "damaged"),
        ("xl/_rels/workbook.xml.rels", "<Relationships/>", "damaged"),
        ("xl/workbook.xml", "<workbook/>", "empty"),
    ],
)
def test_hostile_workbook_is_refused(  # noqa: PLR0917 - three fixtures and three parameters
    book, repacked, refusal, member, content, code
):
    """T31, T32, T33: entities, broken XML, macros and packed files end in one sentence."""
    assert refusal(repacked(book(rows=ROWS), {member: content})) == code


def test_macro_workbook_is_refused_by_its_content_type_under_any_name(book, repacked, refusal):
    path = book(rows=ROWS)
    with zipfile.ZipFile(path) as archive:
        types = archive.read("[Content_Types].xml").decode()
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    changed = types.replace("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", kind)
    assert refusal(repacked(path, {"[Content_Types].xml": changed})) == "macros"
    assert refusal(path, filename="a.xlsm") == "macros"


def test_archive_that_is_no_workbook_is_refused(tmp_path, refusal):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refusal(tmp_path / "a.xlsx") == "not_a_workbook"


def test_password_is_named_as_the_reason(book, tmp_path, refusal):
    data = bytearray(book(rows=ROWS).read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    (tmp_path / "locked.xlsx").write_bytes(bytes(data))
    assert refusal(tmp_path / "locked.xlsx") == "encrypted"


@pytest.fixture(params=["spaces", "cells", "strings", "members", "forged"])
def bomb(request, book, repacked, tmp_path):
    """A small file that wants to become a large one (F15)."""
    if request.param == "members":
        return repacked(book(rows=ROWS), {f"xl/media/{n}.png": b"" for n in range(2001)})
    if request.param == "forged":
        return forged(repacked(book(rows=ROWS), {SHEET: SHEET_HEAD + "</sheetData></worksheet>" + " " * 70_000_000}))
    content = {
        "spaces": {SHEET: SHEET_HEAD + " " * 50_000_000 + "</sheetData></worksheet>"},
        "cells": {SHEET: SHEET_HEAD + "<row><c><v>1</v></c></row>" * 3_000_000 + "</sheetData></worksheet>"},
        "strings": {"xl/sharedStrings.xml": "<sst>" + "<si><t>aaaaaaaaaaaaaaaaaaaa</t></si>" * 1_500_000 + "</sst>"},
    }[request.param]
    return repacked(book(rows=ROWS), content)


def forged(path):
    """Say in the archive's list that the worksheet is small."""
    data = bytearray(path.read_bytes())
    at = data.find(SHEET.encode(), data.find(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    return path


@pytest.mark.slow
def test_bomb_is_refused_quickly_and_in_little_memory(bomb, refusal):
    """T30, F15: refused at once, nothing grows in this process."""
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    assert refusal(bomb) in {"bomb", "too_large_unpacked", "too_many_members", "damaged"}
    assert time.monotonic() - start < 1.5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_list_of_members_longer_than_memory_is_not_read(book, tmp_path, refusal):
    data = bytearray(book(rows=ROWS).read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 10 : end + 16] = (9).to_bytes(2, "little") + (1 << 30).to_bytes(4, "little")
    (tmp_path / "a.xlsx").write_bytes(bytes(data))
    assert refusal(tmp_path / "a.xlsx") == "too_many_members"


def test_cell_far_down_and_right_does_not_take_memory(book, repacked, refusal):
    """T30: two cells span a worksheet of seventeen milliards; the reader is ended, not the server."""
    far = SHEET_HEAD + '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = repacked(book(rows=ROWS), {SHEET: far + "</sheetData></worksheet>"})
    assert refusal(path) in {"too_large", "too_many_columns"}


def test_small_workbook_that_compresses_well_is_read(book, rows_of):
    assert len(rows_of(book(rows=[ROWS[0], *[ROWS[1]] * 3000]), limits=Limits(ratio=3))[1]) == 3000
