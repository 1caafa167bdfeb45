"""HTML to PDF in a sandboxed child process (T39, T40), on the page of GB/T 9704-2012.

Only workers call `render`; a web process never does. The child is kept (a new one costs 0.8 s), lives for a number of
documents, and is replaced when a document breaks it. Families of fonts are asked for by role ("Official Fangsong",
"Official Title", …); which fonts answer is settled here from the setting DOCUMENT_FONTS, see docs/fonts.md.
"""

import atexit
import contextlib
import json
import os
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, cast
from xml.sax.saxutils import escape

from django.conf import settings

FOLDER = Path(__file__).parent
DOCUMENTS_PER_CHILD = 200
WALL_SECONDS = 70  # the child's own limit is a minute of processor time; this one catches a child that waits
SHIPPED = {
    "fangsong": ("Official Fangsong", ["FandolFang R", "FandolSong"]),
    "kai": ("Official Kai", ["FandolKai"]),
    "hei": ("Official Hei", ["FandolHei"]),
    "song": ("Official Song", ["FandolSong"]),
    "title": ("Official Title", ["Inspectorate Title"]),
}
RARE = "Inspectorate Rare"  # characters of names that the others lack
# FandolFang's figures and Latin letters are sans serif: they are hidden, so that FandolSong's stand in for them.
HIDE_LATIN = """<match target="scan"><test name="family"><string>FandolFang R</string></test><edit name="charset"
 mode="assign"><minus><name>charset</name><charset><range><int>0x21</int><int>0x7e</int></range></charset></minus></edit>
</match>"""


class RenderFailed(Exception):
    """A document could not be made into a PDF; the message is for the log and for the staff."""


def font_settings(fonts: Mapping[str, Sequence[str]], cache: str) -> str:
    """Return the fontconfig file: our folder and the office's, no font of the machine, families by role."""
    folders = [str(FOLDER / "fonts"), *fonts.get("folders", ())]
    lines = [
        "<fontconfig>",
        HIDE_LATIN,
        *(f"<dir>{escape(folder)}</dir>" for folder in folders),
        f"<cachedir>{cache}</cachedir>",
    ]
    for role, (name, shipped) in SHIPPED.items():
        families = [*fonts.get(role, ()), *shipped, RARE]
        prefer = "".join(f"<family>{escape(family)}</family>" for family in families)
        lines.append(f'<alias binding="strong"><family>{name}</family><prefer>{prefer}</prefer></alias>')
    return "\n".join([*lines, "</fontconfig>"])


class Child:
    """One typesetter process and the pipe to it."""

    def __init__(self, folder: str) -> None:
        self.left = DOCUMENTS_PER_CHILD
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "FONTCONFIG_FILE": f"{folder}/fonts.conf",
            "LANG": "C.UTF-8",
            "SOURCE_DATE_EPOCH": "0",
            "HOME": folder,
        }
        with Path(folder, "stderr").open("wb") as said:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", "-W", "ignore", str(FOLDER / "typesetter.py")],
                env=environment,
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
            )
        self.questions, self.answers = cast("IO[bytes]", self.process.stdin), cast("IO[bytes]", self.process.stdout)
        self._receive()

    def ask(self, html: str) -> bytes:
        """Return the PDF; raise RenderFailed with the child's reason, or OSError/EOFError when the child is gone."""
        self.left -= 1
        request = json.dumps({"html": html}).encode()
        self.questions.write(struct.pack(">I", len(request)) + request)
        self.questions.flush()
        mark, body = self._receive()
        if mark == b"-":
            self.left = 0 if body.startswith(b"MemoryError") else self.left  # what it left behind goes with its child
            raise RenderFailed(body.decode())
        return body

    def _receive(self) -> tuple[bytes, bytes]:
        until = time.monotonic() + WALL_SECONDS
        head = self._read(5, until)
        return head[:1], self._read(struct.unpack(">I", head[1:])[0], until)

    def _read(self, size: int, until: float) -> bytes:
        received = bytearray()
        stream = self.answers.fileno()
        while len(received) < size:
            if not select.select([stream], [], [], max(0, until - time.monotonic()))[0]:
                raise TimeoutError
            if not (part := os.read(stream, min(size - len(received), 1 << 20))):
                raise EOFError
            received += part
        return bytes(received)

    def close(self) -> None:
        """End this one process."""
        self.process.kill()
        self.process.wait()
        self.answers.close()
        with contextlib.suppress(OSError):  # what the dead child never read
            self.questions.close()


class Printer:
    """Keeps one child for this process; one document at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.child: Child | None = None
        self.owner, self.folder = 0, ""

    def render(self, html: str) -> bytes:
        """Return the PDF of a whole HTML page."""
        with self.lock:
            try:
                return self._ready().ask(html)
            except (OSError, EOFError, struct.error) as problem:
                self.close()
                said = Path(self.folder, "stderr").read_text(errors="replace").strip().rpartition("\n")[2]
                msg = f"the typesetter gave up (time or memory) {said}".strip()
                raise RenderFailed(msg) from problem

    def _ready(self) -> Child:
        """Return a living child of this very process: one inherited over a fork belongs to the parent."""
        if self.owner != os.getpid():
            self.child, self.owner = None, os.getpid()
            self.folder = tempfile.mkdtemp(prefix="typeset-")
            Path(self.folder, "fonts.conf").write_text(font_settings(settings.DOCUMENT_FONTS, self.folder))
            atexit.register(self.clean_up, os.getpid())
        if self.child and (self.child.left <= 0 or self.child.process.poll() is not None):
            self.close()
        self.child = self.child or Child(self.folder)
        return self.child

    def close(self) -> None:
        """End the child; the next document starts a new one."""
        if self.child:
            self.child.close()
            self.child = None

    def clean_up(self, owner: int) -> None:
        """Leave nothing behind at the end of the process that started it."""
        if owner == os.getpid():
            self.close()
            shutil.rmtree(self.folder, ignore_errors=True)


printer = Printer()


def render(html: str) -> bytes:
    """Return the PDF (PDF/A-2u, the same bytes for the same input) of an HTML page; raises RenderFailed."""
    return printer.render(html)
