# ruff: noqa: S608 - names in the statements are the program's own, values are parameters
"""Schools and kindergartens: the organisation and what only a school has."""
import re

from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Organization, School

from .columns import REMARK, Choice, Column, Day, Digits, Text, Whole, YesNo, fold, words
from .divisions import LEVELS
from .faults import CellRefused
from .organizations import AREA_CODE, AREA_NAME, PLACED, SCOPED, PlacedLoader
from .rows import Row
from .staging import Stage, Target

Stages = School.Stage
PRIMARY, JUNIOR, SENIOR = 1, 2, 4
# A school with several stages: the sum of their signs is the kind of school.
COMBINED = {
    1: Stages.PRIMARY, 2: Stages.JUNIOR, 3: Stages.NINE_YEAR, 4: Stages.SENIOR, 5: Stages.OTHER, 6: Stages.COMPLETE,
    7: Stages.TWELVE_YEAR,
}  # fmt: skip
TYPE_NAME = (
    "concat_ws('+', CASE WHEN g.sign & 1 > 0 THEN '小学' END, CASE WHEN g.sign & 2 > 0 THEN '初中' END,"
    " CASE WHEN g.sign & 4 > 0 THEN '高中' END)"
)
SIGNS = {
    PRIMARY: "小学 小学教学点 教学点 普通小学 primary 21 211 218",
    JUNIOR: "初中 初级中学 普通初中 职业初中 junior 31 311 321",
    SENIOR: "高中 高级中学 普通高中 senior 342",
    PRIMARY | JUNIOR: "九年一贯制学校 九年一贯制 九年一贯 九年制学校 九年一贯/实验学校 nine_year 312",
    JUNIOR | SENIOR: "完全中学 完中 complete 341",
    PRIMARY | JUNIOR | SENIOR: "十二年一贯制学校 十二年一贯制 十二年制学校 twelve_year 345",
}
SIGN = {fold(word): sign for sign, names in SIGNS.items() for word in names.split()}
SINGLE = words(
    ("幼儿园 学前教育 幼儿班 附设幼儿班 托幼一体园 kindergarten 11 111", Stages.KINDERGARTEN),
    ("中职 中等职业学校 中专 中等专业学校 职业高中 职业高中学校 职高 技工学校 vocational", Stages.VOCATIONAL),
    ("36 361 362 363 364 365 366", Stages.VOCATIONAL),
    ("特殊教育 特殊教育学校 特教 特教学校 special 51 511 512 513 514", Stages.SPECIAL),
    ("高等学校 高校 大学 higher 41 411 412 413 414 415", Stages.HIGHER),
    ("其他 其他教育机构 中学 专门学校 工读学校 other 371", Stages.OTHER),
)
KNOWN = ("幼儿园", "小学", "初中", "高中", "九年一贯制学校", "完全中学", "十二年一贯制学校", "中职", "特殊教育", "其他")
UNCLEAR = "中学"
SPONSORS = words(("公办 公立 public", School.Sponsor.PUBLIC), ("民办 私立 private", School.Sponsor.PRIVATE))
PLACES = words(
    ("主城区 111", School.Place.URBAN), ("城乡结合区 112", School.Place.FRINGE), ("镇中心区 121", School.Place.TOWN),
    ("镇乡结合区 122", School.Place.TOWN_FRINGE), ("特殊区域 123", School.Place.SPECIAL),
    ("乡中心区 210", School.Place.TOWNSHIP), ("村庄 220", School.Place.VILLAGE),
)
PRIVATE_CODE = "999"
AGREEING = ("code", "sponsor", "sponsor_code", "place", "managing_level", "superior", "address", "pupils")
NOTES = {
    "joined": gettext_noop(
        "%(count)s schools stand in several rows with different stages; each was taken as one school."
    ),
    "sponsor": gettext_noop(
        "%(count)s new schools do not say whether they are public or private; they are entered as public."
    ),
    "unclear": gettext_noop(
        "%(count)s rows say only “%(word)s”, neither junior nor senior; the stage is entered as other."
    ),
}


