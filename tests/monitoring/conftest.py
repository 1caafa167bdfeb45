import pytest

from tests.inspectors.people import *  # noqa: F403
from tests.stage import at

from .asked import JUNE, Asked


@pytest.fixture
def asked(stage):
    with at(JUNE):
        yield Asked(stage)
