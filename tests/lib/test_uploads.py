"""What uploads may be: by content, pictures re-encoded, macros refused, names harmless, the store whole."""

import hashlib
import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from inspectorate.lib import uploads

HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def picture(kind="PNG", size=(40, 30), **options):
    stream = BytesIO()
    Image.new("RGB", size, "red").save(stream, kind, **options)
    return stream.getvalue()


def packed(*names, content=b"<x/>"):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return stream.getvalue()


def keep(name, content):
    return uploads.keep(SimpleUploadedFile(name, content))


DOCX = packed("[Content_Types].xml", "word/document.xml")
XLSX = packed("[Content_Types].xml", "xl/workbook.xml")
GOOD = {
    "整改报告.pdf": b"%PDF-1.7\n%%EOF",
    "方案.docx": DOCX,
    "表.xlsx": XLSX,
    "函.ofd": packed("OFD.xml"),
    "旧.doc": uploads.COMPOUND_HEAD + b"\0" * 600,
    "说明.txt": "整改说明".encode(),
    "表.csv": "校名,人数\n一中,3".encode("gb18030"),
    "照片.jpg": picture("JPEG"),
    "照片.png": picture(),
    "照片.JPEG": picture("JPEG"),
    "照片.bmp": picture("BMP"),
    "录像.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 64,
}
BAD = {
    "页.html": HTML,
    "图.svg": SVG,
    "程序.exe": b"MZ\x90\0" + b"\0" * 64,
    "包.zip": packed("a.txt"),
    "无后缀": b"x",
    "图.png": HTML,
    "图.jpg": SVG,
    "图.gif": HTML,
    "报告.pdf": HTML,
    "报告.docx": HTML,
    "说明.txt": HTML,
    "表.csv": b"\0\1\2",
    "另.txt": SVG,
    "xml.txt": b"<?xml version='1.0'?><x/>",
    "宏.docm": packed("word/document.xml", "word/vbaProject.bin"),
    "宏.docx": packed("word/document.xml", "word/vbaProject.bin"),
    "宏.xlsx": packed("xl/workbook.xml", "xl/vbaProject.bin"),
    "控件.docx": packed("word/document.xml", "word/activeX/activeX1.xml"),
    "内嵌.docx": packed("word/document.xml", "word/embeddings/oleObject1.bin"),
    "壳.docx": packed("a.txt"),
    "壳.xlsx": DOCX,
    "旧宏.xls": uploads.COMPOUND_HEAD + "_VBA_PROJECT".encode("utf-16-le"),
    "脚本.pdf": b"%PDF-1.7\n<< /S /JavaScript /JS (app.alert(1)) >>",
    "启动.pdf": b"%PDF-1.7\n<< /S /Launch >>",
    "空.txt": b"",
    "音.mp3": HTML,
    "像.mp4": HTML,
    "断.png": picture()[:40],
    "断.docx": DOCX[:60],
    "旧.doc": b"PK\3\4" + b"\0" * 64,
    "照片.html.png": HTML,
    "照片.png.html": picture(),
    "快捷.lnk": b"L\0\0\0",
    "脚本.js": b"alert(1)",
    "脚本.php": b"<?php ?>",
    "模板.xlsm": packed("xl/workbook.xml"),
    "程序.jar": packed("META-INF/MANIFEST.MF"),
    "带程序.docx": packed("word/document.xml", "word/run.vbs"),
}


@pytest.mark.parametrize("name", GOOD)
def test_working_papers_are_kept(name):
    kept = keep(name, GOOD[name])
    assert uploads.place(kept.sha256).stat().st_size == kept.size


@pytest.mark.parametrize("name", BAD)
def test_what_could_run_or_lies_about_itself_is_refused(name, store):
    """T25, T33: nothing of it is left in the store."""
    with pytest.raises(uploads.UploadRefused) as refused:
        keep(name, BAD[name])
    assert name.rsplit("/", 1)[-1] in str(refused.value)
    assert not [path for path in store.rglob("*") if path.is_file()]


def test_picture_with_a_page_behind_it_loses_the_page():
    """T25: a PNG with an HTML tail passes as a picture and is stored as nothing but a picture."""
    kept = keep("图.png", picture() + HTML)
    assert b"script" not in uploads.place(kept.sha256).read_bytes()
    assert kept.original_sha256 == hashlib.sha256(picture() + HTML).hexdigest()


