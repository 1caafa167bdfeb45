"""Preliminary opinion, the window for the defence by each area's rule, and the answers to its points."""

from datetime import date, timedelta

import pytest

from accountability import workflow
from accountability.deadlines import defence_window
from accountability.models import Case
from accountability.workflow import Argument
from inspectorate.documents.models import StoredFile
from inspectorate.duties.models import Duty
from inspectorate.register.models import Organization
from inspectorate.register.rights import Refused
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused

from .chain import at, bind, bind_as_in, owed
from .conftest import TODAY

pytestmark = pytest.mark.django_db
ZHEJIANG, SHANGHAI, CHONGQING = "330000", "310000", "500000"
ENDED, RECEIVED = date(2026, 3, 2), date(2026, 3, 9)  # Mondays


@pytest.fixture
def case(bare):
    """A case whose preliminary opinion is on its way."""
    return bare.case("feedback_given", problems=2, defence_due_on=TODAY + timedelta(days=10))


@pytest.fixture
def served(case, city):
    """A case whose unit has the preliminary opinion."""
    return workflow.receive_opinion(case, by=city.head, on=TODAY)


def defend(case, city, *findings):
    """State a defence against findings."""
    arguments = [Argument(finding, "不属实") for finding in findings]
    return workflow.submit_defence(case, by=city.head, statement="申辩", arguments=arguments)


def test_case_needs_the_superior_unit(bare, city):
    """R-ACC-06: the superior answers for the rectification, so it stands in the file from the start."""
    inspection = bare.case().inspection
    Case.objects.filter(inspection=inspection).delete()
    Organization.objects.filter(pk=city.school.pk).update(superior=None)
    inspection.refresh_from_db()
    with pytest.raises(RuleRefused) as refused:
        workflow.open_case(inspection, by=city.officer)
    assert refused.value.rule == "R-ACC-06"


def test_case_is_opened_once(bare, city):
    """R-ACC-01: one file for one unit in one inspection."""
    case = bare.case("opened")
    assert workflow.open_case(case.inspection, by=city.officer) == case


@pytest.mark.parametrize(("kind", "days"), [("special", 5), ("comprehensive", 10)])
def test_feedback_is_owed_by_the_areas_term(bare, city, kind, days):
    """R-INS-15: Chongqing gives 5 days after a special inspection, 10 after a comprehensive one."""
    bind_as_in(city.area, CHONGQING)
    case = bare.case("opened")
    case.inspection.kind = kind
    workflow.feedback.owe_feedback(case, by=city.officer)
    duty = Duty.objects.of(case).get(kind="give_feedback")
    assert duty.nominal_due_on - case.inspection.concluded_on == timedelta(days=days)


def test_feedback_is_not_owed_where_no_area_has_a_term(bare, city):
    """R-INS-15: the national regulations set no number of days."""
    case = bare.case("opened")
    workflow.feedback.owe_feedback(case, by=city.officer)
    assert owed(case) == []


@pytest.mark.parametrize(
    ("place", "due_on"),
    [
        (ZHEJIANG, date(2026, 3, 19)),  # 10 days from the receipt on 9 March
        (SHANGHAI, date(2026, 3, 16)),  # 10 working days from the end on 2 March
        (CHONGQING, date(2026, 3, 16)),  # 5 days from the receipt end on Saturday the 14th and roll to Monday
    ],
)
def test_defence_window_follows_the_area(bare, city, place, due_on):
    """R-INS-16: number, unit and trigger of the window are the area's."""
    bind_as_in(city.area, place)
    case = bare.case("feedback_given")
    with at(RECEIVED):
        workflow.receive_opinion(case, by=city.head, on=RECEIVED)
    assert case.defence_due_on == due_on
    assert Duty.objects.of(case).get(kind="defend").due_on == due_on


def test_window_rule_of_a_later_day_does_not_stop_the_receipt(bare, city):
    """R-INS-16: a rule that came into force after the end of the inspection does not reach back to it."""
    bind(city.area, "R-INS-16.trigger", "end")
    late = bind(city.area, "R-INS-16", 10)
    late.valid_from = TODAY + timedelta(days=3)
    late.save()
    assert defence_window(bare.case("feedback_given"), TODAY + timedelta(days=5)) is None


