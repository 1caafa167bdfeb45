"""The whole chain of a county government, each role at an own desk, with the self-evaluation a county owes."""

import pytest

from .story import Casework, read_in_public

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def story(city, enter, clock):
    return Casework(city, city.county, enter, clock)


def test_county_from_the_annual_list_to_the_public_page(story, windows):
    """R-ORG-12, R-INS-06 to 11, 13, 15, 16, 19, 22 to 24, R-ACC-04, 08, R-SAFE-09, R-PUB-03."""
    story.list_entry()
    story.plan()
    story.give_notice(self_evaluation_in=10)
    story.self_evaluate()
    story.inspect()
    story.deliberate(["教师编制未按标准核定。"])
    story.feed_back()
    story.waive()
    story.send_letter(problems=1)
    (item,) = story.items
    story.ask_for_time(item, is_granted=False)
    story.clock.forward(10)
    story.rectify(item)
    story.recheck(item, is_passed=True)
    story.close_out(item)
    story.report()
    story.publish()
    page = read_in_public(windows(), "海林市")
    assert "教师编制未按标准核定" in page
