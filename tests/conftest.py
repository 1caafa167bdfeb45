"""Fixtures of the whole suite."""

import gc
import os
import shutil

import pytest
from django.core.cache import cache
from django.utils import translation
from playwright.sync_api import sync_playwright

from inspectorate.register.views import gate

from .stage import City, Walk

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_finish():
    """What was imported and collected stays to the end: the garbage collector need not walk it over and over."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests; Playwright's loop stays alive as long, hence the leave for Django."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep every test's files to itself."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def office_language(settings):
    """A request in English leaves the language active in the process: begin each test in the office's."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def fresh_cache():
    """Budgets, answers and counts of one test are none of the next one's."""
    cache.clear()


@pytest.fixture(autouse=True)
def verified(request, monkeypatch):
    """A test client's session counts as verified; the gate itself is tested under register and in the browser."""
    if request.node.path.parent.name not in {"register", "browser"}:
        monkeypatch.setattr(gate, "needs_second_factor", lambda _post: False)


@pytest.fixture
def stage(db):
    """A small city with everybody in it."""
    return City()


@pytest.fixture
def walk(stage):
    """A walk of the city's school through an inspection."""
    return Walk(stage)
