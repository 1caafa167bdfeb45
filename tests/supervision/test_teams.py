"""The team: who may be in it, who counts, and what a changed team does to the notice that names it."""

from datetime import timedelta

import pytest

from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused
from inspectors.models import Certificate, Interest
from supervision import workflow
from supervision.models import Inspection

from .file import TODAY

pytestmark = pytest.mark.django_db


class TestTeam:
    """Who may form a team."""

    def test_three_inspectors_are_a_team(self, walk):
        """R-INS-07."""
        inspection = walk.teamed()
        assert [member.name for member in inspection.team.all()] == ["督学甲", "督学乙", "督学丙"]

    def test_experts_and_officials_do_not_count(self, walk):
        """R-INS-07, TV-7: two inspectors, three experts and one official are refused."""
        inspection, (leader, second, _third) = walk.opened(), walk.city.inspectors
        others = {"experts": [walk.city.expert(name) for name in "子丑寅"], "officials": ["局里的同志"]}
        assert self.refused(walk, leader=leader, inspectors=[leader, second], **others) == "R-INS-07"
        assert not inspection.team.exists()

    def test_area_may_want_more(self, walk, bind):
        """R-INS-07: the number is a setting."""
        bind(walk.city.area, "R-INS-07", 4)
        walk.opened()
        leader, *others = walk.city.inspectors
        assert self.refused(walk, leader=leader, inspectors=others) == "R-INS-07"

    @pytest.mark.parametrize("years", [2, 4])
    @pytest.mark.parametrize("is_on", [True, False])
    def test_former_member_of_staff_withdraws_for_three_years(self, walk, bind, years, is_on):
        """R-RECUSE-02, TV-7: one of three worked there until two years ago; refused where the rule is on."""
        if is_on:
            bind(walk.city.area, "R-RECUSE-02", 3)
        walk.opened()
        leader, *others = walk.city.inspectors
        self.tie(walk, others[0], "formerly_employed", until=TODAY.replace(year=2026 - years))
        if is_on and years == 2:
            assert self.refused(walk, leader=leader, inspectors=others) == "R-RECUSE-02"
        else:
            workflow.form_team(walk.inspection, by=walk.officer, leader=leader, inspectors=others)

    def test_all_reasons_are_told_at_once(self, walk):
        """R-RECUSE-01, R-ROST-07: a relative of the head and an expired certificate."""
        walk.opened()
        leader, second, third = walk.city.inspectors
        self.tie(walk, second, "head_is_relative")
        Certificate.objects.filter(inspector=third).update(expires_on=TODAY - timedelta(days=1))
        with pytest.raises(RuleRefused, match=r"督学乙.*R-RECUSE-01.*督学丙.*R-ROST-07"):
            workflow.form_team(walk.inspection, by=walk.officer, leader=leader, inspectors=[second, third])

    def test_rule_named_is_the_one_that_refused(self, walk):
        """R-ROST-07: not every reason is a recusal."""
        walk.opened()
        leader, *others = walk.city.inspectors
        Certificate.objects.filter(inspector=leader).update(expires_on=TODAY - timedelta(days=1))
        assert self.refused(walk, leader=leader, inspectors=others) == "R-ROST-07"

    def refused(self, walk, **team):
        before = Event.objects.count()
        with pytest.raises(RuleRefused) as refused:
            workflow.form_team(walk.inspection, by=walk.officer, **team)
        assert Event.objects.count() == before
        return refused.value.rule

    def tie(self, walk, inspector, relation, until=None):
        return Interest.objects.create(
            inspector=inspector, organization=walk.city.school, relation=relation, until=until, declared_on=TODAY,
            **walk.city.school.scope,
        )  # fmt: skip


class TestChangedTeam:
    """What a changed team does to the notice that names it."""

    def replace(self, walk, joining=None):
        leaving = walk.inspection.team.get(inspector=walk.city.inspectors[2])
        joining = joining or walk.city.inspector("督学丁")
        return workflow.replace_member(walk.inspection, by=walk.officer, leaving=leaving, joining=joining, note="病假")

    def notice(self, walk):
        walk.teamed()
        return workflow.draft_notice(walk.inspection, by=walk.officer, contact="一", wants_self_evaluation=False)

    def test_joining_inspector_takes_the_role_and_the_leaver_goes(self, walk):
        """R-RECUSE-03."""
        walk.teamed()
        self.replace(walk)
        assert [(m.name, m.role) for m in walk.inspection.team.all()][2] == ("督学丁", "inspector")
        assert Event.objects.of(walk.inspection).last().payload == {"left": "督学丙", "joined": "督学丁"}

    def test_joining_inspector_is_checked_like_a_first(self, walk):
        """R-RECUSE-03, R-RECUSE-01: somebody who works there does not join."""
        walk.teamed()
        with pytest.raises(RuleRefused) as refused:
            self.replace(walk, walk.city.inspector("督学丁", organization=walk.city.school))
        assert refused.value.rule == "R-RECUSE-01"

    def test_drafted_notice_falls_with_the_team_it_names(self, walk):
        """R-INS-09: the notice names the team."""
        document = self.notice(walk)
        self.replace(walk)
        document.refresh_from_db()
        assert document.state == "void"

    @pytest.mark.parametrize("change", ["replace", "dissolve"])
    def test_notice_on_its_way_must_come_back_first(self, walk, change):
        """R-INS-09."""
        type(self.notice(walk)).objects.update(state="signed")
        with pytest.raises(RuleRefused) as refused:
            self.replace(walk) if change == "replace" else self.dissolve(walk)
        assert refused.value.rule == "R-INS-09"
        assert walk.inspection.team.count() == 3
        assert Inspection.objects.get().state == "team_formed"

    def dissolve(self, walk):
        return workflow.dissolve_team(walk.inspection, by=walk.officer, note="重组")

    def test_dissolved_team_makes_room_for_another(self, walk):
        walk.teamed()
        self.dissolve(walk)
        leader, *others = walk.city.inspectors
        workflow.form_team(walk.inspection, by=walk.officer, leader=others[0], inspectors=[leader, others[1]])
        assert walk.inspection.team.get(role="leader").inspector == others[0]

    @pytest.mark.parametrize("state", ["planned", "deliberating", "concluded", "cancelled"])
    def test_nobody_is_replaced_when_the_team_has_left_or_is_not_there(self, walk, state):
        """T48: no step by direct sending of a form."""
        walk.teamed()
        Inspection.objects.update(state=state)
        walk.inspection.refresh_from_db()
        with pytest.raises(RuleRefused):
            self.replace(walk)
