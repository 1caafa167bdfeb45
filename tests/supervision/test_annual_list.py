"""The annual list: what is drafted, approved by another person, and what may be carried out from it."""

from datetime import date

import pytest

from inspectorate.register.models import Post
from inspectorate.register.rights import Refused
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from supervision import workflow
from supervision.models import AnnualListEntry
from supervision.states import EntryState

pytestmark = pytest.mark.django_db
PLAN = {
    "title": "消防安全专项督导", "kind": "special", "basis": "《教育督导条例》第十一条",
    "planned_from": date(2026, 5, 6), "planned_to": date(2026, 5, 8),
}  # fmt: skip


@pytest.fixture
def draft(stage):
    """Draft entries for the school."""

    def draft(by=None, units=None, **changes):
        return workflow.draft_entry(
            stage.office, by=by or stage.officer, units=units or [stage.school], **{**PLAN, **changes}
        )

    return draft


@pytest.fixture
def approved(stage, draft):
    entry = workflow.submit_entry(draft(), by=stage.officer)
    return workflow.approve_entry(entry, by=stage.director, note="同意")


def test_entry_stands_on_the_list_of_the_year_in_which_it_begins(stage, draft):
    """R-ORG-12: one list a year; the entry belongs to the drafter's group."""
    entry = draft(planned_from=date(2026, 12, 28), planned_to=date(2027, 1, 8))
    assert (entry.year, entry.group, entry.drafted_by) == (2026, "school", stage.officer.user)
    assert Event.objects.of(entry).get().payload == {"units": [stage.school.pk]}


@pytest.mark.parametrize(("units", "group"), [(["school"], "school"), (["school", "county"], "government")])
def test_entry_of_general_affairs_goes_to_the_group_that_inspects(stage, draft, units, group):
    """General affairs has no right in an inspection: its entry must not become one that nobody can work on."""
    entry = draft(by=stage.secretary, units=[getattr(stage, name) for name in units])
    assert entry.group == group


@pytest.mark.parametrize("changes", [{"planned_to": date(2026, 5, 5)}, {"title": "重复"}])
def test_impossible_draft_is_refused_and_leaves_nothing(draft, changes):
    draft(title="重复")
    with pytest.raises(RuleRefused):
        draft(**changes)
    assert AnnualListEntry.objects.count() == 1


def test_withdrawn_entry_can_be_drafted_anew_under_its_title(stage, draft, approved):
    workflow.withdraw_entry(approved, by=stage.director, note="并入综合督导")
    assert draft().title == approved.title


def test_only_a_draft_can_be_changed_also_where_the_page_is_old(stage, draft):
    """T46: what was submitted meanwhile is not rewritten by a form opened before."""
    entry = draft()
    workflow.submit_entry(AnnualListEntry.objects.get(pk=entry.pk), by=stage.officer)
    with pytest.raises(RuleRefused):
        workflow.edit_entry(entry, by=stage.officer, units=[stage.school], **{**PLAN, "title": "改过"})
    assert AnnualListEntry.objects.get().title == PLAN["title"]


@pytest.mark.parametrize("changes", [{"planned_to": date(2026, 5, 1)}, {"title": "另一项"}])
def test_change_is_checked_like_a_draft(stage, draft, changes):
    draft(title="另一项")
    with pytest.raises(RuleRefused):
        workflow.edit_entry(draft(), by=stage.officer, units=[stage.school], **{**PLAN, **changes})


def test_change_moves_the_entry_to_another_list_and_is_on_record(stage, draft):
    entry = draft()
    days = {"planned_from": date(2027, 3, 1), "planned_to": date(2027, 3, 2)}
    workflow.edit_entry(entry, by=stage.officer, units=[stage.other_school], **days)
    assert entry.year == 2027
    assert list(entry.units.all()) == [stage.other_school]
    assert Event.objects.of(entry).last().payload == {"fields": ["planned_from", "planned_to"]}


def test_entry_without_a_unit_is_not_submitted(stage, draft):
    """R-ORG-12: the list names the units."""
    entry = draft()
    entry.units.clear()
    with pytest.raises(RuleRefused) as refused:
        workflow.submit_entry(entry, by=stage.officer)
    assert refused.value.rule == "R-ORG-12"


def test_drafter_does_not_approve_even_as_director(stage, draft):
    """R-ORG-12: two people."""
    entry = workflow.submit_entry(draft(), by=stage.officer)
    Post.objects.filter(pk=stage.director.pk).update(user=stage.officer.user)
    with pytest.raises(RuleRefused):
        workflow.approve_entry(entry, by=Post.objects.get(pk=stage.director.pk))
    assert AnnualListEntry.objects.get().state == EntryState.SUBMITTED


def test_group_does_not_approve(stage, draft):
    entry = workflow.submit_entry(draft(), by=stage.officer)
    with pytest.raises(Refused):
        workflow.approve_entry(entry, by=stage.government_officer)


def test_approval_notes_its_day(approved, today):
    assert (approved.state, approved.approved_on) == (EntryState.APPROVED, today)


def test_returned_entry_is_a_draft_again(stage, draft):
    entry = workflow.submit_entry(draft(), by=stage.officer)
    workflow.return_entry(entry, by=stage.director, note="补充依据")
    assert (entry.state, Event.objects.of(entry).last().note) == (EntryState.DRAFT, "补充依据")
    with pytest.raises(MoveRefused):
        workflow.approve_entry(entry, by=stage.director)