class SchoolLoader(PlacedLoader):
    """Schools and kindergartens, told by identification code, else by area and name."""

    slug = "schools"
    right = "school"
    caption = _("Schools and kindergartens")
    model = School
    derived = {**PLACED, "sign": "integer", "stage": "text", "type_name": "text"}

    code = Column(
        "学校标识码", "Identification code", Digits(10), attribute="code",
        aliases="学校代码 标识码 学校(机构)标识码 机构标识码 XXDM", help_text=_("Ten digits."), example="2123000001",
    )
    name = Column(
        "学校名称", "School", Text(120), attribute="organization__name", is_required=True,
        aliases="name 名称 学校 校名 学校(机构)名称 幼儿园名称 园名 XXMC", example="牡丹江市第一中学",
    )
    type = Column(
        "办学类型", "Type", Text(40), attribute="type_name", is_required=True,
        aliases="type type_or_stage 类型 学段 学校类型 类别", help_text=_("In words or as the code of the type."),
        example="初级中学",
    )
    area_code = Column(
        "行政区划代码", "Division code", Digits(6, 9, 12), attribute="organization__area_id", **AREA_CODE
    )
    area_name = Column("所在区县", "Division", Text(60), attribute="organization__area__name", **AREA_NAME)
    sponsor = Column(
        "公办民办", "Public or private", Choice(SPONSORS), attribute="sponsor",
        aliases="public_private 公民办 办别 办学性质 性质", example="公办",
    )
    sponsor_code = Column("举办者代码", "Sponsor code", Digits(3), attribute="sponsor_code", example="831")
    place = Column("城乡分类", "Urban or rural class", Choice(PLACES), attribute="place", example="镇中心区")
    managing_level = Column(
        "管理层级", "Managing level", Choice(LEVELS), attribute="managing_level", aliases="隶属层级", example="县"
    )
    superior = Column(
        "主管部门", "Superior unit", Text(120), attribute="organization__superior__name", aliases="上级单位",
        example="东安区教育局",
    )
    address = Column("地址", "Address", Text(200), attribute="organization__address", aliases="学校地址 address")
    office_phone = Column("办公电话", "Office phone", Text(40), attribute="organization__office_phone", aliases="电话")
    pupils = Column(
        "在校生数", "Pupils", Whole(), attribute="pupils", aliases="在校生 学生数 在园幼儿数", example="1200"
    )
    is_boarding = Column("寄宿制", "Boarding", YesNo(), attribute="is_boarding", aliases="是否寄宿", example="否")
    head_name = Column("校长", "Head", Text(60), attribute="head_name", aliases="校长姓名 园长 校(园)长")
    head_from = Column("校长任期起", "Head's term from", Day(), attribute="head_from", example="2024-09-01")
    head_to = Column("校长任期止", "Head's term until", Day(), attribute="head_to", example="2027-08-31")

    targets = (
        Target(
            Organization, "org_id",
            "t.area_id = s.area AND t.name = s.name AND t.kind = 'school' AND t.valid_to IS NULL",
            values={name: f"s.{name}" for name in ("name", "address", "office_phone")} | {"superior": "s.superior_id"},
            first={"kind": "'school'", "area": "s.area", **SCOPED},
        ),
        Target(
            School, "school_id", "t.organization_id = s.org_id",
            values={
                name: f"s.{name}"
                for name in (
                    "code", "stage", "type_name", "sponsor", "sponsor_code", "place", "managing_level", "pupils",
                    "is_boarding", "head_name", "head_from", "head_to",
                )
            },
            first={
                "organization": "s.org_id", "sponsor": "COALESCE(s.sponsor, 'public')",
                "managing_level": "COALESCE(s.managing_level, CASE s.level WHEN 'town' THEN 'county' ELSE s.level END)",
                **SCOPED,
            },
        ),
    )  # fmt: skip

    def prepare(self, row: Row) -> None:
        """Area, stage, sponsor and the head's term of one school."""
        super().prepare(row)
        self.require_dates(row, "head_from", "head_to")
        try:
            row.values["sign"], row.values["stage"] = stage_of(row.get("type"))
        except CellRefused as fault:
            row.refuse("type", fault.code, **fault.params)
            return
        row.values["type_name"] = row.get("type")
        if row.get("sponsor") is None:
            row.values["sponsor"] = sponsor_of(row.get("sponsor_code"), row.get("name"))

    def judge(self, stage: Stage) -> None:
        """Rows of one school are joined; codes and names belong to one school each."""
        self.check_rows(stage)
        self.join(stage)
        super().judge(stage)
        self.link_codes(stage)
        self.check_register(stage)
        self.tell(stage)

    def check_rows(self, stage: Stage) -> None:
        """The same school with the same stage may stand once, and its rows may not contradict each other."""
        stage.run("CREATE INDEX ON {stage} (area, name)")
        for number, first in stage.repeated(("area", "name", "COALESCE(sign, 0)")):
            self.fault(stage, number, "name", "duplicate", other=first)
            self.joined -= 1  # deleted by `join`, but no department of the same school
        for column in AGREEING:
            for number, first in contradictions(stage, column):
                self.fault(stage, number, column, "contradiction", other=first)
        for number, first in stage.ask(
            "SELECT s.row_no, min(o.row_no) FROM {stage} s JOIN {stage} o ON o.code = s.code AND o.row_no < s.row_no"
            " AND (o.area, o.name) <> (s.area, s.name) GROUP BY s.row_no ORDER BY s.row_no"
        ):
            self.fault(stage, number, "code", "duplicate", other=first)

    def join(self, stage: Stage) -> None:
        """A primary and a junior department of one name in one area are one school: keep its first row."""
        kept = ", ".join(f"{name} = g.{name}" for name in AGREEING)
        found = ", ".join(f"max({name}) AS {name}" for name in AGREEING)
        stage.run(
            f"UPDATE {{stage}} s SET sign = g.sign, type_name = {TYPE_NAME}, {kept} FROM"
            f" (SELECT min(row_no) AS row_no, bit_or(sign) AS sign, {found} FROM {{stage}} GROUP BY area, name"
            " HAVING count(*) > 1) AS g WHERE s.row_no = g.row_no"
        )
        self.joined += stage.run(
            "DELETE FROM {stage} s USING {stage} o WHERE o.area = s.area AND o.name = s.name AND o.row_no < s.row_no"
        )
        kinds = " ".join(f"WHEN {sign} THEN '{kind}'" for sign, kind in COMBINED.items())
        stage.run(f"UPDATE {{stage}} SET stage = CASE sign {kinds} END WHERE sign IS NOT NULL")

    def link_codes(self, stage: Stage) -> None:
        """The identification code tells a school also under a new name."""
        stage.run(
            "UPDATE {stage} s SET school_id = t.id, org_id = t.organization_id FROM register_school t"
            " JOIN register_organization o ON o.id = t.organization_id"
            " WHERE t.code = s.code AND o.area_id = s.area AND o.valid_to IS NULL"
        )

    def check_register(self, stage: Stage) -> None:
        """A code or a name that is taken is refused without telling by whom (T38)."""
        checks = {
            ("code", "code_elsewhere"): "EXISTS (SELECT 1 FROM register_school t WHERE t.code = s.code"
            " AND t.id IS DISTINCT FROM s.school_id)",
            ("name", "name_taken"): "EXISTS (SELECT 1 FROM register_organization o WHERE o.area_id = s.area"
            " AND o.name = s.name AND o.valid_to IS NULL AND (o.kind <> 'school'"
            " OR (s.org_id IS NOT NULL AND o.id <> s.org_id)))",
            ("code", "code_differs"): "s.org_id IS NULL AND s.code IS NOT NULL AND EXISTS (SELECT 1"
            " FROM register_organization o JOIN register_school t ON t.organization_id = o.id"
            " WHERE o.area_id = s.area AND o.name = s.name AND o.valid_to IS NULL AND t.code <> s.code)",
        }
        for (column, code), condition in checks.items():
            for (number,) in stage.ask(f"SELECT row_no FROM {{stage}} s WHERE {condition} ORDER BY row_no"):
                self.fault(stage, number, column, code)

    def tell(self, stage: Stage) -> None:
        """Say what was taken for granted."""
        new = "NOT EXISTS (SELECT 1 FROM register_organization o WHERE o.area_id = s.area AND o.name = s.name)"
        ((silent,),) = stage.ask(f"SELECT count(*) FROM {{stage}} s WHERE sponsor IS NULL AND org_id IS NULL AND {new}")
        ((unclear,),) = stage.ask("SELECT count(*) FROM {stage} WHERE type_name LIKE %s", [f"{UNCLEAR}%"])
        counts = {"joined": self.joined, "sponsor": silent, "unclear": unclear}
        self.notes += [gettext(NOTES[name]) % {"count": n, "word": UNCLEAR} for name, n in counts.items() if n]

    def get_queryset(self) -> models.QuerySet:
        """Return schools with what the columns show."""
        return School.objects.select_related("organization__area", "organization__superior")


