# ruff: noqa: S608 - names in the statements are the program's own, values are parameters
"""Organisations: governments, departments, committee offices, third parties (schools have their own table)."""
from collections.abc import Collection
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Level, Organization

from .areas import AREA_HELP
from .columns import Choice, Column, Day, Digits, Text, words
from .faults import CellRefused
from .loader import Loader
from .rows import Row
from .staging import Stage, Target

KINDS = words(
    ("政府 人民政府 government", Organization.Kind.GOVERNMENT),
    ("党委 市委 县委 party_committee", Organization.Kind.PARTY_COMMITTEE),
    ("部门 政府部门 职能部门 单位 department", Organization.Kind.DEPARTMENT),
    ("督导机构 教督办 督导委员会办公室 inspectorate", Organization.Kind.INSPECTORATE),
    ("第三方机构 第三方 third_party", Organization.Kind.THIRD_PARTY),
)
AREA_CODE = {"aliases": "adcode adcode_inferred 区划代码 区划码 area", "help_text": AREA_HELP, "example": "231002"}
AREA_NAME = {
    "aliases": "district district_inferred 区县 县区 县市区 县(市)区 所属区县 行政区 所在区 所在地 区",
    "help_text": _("Name of the division, if no code is given."),
    "example": "东安区",
}
PLACED = dict.fromkeys(("area", "level", "province", "city", "county"), "text") | {"superior_id": "bigint"}
SCOPED = {name: f"s.{name}" for name in ("province", "city", "county")}


class PlacedLoader(Loader):
    """Rows that belong to an area and may name a superior unit."""

    derived: ClassVar[dict[str, str]] = PLACED

    def required(self, found: Collection[str]) -> list[str]:
        """Return the columns a file must have: one that names the area, unless the file is one county's own."""
        is_placed = {"area_code", "area_name"} & set(found) or self.areas.levels.get(self.area) == Level.COUNTY
        return super().required(found) + ([] if is_placed else ["area_code"])

    def prepare(self, row: Row) -> None:
        """Find the area the row belongs to."""
        column = "area_code" if row.get("area_code") or "area_name" not in row.values else "area_name"
        try:
            code = self.areas.find(row.get("area_code"), row.get("area_name"))
        except CellRefused as fault:
            row.refuse("area_name" if fault.code == "area_mismatch" else column, fault.code, **fault.params)
            return
        row.values |= {"area": code, "level": self.areas.levels[code], **self.areas.scope_columns(code)}

    def judge(self, stage: Stage) -> None:
        """Find the superior units: in the row's own area first, then upward."""
        stage.run(
            "UPDATE {stage} s SET superior_id = (SELECT o.id FROM register_organization o"
            " WHERE o.name = s.superior AND o.valid_to IS NULL AND o.area_id IN (s.area, s.county, s.city, s.province)"
            " ORDER BY array_position(ARRAY[s.area, s.county, s.city, s.province]::text[], o.area_id::text) LIMIT 1)"
            " WHERE s.superior IS NOT NULL"
        )
        lost = stage.ask(f"SELECT row_no FROM {{stage}} s WHERE {self.lost_superior} ORDER BY row_no")
        for (number,) in lost:
            self.fault(stage, number, "superior", "unknown_unit")

    lost_superior = "s.superior IS NOT NULL AND s.superior_id IS NULL"

    def require_dates(self, row: Row, start: str, end: str) -> None:
        """The end may not lie before the beginning."""
        if row.get(start) and row.get(end) and row.get(end) < row.get(start):
            row.refuse(end, "dates_reversed")


class OrganizationLoader(PlacedLoader):
    """Governments, departments, committee offices and third parties."""

    slug = "organizations"
    right = "organization"
    caption = _("Organisations")
    model = Organization
    key = ("area", "name")
    key_column = "name"

    name = Column(
        "单位名称", "Name", Text(120), attribute="name", aliases="名称 单位 机构名称 organization", is_required=True,
        example="牡丹江市教育局",
    )
    short_name = Column("简称", "Short name", Text(40), attribute="short_name", example="市教育局")
    kind = Column(
        "单位类别", "Kind", Choice(KINDS), attribute="kind", aliases="类别 类型", is_required=True,
        help_text=_("Government, party committee, department, committee office or third-party institution."),
        example="部门",
    )
    function = Column("职能", "Function", Text(30), attribute="function", example="education")
    area_code = Column("行政区划代码", "Division code", Digits(6, 9, 12), attribute="area_id", **AREA_CODE)
    area_name = Column("所在区县", "Division", Text(60), attribute="area__name", **AREA_NAME)
    superior = Column(
        "上级单位", "Superior unit", Text(120), attribute="superior__name", aliases="主管部门 上级",
        help_text=_("Full name of a unit that is in the register or in this file."), example="牡丹江市人民政府",
    )
    address = Column("地址", "Address", Text(200), attribute="address", aliases="单位地址")
    office_phone = Column("办公电话", "Office phone", Text(40), attribute="office_phone", aliases="电话 联系电话")
    valid_from = Column("成立日期", "Exists from", Day(), attribute="valid_from", example="2019-03-01")
    valid_to = Column("撤销日期", "Exists until", Day(), attribute="valid_to")

    targets = (
        Target(
            Organization, "org_id", "t.area_id = s.area AND t.name = s.name AND t.valid_to IS NULL",
            values={
                name: f"s.{name}"
                for name in ("short_name", "kind", "function", "address", "office_phone", "valid_from", "valid_to")
            }
            | {"superior": "s.superior_id"},
            first={"name": "s.name", "area": "s.area", **SCOPED},
        ),
    )
    in_file = (
        "EXISTS (SELECT 1 FROM {stage} o WHERE o.name = s.superior AND o.row_no <> s.row_no"
        " AND o.area IN (s.area, s.county, s.city, s.province))"
    )
    lost_superior = f"{PlacedLoader.lost_superior} AND NOT {in_file}"

    def prepare(self, row: Row) -> None:
        """Area and dates."""
        super().prepare(row)
        self.require_dates(row, "valid_from", "valid_to")

    def write(self, stage: Stage) -> None:
        """Units of this file that are superior to others of this file have their keys only afterwards."""
        super().write(stage)
        stage.run(
            "UPDATE register_organization t SET superior_id = u.id FROM {stage} s, register_organization u"
            " WHERE t.id = s.org_id AND s.superior IS NOT NULL AND s.superior_id IS NULL AND u.name = s.superior"
            " AND u.valid_to IS NULL AND u.id <> t.id AND u.area_id IN (s.area, s.county, s.city, s.province)"
        )

    def get_queryset(self) -> models.QuerySet:
        """Return all but schools, with what the columns show."""
        return Organization.objects.exclude(kind=Organization.Kind.SCHOOL).select_related("area", "superior")
