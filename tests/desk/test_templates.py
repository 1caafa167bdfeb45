"""Every page keeps the policy, stands in a frame, and has its icons and styles."""
import gzip
import re

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template
from django.utils import translation

ROOT = settings.BASE_DIR / "templates"
PAGES = sorted(path for path in ROOT.rglob("*.html") if "papers" not in path.parts and "django" not in path.parts)
FRAMES = {"desk/base.html", "desk/base_bare.html", "public/base.html", "error_bare.html"}
ERRORS = ["400", "403", "403_csrf", "404", "413", "429", "500", "503"]
SCRIPT = r"<script(?![^>]*\ssrc=)(?![^>]*application/json)"
INLINE = re.compile(rf"<style|\sstyle=|{SCRIPT}|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
HALF_PAGE = re.compile(r"^_")


def name(path):
    return path.relative_to(ROOT).as_posix()


def test_no_page_holds_inline_script_or_style():
    assert {name(path): found for path in PAGES if (found := INLINE.findall(path.read_text(encoding="utf-8")))} == {}


def test_no_page_loads_anything_from_elsewhere():
    foreign = re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//")
    assert [name(path) for path in PAGES if foreign.search(path.read_text(encoding="utf-8"))] == []


def test_every_whole_page_extends_a_frame():
    pieces = {"_pieces", "feeds"}
    whole = [path for path in PAGES if not HALF_PAGE.match(path.name) and not pieces & set(path.parts)]
    loose = [
        name(path) for path in whole
        if name(path) not in FRAMES and not path.read_text(encoding="utf-8").startswith("{% extends")
        and "<!doctype" in path.read_text(encoding="utf-8").lower()
    ]
    assert loose == []


def test_every_template_compiles():
    for path in PAGES:
        engines["django"].engine.get_template(name(path))


def test_every_named_icon_exists():
    asked = {icon for path in PAGES for icon in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))}
    have = {path.stem for path in (settings.BASE_DIR / "static" / "icons").glob("*.svg")}
    assert asked - have == set()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("code", ERRORS)
def test_error_page_needs_nothing_and_says_what_to_do(code, language):
    with translation.override(language):
        body = get_template(f"{code}.html").render()
    assert body.count("<li>") >= 2
    assert re.search(r"<h1>\s*\S+", body)


def test_first_visit_of_a_citizen_is_light():
    """A first visit loads at most 60 KiB: styles and script compressed, system fonts, no picture but the mark."""
    files = ["vendor/bootstrap/bootstrap.min.css", "css/tokens.css", "css/components.css", "css/public.css",
             "css/print.css", "css/mark.svg", "js/reading.js"]
    sizes = [len(gzip.compress((settings.BASE_DIR / "static" / file).read_bytes())) for file in files]
    assert sum(sizes) < 45 * 1024


def test_vendored_files_name_no_source_maps():
    vendored = (settings.BASE_DIR / "static" / "vendor").rglob("*.*s")
    assert [str(path) for path in vendored if "sourceMappingURL=" in path.read_text(encoding="utf-8")] == []
