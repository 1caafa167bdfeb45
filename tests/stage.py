"""A city, a county and a school with everybody who acts in the chain, and ways to bring an inspection to any step."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cached_property
from importlib import import_module
from unittest.mock import patch

from django.apps import apps
from django.utils import timezone

from inspectorate.documents import workflow as papers
from inspectorate.documents.models import Document, Series
from inspectorate.register.models import Area, Organization, Post, School, User
from inspectorate.rulebook.workflow import seed_calendar
from inspectors.models import Certificate, Expert, Inspector, Term
from supervision import workflow as supervision
from supervision.models import Matter

LONG_AGO = date(2020, 1, 1)


@contextmanager
def at(day, hour=10):
    """Let the clock of the program stand at `hour` on `day` (Shanghai time)."""
    moment = timezone.make_aware(datetime(day.year, day.month, day.day, hour))
    with patch("django.utils.timezone.now", lambda: moment):
        yield moment


def sow():
    """Enter what the migrations enter: a test on real connections empties every table when it ends."""
    seed_calendar()
    if not Matter.objects.exists():
        import_module("supervision.migrations.0002_seed_matters_and_instruments").seed(apps, None)


class City:
    """The register of a small city, as in the real structure; posts are made when first asked for."""

    def __init__(self):
        sow()
        self.province = Area.objects.create(code="230000", name="黑龙江省", level="province")
        self.area = Area.objects.create(code="231000", name="牡丹江市", level="city", parent=self.province)
        self.county_area = Area.objects.create(code="231083", name="海林市", level="county", parent=self.area)
        self.other_area = Area.objects.create(code="231084", name="宁安市", level="county", parent=self.area)
        self.upper = self.unit("黑龙江省人民政府教育督导委员会办公室", "inspectorate", self.province)
        self.government = self.unit("牡丹江市人民政府", "government", self.area)
        self.party = self.unit("中共牡丹江市委员会", "party_committee", self.area)
        self.organisation = self.unit("中共牡丹江市委组织部", "department", self.area, function="organisation")
        self.bureau = self.unit("牡丹江市教育局", "department", self.area, function="education")
        self.office = self.unit(
            "牡丹江市人民政府教育督导委员会办公室", "inspectorate", self.area, short_name="市教育督导办"
        )
        self.county = self.unit("海林市人民政府", "government", self.county_area, superior=self.government)
        self.county_party = self.unit("中共海林市委员会", "party_committee", self.county_area)
        self.county_bureau = self.unit(
            "海林市教育局", "department", self.county_area, function="education", superior=self.county
        )
        self.county_office = self.unit("海林市人民政府教育督导委员会办公室", "inspectorate", self.county_area)
        self.other_office = self.unit("宁安市人民政府教育督导委员会办公室", "inspectorate", self.other_area)
        self.school = self.unit("海林市第一中学", "school", self.county_area, superior=self.county_bureau)
        School.objects.create(
            organization=self.school,
            code="2123000001",
            stage="junior",
            sponsor="public",
            managing_level="county",
            pupils=1200,
            **self.school.scope,
        )
        self.other_school = self.unit("海林市第二中学", "school", self.county_area, superior=self.county_bureau)
        for layout, code in (("", "牡政教督办"), ("working", "牡教督文"), ("letter", "牡教督函")):
            Series.objects.create(issuer=self.office, kind=layout, code=code)

    def unit(self, name, kind, area, **facts):
        """Enter an organisation."""
        return Organization.objects.create(name=name, kind=kind, area=area, **facts, **area.scope)

    def post(self, role, organization=None, group="", name=""):
        """Give a new person a post."""
        organization = organization or self.office
        count = User.objects.count()
        user = User.objects.create_user(f"{role}{count}", "", "Pass-word-2026", name=name or f"{role}{count}")
        return Post.objects.create(
            user=user,
            role=role,
            organization=organization,
            group=group,
            valid_from=LONG_AGO,
            is_approved=True,
            **organization.scope,
        )

    @cached_property
    def director(self):
        return self.post("director", name="主任")

    @cached_property
    def chair(self):
        return self.post("chair", self.government, name="副市长")

    @cached_property
    def officer(self):
        """The school group's officer."""
        return self.post("school_group", group="school", name="督学组干事")

    @cached_property
    def government_officer(self):
        return self.post("government_group", group="government", name="督政组干事")

    @cached_property
    def secretary(self):
        return self.post("general_group", group="general", name="综合组秘书")

    @cached_property
    def head(self):
        return self.post("school", self.school, name="校长")

    @cached_property
    def mayor(self):
        return self.post("government", self.county, name="县政府")

    @cached_property
    def liaison(self):
        return self.post("liaison", self.bureau, name="联络员")

    def inspector(self, name, organization=None, user=None):
        """Enter a current, certified inspector."""
        today = timezone.localdate()
        person = Inspector.objects.create(
            name=name,
            office=self.office,
            organization=organization or self.bureau,
            user=user,
            kind="part_time",
            categories=["school"],
            stages=["junior"],
            degree="bachelor",
            years_of_work=15,
            title="高级教师",
            registered_on=LONG_AGO,
            source="teacher",
            **self.area.scope,
        )
        Term.objects.create(
            inspector=person,
            starts_on=today - timedelta(days=100),
            ends_on=today + timedelta(days=900),
            letter_number="1",
            **self.area.scope,
        )
        Certificate.objects.create(
            inspector=person,
            number=f"DX{person.pk}",
            issued_on=today - timedelta(days=100),
            issuer=self.office,
            expires_on=today + timedelta(days=900),
            **self.area.scope,
        )
        return person

    @cached_property
    def inspectors(self):
        """Three inspectors; the first has an account."""
        leader = self.post("part_time_inspector", self.bureau, name="督学甲")
        return [self.inspector("督学甲", user=leader.user), self.inspector("督学乙"), self.inspector("督学丙")]

    @cached_property
    def leader(self):
        """The post of the team's leader."""
        return Post.objects.get(user=self.inspectors[0].user)

    def expert(self, name="专家"):
        """Enter an expert."""
        return Expert.objects.create(
            name=name, office=self.office, organization=self.bureau, valid_from=LONG_AGO, **self.area.scope
        )


