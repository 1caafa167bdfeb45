"""On site, public opinion, deliberation, findings, the end."""

from datetime import date

import pytest

from committees.models import Committee, Membership, Participation
from inspectorate.documents.models import Attachment, StoredFile
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import MoveRefused, RuleRefused
from inspectors.models import Certificate, Interest
from supervision import workflow
from supervision.models import Finding, Inspection
from supervision.states import Audience, InspectionState
from tests.stage import LONG_AGO, at

from .file import TODAY

pytestmark = pytest.mark.django_db
LATER = date(2026, 3, 17)


def tie(walk, inspector, **facts):
    return Interest.objects.create(
        inspector=inspector, organization=walk.city.school, declared_on=TODAY, **facts, **walk.city.school.scope
    )


def hear(walk, *audiences):
    for audience in audiences:
        workflow.add_opinion(
            walk.inspection, by=walk.city.leader, channel="meeting", audience=audience, held_on=TODAY, people=20,
            satisfied=20, content="满意",
        )  # fmt: skip


def note_site(walk, **more):
    given = {"place": "教学楼", "method": "walk", "content": "查看教室。", "recorded_on": TODAY, **more}
    return workflow.add_site_record(walk.inspection, by=walk.city.leader, **given)


def find(walk, problem="消防通道堆放杂物。", by=None):
    return workflow.add_finding(
        walk.inspection, by=by or walk.city.leader, matter=walk.inspection.matters.first(), severity="general",
        problem=problem, demand="立即清理。",
    )  # fmt: skip


class TestStart:
    """The team is looked at again on the day it begins."""

    def refused(self, walk):
        with at(LATER), pytest.raises(RuleRefused) as refused:
            workflow.start_on_site(walk.inspection, by=walk.officer)
        assert Inspection.objects.get().state == InspectionState.NOTIFIED
        return refused.value.rule

    def test_tie_declared_since_the_team_was_formed_counts(self, walk):
        """R-RECUSE-01: checked again at the start."""
        walk.noticed()
        tie(walk, walk.city.inspectors[1], relation="head_is_relative")
        assert self.refused(walk) == "R-RECUSE-01"

    def test_former_employment_declared_since_counts(self, walk, bind):
        """R-RECUSE-02: checked again at the start, where the area has the rule."""
        bind(walk.city.area, "R-RECUSE-02", 3)
        walk.noticed()
        tie(walk, walk.city.inspectors[1], relation="formerly_employed", until=date(2024, 3, 2))
        assert self.refused(walk) == "R-RECUSE-02"

    def test_certificate_expired_since_counts(self, walk):
        """R-INS-07: current inspectors with valid certificates, on the day."""
        walk.noticed()
        Certificate.objects.filter(inspector=walk.city.inspectors[2]).update(expires_on=TODAY)
        assert self.refused(walk) == "R-ROST-07"

    def test_member_gone_since_leaves_too_few(self, walk):
        """R-INS-07."""
        walk.noticed()
        walk.inspection.team.last().delete()
        assert self.refused(walk) == "R-INS-07"


def test_site_record_is_evidence_with_place_unit_and_files(walk):
    """R-INS-11, R-INS-12: who saw what where, with copies of the papers."""
    walk.on_site()
    file = StoredFile.objects.create(name="账目.pdf", size=1, sha256="0" * 64, media_type="application/pdf")
    found = note_site(walk, organization=walk.city.other_school, method="papers", files=[file])
    assert (found.author, found.organization) == (walk.city.leader.user, walk.city.other_school)
    assert Attachment.objects.get().owner == found
    assert Event.objects.of(walk.inspection).last().payload == {"record": found.pk}


def test_nobody_goes_on_without_a_site_record(walk):
    """R-INS-11: the site visit is mandatory."""
    walk.on_site()
    with pytest.raises(RuleRefused) as refused:
        workflow.start_hearing(walk.inspection, by=walk.city.leader)
    assert refused.value.rule == "R-INS-11"


