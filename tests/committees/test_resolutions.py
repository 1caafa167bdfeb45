"""Resolutions: each the task of one unit, reported, accepted or returned (S04)."""
from datetime import timedelta

import pytest
from django.utils import timezone

from committees import workflow
from committees.models import Resolution
from committees.states import ResolutionState
from inspectorate.duties.models import Duty
from inspectorate.register.rights import Refused
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from tests.moves import pairs, try_pair

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("start", "to"), pairs(ResolutionState))
def test_resolution_moves_are_those_of_the_table(year, start, to):
    year.held()
    row = year.resolution()
    try_pair(row, start, to, holder=year.finance, due_on=timezone.localdate())


def test_resolution_stands_in_the_inbox_of_its_unit(year):
    """R-ORG-06: each resolution becomes a task with a duty."""
    year.held()
    resolution = year.given(days=30)
    duty = Duty.objects.of(resolution).get()
    assert (duty.holder, duty.rule, duty.state) == (year.stage.bureau, "R-ORG-06", "open")
    assert duty.due_on >= resolution.due_on
    assert duty in Duty.objects.visible_to(year.stage.liaison)


def test_resolution_without_unit_waits(year):
    year.held()
    resolution = year.resolution()
    assert resolution.state == "draft"
    assert not Duty.objects.of(resolution).exists()
    assert resolution not in Resolution.objects.visible_to(year.stage.liaison)
    with pytest.raises(RuleRefused):
        year.resolution(holder=year.finance)
    with pytest.raises(RuleRefused):
        workflow.give_resolution(
            resolution, by=year.secretary, holder=year.finance, due_on=timezone.localdate() - timedelta(days=1)
        )


def test_unit_reports_and_the_office_accepts(year):
    """R-ORG-06."""
    year.held()
    resolution = year.given()
    report = workflow.report_resolution(resolution, by=year.stage.liaison, text="已全部拨付。")
    assert Duty.objects.of(resolution).get().state == "met"
    assert report.is_readable_by(year.stage.liaison)
    assert not report.is_readable_by(year.stage.head)
    workflow.accept_resolution(resolution, by=year.director)
    assert Resolution.objects.get().state == "accepted"


def test_returned_report_keeps_its_round_and_opens_the_duty_again(year):
    """R-ORG-06: rounds are kept."""
    year.held()
    resolution = year.given()
    workflow.report_resolution(resolution, by=year.stage.liaison, text="一")
    workflow.return_resolution(resolution, by=year.secretary, note="缺少拨付凭证")
    duty = Duty.objects.of(resolution).open().get()
    assert duty.due_on >= resolution.due_on
    workflow.report_resolution(resolution, by=year.stage.liaison, text="二")
    assert [(one.round, one.text, one.returned_note) for one in resolution.reports.all()] == [
        (2, "二", ""), (1, "一", "缺少拨付凭证"),
    ]
    assert not Duty.objects.of(resolution).open().exists()


def test_only_the_unit_reports_and_nobody_judges_the_own_report(year):
    year.held()
    resolution = year.given(holder=year.stage.office)
    with pytest.raises(Refused):
        workflow.report_resolution(resolution, by=year.stage.liaison, text="一")
    resolution.refresh_from_db()
    officer = year.stage.officer
    workflow.report_resolution(resolution, by=officer, text="一")
    report = resolution.reports.get()
    report.author = year.secretary.user
    report.save()
    with pytest.raises(RuleRefused):
        workflow.accept_resolution(resolution, by=year.secretary)
    with pytest.raises(RuleRefused):
        workflow.return_resolution(resolution, by=year.secretary, note="x")
    workflow.accept_resolution(resolution, by=year.director)


def test_withdrawn_resolution_owes_nothing(year):
    year.held()
    resolution = year.given()
    workflow.withdraw_resolution(resolution, by=year.secretary, note="合并到另一项")
    assert Duty.objects.of(resolution).get().state == "cancelled"
    with pytest.raises(MoveRefused):
        workflow.accept_resolution(resolution, by=year.director)