def contradictions(stage: Stage, column: str) -> list[tuple[int, int]]:
    """Return (row, first row that says something else) within the rows of one school."""
    return stage.ask(
        f"SELECT s.row_no, min(o.row_no) FROM {{stage}} s JOIN {{stage}} o ON o.area = s.area AND o.name = s.name"
        f" AND o.row_no < s.row_no AND o.{column} <> s.{column} GROUP BY s.row_no ORDER BY s.row_no"
    )


def stage_of(text: str) -> tuple[int | None, str | None]:
    """Return (sign, stage) of a type: a sum of combinable stages, or a stage that stands alone."""
    for form in (fold(text), fold(REMARK.sub("", text))):
        if form in SIGN:
            return SIGN[form], None
        if form in SINGLE:
            return None, SINGLE[form]
        parts = [SIGN.get(part) for part in re.split(r"[+、,/]", form)]
        if len(parts) > 1 and all(parts):
            return combined(parts), None
    raise CellRefused("not_choice", choices="、".join(KNOWN))


def combined(signs: list) -> int:
    """Return the sum of stages, each counted once."""
    total = 0
    for sign in signs:
        total |= sign
    return total


def sponsor_of(code: str | None, name: str | None) -> str | None:
    """Return what the sponsor's code or the school's own name says; None where neither does."""
    if code:
        return School.Sponsor.PRIVATE if code == PRIVATE_CODE else School.Sponsor.PUBLIC
    if name and ("民办" in name or "私立" in name):
        return School.Sponsor.PRIVATE
    return None
