"""Visits of responsible inspectors: arrival, report, versions, problems followed, what the office owes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from inspectorate.duties.models import Duty
from inspectorate.register.rights import Refused
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from inspectors.models import Certificate, Interest, Term
from supervision import workflow
from supervision.models import Visit, VisitProblem
from supervision.states import Gravity, VisitState

pytestmark = pytest.mark.django_db


def open_kinds(subject):
    return sorted(Duty.objects.of(subject).open().values_list("kind", flat=True))


def test_arrival_notes_time_and_certificate_and_owes_the_report(visits):
    """R-VISIT-04, R-VISIT-08: arrival opens the duty to file within three working days."""
    visit = visits.arrived()
    certificate = Certificate.objects.get(inspector=visits.inspector)
    assert (visit.state, visit.visited_on) == ("arrived", timezone.localdate())
    assert visit.certificate_number == certificate.number
    duty = Duty.objects.of(visit).open().get()
    assert (duty.kind, duty.person, duty.holder) == ("file_visit", visits.post.user, visits.city.office)
    assert duty.due_on == timezone.localdate() + timedelta(days=3)  # a Monday


def test_second_tap_finds_the_visit_of_the_first(visits):
    assert visits.arrived() == visits.arrived()
    assert Visit.objects.count() == 1


def test_arrival_takes_up_the_plan_that_is_due(visits):
    """R-VISIT-03: a planned unannounced visit is the one that begins."""
    plan = workflow.plan_visit(
        visits.school, by=visits.city.officer, inspector=visits.inspector, planned_on=timezone.localdate(),
        kind="unannounced",
    )  # fmt: skip
    assert visits.arrived() == plan
    assert Visit.objects.get().kind == "unannounced"


def test_arrival_at_a_school_of_another_is_refused(visits):
    """R-ZONE-01: a stand-in is planned by the office."""
    other = visits.another_school(1)
    with pytest.raises(RuleRefused) as refused:
        visits.arrived(other)
    assert refused.value.rule == "R-ZONE-01"
    today = timezone.localdate()
    workflow.plan_visit(other, by=visits.city.officer, inspector=visits.inspector, planned_on=today, kind="regular")
    assert visits.arrived(other).assignment is None


@pytest.mark.parametrize("when", ["planned", "arrived"])
def test_ground_of_recusal_stops_plan_and_arrival(visits, when):
    """R-RECUSE-01: checked again before each visit."""
    Interest.objects.create(
        inspector=visits.inspector, organization=visits.school, relation="head_is_relative",
        declared_on=timezone.localdate(), **visits.school.scope,
    )  # fmt: skip
    plan = {"planned_on": timezone.localdate(), "kind": "regular"} if when == "planned" else {}
    act = workflow.plan_visit if when == "planned" else workflow.arrive
    with pytest.raises(RuleRefused) as refused:
        act(visits.school, by=visits.post, inspector=visits.inspector, **plan)
    assert refused.value.rule == "R-RECUSE-01"
    assert not Visit.objects.exists()


@pytest.mark.parametrize("model", [Term, Certificate])
def test_inspector_without_term_or_certificate_does_not_arrive(visits, model):
    """R-VISIT-04: who has no valid certificate shows none."""
    model.objects.filter(inspector=visits.inspector).delete()
    with pytest.raises(RuleRefused):
        visits.arrived()


@pytest.mark.parametrize(
    ("missing", "rule"),
    [
        ({"is_certificate_shown": False}, "R-VISIT-04"),
        ({"methods": []}, "R-VISIT-07"),
        ({"feedback_to": ""}, "R-VISIT-08"),
        ({"feedback_on": None}, "R-VISIT-08"),
    ],
)
def test_report_without_what_it_owes_is_not_filed(visits, missing, rule):
    """R-VISIT-04, R-VISIT-07, R-VISIT-08."""
    visit = visits.arrived()
    with pytest.raises(RuleRefused) as refused:
        workflow.file_visit(visit, by=visits.post, content=visits.content(**missing))
    assert refused.value.rule == rule
    assert Visit.objects.get().state == "arrived"


def test_report_without_a_matter_is_not_filed(visits):
    """R-MATTER-01."""
    content = visits.content()
    content.matters = []
    with pytest.raises(RuleRefused) as refused:
        workflow.file_visit(visits.arrived(), by=visits.post, content=content)
    assert refused.value.rule == "R-MATTER-01"


def test_filing_gives_a_number_meets_the_duty_and_keeps_the_first_version(visits):
    """R-VISIT-06, R-VISIT-08."""
    visit = visits.filed(visits.found())
    assert visit.number == f"{visit.visited_on:%Y%m%d}-{visit.pk:06d}"
    assert open_kinds(visit) == []
    assert Duty.objects.of(visit).get().state == "met"
    version = visit.versions.get()
    assert (version.number, version.content["summary"]) == (1, "总体有序。")
    assert version.content["problems"][0]["text"] == "消防通道堆放杂物。"


def test_filed_report_is_locked(visits):
    """R-VISIT-06: neither written nor filed again."""
    visit = visits.filed()
    for verb in (workflow.save_visit, workflow.file_visit):
        with pytest.raises(MoveRefused):
            verb(visit, by=visits.post, content=visits.content(summary="改写"))
    assert Visit.objects.get().summary == "总体有序。"


def test_amendment_names_its_reason_and_leaves_the_first_version(visits):
    """R-VISIT-06: a correction is a version of its own."""
    visit = visits.filed(visits.found())
    problem = visit.problems.get()
    content = visits.content([visits.found(text="通道已封闭。", problem=problem)], summary="更正。")
    workflow.amend_visit(visit, by=visits.post, content=content, reason="笔误")
    first, second = visit.versions.all()
    assert (first.content["summary"], second.content["summary"]) == ("总体有序。", "更正。")
    assert (second.reason, second.number) == ("笔误", 2)
    assert first.content["problems"][0]["text"] == "消防通道堆放杂物。"
    assert Event.objects.of(visit).last().note == "笔误"


def test_problem_taken_out_by_an_amendment_is_withdrawn_not_lost(visits):
    visit = visits.filed(visits.found())
    dropped = workflow.Found(None, "", "", problem=visit.problems.get(), is_dropped=True)
    workflow.amend_visit(visit, by=visits.post, content=visits.content([dropped]), reason="写错学校")
    assert VisitProblem.objects.get().state == "withdrawn"


def test_problem_taken_out_before_filing_is_gone(visits):
    visit = visits.arrived()
    workflow.save_visit(visit, by=visits.post, content=visits.content([visits.found()]))
    dropped = workflow.Found(None, "", "", problem=visit.problems.get(), is_dropped=True)
    workflow.file_visit(visit, by=visits.post, content=visits.content([dropped]))
    assert not VisitProblem.objects.exists()


def test_saved_report_is_nobody_elses_yet(visits):
    """What is being written counts nowhere and is not owed by the office."""
    visit = visits.arrived()
    content = visits.content([visits.found("danger")], summary="一半")
    workflow.save_visit(visit, by=visits.post, content=content)
    assert Visit.objects.get().summary == "一半"
    assert not VisitProblem.objects.open().exists()
    assert open_kinds(visit.problems.get()) == []
    assert not Visit.objects.counted().exists()


@pytest.mark.parametrize("gravity", Gravity)
def test_grave_problem_is_owed_by_the_office_at_once(visits, gravity):
    """R-VISIT-09: serious problems and dangers open a duty for the same day; others do not."""
    problem = visits.filed(visits.found(gravity)).problems.get()
    assert open_kinds(problem) == (["answer_red_flag"] if gravity in {"serious", "danger"} else [])
    assert problem.is_red == (gravity in {"serious", "danger"})
    if problem.is_red:
        duty = Duty.objects.of(problem).get()
        assert (duty.due_on, duty.holder, duty.rule) == (timezone.localdate(), visits.city.office, "R-VISIT-09")


def test_grave_problem_put_right_on_the_spot_is_owed_by_nobody(visits):
    problem = visits.filed(visits.found("danger", is_cleared=True)).problems.get()
    assert (problem.state, open_kinds(problem)) == ("cleared", [])


def test_amendment_of_the_gravity_moves_what_is_owed(visits):
    """R-VISIT-09: raised, it is owed; lowered, no longer; raised again, owed again."""
    visit = visits.filed(visits.found("minor"))
    problem = visit.problems.get()
    for gravity, owed in (("danger", ["answer_red_flag"]), ("minor", []), ("serious", ["answer_red_flag"])):
        content = visits.content([visits.found(gravity, problem=problem)])
        workflow.amend_visit(visit, by=visits.post, content=content, reason="更正")
        assert open_kinds(problem) == owed


@pytest.mark.parametrize(("is_cleared", "state"), [(True, "cleared"), (False, "open"), (None, "open")])
def test_earlier_problem_is_seen_again(visits, is_cleared, state):
    """S23: earlier findings are looked at first; what was not looked at stays open."""
    problem = visits.filed(visits.found("serious"), on=date(2026, 2, 2)).problems.get()
    later = visits.arrived()
    assert list(later.earlier_problems()) == [problem]
    content = visits.content(checks=[workflow.Seen(problem, is_cleared, "已整改")])
    workflow.file_visit(later, by=visits.post, content=content)
    problem.refresh_from_db()
    assert problem.state == state
    assert open_kinds(problem) == ([] if is_cleared else ["answer_red_flag"])
    assert problem.checks.count() == (1 if is_cleared is None else 2)


def test_returned_report_is_owed_again_and_keeps_its_number(visits):
    """R-VISIT-06: returned to be completed, filed anew as the next version."""
    visit = visits.filed()
    number = visit.number
    workflow.return_visit(visit, by=visits.city.officer, note="请补充方式")
    assert (visit.state, open_kinds(visit)) == ("returned", ["file_visit"])
    workflow.file_visit(visit, by=visits.post, content=visits.content())
    assert (visit.state, visit.number, visit.versions.count(), open_kinds(visit)) == ("filed", number, 2, [])


def test_handing_over_and_settling_meet_what_is_owed(visits):
    """R-VISIT-09, R-INS-27."""
    one, two = visits.filed(visits.found("danger"), visits.found("serious")).problems.order_by("number")
    workflow.hand_over_problem(one, by=visits.city.officer, handed_to="department", note="已函告市场监管局")
    workflow.settle_problem(two, by=visits.city.officer, note="当日已拆除")
    assert (one.state, two.state) == ("handed_over", "cleared")
    assert not Duty.objects.open().filter(kind="answer_red_flag").exists()


def test_school_reports_within_the_term_of_its_area(visits, bind):
    """R-VISIT-14: owed only where the area names a term, and only for general problems."""
    assert open_kinds(visits.filed(visits.found("general"))) == []
    bind(visits.city.area, "R-VISIT-14.reply", 10)
    assert open_kinds(visits.filed(visits.found("minor"))) == []
    visit = visits.filed(visits.found("general"))
    assert open_kinds(visit) == ["reply_to_visit"]
    assert Duty.objects.of(visit).open().get().holder == visits.school
    workflow.reply_to_visit(visit, by=visits.city.head, text="已整改。")
    assert open_kinds(visit) == []


def test_objection_is_answered_by_somebody_else(visits):
    """R-VISIT-16: the office owes an answer; one objection at a time."""
    visit = visits.filed()
    workflow.object_to_visit(visit, by=visits.city.head, text="与事实不符。")
    with pytest.raises(RuleRefused):
        workflow.object_to_visit(visit, by=visits.city.head, text="再次异议。")
    assert open_kinds(visit) == ["answer_visit_objection"]
    with pytest.raises(Refused):
        workflow.answer_visit_objection(visit, by=visits.post, answer="不采纳")
    workflow.answer_visit_objection(visit, by=visits.city.officer, answer="经核实，部分采纳。")
    assert open_kinds(visit) == []
    assert visit.replies.get().answered_on == timezone.localdate()


def test_called_off_visit_owes_nothing(visits):
    visit = visits.arrived()
    workflow.cancel_visit(visit, by=visits.post, note="走错学校")
    assert (visit.state, open_kinds(visit)) == (VisitState.CANCELLED, [])
    assert visits.arrived() != visit


class TestSchool:
    """What the visited school may know."""

    def seen(self, visits):
        return list(Visit.objects.visible_to(visits.city.head))

    def test_nothing_of_a_plan_or_a_report_being_written(self, visits):
        """R-VISIT-03, T13: planned, unannounced or under way: no trace before feedback and filing."""
        for kind in ("regular", "unannounced", "follow_up"):
            plan = workflow.plan_visit(
                visits.school, by=visits.city.officer, inspector=visits.inspector,
                planned_on=timezone.localdate() + timedelta(days=1), kind=kind,
            )  # fmt: skip
            assert self.seen(visits) == []
            assert not Duty.objects.visible_to(visits.city.head).of(plan).exists()
        visit = visits.arrived()
        workflow.save_visit(visit, by=visits.post, content=visits.content([visits.found()]))
        assert self.seen(visits) == []
        assert not VisitProblem.objects.visible_to(visits.city.head).exists()
        workflow.file_visit(visit, by=visits.post, content=visits.content())
        assert self.seen(visits) == [visit]
        assert VisitProblem.objects.visible_to(visits.city.head).count() == 1

    def test_nothing_of_another_schools_visits(self, visits):
        visits.filed(visits.found())
        foreign = visits.city.post("school", visits.city.other_school)
        assert not Visit.objects.visible_to(foreign).exists()
        assert not VisitProblem.objects.visible_to(foreign).exists()

    def test_unannounced_plans_are_kept_from_all_who_do_not_plan(self, visits):
        """Permissions: the general group, the chair and other counties see none."""
        city = visits.city
        workflow.plan_visit(
            visits.school, by=city.officer, inspector=visits.inspector, planned_on=timezone.localdate(),
            kind="unannounced",
        )  # fmt: skip
        counties = [city.post("county_clerk", office) for office in (city.county_office, city.other_office)]
        for post in (city.secretary, city.chair, city.head, city.liaison, *counties):
            assert not Visit.objects.visible_to(post).exists(), post
        for post in (city.officer, city.director, city.leader):
            assert Visit.objects.visible_to(post).exists(), post
