"""Rules and periods in words, in both languages' grammar."""
from dataclasses import asdict
from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from inspectorate.lib.periods import Calendar, Pause, period_end
from inspectorate.rulebook.catalogue import find
from inspectorate.rulebook.workflow import explain_period

HOLIDAYS = {date(2026, 10, day): "national_day" for day in range(1, 8)}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def period():
    """Return ten working days from 28 September 2026 with a pause, as a notice published only for 2026 has them."""
    calendar = Calendar(holidays=HOLIDAYS, swapped={date(2026, 10, 10): "national_day"}, published=frozenset({2026}))
    pause = Pause(date(2026, 10, 12), date(2026, 10, 14), "opinion of a third party")
    return period_end(date(2026, 9, 28), 10, "working_day", calendar, pauses=[pause])


def test_period_says_what_was_skipped_and_why(period):
    """R-TIME-02, R-TIME-06, R-TIME-09."""
    words = dict(explain_period(period))
    assert words["Length of the term"] == "10 working days"
    assert "National Day" in words["Not counted"]
    assert "weekend" in words["Not counted"]
    assert words["Clock stopped"].endswith("opinion of a third party")
    assert "Provisional" not in words


def test_period_names_the_notice_that_is_missing(period):
    """R-TIME-06."""
    words = dict(explain_period(period_end(date(2026, 12, 1), 40, "working_day", Calendar())))
    assert "2026" in words["Provisional"]
    assert "2027" in words["Provisional"]


def test_template_shows_a_stored_period(period):
    template = Template('{% load rulebook %}{% include "rulebook/_period.html" %}{{ "R-ACC-22"|rule_title }}')
    text = template.render(Context({"period": asdict(period)}))
    assert "10 working days" in text
    assert "finding group" in text


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("R-PUB-02", 20, "at most 20 working days"),
        ("R-INS-07", 3, "at least 3"),
        ("R-TERM-01.reminders", (6, 3, 1), "6; 3; 1 months"),
        ("R-ORG-17", False, "no"),
        ("R-INS-16", None, "no rule"),
        ("R-INS-16.trigger", "end", "End of the inspection"),
        ("R-MATTER-03", (), "none of them"),
    ],
)
def test_values_are_shown_with_comparison_and_unit(key, value, words):
    assert find(key).phrase(value) == words


def test_basis_names_document_and_article():
    assert str(find("R-INS-07").basis).endswith("article 16")
    assert str(find("R-ACC-22").basis).endswith("answer 14 of the explanation")
    assert str(find("R-ORG-08").basis).endswith("item 4")
    assert str(find("R-RATIO-01").basis).endswith("part 二, item 6")
