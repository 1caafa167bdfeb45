"""The papers: what stands where on the printed page, and that the Word file says the same."""

from io import BytesIO

import pytest
from docx import Document as Word
from pypdf import PdfReader

from inspectorate.documents import papers, tasks, workflow
from inspectorate.documents.models import Document
from inspectorate.lib import pdf, word
from tests.lib.pages_of import lines_of, right_edges

pytestmark = pytest.mark.django_db
RIGHT, LINE, CHARACTER = 184, 225 / 22, 16 / 72 * 25.4
LONG = {"level": 0, "text": "各县（市）区人民政府要切实履行教育职责，配齐配强督学队伍。" * 3}


@pytest.fixture
def printed(make, advance, settings):
    """Issue a document with a context and return (document, PDF)."""

    def printed(layout="official", **context):
        settings.SITE_URL = "https://jiaoyududao.example"
        document = advance(make(context=context, layout=layout), "issued")
        return document, pdf.render(papers.page_html(document))

    return printed


def without_space(text):
    return "".join(text.split())


def text_of(made):
    return [
        without_space("".join(line.text for line in lines_of(made, page)))
        for page in range(len(PdfReader(BytesIO(made)).pages))
    ]


def find(made, words, page=0):
    return next(line for line in lines_of(made, page) if words in without_space(line.text))


def test_head_number_rule_and_title_stand_where_the_standard_says(printed, office):
    """R-DOC-05, R-DOC-06, R-DOC-07, R-DOC-09: mark 35 mm down, number and title two lines below."""
    document, made = printed(paragraphs=[LONG])
    mark, number, title = (
        find(made, "教育督导委员会办公室文件"),
        find(made, document.number),
        find(made, "专项督导的通知"),
    )
    assert 37 + 35 < mark.y < 37 + 35 + 22
    assert number.y - mark.y == pytest.approx(3 * LINE, abs=2)
    rule = 37 + 8 * LINE
    assert rule - number.y == pytest.approx(4 + 0.28 * LINE, abs=0.5)
    assert 2 * LINE < title.y - rule < 3 * LINE
    assert title.sizes == {22.0}


def test_first_page_shows_text_of_the_body(printed):
    """R-DOC-11."""
    _document, made = printed(paragraphs=[LONG])
    assert "切实履行教育职责" in text_of(made)[0]


def test_levels_are_numbered_as_the_standard_says(printed):
    """R-DOC-11: 一、 （一） 1. （1）, no 、 after a bracket; each begins anew under its parent."""
    levels = [{"level": level, "text": f"第{level}层"} for level in (1, 2, 3, 4, 4, 3, 2, 1, 2)]
    _document, made = printed(paragraphs=levels)
    whole = "".join(text_of(made))
    for heading in (
        "一、第1层",
        "（一）第2层",
        "1.第3层",
        "（1）第4层",
        "（2）第4层",
        "2.第3层",
        "（二）第2层",
        "二、第1层（一）第2层",
    ):
        assert heading in whole


def test_attachments_are_listed_two_characters_in_without_punctuation(printed):
    """R-DOC-12."""
    _document, made = printed(paragraphs=[LONG], attachments=["名单", "提纲"])
    page = next(page for page in range(2) if "附件：" in text_of(made)[page])
    first, second = find(made, "名单", page), find(made, "提纲", page)
    assert without_space(first.text) == "附件：1.名单"
    assert without_space(second.text) == "2.提纲"
    assert first.x == pytest.approx(28 + 2 * 156 / 28, abs=0.3)


def test_date_ends_four_characters_in_and_name_is_centred_on_it(printed, office):
    """R-DOC-13, R-DOC-14, TV-10."""
    document, made = printed(paragraphs=[LONG], signature="市教育督导办")
    page = next(page for page, text in enumerate(text_of(made)) if "市教育督导办" in text)
    name, date = find(made, "市教育督导办", page), find(made, document.paper["date"], page)
    name_end = right_edges(made, page)[name.y]
    date_width = 2 * (name_end - 6 * CHARACTER / 2 - date.x)  # centred on the same point
    assert RIGHT - (date.x + date_width) == pytest.approx(4 * CHARACTER, abs=1.2)
    assert date.y > name.y


def test_long_name_is_broken_before_it_leaves_the_page(printed, office):
    _document, made = printed(paragraphs=[LONG])
    page = next(page for page, text in enumerate(text_of(made)) if "牡丹江市人民政府教育督导委员会办公室20" in text)
    below = [
        line
        for line in lines_of(made, page)
        if without_space(line.text) in {"牡丹江市人民政府", "教育督导委员会办公室"}
    ]
    assert len(below) == 2
    assert all(right_edges(made, page)[line.y] < RIGHT for line in below)


@pytest.mark.parametrize("count", [1, 4, 6, 9, 14, 20])
def test_imprint_is_the_last_thing_on_an_even_page(printed, count):
    """R-DOC-19: whatever the length, the imprint ends an even page, on the last line of the type area."""
    document, made = printed(paragraphs=[LONG] * count)
    pages = text_of(made)
    assert len(pages) % 2 == 0
    imprint = find(made, "印发", len(pages) - 1)
    assert imprint.sizes == {14.0}
    assert 37 + 225 - 10 < imprint.y < 37 + 225
    assert "抄送：市委办公室。" in pages[-1]
    assert f"{document.paper['printed_on']}印发" in pages[-1]


