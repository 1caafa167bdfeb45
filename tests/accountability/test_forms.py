"""What the forms of the chain ask, offer and hand to the verbs."""

import pytest

from accountability import forms, workflow
from accountability.models import InspectionReport
from accountability.states import PersonForm, UnitForm
from accountability.workflow import Argument

from .chain import bind_as_in
from .conftest import TODAY
from .drafts import NEXT, REPORT

pytestmark = pytest.mark.django_db


def cleaned(form):
    """What a form hands over."""
    assert form.is_valid(), form.errors
    return form.cleaned_data


def fields(form, prefix):
    """The names of a form's fields with a prefix, in their order."""
    return [name for name in form.fields if name.startswith(prefix)]


@pytest.fixture
def case(bare):
    """A case with three findings, one of them given up."""
    case = bare.case("defence_open", problems=3, defence_due_on=NEXT)
    case.inspection.findings.filter(number=2).update(is_upheld=False)
    return case


@pytest.mark.parametrize(("place", "is_asked"), [("231000", True), ("330000", False)])
def test_opinion_asks_for_the_day_where_there_is_no_rule(bare, city, place, is_asked):
    """R-INS-16: Zhejiang's window is computed, Mudanjiang's is named."""
    bind_as_in(city.area, place)
    form = forms.OpinionForm(subject=bare.case("opened"), post=city.officer)
    assert ("defence_due_on" in form.fields) is is_asked


def test_defence_has_a_field_for_each_finding_that_stands(case, city):
    """R-INS-16: finding by finding; an empty field is no objection."""
    first, third = case.inspection.findings.filter(is_upheld=True)
    form = forms.DefenceForm({"statement": "", f"finding_{third.pk}": "不属实"}, subject=case, post=city.head)
    assert fields(form, "finding_") == [f"finding_{first.pk}", f"finding_{third.pk}"]
    data = cleaned(form)
    assert data["arguments"] == [Argument(third, "不属实")]
    assert set(data) == {"statement", "files", "arguments"}


def test_answers_are_asked_for_open_points_only(case, city):
    """R-INS-17: each with outcome and reason; half an answer is none."""
    points = [Argument(finding, "一") for finding in case.inspection.findings.filter(is_upheld=True)]
    first, second = workflow.submit_defence(case, by=city.head, statement="", arguments=points).points.all()
    workflow.answer_point(first, by=city.officer, outcome="rejected", reason="一")
    shared = {"subject": case, "post": city.officer}
    form = forms.AnswerForm({f"outcome_{second.pk}": "partly", f"reason_{second.pk}": "部分"}, **shared)
    assert fields(form, "outcome_") == [f"outcome_{second.pk}"]
    assert [(one.point, one.outcome) for one in cleaned(form)["answers"]] == [(second, "partly")]
    for half in ({f"outcome_{second.pk}": "partly"}, {f"reason_{second.pk}": "一"}, {}):
        assert not forms.AnswerForm(half, **shared).is_valid()


def test_letter_asks_a_date_for_each_problem(case, city):
    """R-INS-19, R-ACC-04: proposed by the rulebook, thirty days on; a finding that was given up is not asked."""
    first, third = case.inspection.findings.filter(is_upheld=True)
    form = forms.LetterForm(subject=case, post=city.officer)
    assert fields(form, "due_") == [f"due_{first.pk}", f"due_{third.pk}"]
    assert form.fields[f"due_{first.pk}"].initial == TODAY.replace(month=4, day=1)
    typed = {"evaluation": "一", **dict.fromkeys(fields(form, "due_"), NEXT)}
    data = cleaned(forms.LetterForm(typed, subject=case, post=city.officer))
    assert data == {"evaluation": "一", "advice": "", "due_dates": {first: NEXT, third: NEXT}}


def test_letter_asks_for_the_votes_where_the_rule_wants_them(case, city):
    """R-INS-18: in Shanghai only."""
    assert fields(forms.LetterForm(subject=case, post=city.officer), "votes") == []
    bind_as_in(city.area, "310000")
    assert fields(forms.LetterForm(subject=case, post=city.officer), "votes") == ["votes_for", "votes_total"]


def test_letter_begins_with_what_the_opinion_said(bare, city):
    case = bare.case("opened", problems=1)
    assert forms.letter_values(case) == {}
    workflow.draft_opinion(case, by=city.officer, evaluation="评价", advice="建议", defence_due_on=NEXT)
    case.refresh_from_db()
    assert forms.letter_values(case) == {"evaluation": "评价", "advice": "建议"}


