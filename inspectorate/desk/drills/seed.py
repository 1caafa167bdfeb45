"""A small office for a drill: its people signed in, and as much work as it needs, each piece ready for one act."""

from datetime import date
from pathlib import Path

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from accountability.models import Case, RectificationItem
from inspectorate.documents import workflow as papers
from inspectorate.documents.models import Series
from inspectorate.register.models import Area, Organization, Post, User
from inspectorate.register.models.sessions import POST, SEEN, STARTED, SessionStore
from inspectorate.rulebook.models import Setting
from inspectorate.rulebook.workflow import seed_calendar
from inspectorate.trail.workflow import batches
from supervision import workflow as supervision
from supervision.models import AnnualListEntry, Finding, Inspection, Matter

from .visitors import Errand, Visitor

LONG_AGO = date(2020, 1, 1)
PER_CASE = 20
PROBLEM = {"problem": "消防通道堆放杂物", "demand": "立即清理"}
TEXT = {"paragraphs": [{"level": 0, "text": "根据《教育督导条例》，现就有关事项通知如下。"}]}
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Office:
    """An office, a school that it inspects, and those who act."""

    def __init__(self) -> None:
        seed_calendar()
        province = Area.objects.create(code="230000", name="黑龙江省", level="province")
        self.area = Area.objects.create(code="231000", name="牡丹江市", level="city", parent=province)
        self.government = self.unit("牡丹江市人民政府", "government")
        self.bureau = self.unit("牡丹江市教育局", "department", superior=self.government, function="education")
        self.office = self.unit("牡丹江市人民政府教育督导委员会办公室", "inspectorate", superior=self.government)
        self.school = self.unit("牡丹江市第一中学", "school", superior=self.bureau)
        for layout, code in (("", "牡政教督办"), ("working", "牡教督文"), ("letter", "牡教督函")):
            Series.objects.create(issuer=self.office, kind=layout, code=code)
        self.directors = [self.post("director", self.office) for _number in range(3)]
        self.officers = [self.post("school_group", self.office, "school") for _number in range(3)]
        self.secretaries = [self.post("general_group", self.office, "general") for _number in range(3)]
        self.heads = [self.post("school", self.school)]

    def unit(self, name: str, kind: str, **facts: object) -> Organization:
        """Enter an organisation."""
        return Organization.objects.create(name=name, kind=kind, area=self.area, **facts, **self.area.scope)

    def post(self, role: str, organization: Organization, group: str = "") -> Post:
        """Give a new person a post and a mail address."""
        number = User.objects.count()
        user = User.objects.create(
            username=f"{role}{number}", name=f"{role}{number}", email=f"person{number}@example.org",
            password_changed_at=timezone.now(),
        )
        return Post.objects.create(
            user=user, role=role, organization=organization, group=group, valid_from=LONG_AGO, is_approved=True,
            **organization.scope,
        )

    def allow_mail_always(self) -> None:
        """Let mail leave at any hour: a drill may run at night and on Sundays."""
        for rule, value in (("OFFICE.notice_hours", [0, 24]), ("OFFICE.notice_on_rest_days", True)):
            Setting.objects.create(
                rule=rule, area=self.area, value=value, valid_from=LONG_AGO, state="approved", document="drill",
                **self.area.scope,
            )

    def items(self, count: int, state: str = "passed") -> list[RectificationItem]:
        """Return rectification items, re-checked and passed (or closed), a case for every twenty."""
        today, person = timezone.localdate(), self.officers[0].user
        closed = {"closed_on": today, "closed_by": person} if state == "closed" else {}
        matter = Matter.objects.filter(applies_to="school").first()
        made: list[RectificationItem] = []
        for numbers in batches(range(1, count + 1), PER_CASE):
            case = self._case("cleared" if closed else "rechecking")
            findings = Finding.objects.bulk_create(
                Finding(inspection=case.inspection, author=person, number=number, matter=matter, **PROBLEM)
                for number in numbers
            )
            made += RectificationItem.objects.bulk_create(
                RectificationItem(case=case, finding=finding, number=finding.number, due_on=today, rounds=1,
                                  state=state, **PROBLEM, **closed, **case.filing)
                for finding in findings
            )
        return made

    def _case(self, state: str) -> Case:
        today = timezone.localdate()
        inspection = Inspection.objects.create(
            emergency_ground="演练", title="演练", kind="emergency", modes=["open"], unit=self.school,
            owner=self.office, group="school", planned_from=today, planned_to=today, concluded_on=today,
            **self.school.scope,
        )
        return Case.objects.create(
            inspection=inspection, title="演练", unit=self.school, superior=self.bureau, owner=self.office,
            group="school", letter_received_on=today, state=state, **self.school.scope,
        )

    def entries(self, count: int) -> list[AnnualListEntry]:
        """Return entries of the annual list that wait for approval."""
        made = []
        for number in range(count):
            entry = supervision.draft_entry(
                self.office, by=self.officers[0], units=[self.school], **self.planned(f"演练{number}")
            )
            made.append(supervision.submit_entry(entry, by=self.officers[0]))
        return made

    def planned(self, title: str) -> dict[str, object]:
        """Return what the form of an entry asks, but the units."""
        first = next_year()
        return {"title": title, "kind": "special", "basis": "《教育督导条例》第十一条", "planned_from": first,
                "planned_to": first}

    def documents(self, count: int) -> list[int]:
        """Return the keys of signed documents that only have to be issued."""
        made = []
        for number in range(count):
            document = papers.draft(
                "annual_priorities", None, by=self.officers[0], context=TEXT, title=f"演练文件{number}",
                addressees=[self.school], issuer=self.office, area=self.area, group="school",
            )
            papers.submit(document, by=self.officers[0])
            papers.sign(document, by=self.directors[0])
            made.append(document.pk)
        return made

    # Errands: what people at browsers set out to do

    def closings(self, count: int) -> list[Errand]:
        """Return errands that close an item out, one each."""
        found = self.items(count)
        return [Errand("close", str(item.pk), f"/rectification/{item.pk}/close-out/") for item in found]

    def reopenings(self, count: int) -> list[Errand]:
        """Return errands that open a closed item again: each makes a duty."""
        fields = {"note": "演练", "new_due_on": next_year().isoformat()}
        found = self.items(count, "closed")
        return [Errand("reopen", str(item.pk), f"/rectification/{item.pk}/reopen-item/", fields) for item in found]

    def draftings(self, count: int) -> list[Errand]:
        """Return errands that make a new entry of the annual list."""
        made = []
        for number in range(count):
            values = {name: str(value) for name, value in self.planned(f"新增{number}").items()}
            fields = values | {"units": str(self.school.pk)}
            made.append(Errand("draft", values["title"], "/annual-list/new/", fields))
        return made

    def approvals(self, count: int) -> list[Errand]:
        """Return errands that approve an entry."""
        return [Errand("approve", str(row.pk), f"/annual-list/{row.pk}/approve-entry/") for row in self.entries(count)]

    def issuings(self, count: int) -> list[Errand]:
        """Return errands that number and issue a document, which then is rendered by a worker."""
        return [Errand("issue", str(pk), f"/documents/{pk}/issue/") for pk in self.documents(count)]


def next_year() -> date:
    """Return a day that certainly lies ahead."""
    today = timezone.localdate()
    return today.replace(year=today.year + 1, day=1)


def signed_in(post: Post, website: Path) -> Visitor:
    """Return a browser in which a person is signed in with the second factor."""
    device = TOTPDevice.objects.create(user=post.user, name="drill", key=random_hex(), confirmed=True)
    session, now = SessionStore(), timezone.now().timestamp()
    session.update({
        USER_KEY: str(post.user.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: post.user.get_session_auth_hash(),
        POST: post.pk, STARTED: now, SEEN: now, DEVICE_ID_SESSION_KEY: device.persistent_id,
    })
    session.create()
    return Visitor(website, str(session.session_key))
