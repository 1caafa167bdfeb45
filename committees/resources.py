"""The composition of committees as a table: one row a seat, as founding documents list them (R-ORG-01)."""
from datetime import date
from types import SimpleNamespace

from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Organization
from inspectorate.register.resources import (
    AREA_CODE,
    SCOPED,
    CellRefused,
    Choice,
    Column,
    Day,
    Digits,
    Loader,
    Row,
    Stage,
    Target,
    Text,
    Whole,
    words,
)
from inspectorate.trail.workflow import RuleRefused

from .models import Committee, Membership
from .states import MemberRole
from .workflow import add_member, found_committee

ROLES = words(
    ("主任 召集人 组长 chair", MemberRole.CHAIR),
    ("副主任 专职副主任 副召集人 副组长 vice_chair", MemberRole.VICE_CHAIR),
    ("总督学 副总督学 chief_inspector", MemberRole.CHIEF_INSPECTOR),
    ("成员单位 成员 member_unit", MemberRole.MEMBER_UNIT),
    ("办公室 办公室主任 office", MemberRole.OFFICE),
)
PARTY = ("省委", "市委", "县委", "区委")
SEAT = ("row_no", "committee", "government_id", "role", "member", "unit_id", "person_name", "seated_on", "source")
GOVERNMENT = "人民政府"
MISSING = gettext_noop(
    "%(count)s members who sit now are not in the file; end their seats on the page of the committee."
)


class CommitteeMemberLoader(Loader):
    """Seats of committees; a government, committee or member unit the register lacks is entered with them."""

    slug = "committee_members"
    right = "committee"
    caption = _("Committee members")
    model = Membership
    key = ("area", "role", "member")
    key_column = "member"
    derived = {
        "area": "text", "province": "text", "city": "text", "county": "text", "government": "text", "unit_kind": "text",
        "seated_on": "date",
    }
    is_rehearsed = True

    committee = Column(
        "委员会", "Committee", Text(120), attribute="committee__name", aliases="committee 委员会名称", is_required=True,
        help_text=_("Full name, beginning with the name of the division."), example="牡丹江市人民政府教育督导委员会",
    )
    role = Column(
        "职务", "Role", Choice(ROLES), attribute="role", aliases="role 角色 委员会职务", is_required=True,
        example="成员单位",
    )
    member = Column(
        "单位或职务", "Unit or position", Text(120), attribute="label", aliases="unit_or_post 成员 单位",
        is_required=True, help_text=_("The unit; for a chair or vice-chair the office held."), example="市教育局",
    )
    person_name = Column("姓名", "Name", Text(60), attribute="person_name")
    year = Column("年份", "Year", Whole(1980, 2100), aliases="year 年度", example="2021")
    since = Column(
        "任职日期", "Member since", Day(), attribute="valid_from", aliases="起始日期",
        help_text=_("Without it the seat begins on the first of January of the year."),
    )
    area_code = Column("行政区划代码", "Division code", Digits(6, 9, 12), **AREA_CODE)
    source = Column("文件依据", "Source document", Text(200), attribute="source", aliases="source 来源 依据")

    targets = (
        Target(
            Organization, "government_id", "t.kind = 'government' AND t.area_id = s.area AND t.valid_to IS NULL",
            values={}, once="s.area",
            first={"name": "s.government", "kind": "'government'", "area": "s.area", **SCOPED},
        ),
        Target(Committee, "committee_id", "t.organization_id = s.government_id", values={}),
        Target(
            Organization, "unit_id",
            "t.area_id = s.area AND s.member IN (t.name, t.short_name) AND t.valid_to IS NULL AND t.kind <> 'school'",
            values={}, first={"name": "s.member", "kind": "s.unit_kind", "area": "s.area", **SCOPED},
            when="s.role = 'member_unit'", once="s.area, s.member",
        ),
        Target(
            Membership, "seat_id",
            "t.committee_id = s.committee_id AND t.role = s.role AND t.valid_to IS NULL AND"
            " CASE s.role WHEN 'member_unit' THEN t.organization_id = s.unit_id ELSE t.position = s.member END",
            values={},
        ),
    )  # fmt: skip

    def prepare(self, row: Row) -> None:
        """Find the division the committee belongs to and the day the seat begins."""
        area, prefix = self.areas.leading(row.get("committee"))
        try:
            code = self.areas.find(row.get("area_code") or area, None)
        except CellRefused as fault:
            is_named = fault.code != "required"
            row.refuse("committee", fault.code if is_named else "unknown_area", **fault.params)
            return
        scope = self.areas.scope_columns(code)
        row.values |= {"area": code, "government": f"{prefix or self.areas.names[code]}{GOVERNMENT}", **scope}
        member = row.get("member")
        is_party = member.startswith(PARTY)
        row.values["unit_kind"] = Organization.Kind.PARTY_COMMITTEE if is_party else Organization.Kind.DEPARTMENT
        row.values["seated_on"] = row.get("since") or (date(row.get("year"), 1, 1) if row.get("year") else None)
        if row.values["seated_on"] is None:
            row.refuse("since", "required")

    def judge(self, stage: Stage) -> None:
        """Say how many seats the file does not speak of."""
        lost = stage.ask(
            "SELECT count(*) FROM committees_membership m JOIN committees_committee c ON c.id = m.committee_id"
            " JOIN register_organization g ON g.id = c.organization_id WHERE m.valid_to IS NULL"
            " AND g.area_id IN (SELECT area FROM {stage}) AND NOT EXISTS (SELECT 1 FROM {stage} s"
            " LEFT JOIN register_organization u ON u.id = m.organization_id WHERE s.area = g.area_id"
            " AND s.role = m.role AND s.member IN (m.position, u.name, u.short_name))"
        )[0][0]
        if lost:
            self.notes.append(gettext(MISSING) % {"count": lost})

    def write(self, stage: Stage) -> None:
        """Enter governments and units; then found committees and seat members by their verbs, row after row."""
        governments, _committees, units, _seats = self.targets
        for target in (governments, units):
            stage.insert(target)
            stage.link(target)
        new = "{stage} WHERE act = 'new' ORDER BY row_no"
        for row in stage.ask(f"SELECT {', '.join(SEAT)} FROM {new}"):  # noqa: S608
            self.seat(SimpleNamespace(**dict(zip(SEAT, row, strict=True))))

    def seat(self, row: SimpleNamespace) -> None:
        """Seat one member; what the verb refuses is a fault of the row."""
        unit = Organization.objects.get(pk=row.unit_id) if row.unit_id else None
        try:
            add_member(
                self.committee_of(row.government_id, row.committee), by=self.by, role=row.role, organization=unit,
                valid_from=row.seated_on, position="" if unit else row.member, person_name=row.person_name or "",
                source=row.source or "",
            )  # fmt: skip
        except RuleRefused as refused:
            label = self.columns["role"].label
            self.faults.add(row.row_no, label, row.member, "verb_refused", what=str(refused))

    def committee_of(self, government_id: int, name: str) -> Committee:
        """Return the committee of a government, founded if need be."""
        found = Committee.objects.filter(organization_id=government_id).select_related("organization__area").first()
        if found is not None:
            return found
        government = Organization.objects.select_related("area").get(pk=government_id)
        return found_committee(by=self.by, organization=government, name=name)

    def get_queryset(self) -> models.QuerySet:
        """Return the seats held now."""
        return Membership.objects.filter(valid_to=None).select_related("committee", "organization")
