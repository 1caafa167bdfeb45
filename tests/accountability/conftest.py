"""A fixed day, a city that a module shares, and the chain of its school."""

from datetime import date

import pytest
from django.db import transaction

from tests.client import signed_in
from tests.stage import City, at

from .chain import Bare, Chain

TODAY = date(2026, 3, 2)  # a Monday, far from the turn of a year


@pytest.fixture(autouse=True, scope="module")
def today():
    """Let it be the same day in every run."""
    with at(TODAY):
        yield TODAY


@pytest.fixture
def chain(stage):
    """The chain of the city's school."""
    return Chain(stage)


@pytest.fixture
def county_chain(stage):
    """The chain of the county government."""
    return Chain(stage, stage.county)


@pytest.fixture(scope="module")
def city(today, django_db_setup, django_db_blocker):
    """A city with everybody in it, built once for a module and undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield peopled(City())
        transaction.set_rollback(True)


def peopled(city):
    """Give every post its holder now: one made inside a test would be gone after it."""
    names = ("director", "chair", "officer", "government_officer", "secretary", "head", "mayor", "liaison", "leader")
    for name in names:
        getattr(city, name)
    city.finance = city.unit("牡丹江市财政局", "department", city.area)
    city.county_clerk = city.post("county_clerk", city.county_office, name="县督导办干事")
    city.county_director = city.post("county_director", city.county_office, name="县督导办主任")
    return city


@pytest.fixture
def bare(db, city):
    """Rows of the chain in any state, without the walk to them."""
    return Bare(city)


POSTS = ("officer", "director", "secretary", "chair", "head", "liaison", "leader", "stranger", "county_clerk")


@pytest.fixture(scope="module")
def clients(city):
    """A signed-in browser for each post; the stranger is the head of another school."""
    city.stranger = city.post("school", city.other_school, name="他校校长")
    return {name: signed_in(getattr(city, name)) for name in POSTS}
