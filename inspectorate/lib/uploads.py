"""What may be uploaded and how it is kept: type by content, pictures re-encoded, macros refused (T25 to T29, T33).

Files lie under MEDIA_ROOT by the SHA-256 of what is kept, and are never overwritten.
"""

import hashlib
import os
import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000
MOST_MEMBERS, MOST_UNPACKED, MOST_RATIO = 4000, 500 << 20, 200
NAME_LENGTH = 200
WATCHED = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
OFFICE = "application/vnd.openxmlformats-officedocument"
PACKED = {  # extension: (media type, the member that must be inside)
    ".docx": (f"{OFFICE}.wordprocessingml.document", "word/document.xml"),
    ".xlsx": (f"{OFFICE}.spreadsheetml.sheet", "xl/workbook.xml"),
    ".pptx": (f"{OFFICE}.presentationml.presentation", "ppt/presentation.xml"),
    ".ofd": ("application/ofd", "OFD.xml"),
}
ACTIVE_MEMBERS = re.compile(
    r"vbaProject|/activeX/|/embeddings/.*\.(bin|exe)|macrosheets|\.(exe|js|vbs|bat|cmd|jar|ps1)$", re.IGNORECASE
)
COMPOUND = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".wps": "application/vnd.ms-works",
}
COMPOUND_HEAD = bytes.fromhex("d0cf11e0a1b11ae1")
MACRO_STREAMS = [name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Macros", "VBA\0")]
PICTURES = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".png": "PNG",
    ".webp": "PNG",
    ".bmp": "PNG",
    ".gif": "PNG",
    ".tif": "PNG",
    ".tiff": "PNG",
}
PICTURE_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
PICTURE_TYPES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png")}
RECORDINGS = {".mp4": "video/mp4", ".m4a": "audio/mp4", ".mp3": "audio/mpeg"}
TEXTS = {".txt": "text/plain", ".csv": "text/csv"}


class UploadRefused(ValueError):
    """The file is not kept; the message says why and what would be."""


@dataclass(frozen=True)
class Kept:
    """A file as it lies in the store; `original_sha256` is the fingerprint of what was sent."""

    sha256: str
    original_sha256: str
    name: str
    size: int
    media_type: str


def place(sha256: str) -> Path:
    """Return where the content with this fingerprint lies."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def keep(upload: UploadedFile) -> Kept:
    """Check and store an uploaded file; raise UploadRefused."""
    name = clean_name(upload.name or "")
    sent = upload.size or 0
    if sent > settings.UPLOAD_MAX_BYTES:
        raise UploadRefused(
            _("“%(name)s” is larger than %(most)s MB.") % {"name": name, "most": settings.UPLOAD_MAX_BYTES >> 20}
        )
    if not sent:
        raise UploadRefused(_("“%(name)s” is empty.") % {"name": name})
    with tempfile.SpooledTemporaryFile(max_size=4 << 20) as copy:
        original = _copy(upload.chunks(), copy)
        media_type, name = _checked(copy, name)
        copy.seek(0)
        sha256, size = store(iter(lambda: copy.read(1 << 20), b""))
    return Kept(sha256, original, name, size, media_type)


def keep_bytes(content: bytes, name: str, media_type: str) -> Kept:
    """Store what the system itself has made."""
    sha256, size = store([content])
    return Kept(sha256, sha256, clean_name(name), size, media_type)


def store(parts: Iterable[bytes]) -> tuple[str, int]:
    """Write content under its fingerprint, whole or not at all; the same content twice is one file."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor, draft = tempfile.mkstemp(dir=root, prefix="coming-")
    try:
        with os.fdopen(descriptor, "wb") as target:
            for part in parts:
                digest.update(part)
                size += target.write(part)
            target.flush()
            os.fsync(target.fileno())
        final = place(digest.hexdigest())
        final.parent.mkdir(parents=True, exist_ok=True)
        if not final.exists():
            Path(draft).chmod(0o640)
            Path(draft).rename(final)
    finally:
        Path(draft).unlink(missing_ok=True)
    return digest.hexdigest(), size


def clean_name(name: str) -> str:
    """Return the last part of a file name as harmless text: no path, no control or direction character, 200 at most."""
    name = WATCHED.sub("", name).replace("\\", "/").rsplit("/", 1)[-1].strip(" .") or _("file")
    suffix = Path(name).suffix
    stem = name.removesuffix(suffix)
    return stem[: NAME_LENGTH - len(suffix)] + suffix if len(suffix) <= 10 else name[:NAME_LENGTH]