class Walk:
    """An inspection of one unit walked through its steps by those who may."""

    def __init__(self, city, unit=None):
        self.city, self.unit = city, unit or city.school
        self.is_school = self.unit.kind == "school"
        self.officer = city.officer if self.is_school else city.government_officer
        self.answerer = city.head if self.is_school else city.mayor

    def pass_document(self, document, to=None):
        """Submit, sign, issue, dispatch and receive a document."""
        city = self.city
        papers.submit(document, by=self.officer)
        papers.sign(document, by=city.director)
        if document.waits_for_confirmation:
            papers.confirm_provisional(document, by=city.director)
        papers.issue(document, by=city.secretary)
        document = Document.objects.get(pk=document.pk)
        for sent in papers.dispatch_all(document, by=city.secretary):
            if sent.to == (to or self.unit):
                papers.receive(sent, by=self.answerer if to is None else city.secretary)
        return Document.objects.get(pk=document.pk)

    def entry(self):
        """Put a check on the annual list."""
        today = timezone.localdate()
        entry = supervision.draft_entry(
            self.city.office,
            by=self.officer,
            title=f"{self.unit}督导",
            kind="special",
            basis="《教育督导条例》第十一条",
            planned_from=today + timedelta(days=40),
            planned_to=today + timedelta(days=60),
            units=[self.unit],
        )
        supervision.submit_entry(entry, by=self.officer)
        return supervision.approve_entry(entry, by=self.city.director)

    def opened(self):
        """Set an inspection up."""
        entry = self.entry()
        matters = Matter.objects.filter(applies_to="school" if self.is_school else "government")[:2]
        self.inspection = supervision.open_inspection(
            entry,
            by=self.officer,
            unit=self.unit,
            title=f"{self.unit}专项督导",
            matters=matters,
            instrument=None,
            modes=["outcome", "announced", "on_site", "own", "open"],
            planned_from=entry.planned_from,
            planned_to=entry.planned_to,
        )
        return self.inspection

    def teamed(self):
        """Form the team."""
        self.opened()
        leader, *others = self.city.inspectors
        return supervision.form_team(self.inspection, by=self.officer, leader=leader, inspectors=others)

    def noticed(self, *, wants_self_evaluation=False):
        """Serve the notice."""
        self.teamed()
        due = timezone.localdate() + timedelta(days=10) if wants_self_evaluation else None
        document = supervision.draft_notice(
            self.inspection,
            by=self.officer,
            contact="综合组 0453-6171234",
            wants_self_evaluation=wants_self_evaluation,
            self_evaluation_due_on=due,
        )
        self.pass_document(document)
        self.inspection.refresh_from_db()
        return self.inspection

    def on_site(self):
        """Begin on site, after the lead time of the notice."""
        self.noticed()
        with at(timezone.localdate() + timedelta(days=15)):
            supervision.start_on_site(self.inspection, by=self.officer)
        return self.inspection

    def concluded(self, problems=2):
        """Record, hear, deliberate, end."""
        self.on_site()
        today, inspection, leader = timezone.localdate(), self.inspection, self.city.leader
        supervision.add_site_record(
            inspection, by=leader, place="教学楼", method="walk", content="查看教室。", recorded_on=today
        )
        supervision.start_hearing(inspection, by=leader)
        for audience in ("public", "pupils", "parents", "teachers"):
            supervision.add_opinion(
                inspection,
                by=leader,
                channel="meeting",
                audience=audience,
                held_on=today,
                people=20,
                satisfied=18,
                content="总体满意。",
            )
        supervision.start_deliberation(inspection, by=leader)
        for number in range(problems):
            supervision.add_finding(
                inspection,
                by=leader,
                matter=inspection.matters.first(),
                severity="general",
                problem=f"问题{number + 1}：消防通道堆放杂物。",
                demand="立即清理并建立巡查制度。",
                basis="消防法第二十八条",
            )
        supervision.conclude(inspection, by=self.officer)
        return inspection
