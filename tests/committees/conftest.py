from datetime import timedelta

import pytest
from django.utils import timezone

from committees import workflow
from committees.models import Committee, Membership
from inspectorate.documents import workflow as papers
from inspectorate.documents.models import Document
from tests.inspectors.people import *  # noqa: F403
from tests.stage import LONG_AGO, at


class Year:
    """A committee with a chair and three member units, and a meeting brought to any step."""

    def __init__(self, stage):
        self.stage = stage
        self.secretary, self.director, self.chair = stage.secretary, stage.director, stage.chair
        self.committee = Committee.objects.create(
            organization=stage.government, name="牡丹江市人民政府教育督导委员会", founded_on=LONG_AGO,
            **stage.area.scope,
        )
        self.finance = stage.unit("牡丹江市财政局", "department", stage.area, short_name="市财政局")
        self.seats = [self.seat("chair", position="副市长", person_name="甲")]
        for order, unit in enumerate((stage.bureau, stage.organisation, self.finance), 1):
            self.seats.append(self.seat("member_unit", organization=unit, order=order))

    def seat(self, role, order=1, **facts):
        return Membership.objects.create(
            committee=self.committee, role=role, order=order, valid_from=LONG_AGO, **facts, **self.committee.scope
        )

    def planned(self, kind="plenary", days=10):
        """Plan a meeting with one item."""
        self.meeting = workflow.plan_meeting(
            self.committee, by=self.secretary, kind=kind, title="全体会议", place="市政府三楼会议室",
            planned_at=timezone.now() + timedelta(days=days),
        )
        lines = [workflow.Line(None, "审议年度督导工作计划", self.stage.office), workflow.Line(None, "其他事项")]
        workflow.write_agenda(self.meeting, by=self.secretary, lines=lines)
        return self.meeting

    def convened(self, **more):
        """Convene it."""
        self.planned(**more)
        workflow.convene_meeting(self.meeting, by=self.secretary, contact="综合组 0453-6170000")
        return self.meeting

    def attendance(self, *presences):
        """How the four seats were filled; those not named were filled by their members."""
        filled = [*presences, *["present"] * (len(self.seats) - len(presences))]
        return [
            workflow.Seat(seat, presence, "副局长乙" if presence == "deputy" else "")
            for seat, presence in zip(self.seats, filled, strict=True)
        ]

    def held(self, *presences, **more):
        """Hold it today."""
        self.convened(**more)
        workflow.hold_meeting(
            self.meeting, by=self.secretary, held_on=timezone.localdate(), host="副市长甲",
            attendance=self.attendance(*presences),
        )
        return self.meeting

    def resolution(self, text="9月底前补齐欠拨经费", **given):
        """Write a resolution down."""
        return workflow.add_resolution(self.meeting, by=self.secretary, text=text, **given)

    def given(self, holder=None, days=30):
        """Give a resolution to a unit."""
        due_on = timezone.localdate() + timedelta(days=days)
        return self.resolution(holder=holder or self.stage.bureau, due_on=due_on)

    def minuted(self):
        """Have the minutes issued."""
        self.held()
        return self.issue_minutes()

    def issue_minutes(self):
        document = workflow.draft_minutes(self.meeting, by=self.secretary)
        papers.submit(document, by=self.secretary)
        papers.sign(document, by=self.director)
        papers.issue(document, by=self.secretary)
        self.meeting.refresh_from_db()
        return Document.objects.get(pk=document.pk)


@pytest.fixture
def year(stage):
    with at(timezone.localdate()):  # at ten in the morning: an hour is no edge of the day
        yield Year(stage)
