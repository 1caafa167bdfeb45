"""The whole chain of a school, by everybody in an own browser window."""

import pytest

from .story import Fieldwork

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def story(city, enter, clock):
    return Fieldwork(city, city.school, enter, clock)


def test_school(story):
    story.list_entry()
    story.plan()
    story.give_notice()
    story.inspect()
    story.deliberate(["问题一", "问题二"])