def test_report_begins_with_the_former_draft(bare):
    """R-INS-22: what was written is not asked for again; without a draft or a case there is a first text."""
    report = bare.report(bare.case("rectifying"))
    InspectionReport.objects.filter(pk=report.pk).update(**REPORT)
    assert REPORT.items() <= forms.report_values(report.inspection).items()
    fresh = bare.case("rectifying").inspection
    assert fresh.unit.name in forms.report_values(fresh)["title"]
    fresh.case.delete()
    assert forms.report_values(type(fresh).objects.get(pk=fresh.pk))["evaluation"] == ""


def test_report_goes_to_the_government_of_the_level(bare, city):
    """R-INS-22, R-INS-23: the city's government, and the province's inspectorate."""
    report = bare.report(state="submitted")
    offered = forms.ReportForm(subject=report.inspection, post=city.officer).fields["submitted_to"]
    assert (list(offered.queryset), offered.initial) == ([city.government], city.government)
    assert list(forms.FilingForm(subject=report, post=city.officer).fields["filed_with"].queryset) == [city.upper]


def test_notice_offers_what_is_left_undone(bare, city):
    """R-ACC-07: overdue and failed items, all ticked."""
    case = bare.case("rectifying", letter_received_on=TODAY)
    late, _in_time, failed = bare.item(case, due=-1), bare.item(case), bare.item(case, "failed")
    offered = forms.ProposeNoticeForm(subject=case, post=city.officer).fields["items"]
    assert (list(offered.queryset), offered.initial) == ([late, failed], [late.pk, failed.pk])


@pytest.mark.parametrize(("target", "person", "kinds"), [("unit", "", UnitForm), ("person", "张三", PersonForm)])
def test_forms_offered_fit_the_target(bare, city, target, person, kinds):
    """R-ACC-19, R-ACC-20"""
    action = bare.action(target=target, target_person=person)
    for form in (forms.EstablishForm, forms.DecideForm):
        assert form(subject=action, post=city.officer).fields["forms"].choices == kinds.choices


def test_decision_begins_with_the_proposed_measure_and_scope(bare, city):
    """R-ACC-26: the approver sees what the rule proposes, and decides."""
    bind_as_in(city.area, "231000")
    form = forms.DecideForm(subject=bare.action(proposed_forms=["interview"]), post=city.chair)
    assert (form.fields["forms"].initial, form.fields["scope"].initial) == (["interview"], "whole_society")


def test_member_unit_is_asked_once(bare, city):
    """R-ACC-23: units of the area, without those that were asked and without schools."""
    action = bare.action(state="heard")
    workflow.consult(action, by=city.officer, organizations=[city.bureau])
    offered = set(forms.ConsultForm(subject=action, post=city.officer).fields["organizations"].queryset)
    assert {city.finance, city.organisation} <= offered
    assert not {city.bureau, city.school} & offered


def test_further_hosts_are_others_than_the_required_ones(bare, city):
    """R-ACC-11: those stand in the interview already."""
    interview = bare.interview()
    interview.hosts.create(organization=city.bureau, is_required=True)
    offered = set(forms.ApproveInterviewForm(subject=interview, post=city.director).fields["further_hosts"].queryset)
    assert city.finance in offered
    assert city.bureau not in offered


def test_circular_begins_with_its_proposed_addressees(bare, city):
    """R-ACC-15"""
    circular = bare.circular()
    circular.addressees.set([city.county_party])
    form = forms.ApproveCircularForm(subject=circular, post=city.director)
    assert form.fields["addressees"].initial == [city.county_party.pk]


@pytest.mark.parametrize(("said", "is_passed"), [("yes", True), ("no", False)])
def test_recheck_concludes_one_way_or_the_other(bare, city, said, is_passed):
    """R-ACC-08: neither is chosen beforehand."""
    typed = {"method": "spot", "checked_on": TODAY, "place": "一", "content": "二"}
    shared = {"subject": bare.item(state="reported"), "post": city.officer}
    assert cleaned(forms.RecheckForm({**typed, "is_passed": said}, **shared))["is_passed"] is is_passed
    assert "is_passed" in forms.RecheckForm(typed, **shared).errors
