"""Fixtures of the chain."""

import pytest

from .chain import Chain


@pytest.fixture
def chain(stage):
    """The chain of the city's school."""
    return Chain(stage)


@pytest.fixture
def county_chain(stage):
    """The chain of the county government."""
    return Chain(stage, stage.county)
