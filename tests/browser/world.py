"""A small city with a row of everything that a page shows; each `grow` adds one row more."""

from datetime import date, timedelta
from functools import cached_property

from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accountability import jobs
from accountability import workflow as accountability
from committees.models import Committee
from inspectorate.desk.models import ImportBatch
from inspectorate.lib.security import secret_bytes
from inspectorate.publication import workflow as publication
from inspectorate.publication.models import Objection
from inspectorate.register.models import School
from inspectorate.register.models.accounts import Account, AccountState, Correction
from inspectorate.register.states import SECOND_FACTOR
from inspectorate.rulebook.models import CalendarChange, Semester, Setting
from inspectors.models import Assignment, Candidacy, RecusalDecision
from supervision import workflow as supervision
from supervision.models import Matter
from tests.accountability.chain import Chain, at
from tests.committees.growing import grow_year
from tests.duties.growing import grow_ledger
from tests.inspectors.growing import grow_roster
from tests.monitoring.growing import grow_returns
from tests.publication.samples import REPORT
from tests.stage import City
from tests.supervision.growing import grow_hazards

from .desk import SECRET

DAY = timedelta(days=1)
ROLES = ("system_admin", "security_admin", "audit_admin", "monitoring_group")


def authenticator(post):
    """Give whoever needs one an authenticator; returns its key for sessions."""
    if post.role not in SECOND_FACTOR:
        return None
    key = secret_bytes(SECRET).hex()
    facts = {"name": "authenticator", "key": key, "confirmed": True}
    return TOTPDevice.objects.get_or_create(user=post.user, defaults=facts)[0].persistent_id


def signed_in(post):
    """A client that acts in a post, its second factor shown."""
    client = Client()
    client.force_login(post.user)
    if key := authenticator(post):
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = key
        session.save()
    return client