@pytest.mark.parametrize("missing", Audience)
def test_public_pupils_parents_and_teachers_are_all_heard(walk, missing):
    """R-INS-13."""
    walk.on_site()
    note_site(walk)
    workflow.start_hearing(walk.inspection, by=walk.city.leader)
    hear(walk, *(one for one in Audience if one != missing))
    with pytest.raises(RuleRefused, match=str(missing.label)) as refused:
        workflow.start_deliberation(walk.inspection, by=walk.city.leader)
    assert refused.value.rule == "R-INS-13"
    hear(walk, missing)
    assert workflow.start_deliberation(walk.inspection, by=walk.city.leader).state == InspectionState.DELIBERATING


def test_no_more_are_satisfied_than_were_heard(walk):
    walk.on_site()
    with pytest.raises(RuleRefused):
        workflow.add_opinion(
            walk.inspection, by=walk.city.leader, channel="meeting", audience="pupils", held_on=TODAY, people=2,
            satisfied=3, content="一",
        )  # fmt: skip


def test_findings_are_numbered_in_order_and_keep_their_numbers(walk):
    """S20: each problem is an item of its own."""
    walk.on_site()
    first, second = find(walk), find(walk, "台账不全。")
    workflow.drop_finding(first, by=walk.city.leader, note="查无实据")
    assert [first.number, second.number, find(walk, "三").number] == [1, 2, 3]
    assert not Finding.objects.get(number=1).is_upheld


def test_changed_finding_keeps_its_old_words_in_the_trail(walk):
    walk.on_site()
    finding = find(walk)
    workflow.edit_finding(finding, by=walk.city.leader, problem="疏散通道堵塞。")
    event = Event.objects.of(walk.inspection).last()
    assert event.payload == {"number": 1, "before": {"problem": "消防通道堆放杂物。"}}


ACTS = {
    "add_site_record": (note_site, {"on_site", "hearing"}),
    "add_opinion": (lambda walk: hear(walk, "pupils"), {"on_site", "hearing"}),
    "add_finding": (find, {"on_site", "hearing", "deliberating"}),
    "edit_finding": (
        lambda walk: workflow.edit_finding(walk.finding, by=walk.city.leader, problem="改"),
        {"on_site", "hearing", "deliberating"},
    ),
    "drop_finding": (
        lambda walk: workflow.drop_finding(walk.finding, by=walk.city.leader, note="一"),
        {"on_site", "hearing", "deliberating"},
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_work_of_the_team_belongs_to_its_steps(walk, act):
    """T48, T16: no page and no direct sending adds or takes away anything before or after."""
    walk.concluded(problems=1)
    walk.finding = walk.inspection.findings.get()
    run, steps = ACTS[act]
    for state in InspectionState:
        Inspection.objects.update(state=state)
        before = Event.objects.count()
        if state in steps:
            run(walk)
        else:
            with pytest.raises(RuleRefused):
                run(walk)
            assert Event.objects.count() == before


def test_steps_are_not_skipped(walk):
    """R-INS-11, R-INS-13: nobody ends what was not deliberated."""
    walk.on_site()
    for verb in (workflow.start_deliberation, workflow.conclude, workflow.archive):
        with pytest.raises((MoveRefused, RuleRefused)):
            verb(walk.inspection, by=walk.officer)


def test_end_is_the_day_from_which_the_report_is_owed(walk):
    """R-INS-22, R-INS-15: before it there is no end to count from."""
    walk.on_site()
    with pytest.raises(RuleRefused) as refused:
        assert walk.inspection.ended_on
    assert refused.value.rule == "R-INS-15"
    Inspection.objects.update(state=InspectionState.DELIBERATING)
    walk.inspection.refresh_from_db()
    assert workflow.conclude(walk.inspection, by=walk.officer).ended_on == TODAY


def test_member_units_of_the_team_are_counted_once(walk):
    """R-ORG-08: counted from the team's records when it begins on site, once a unit and inspection."""
    city = walk.city
    committee = Committee.objects.create(organization=city.government, name="市教育督导委员会", **city.area.scope)
    Membership.objects.create(
        committee=committee, role="member_unit", organization=city.bureau, valid_from=LONG_AGO, order=1,
        **city.area.scope,
    )  # fmt: skip
    inspection = walk.concluded(problems=1)
    row = Participation.objects.get()
    assert (row.organization, row.what) == (city.bureau, inspection.title)
