"""The turn of a year: dates counted before the notice of holidays is out, and after."""

from datetime import date

import pytest

from inspectorate.documents import workflow as papers
from inspectorate.documents.models import Document
from inspectorate.duties import jobs, workflow
from inspectorate.duties.models import Duty
from inspectorate.lib.festivals import statutory_holidays
from inspectorate.rulebook.workflow import load_calendar_year
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused
from supervision.workflow import draft_notice
from tests.stage import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_notice_of_2027")]
DECEMBER, SILVESTER = date(2026, 12, 21), date(2026, 12, 31)


def publish(*more):
    """Load the notice of 2027: the statutory days and what it adds to them."""
    days = [(day, "holiday", name) for day, name in statutory_holidays(2027).items()]
    load_calendar_year(2027, [*days, *more], notice="国办发明电〔2026〕1号", by=None)


def test_date_in_a_year_without_notice_is_provisional(owe):
    """R-TIME-06: opened in December for January, marked, and said why."""
    duty = owe(trigger_on=DECEMBER)
    assert (duty.due_on, duty.is_provisional) == (date(2027, 1, 20), True)
    assert duty.how_computed["unpublished"] == [2027]


def test_notice_settles_the_date_that_it_confirms(owe):
    """R-TIME-06: the same date, firm now; a second run finds nothing to do."""
    duty = owe(trigger_on=DECEMBER)
    assert jobs.settle_provisional() == 0
    publish()
    assert (jobs.settle_provisional(), jobs.settle_provisional()) == (1, 0)
    duty.refresh_from_db()
    assert (duty.due_on, duty.is_provisional) == (date(2027, 1, 20), False)
    assert Event.objects.of(duty).last().verb == "recompute_duty"


def test_notice_moves_a_date_on_that_it_makes_a_holiday(owe):
    """R-TIME-06, R-TIME-03: 20 January turns out to be a day off."""
    duty = owe(trigger_on=DECEMBER)
    publish((date(2027, 1, 20), "holiday", "调休"))
    jobs.settle_provisional()
    duty.refresh_from_db()
    assert (duty.nominal_due_on, duty.due_on) == (date(2027, 1, 20), date(2027, 1, 21))
    assert Event.objects.of(duty).last().payload["after"] == "2027-01-21"


def test_notice_never_makes_a_date_earlier(owe):
    """R-TIME-06, T56: Saturday 2 January becomes a working day; who was told the 6th keeps the 6th."""
    duty = owe(trigger_on=SILVESTER, rule="R-INS-08")
    assert duty.due_on == date(2027, 1, 6)
    publish((date(2027, 1, 2), "swapped_working_day", "元旦"))
    assert (jobs.settle_provisional(), jobs.settle_provisional()) == (1, 0)
    again = Duty.objects.get()
    assert (again.due_on, again.nominal_due_on, again.is_provisional) == (duty.due_on, duty.nominal_due_on, False)
    assert again.how_computed["due_on"] == "2027-01-06"
    assert owe(trigger_on=SILVESTER, rule="R-INS-08").due_on == date(2027, 1, 5)


def test_settled_and_closed_duties_are_left_alone(stage, owe):
    owe(trigger_on=DECEMBER)
    workflow.waive_duty(owe(trigger_on=DECEMBER, kind="plan"), by=stage.director, note="一")
    owe(trigger_on=date(2026, 3, 2), kind="urge")
    publish()
    assert jobs.settle_provisional() == 1


def test_paused_days_stay_in_a_recomputed_date(stage, owe):
    """R-TIME-06, R-TIME-09."""
    duty = owe(trigger_on=DECEMBER)
    workflow.pause_duty(duty, by=stage.officer, reason="一", starts_on=date(2026, 12, 22))
    workflow.resume_duty(duty, by=stage.officer, ends_on=date(2026, 12, 24))
    publish((date(2027, 1, 22), "holiday", "调休"))
    jobs.settle_provisional()
    duty.refresh_from_db()
    assert (duty.nominal_due_on, duty.due_on) == (date(2027, 1, 22), date(2027, 1, 25))


def test_document_naming_a_provisional_date_waits_for_a_named_person(walk):
    """R-TIME-06: refused at issue until somebody confirms the date by name."""
    city = walk.city
    with at(DECEMBER):
        document = draft_notice(
            walk.teamed(), by=walk.officer, contact="一", wants_self_evaluation=True,
            self_evaluation_due_on=date(2027, 1, 20),
        )  # fmt: skip
        papers.submit(document, by=walk.officer)
        papers.sign(document, by=city.director)
        with pytest.raises(RuleRefused) as refused:
            papers.issue(document, by=city.secretary)
        assert refused.value.rule == "R-TIME-06"
        papers.confirm_provisional(document, by=city.director)
        papers.issue(document, by=city.secretary)
    issued = Document.objects.get()
    assert (issued.confirmed_by, issued.number) == (city.director.user, "牡政教督办〔2026〕1号")