def test_opinion_names_the_day_where_the_area_has_no_rule(bare, city):
    """R-INS-16: in Mudanjiang the opinion itself names the last day, and a day to come."""
    bind_as_in(city.area, "231000")
    case = bare.case("opened", problems=1)
    for day in (None, TODAY):
        with pytest.raises(RuleRefused) as refused:
            workflow.draft_opinion(case, by=city.officer, evaluation="一", defence_due_on=day)
        assert refused.value.rule == "R-INS-16"
    workflow.draft_opinion(case, by=city.officer, evaluation="一", defence_due_on=TODAY + timedelta(days=1))


def test_window_does_not_end_before_the_opinion_is_received(bare, city):
    """R-INS-16: an opinion that came late leaves the day of its receipt at least."""
    case = bare.case("feedback_given", defence_due_on=TODAY - timedelta(days=2))
    workflow.receive_opinion(case, by=city.head, on=TODAY)
    assert case.defence_due_on == TODAY


def test_late_defence_is_flagged_and_not_refused(served, city):
    """R-INS-16, T58: after the window it is taken too, and says so on the file."""
    with at(served.defence_due_on + timedelta(days=1)):
        defence = defend(served, city, served.inspection.findings.first())
    assert defence.is_late
    assert Event.objects.of(served).last().note == "逾期"


def test_defence_on_the_last_day_is_in_time(served, city):
    """R-INS-16, T58: the last day itself counts."""
    with at(served.defence_due_on, hour=23):
        assert not defend(served, city, served.inspection.findings.first()).is_late


def test_late_defence_is_heard_until_the_letter_is_out(served, city):
    """T58: the clock has closed the window; as long as no letter is issued a defence opens it again."""
    with at(served.defence_due_on + timedelta(days=2)):
        workflow.close_defence(served, by=None)
        assert defend(served, city, served.inspection.findings.first()).is_late
    assert served.state == "defence_open"


@pytest.mark.parametrize("state", ["opened", "feedback_given", "opinion_issued", "rectifying"])
def test_defence_has_its_time(bare, city, state):
    """R-INS-16: neither before the opinion is served nor once the letter is out."""
    case = bare.case(state, problems=1)
    with pytest.raises((RuleRefused, Refused)):
        defend(case, city, case.inspection.findings.first())
    assert not hasattr(Case.objects.get(pk=case.pk), "defence")


def test_defence_is_stated_once(served, city):
    """R-INS-16"""
    defend(served, city, served.inspection.findings.first())
    for again in (lambda: defend(served, city), lambda: workflow.waive_defence(served, by=city.head)):
        with pytest.raises(RuleRefused):
            again()


def test_defence_says_something(served, city):
    with pytest.raises(RuleRefused):
        workflow.submit_defence(served, by=city.head, statement="", arguments=[])


def test_closed_window_cannot_be_waived(served, city):
    """R-INS-16: a waiver after the end would say nothing."""
    with at(served.defence_due_on + timedelta(days=1)):
        workflow.close_defence(served, by=None)
        with pytest.raises(RuleRefused):
            workflow.waive_defence(served, by=city.head)


def test_defence_meets_the_duty(served, city):
    """R-INS-16: nothing is owed by the unit once it has spoken."""
    assert owed(served, holder=city.school) == ["defend"]
    defend(served, city, served.inspection.findings.first())
    assert owed(served, holder=city.school) == []


def test_waiver_meets_the_duty_too(served, city):
    """R-INS-16: a written waiver is an answer."""
    workflow.waive_defence(served, by=city.head)
    assert owed(served) == []


def test_evidence_goes_in_with_the_defence(served, city):
    """R-INS-16, R-INS-17: what the unit hands in is read by whoever may read the case."""
    file = StoredFile.objects.create(name="证明.pdf", sha256="0" * 64, size=1, media_type="application/pdf")
    defence = workflow.submit_defence(served, by=city.head, statement="申辩", arguments=[], files=[file])
    assert defence.attachments.get().file == file
    assert (defence.is_readable_by(city.officer), defence.is_readable_by(city.mayor)) == (True, False)


