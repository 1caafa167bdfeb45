"""The whole chain of a school, each role at an own desk, from the annual list to the page a citizen reads."""

import pytest

from .story import Casework, read_in_public

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def story(city, enter, clock):
    return Casework(city, city.school, enter, clock)


def test_school_from_the_annual_list_to_the_public_page(story, windows):
    """R-ORG-12, R-INS-06 to 08, 11, 13, 15 to 17, 19, 22 to 24, R-ACC-04, 08, R-SAFE-09, R-PUB-03."""
    story.list_entry()
    story.plan()
    story.give_notice()
    story.inspect()
    story.deliberate(["消防通道堆放杂物。", "课表与实际授课不一致。"])
    story.feed_back()
    story.defend("2. 课表与实际授课不一致。")
    story.send_letter(problems=2)
    first, second = story.items
    story.ask_for_time(first, is_granted=True)
    story.clock.forward(10)
    for item in (first, second):
        story.rectify(item)
    story.recheck(first, is_passed=False)
    story.rectify(first)
    for item in (first, second):
        story.recheck(item, is_passed=True)
        story.close_out(item)
    story.report()
    story.publish()
    page = read_in_public(windows(), "第一中学")
    assert "均已整改" in page
    assert "消防通道堆放杂物" in page
