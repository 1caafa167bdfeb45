"""Forms of returns: drafted, put in force by a second person, ended (S38)."""
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from inspectorate.register.rights import Refused
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from monitoring import workflow
from monitoring.models import ReturnForm
from monitoring.states import FormState
from monitoring.workflow import FieldLine
from tests.client import keyed, signed_in
from tests.moves import pairs, try_pair
from tests.stage import at

from .asked import LINES, MAY, form_again

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("start", "to"), pairs(FormState))
def test_form_moves_are_those_of_the_table(asked, start, to):
    try_pair(asked.drafted(), start, to, approved_at=timezone.now(), approved_by=asked.director.user)


def test_form_is_drafted_with_its_fields(asked):
    """S38."""
    form = asked.drafted()
    assert (form.state, form.office, form.drafted_by) == ("draft", asked.stage.office, asked.officer.user)
    assert [field.code for field in form.fields.all()] == [line.code for line in LINES]
    assert list(Event.objects.of(form).order_by("sequence").values_list("verb", flat=True)) == [
        "draft_form", "write_fields",
    ]  # fmt: skip


def test_drafter_does_not_put_the_form_in_force(asked):
    """S38: a second person."""
    form = asked.drafted()
    with pytest.raises(Refused):
        workflow.put_in_force(form, by=asked.officer)
    both = asked.stage.post("director", asked.stage.office)
    ReturnForm.objects.filter(pk=form.pk).update(drafted_by=both.user)
    with pytest.raises(RuleRefused, match="其他负责人"):
        workflow.put_in_force(form_again(form), by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnForm.objects.filter(pk=form.pk).update(approved_by=both.user)
    workflow.put_in_force(form, by=asked.director)
    assert (form.state, form.approved_by) == ("in_force", asked.director.user)


def test_nothing_is_asked_of_the_time_before_the_form(asked):
    """S38: of a form put in force late its first day is that day."""
    form = asked.drafted(valid_from=date(2025, 1, 1))
    with at(MAY):
        workflow.put_in_force(form, by=asked.director)
    assert form.valid_from == MAY


def test_form_without_fields_or_with_a_past_end_is_not_put_in_force(asked):
    form = asked.drafted(valid_to=MAY + timedelta(days=1))
    with pytest.raises(RuleRefused, match="截止日期早于"):
        workflow.put_in_force(form, by=asked.director)
    workflow.write_fields(form, by=asked.officer, lines=[])
    with pytest.raises(RuleRefused, match="尚无指标"):
        workflow.put_in_force(form, by=asked.director)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"audience": "stages"}, "学段"), ({"audience": "units"}, "单位"), ({"frequency": "once"}, "专题填报"),
        ({"valid_to": date(2026, 1, 1)}, "早于"),
    ],
)  # fmt: skip
def test_form_says_of_whom_it_asks_and_about_which_time(asked, changes, said):
    with pytest.raises(RuleRefused, match=said):
        asked.drafted(**changes)
    assert not ReturnForm.objects.exists()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([LINES[0], LINES[0]], "重复"),
        ([FieldLine(None, "way", "方式", "choice")], "选项"),
        ([FieldLine(None, "way", "方式", "choice", choices=["长" * 41])], "40"),
        ([FieldLine(None, "paid", "总额", least=Decimal(5), most=Decimal(1))], "最大值小于"),
    ],
)
def test_fields_that_cannot_be_answered_are_refused(asked, lines, said):
    form = asked.drafted()
    with pytest.raises(RuleRefused, match=said):
        workflow.write_fields(form, by=asked.officer, lines=lines)
    assert form.fields.count() == len(LINES)


def test_code_of_a_field_is_one_for_machines(asked):
    """S41: stable codes."""
    with pytest.raises(ValidationError):
        workflow.write_fields(asked.drafted(), by=asked.officer, lines=[FieldLine(None, "应发", "应发人数")])


def test_fields_are_written_anew_in_their_order(asked):
    form = asked.drafted()
    first, second, *_rest = form.fields.all()
    lines = [FieldLine(second, "paid", "实发总额"), FieldLine(first, "teachers", "")]
    workflow.write_fields(form, by=asked.officer, lines=lines)
    assert [(field.pk, field.order, field.label) for field in form.fields.all()] == [(second.pk, 1, "实发总额")]


def test_form_in_force_stays_as_it_was_made_known(asked):
    form = asked.in_force()
    with pytest.raises(RuleRefused, match="另行起草"):
        workflow.write_form(form, by=asked.officer, title="别的")
    with pytest.raises(RuleRefused, match="另行起草"):
        workflow.write_fields(form, by=asked.officer, lines=LINES)
    with pytest.raises(MoveRefused):
        workflow.put_in_force(form, by=asked.director)


def test_draft_is_written_anew(asked):
    form = asked.drafted()
    workflow.write_form(form, by=asked.officer, title="校舍安全专报", audience="units", units=[asked.stage.county])
    form = form_again(form)
    assert (form.title, list(form.units.all())) == ("校舍安全专报", [asked.stage.county])


def test_what_belongs_to_another_kind_of_form_falls_away(asked):
    time = {"period_from": date(2026, 1, 1), "period_to": date(2026, 3, 31), "valid_to": date(2026, 12, 31)}
    form = form_again(asked.drafted(stages=["junior"], units=[asked.stage.county], **time))
    assert (form.stages, list(form.units.all()), form.period_to, form.valid_to) == ([], [], None, time["valid_to"])
    topic = form_again(asked.drafted(frequency="once", **time))
    assert (topic.period_to, topic.valid_to) == (time["period_to"], None)


def test_page_of_a_form_is_stale_once_its_fields_were_written(asked):
    """S38: the second person puts in force what she has seen."""
    form = asked.drafted()
    client = signed_in(asked.director, "zh-hans")
    page = client.get(reverse("return-form-put-in-force", args=[form.pk]))
    with at(MAY + timedelta(days=1)):
        workflow.write_fields(form, by=asked.officer, lines=LINES[:1])
    answer = client.post(reverse("return-form-put-in-force", args=[form.pk]), keyed(page))
    assert (answer.status_code, form_again(form).state) == (409, "draft")


def test_field_of_another_form_is_refused(asked):
    form, other = asked.drafted(), asked.drafted(title="另一张表")
    with pytest.raises(RuleRefused, match="一张填报表"):
        workflow.write_fields(form, by=asked.officer, lines=[FieldLine(other.fields.first(), "x", "某")])


def test_form_ends_with_a_reason_and_asks_for_no_later_period(asked):
    form = asked.in_force()
    with at(date(2026, 6, 10)):
        workflow.end_form(form, by=asked.officer, note="并入季报")
    assert (form.state, form.valid_to) == ("ended", date(2026, 6, 10))
    assert [period.code for period in form.periods_due(date(2027, 1, 1))] == ["2026-05"]


def test_draft_that_comes_to_nothing_is_ended(asked):
    form = asked.drafted()
    workflow.end_form(form, by=asked.officer, note="不再需要")
    assert form.state == "ended"
    assert not ReturnForm.objects.asking().exists()