def test_blank_page_before_the_imprint_has_no_number(printed):
    """R-DOC-20: a blank page before the imprint and the imprint's page carry no page number."""
    found = []
    for count in range(4, 11):
        _document, made = printed(paragraphs=[LONG] * count)
        pages = text_of(made)
        if "" in pages:
            found.append(count)
            assert pages[-2] == ""
            assert "—" not in pages[-1]
        else:
            assert f"—{len(pages)}—" in pages[-1]
    assert found


def test_upward_paper_names_its_approver_on_the_right(printed):
    """R-DOC-06, R-DOC-08: number left, 签发人 right."""
    document, made = printed(paragraphs=[LONG], approver="张喆")
    line = find(made, document.number)
    assert "签发人：张喆" in without_space(line.text)
    assert line.x == pytest.approx(28 + CHARACTER, abs=0.5)


def test_letter_has_its_own_layout(printed, office):
    """R-DOC-24: name 30 mm from the edge of the paper, number right, first page without number, no 印发."""
    document, made = printed(layout="letter", paragraphs=[LONG])
    mark, number = find(made, office.name), find(made, document.number)
    assert 30 < mark.y < 30 + 15
    assert right_edges(made, 0)[number.y] > 150
    assert "—1—" not in text_of(made)[0]
    assert "印发" not in "".join(text_of(made))


def test_minutes_list_who_was_present(printed):
    """R-DOC-24: attendance list, no seal."""
    attendance = [{"label": "出席", "names": ["王明", "李昇"]}, {"label": "请假", "names": ["孙玥"]}]
    _document, made = printed(layout="minutes", letterhead="全体会议纪要", paragraphs=[LONG], attendance=attendance)
    assert "出席：王明、李昇请假：孙玥" in "".join(text_of(made))


def test_working_paper_has_a_black_head(printed, office):
    """R-DOC-21: working papers are not official documents and do not look like them."""
    document, _made = printed(layout="working", paragraphs=[LONG])
    html = papers.body_html(document)
    assert 'class="paper working"' in html
    assert "文件</span>" not in html


def test_no_seal_and_no_place_for_one_is_drawn(printed):
    """R-DOC-14, R-DOC-17."""
    document, _made = printed(paragraphs=[LONG])
    assert "盖章" not in papers.page_html(document)
    assert "此页无正文" not in papers.page_html(document)


def test_markup_in_text_stays_text(printed):
    """T40, T41: user text is escaped; nothing in it is fetched."""
    hostile = '<img src="file:///etc/passwd"><script>alert(1)</script><link rel=attachment href="file:///etc/passwd">'
    document, made = printed(paragraphs=[{"level": 0, "text": hostile}], attachments=[hostile], note=hostile[:40])
    assert "<script>" not in papers.body_html(document)
    assert "<script>alert(1)</script>" in without_space("".join(text_of(made)))


def test_word_file_carries_the_same_words_on_the_same_page(printed):
    """The Word file is made from the same HTML; margins and grid are those of the standard (R-DOC-02, R-DOC-03)."""
    table = {"caption": "分组表", "columns": ["组", "人"], "rows": [["一", "喆堃"]]}
    document, made = printed(
        paragraphs=[LONG, {"level": 1, "text": "内容"}], attachments=["名单"], note="此件公开发布", tables=[table]
    )
    opened = Word(BytesIO(word.to_docx(papers.body_html(document))))
    section = opened.sections[0]
    assert [
        round(size.mm)
        for size in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    ] == [37, 35, 28, 26]
    cells = [cell.text for row in opened.tables[0].rows for cell in row.cells]
    assert cells == ["组", "人", "一", "喆堃"]
    words = without_space("".join(paragraph.text for paragraph in opened.paragraphs))
    in_pdf = "".join(text_of(made))
    for line in papers_lines(document):
        assert line in words
        assert line in in_pdf


def papers_lines(document):
    lines = [without_space(line) for line in word.plain_text(papers.body_html(document)).splitlines()]
    return [line for line in lines if line and "分组表" not in line and len(line) < 26]


def test_rendering_is_made_once_and_kept(make, advance, store, settings):
    """Issued files are stored by fingerprint; a second run of the task changes nothing (T63)."""
    document = advance(make(), "issued")
    tasks.render(document.pk)
    document.refresh_from_db()
    first = document.pdf_id, document.docx_id, document.rendering
    tasks.render(document.pk)
    document.refresh_from_db()
    assert (document.pdf_id, document.docx_id, document.rendering) == first
    assert document.rendering == "done"
    assert document.pdf.path.read_bytes().startswith(b"%PDF")


def test_failed_rendering_is_shown_and_can_be_started_again(
    make, advance, secretary, monkeypatch, django_capture_on_commit_callbacks
):
    """F21: the typesetter is down; the number stands, the files come later."""
    document = advance(make(), "issued")

    def broken(_html):
        raise pdf.RenderFailed("no typesetter")

    with monkeypatch.context() as patched:
        patched.setattr(pdf, "render", broken)
        tasks.render(document.pk)
    document.refresh_from_db()
    assert (document.rendering, document.rendering_error) == ("failed", "no typesetter")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.render_again(document, by=secretary)
    document.refresh_from_db()
    assert (document.rendering, document.rendering_error) == ("done", "")


def test_issue_starts_the_rendering_after_the_commit(make, advance, secretary, django_capture_on_commit_callbacks):
    """T51: nothing happens before the transaction stands."""
    document = advance(make(), "signed")
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        workflow.issue(document, by=secretary)
        assert Document.objects.get(pk=document.pk).rendering == "waiting"
    assert len(callbacks) == 1
    assert Document.objects.get(pk=document.pk).is_rendered


def test_draft_preview_shows_where_the_number_will_stand(make):
    assert "牡政教督办〔　　〕　号" in papers.body_html(make())