def test_picture_keeps_no_exif_and_stands_upright():
    """T29: place, device and author are gone; the turn they asked for is done."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "SecretPhone", {1: "N", 2: (44.0, 35.0, 0.0)}
    kept = keep("照片.jpg", picture("JPEG", size=(40, 30), exif=exif))
    stored = Image.open(uploads.place(kept.sha256))
    assert stored.size == (30, 40)
    assert not stored.getexif()
    assert b"SecretPhone" not in uploads.place(kept.sha256).read_bytes()


def test_other_picture_formats_become_png():
    kept = keep("扫描.bmp", picture("BMP"))
    assert (kept.name, kept.media_type) == ("扫描.png", "image/png")


def bomb(width, height):
    """Return a PNG that says it is huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )


@pytest.mark.parametrize("size", [(60_000, 60_000), (8000, 5001), (65_535, 65_535)])
def test_picture_of_too_many_pixels_is_refused_before_it_is_decoded(size):
    """T28."""
    with pytest.raises(uploads.UploadRefused):
        keep("大.png", bomb(*size))


def test_packed_bomb_is_refused():
    """T30: what it unpacks to is read from its list, nothing is unpacked."""
    with pytest.raises(uploads.UploadRefused):
        keep("大.docx", packed("word/document.xml", content=b"0" * (40 << 20)))


def test_file_over_the_limit_is_refused_with_the_limit_named(settings):
    """T27."""
    settings.UPLOAD_MAX_BYTES = 1 << 20
    with pytest.raises(uploads.UploadRefused, match="1 MB"):
        keep("大.txt", b"0" * ((1 << 20) + 1))


NAMES = {
    "../../etc/passwd.txt": "passwd.txt",
    "..\\..\\windows\\a.txt": "a.txt",
    "/etc/a.txt": "a.txt",
    "a\0b.txt": "ab.txt",
    "a\r\nSet-Cookie: x.txt": "aSet-Cookie: x.txt",
    "报告\u202etxt.exe.txt": "报告txt.exe.txt",
    "喆堃䶮.txt": "喆堃䶮.txt",
    " .. ": "文件",
    "": "文件",
    "...": "文件",
    "con.txt": "con.txt",
    "a/": "文件",
    "\ufeff整改.txt": "整改.txt",
    "\u200b": "文件",
}


@pytest.mark.parametrize("name", NAMES)
def test_name_is_harmless_text(name):
    """T26."""
    cleaned = uploads.clean_name(name)
    assert cleaned in {NAMES[name], "file"}
    assert not set(cleaned) & set("/\\\0\r\n\u202e")


def test_long_name_keeps_its_suffix():
    cleaned = uploads.clean_name("整" * 300 + ".docx")
    assert len(cleaned) == 200
    assert cleaned.endswith(".docx")


@pytest.mark.parametrize("name", ["报告 喆堃.txt", 'a"; filename="b.exe.txt', "a;b.txt", "%0d%0aX: y.txt"])
def test_download_names_the_file_without_splitting_headers(name):
    """T26, RFC 6266."""
    kept = keep(name, b"text")
    response = uploads.download(kept.sha256, kept.name, kept.media_type)
    header = response["Content-Disposition"]
    assert header.startswith("attachment;")
    assert "\n" not in header
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    response.file_to_stream.close()


def test_same_content_is_stored_once_under_its_fingerprint(store):
    """T74."""
    first, second = keep("a.txt", b"same"), keep("b.txt", b"same")
    path = uploads.place(first.sha256)
    assert first.sha256 == second.sha256 == hashlib.sha256(b"same").hexdigest()
    assert path == store / first.sha256[:2] / first.sha256[2:4] / first.sha256
    assert [item for item in store.rglob("*") if item.is_file()] == [path]


def test_stored_content_is_never_overwritten():
    kept = keep("a.txt", b"same")
    before = uploads.place(kept.sha256).stat().st_ino
    keep("a.txt", b"same")
    assert uploads.place(kept.sha256).stat().st_ino == before


def test_broken_writing_leaves_nothing_behind(store):
    """F4, F20: a full disk or a broken upload leaves no half file."""

    def parts():
        yield b"half"
        raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space"):
        uploads.store(parts())
    assert not [item for item in store.rglob("*") if item.is_file()]