class World:
    """Everything once, twice, three times."""

    def __init__(self, city=None):
        self.city, self.size, self.chains = city or City(), 0, []
        self.scope = self.city.area.scope
        self.staff = [self.city.director, self.city.officer, self.city.secretary, self.city.government_officer]
        self.staff += [self.city.post(role) for role in ROLES]

    def grow(self):
        """Add one row to every list."""
        self.size += 1
        self.tell_a_chain()
        self.add_people()
        self.add_rules()
        self.publish()
        self.visit()
        grow_roster(self.city, self.chains[-1].unit, self.city.inspectors[0], self.size)
        grow_ledger(self.city, self.size)
        grow_hazards(self.city, self.chains[-1].unit)
        grow_returns(self.city, self.size)
        return self

    def chain(self):
        """The chain of one more school, with a head of its own."""
        city, number = self.city, len(self.chains) + 1
        school = city.unit(f"海林市第{number}小学", "school", city.county_area, superior=city.county_bureau)
        facts = {"stage": "primary", "sponsor": "public", "managing_level": "county", "pupils": 300}
        School.objects.create(organization=school, code=f"21230000{number}9", **facts, **school.scope)
        self.chains.append(Chain(city, school))
        self.chains[-1].answerer = city.post("school", school)
        return self.chains[-1]

    def tell_a_chain(self):
        """An inspection of one more school, up to every measure against it."""
        chain = self.chain()
        later = chain.overdue()
        with at(later):
            jobs.propose_notices()
            accountability.propose_interview(chain.case, by=chain.officer, grounds=["unfinished"], reason="未整改")
            texts = {"reason": "未整改", "facts": "事实", "demands": "立即整改"}
            accountability.propose_circular(chain.case, by=chain.officer, **texts)
            aim = {"target": "unit", "situations": ["duties"], "reason": "未整改"}
            accountability.propose_action(chain.case, by=chain.officer, **aim)
            self.report(chain)

    def report(self, chain):
        """Draft the report to the government."""
        names = ("title", "course", "evaluation", "achievements", "advice", "public_summary")
        accountability.draft_report(
            chain.inspection,
            by=chain.officer,
            submitted_to=self.city.government,
            **dict.fromkeys(names, f"督导情况{self.size}"),
        )

    def add_people(self):
        """An account, a correction, an inspector, an expert, a candidate, a recusal, a committee, an import."""
        city, scope, today = self.city, self.scope, timezone.localdate()
        post = city.post("liaison", city.bureau)
        Account.objects.create(user=post.user, organization=city.bureau, state=AccountState.ACTIVE, **scope)
        Correction.objects.create(user=post.user, wish="姓名有误", **scope)
        inspector = city.inspector(f"督学{self.size}")
        city.expert(f"专家{self.size}")
        shared = {"office": city.office, "organization": city.bureau, **scope}
        profile = {"kind": "part_time", "categories": ["school"], "degree": "bachelor", "years_of_work": 12}
        Candidacy.objects.create(
            name=f"人选{self.size}",
            source="teacher",
            recommended_by=city.officer.user,
            recommended_on=today,
            recommending_unit="市教育局",
            **profile,
            **shared,
        )
        asked = {"requester": "inspector", "requested_by": city.officer.user, "requested_on": today, "ground": "亲属"}
        RecusalDecision.objects.create(inspector=inspector, organization=city.school, **asked, **scope)
        government = city.unit(f"第{self.size}区人民政府", "government", city.area)
        committee = Committee.objects.create(
            organization=government, name=f"第{self.size}区教育督导委员会", **scope
        )
        grow_year(city, committee, self.size)
        ImportBatch.objects.create(
            resource="inspectors", filename=f"{self.size}.xlsx", sha256="0" * 64, uploaded_by=city.secretary, **scope
        )

    def add_rules(self):
        """A setting of the city and a semester."""
        year = 2030 + self.size
        shared = {"area": self.city.area, **self.scope}
        Setting.objects.create(
            rule="R-INS-07",
            value=3,
            valid_from=date(year, 1, 1),
            valid_to=date(year, 12, 31),
            document="实施方案",
            proposed_by=self.city.officer.user,
            **shared,
        )
        days = [[f"{year}-03-01", "holiday", "临时放假"]]
        CalendarChange.objects.create(year=year, days=days, note="通知", proposed_by=self.city.secretary.user)
        term = {"name": f"{year}年春季学期", "starts_on": date(year, 3, 1), "ends_on": date(year, 7, 1)}
        Semester.objects.create(months=[3, 4, 5, 6], **term, **shared)

    def publish(self):
        """A public report and an objection to it."""
        city = self.city
        found = publication.propose(
            "inspection_report",
            organization=city.school,
            area=city.school.area,
            title=f"海林市第一中学督导报告{self.size}",
            payload=REPORT,
            by=city.officer,
        )
        publication.submit(found, by=city.officer)
        publication.review(found, by=city.secretary, conclusion="cleared")
        publication.release(found, by=city.director)
        Objection.objects.create(
            publication=found,
            owner=city.office,
            title=found.title,
            text="内容不实",
            code_sha256=f"{self.size:064d}",
            source_digest="0" * 64,
            due_on=timezone.localdate() + 10 * DAY,
            **self.scope,
        )

    def visit(self):
        """A filed visit with a problem, of an inspector to a school of her own."""
        city, school = self.city, self.chains[-1].unit
        inspector, today = city.inspectors[0], timezone.localdate()
        Assignment.objects.create(inspector=inspector, school=school, valid_from=today, **school.scope)
        visit = supervision.arrive(school, by=city.leader, inspector=inspector)
        matter = Matter.objects.get(code="M6")
        said = {"is_certificate_shown": True, "methods": ["walk"], "feedback_to": "校长", "feedback_on": today}
        problem = supervision.Found(matter, "general", "安全通道堆放杂物。")
        content = supervision.Content(said, [matter], [problem])
        supervision.file_visit(visit, by=city.leader, content=content)

    @cached_property
    def readers(self):
        """Everybody who may look at lists."""
        return [*self.staff, self.city.leader, self.city.head, self.city.chair, self.city.liaison]

    def reader_of(self, model):
        """Whoever may see most rows of a model."""
        return max(self.readers, key=lambda post: model.objects.visible_to(post).count())
