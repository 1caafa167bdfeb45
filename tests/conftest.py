"""Fixtures of the whole suite."""

import pytest

from .stage import City, Walk


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep every test's files to itself."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def stage(db):
    """A small city with everybody in it."""
    return City()


@pytest.fixture
def walk(stage):
    """A walk of the city's school through an inspection."""
    return Walk(stage)