def download(sha256: str, name: str, media_type: str) -> FileResponse:
    """Return the content as a download that no browser will run."""
    response = FileResponse(place(sha256).open("rb"), as_attachment=True, filename=name, content_type=media_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _copy(chunks: Iterable[bytes], target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def _checked(content: IO[bytes], name: str) -> tuple[str, str]:
    """Return media type and name of a permitted file; a picture is replaced in place by its re-encoded self."""
    suffix = Path(name).suffix.lower()
    content.seek(0)
    head = content.read(4096)
    content.seek(0)
    for suffixes, check in CHECKS:
        if suffix in suffixes:
            return check(content, head, name, suffix)
    raise UploadRefused(
        _(
            "“%(name)s”: files of this type are not accepted. Accepted are PDF, OFD, Word, Excel, "
            "PowerPoint, pictures, text, MP3, M4A and MP4."
        )
        % {"name": name}
    )


def _mismatch(name: str) -> UploadRefused:
    return UploadRefused(_("“%(name)s”: the content is not what the name says.") % {"name": name})


def _check_pdf(content: IO[bytes], head: bytes, name: str, _suffix: str) -> tuple[str, str]:
    if not head.startswith(b"%PDF-"):
        raise _mismatch(name)
    body = content.read()
    if b"/JavaScript" in body or b"/Launch" in body or b"/EmbeddedFile" in body:
        raise UploadRefused(_("“%(name)s” contains scripts or embedded files. Print it to PDF again.") % {"name": name})
    return "application/pdf", name


def _check_packed(content: IO[bytes], _head: bytes, name: str, suffix: str) -> tuple[str, str]:
    media_type, wanted = PACKED[suffix]
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as broken:
        raise _mismatch(name) from broken
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked / packed > MOST_RATIO:
        raise UploadRefused(_("“%(name)s” unpacks to more than is accepted.") % {"name": name})
    names = {member.filename for member in members}
    if wanted not in names:
        raise _mismatch(name)
    if any(ACTIVE_MEMBERS.search(member) for member in names):
        raise _macros(name)
    return media_type, name


def _check_compound(content: IO[bytes], head: bytes, name: str, suffix: str) -> tuple[str, str]:
    if not head.startswith(COMPOUND_HEAD):
        raise _mismatch(name)
    body = content.read()
    if any(stream in body for stream in MACRO_STREAMS):
        raise _macros(name)
    return COMPOUND[suffix], name


def _macros(name: str) -> UploadRefused:
    return UploadRefused(_("“%(name)s” contains macros or programs. Save it without them.") % {"name": name})


def _check_picture(content: IO[bytes], _head: bytes, name: str, suffix: str) -> tuple[str, str]:
    """Re-encode: no EXIF, no second life as a page or program."""
    kind = PICTURES[suffix]
    try:
        clean = _decoded(content, "RGB" if kind == "JPEG" else "RGBA")
    except UploadRefused:
        raise UploadRefused(
            _("“%(name)s” has more than %(most)s million pixels.") % {"name": name, "most": MOST_PIXELS // 1_000_000}
        ) from None
    except (OSError, SyntaxError, ValueError, MemoryError, Image.DecompressionBombError) as broken:
        raise _mismatch(name) from broken
    content.seek(0)
    content.truncate()
    clean.save(content, kind, quality=88, optimize=True)
    media_type, extension = PICTURE_TYPES[kind]
    return media_type, name if suffix in {extension, ".jpeg"} else str(Path(name).with_suffix(extension))


def _decoded(content: IO[bytes], mode: str) -> Image.Image:
    """Return the bare pixels, upright; the size is read before anything is decoded (T28)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = Image.open(content, formats=PICTURE_FORMATS)
    if picture.width * picture.height > MOST_PIXELS:
        raise UploadRefused
    upright = ImageOps.exif_transpose(picture).convert(mode)
    bare = Image.new(mode, upright.size)
    bare.paste(upright)
    return bare


def _check_recording(_content: IO[bytes], head: bytes, name: str, suffix: str) -> tuple[str, str]:
    try:
        found = {match.extension for match in puremagic.magic_string(head, name)}
    except puremagic.PureError as unknown:
        raise _mismatch(name) from unknown
    if suffix not in found and not (suffix in {".mp4", ".m4a"} and head[4:8] == b"ftyp"):
        raise _mismatch(name)
    return RECORDINGS[suffix], name


def _check_text(content: IO[bytes], head: bytes, name: str, suffix: str) -> tuple[str, str]:
    body = content.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not head.lstrip().lower().startswith(
            (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script")
        ):
            return TEXTS[suffix], name
    raise _mismatch(name)


Check = Callable[[IO[bytes], bytes, str, str], tuple[str, str]]
CHECKS: tuple[tuple[Iterable[str], Check], ...] = (
    ({".pdf"}, _check_pdf),
    (PACKED, _check_packed),
    (COMPOUND, _check_compound),
    (PICTURES, _check_picture),
    (RECORDINGS, _check_recording),
    (TEXTS, _check_text),
)
