"""A running server with a small city, one Chromium, and a window of its own for everybody who acts."""

from datetime import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.utils import timezone

from inspectorate.rulebook.workflow import load_shipped_settings, seed_calendar
from tests.stage import City

from .clock import Clock
from .desk import Desk, Window
from .world import authenticator

BEGIN = datetime(2026, 3, 2, 9, 30)  # a Monday of a year whose calendar has been announced
YEARS = 4 * 365 * 24 * 3600


@pytest.fixture
def clock(monkeypatch):
    """The program's clock: it runs, begins on BEGIN and can be put forward."""
    clock = Clock(timezone.make_aware(BEGIN))
    monkeypatch.setattr("django.utils.timezone.now", clock.now)
    return clock


@pytest.fixture
def city(transactional_db, clock, settings):
    """The small city of tests/stage.py; sessions outlive the months that the clock is put forward."""
    settings.SESSION_COOKIE_AGE = settings.SESSION_IDLE_SECONDS = YEARS
    settings.PASSWORD_ROTATION_DAYS = 0
    cache.clear()
    seed_calendar()
    # A flushed database has lost what migrations entered.
    import_module("supervision.migrations.0002_seed_matters_and_instruments").seed(apps, None)
    city = City()
    load_shipped_settings()
    yield city
    cache.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Tell with a failure what every window showed at that moment."""
    report = yield
    if report.when == "call" and report.failed:
        for one in getattr(item, "windows", []):
            report.sections.append((f"window at {one.page.url}", one.page.inner_text("body")))
    return report


@pytest.fixture
def windows(request, chromium, live_server):
    """Open browser windows with cookies of their own; at the end none may have complained."""
    opened = request.node.windows = []

    def window(**options):
        opened.append(Window(chromium, live_server.url, **options))
        return opened[-1]

    yield window
    complaints = [complaint for one in opened for complaint in one.complaints]
    for one in opened:
        one.close()
    assert complaints == []


@pytest.fixture
def enter(windows, city):
    """Sign somebody in through the page, with the second factor where the role asks for one."""

    def enter(post, **options):
        authenticator(post)
        desk = Desk(windows(**options), post)
        desk.sign_in()
        return desk

    return enter