def test_issue_meets_the_duty_of_the_office(bare, city):
    """R-INS-15: given within the area's term, or late and told so."""
    bind_as_in(city.area, CHONGQING)
    case = bare.case("opened")
    workflow.feedback.owe_feedback(case, by=city.officer)
    assert owed(case) == ["give_feedback"]
    workflow.issue_opinion(case, by=city.secretary)
    assert owed(case) == []


def test_every_point_needs_its_answer(served, city):
    """R-INS-17: the defence is analysed point by point before the letter."""
    first, second = defend(served, city, *served.inspection.findings.all()).points.all()
    workflow.answer_point(first, by=city.officer, outcome="rejected", reason="证据不足")
    with pytest.raises(RuleRefused) as refused:
        workflow.close_defence(served, by=city.officer)
    assert refused.value.rule == "R-INS-17"
    workflow.answer_point(second, by=city.officer, outcome="partly", reason="部分属实")
    assert workflow.close_defence(served, by=city.officer).state == "defence_closed"


def test_answer_can_be_changed_until_the_defence_is_closed(served, city):
    """R-INS-17: a finding that was given up by mistake stands again; afterwards the answers stand."""
    point = defend(served, city, served.inspection.findings.first()).points.get()
    for outcome, is_upheld in (("accepted", False), ("rejected", True)):
        workflow.answer_point(point, by=city.officer, outcome=outcome, reason="一")
        point.finding.refresh_from_db()
        assert point.finding.is_upheld is is_upheld
    workflow.close_defence(served, by=city.officer)
    with pytest.raises(RuleRefused):
        workflow.answer_point(point, by=city.officer, outcome="accepted", reason="一")


def test_letter_is_owed_from_the_end_of_the_inspection(bare, city):
    """R-INS-19: Zhejiang counts 30 days from the end, so the duty stands before any feedback."""
    bind_as_in(city.area, ZHEJIANG)
    case = bare.case("feedback_given")
    workflow.feedback.owe_letter(case, by=city.officer)
    workflow.receive_opinion(case, by=city.head, on=TODAY)
    duty = Duty.objects.of(case).get(kind="issue_letter")
    assert duty.nominal_due_on == ENDED + timedelta(days=30)


def test_letter_is_owed_from_the_feedback(bare, city):
    """R-INS-19: Chongqing counts 30 days from the feedback of the preliminary opinion."""
    bind_as_in(city.area, CHONGQING)
    case = bare.case("feedback_given")
    workflow.feedback.owe_letter(case, by=city.officer)
    assert owed(case) == []
    with at(RECEIVED):
        workflow.receive_opinion(case, by=city.head, on=RECEIVED)
    assert Duty.objects.of(case).get(kind="issue_letter").nominal_due_on == RECEIVED + timedelta(days=30)


@pytest.mark.parametrize("state", ["feedback_given", "defence_open", "rectifying"])
def test_issued_opinion_is_not_drafted_again(bare, city, state):
    """R-INS-15: what the unit has, or is about to get, stands."""
    with pytest.raises(RuleRefused):
        workflow.draft_opinion(bare.case(state), by=city.officer, evaluation="一", defence_due_on=RECEIVED)


@pytest.mark.parametrize("state", ["opened", "defence_closed", "opinion_issued"])
def test_only_an_open_window_is_closed(bare, city, state):
    """R-INS-16: closing the defence is no way to take an issued letter back."""
    case = bare.case(state, defence_due_on=TODAY - timedelta(days=1))
    with pytest.raises(RuleRefused) as refused:
        workflow.close_defence(case, by=city.officer)
    assert refused.value.rule == "R-INS-16"


def test_window_stays_open_until_its_end_or_a_waiver(served, city):
    """R-INS-16: the letter waits while the unit may still speak."""
    with pytest.raises(RuleRefused, match=str(served.defence_due_on.year)) as refused:
        workflow.close_defence(served, by=city.officer)
    assert refused.value.rule == "R-INS-16"
    workflow.waive_defence(served, by=city.head)
    assert workflow.close_defence(served, by=city.officer).state == "defence_closed"
