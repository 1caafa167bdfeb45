"""A fixed day, rules that an area has set, and one file that the tests of a module share."""

from datetime import date

import pytest
from django.db import transaction

from inspectorate.rulebook.models import Setting
from tests.client import signed_in
from tests.stage import City, at

from .file import TODAY, File
from .visiting import Round


@pytest.fixture(autouse=True, scope="module")
def today():
    """Let it be the same day in every run."""
    with at(TODAY):
        yield TODAY


@pytest.fixture
def bind():
    """Let a value of a rule bind in an area."""

    def bind(area, rule, value):
        return Setting.objects.create(
            area=area, rule=rule, value=value, valid_from=date(2021, 1, 1), document="测试文件", state="approved",
            **area.scope,
        )  # fmt: skip

    return bind


@pytest.fixture(scope="module")
def city(today, django_db_setup, django_db_blocker):
    """One city for all tests of a module; each test undoes what it does."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield City()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def file(city):
    """A finished inspection with its entry."""
    return File(city)


@pytest.fixture(scope="module")
def clients(file):
    """A browser for each post that comes to the file's pages."""
    return {name: signed_in(post) for name, post in file.posts.items()}


@pytest.fixture(scope="module")
def visits(city):
    """A responsible inspector with a school."""
    return Round(city)
