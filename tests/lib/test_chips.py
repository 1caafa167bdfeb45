from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from inspectorate.duties.models import Duty
from inspectorate.lib import chips


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [(-8, "overdue by 8 days", "late"), (-1, "overdue by 1 day", "late"), (0, "due today", "soon"),
     (1, "1 day left", "soon"), (3, "3 days left", "soon"), (4, "4 days left", "busy")],
)
def test_date_says_its_distance_in_words_and_tone(days, words, tone):
    with translation.override("en"):
        due_on = timezone.localdate() + timedelta(days=days)
        assert (chips.due_words(due_on), chips.due_tone(due_on)) == (words, tone)


def test_closed_matter_shows_its_date_without_alarm():
    html = chips.due_html(timezone.localdate() - timedelta(days=9), is_open=False)
    assert "due-late" not in html
    assert "overdue" not in html


TONES = [("closed", "done"), ("overdue", "late"), ("draft", "idle"), ("open", "busy")]


@pytest.mark.parametrize(("state", "tone"), TONES)
def test_states_named_alike_look_alike(state, tone):
    assert chips.tone(SimpleNamespace(state=state)) == tone


def test_model_may_choose_its_own_tones():
    class Case:
        TONES = {"open": "soon"}
        state = "open"

    assert chips.tone(Case()) == "soon"


def test_chip_says_in_words_what_its_colour_says():
    html = chips.chip_html("<逾期>", "late")
    assert "&lt;逾期&gt;" in html
    assert 'aria-hidden="true"' in html


def test_every_tone_has_an_icon_that_exists():
    for name in chips.ICONS.values():
        assert chips.icon(name).startswith("<svg")


def test_progress_names_what_is_done_and_what_lies_ahead():
    with translation.override("en"):
        steps = chips.progress(Duty(state="open"), ["open", "met"])
    assert steps == [("Open", "now"), ("Done", "ahead")]
    assert chips.progress(Duty(state="met"), ["open", "met"])[0][1] == "done"


def test_state_outside_the_ordinary_steps_shows_no_progress():
    assert chips.progress(Duty(state="waived"), ["open", "met"]) == []
