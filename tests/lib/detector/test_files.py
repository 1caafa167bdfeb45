"""What files say, seen and unseen (T88)."""
import io
import zipfile

import openpyxl
import pytest
from docx import Document
from docx.oxml import OxmlElement
from openpyxl.comments import Comment
from pypdf import PdfReader
from weasyprint import HTML

from inspectorate.lib.copies import clean_copy
from inspectorate.lib.detector import Kind
from inspectorate.lib.detector.files import read, scan_file

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PHONE = "13945312345"


def packed(thing):
    """Save a workbook or a text to bytes."""
    target = io.BytesIO()
    thing.save(target)
    return target.getvalue()


def kinds(content, media_type):
    found, _is_readable = scan_file(content, media_type)
    return {item.kind for item in found}


@pytest.fixture
def book():
    made = openpyxl.Workbook()
    made.active.append(["学校", "问题"])
    made.active.append(["第三小学", "灭火器压力不足"])
    return made


@pytest.fixture
def text():
    made = Document()
    made.add_paragraph("第三小学督导报告，办公电话0453-1234567。")
    made.core_properties.author = "张三"
    return made


def test_clean_files_pass(book, text):
    assert scan_file(packed(book), XLSX) == ([], True)
    assert scan_file(packed(text), DOCX) == ([], True)


def test_phone_kept_as_a_number_in_a_cell_is_found(book):
    book.active.append(["电话", int(PHONE)])
    assert kinds(packed(book), XLSX) == {Kind.MOBILE}


def test_word_broken_into_runs_is_joined(text):
    paragraph = text.add_paragraph("电话")
    paragraph.add_run(PHONE[:5]).bold = True
    paragraph.add_run(PHONE[5:])
    assert kinds(packed(text), DOCX) == {Kind.MOBILE}


def test_hidden_sheet_row_and_comment_are_named(book):
    hidden = book.create_sheet("名单")
    hidden.append(["学生姓名", "班级"])
    hidden.append(["王小明", "一班"])
    hidden.sheet_state = "hidden"
    book.active.row_dimensions[2].hidden = True
    book.active["A1"].comment = Comment("请核实", "李四")
    found, _is_readable = scan_file(packed(book), XLSX)
    hidden_things = {"comments", "hidden rows, columns, sheets or slides"}
    assert {item.text for item in found if item.kind == Kind.HIDDEN} == hidden_things
    assert "王小明" in {item.text for item in found}


def test_deleted_words_of_a_tracked_change_are_found(text):
    paragraph = text.add_paragraph("已改正")
    deletion, run, words = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    words.text = f"原电话{PHONE}"
    run.append(words)
    deletion.append(run)
    paragraph._p.append(deletion)
    assert kinds(packed(text), DOCX) == {Kind.HIDDEN, Kind.MOBILE}


def test_text_under_a_black_box_in_a_pdf_is_found():
    box = "position:absolute;top:0;left:0;width:20cm;height:3cm;background:#000"
    page = f"<p>电话 {PHONE}</p><div style='{box}'></div>"
    assert kinds(HTML(string=page).write_pdf(), "application/pdf") == {Kind.MOBILE}


def test_scanned_page_must_be_seen_by_a_person():
    found, is_readable = scan_file(HTML(string="<p></p>").write_pdf(), "application/pdf")
    assert (found, is_readable) == ([], False)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"PK\x03\x04broken", b"\x89PNG\r\n\x1a\n"])
@pytest.mark.parametrize("media_type", ["application/pdf", DOCX, "image/png"])
def test_unreadable_file_is_said_so_and_never_an_error(content, media_type):
    assert scan_file(content, media_type)[1] is False


def test_xml_that_declares_entities_is_not_read():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert read(target.getvalue(), DOCX).is_readable is False


def test_public_copy_of_a_text_has_no_author(text):
    copy = clean_copy(packed(text), DOCX)
    assert Document(io.BytesIO(copy)).paragraphs[0].text.startswith("第三小学")
    archive = zipfile.ZipFile(io.BytesIO(copy))
    assert "张三".encode() not in b"".join(archive.read(name) for name in archive.namelist())


def test_public_copy_of_a_workbook_opens_and_has_no_author(book):
    book.properties.creator = "张三"
    copy = openpyxl.load_workbook(io.BytesIO(clean_copy(packed(book), XLSX)))
    assert copy.active["A2"].value == "第三小学"
    assert copy.properties.creator != "张三"


def test_public_copy_of_a_pdf_has_no_properties():
    content = HTML(string="<meta name=author content=张三><title>报告</title><p>第三小学</p>").write_pdf()
    copy = clean_copy(content, "application/pdf")
    assert "第三小学" in read(copy, "application/pdf").texts[0][1].replace(" ", "")
    assert PdfReader(io.BytesIO(content)).metadata.author == "张三"
    assert not (PdfReader(io.BytesIO(copy)).metadata or {}).get("/Author")


@pytest.mark.parametrize("media_type", ["video/mp4", "application/msword", "application/x-other"])
def test_other_types_cannot_be_published(media_type):
    with pytest.raises(ValueError, match=media_type):
        clean_copy(b"content", media_type)
