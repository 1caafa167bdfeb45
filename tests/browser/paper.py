"""What every official paper must look like, read from its PDF."""

import re
from io import BytesIO

from pypdf import PdfReader

A4 = (595.28, 841.89)  # points
RED = re.compile(rb"0\.9\d* 0 0\.0\d* rg")
CODES = {"official": "牡政教督办", "working": "牡教督文", "letter": "牡教督函"}
HAS_RED = {"official", "letter"}  # GB/T 9704: the red head of papers and of letters; working papers have none


class Paper:
    """A PDF as its reader sees it."""

    def __init__(self, content):
        assert content.startswith(b"%PDF-")
        self.reader = PdfReader(BytesIO(content))
        self.text = "\n".join(page.extract_text() for page in self.reader.pages)
        self.plain = "".join(self.text.split())

    @property
    def is_red(self):
        return any(RED.search(page.get_contents().get_data()) for page in self.reader.pages)

    @property
    def fonts(self):
        """The font descriptors of all pages."""
        for page in self.reader.pages:
            for font in page["/Resources"]["/Font"].values():
                inner = font.get_object().get("/DescendantFonts", [font])[0].get_object()
                yield inner["/FontDescriptor"].get_object()


def check(content, *, title, layout, on):
    """Check number, dates, title, page, head and fonts of a paper issued on a day; returns it."""
    paper = Paper(content)
    for page in paper.reader.pages:
        assert [round(float(side), 2) for side in page.mediabox[2:]] == list(A4)
    assert re.search(rf"(?m)^(签发人：\S+?)?{CODES[layout]}〔{on.year}〕[1-9]\d*号$", paper.text), paper.text[:200]
    assert f"{on.year}年{on.month}月{on.day}日" in paper.plain
    assert not re.findall(r"\d{4}年0|年0\d?月|月0\d?日|\d{4}-\d\d-\d\d", paper.plain)
    assert title in paper.plain
    assert "牡丹江市人民政府教育督导委员会办公室" in paper.plain
    assert paper.is_red == (layout in HAS_RED)
    assert layout == "letter" or "—1—" in paper.plain
    assert all({"/FontFile2", "/FontFile3"} & set(font) for font in paper.fonts)
    return paper
