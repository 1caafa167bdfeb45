"""What is left undone climbs the whole ladder, up to the page a citizen reads, by the scope that was decided."""

import pytest

from tests.accountability.chain import Chain

from .ladder import Ladder
from .story import read_in_public

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def ladder(city, enter, clock):
    """A school that let its dates pass; what led there was done by the verbs alone."""
    chain = Chain(city)
    clock.forward_to(chain.overdue())
    return Ladder(chain, enter, clock)


def test_notice_interview_and_circular(ladder, windows):
    """R-ACC-07, R-ACC-10 to 16, R-ACC-26: the clock proposes, people decide; the circular is for the whole society."""
    ladder.supervise()
    ladder.interview()
    ladder.circulate()
    ladder.publish({"For whom": "whole_society"})
    page = read_in_public(windows(), "第一中学")
    assert "消防通道仍堆放杂物" in page


def test_accountability_review_and_appeal(ladder, windows):
    """R-ACC-17 to 30, R-ACC-32, TV-5: three steps, the chair's decision, both remedies, the public result."""
    ladder.establish()
    ladder.hear()
    ladder.decide()
    ladder.challenge()
    ladder.publish({"For whom": "whole_society"})
    assert "公开批评" in read_in_public(windows(), "第一中学")
