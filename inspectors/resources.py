"""The roster of inspectors as a table, for taking over a list kept elsewhere (R-ROST-08)."""
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import School
from inspectorate.register.resources import (
    AREA_CODE,
    AREA_NAME,
    PLACED,
    SCOPED,
    Choice,
    Choices,
    Column,
    Day,
    Digits,
    PlacedLoader,
    Row,
    Stage,
    Target,
    Text,
    Whole,
    words,
)
from inspectorate.trail.workflow import RuleRefused

from .models import Inspector, Term
from .states import Category, Degree, Kind, Source
from .workflow import issue_certificate, start_term

KINDS = words(("专职 专职督学 full_time", Kind.FULL_TIME), ("兼职 兼职督学 责任督学 part_time", Kind.PART_TIME))
CATEGORIES = words(
    ("督政 督政类 government", Category.GOVERNMENT),
    ("督学 督学类 school", Category.SCHOOL),
    ("评估监测 监测 评估 monitoring", Category.MONITORING),
)
DEGREES = words(
    ("大专 专科 junior_college", Degree.JUNIOR_COLLEGE),
    ("本科 大学本科 大学 学士 bachelor", Degree.BACHELOR),
    ("硕士 硕士研究生 研究生 master", Degree.MASTER),
    ("博士 博士研究生 doctor", Degree.DOCTOR),
)
SOURCES = words(
    ("在职校长 在职校(园)长 校长 serving_head", Source.SERVING_HEAD),
    ("退休校长 退休校(园)长 retired_head", Source.RETIRED_HEAD),
    ("教师 在职教师 teacher", Source.TEACHER),
    ("教研员 researcher", Source.RESEARCHER),
    ("行政干部 机关干部 在职干部 official", Source.OFFICIAL),
    ("退休干部 退休行政干部 retired_official", Source.RETIRED_OFFICIAL),
    ("其他 other", Source.OTHER),
)
STAGES = words(
    ("幼儿园 学前 kindergarten", School.Stage.KINDERGARTEN),
    ("小学 primary", School.Stage.PRIMARY),
    ("初中 junior", School.Stage.JUNIOR),
    ("高中 senior", School.Stage.SENIOR),
    ("中职 vocational", School.Stage.VOCATIONAL),
    ("特教 特殊教育 special", School.Stage.SPECIAL),
)
SAID = (
    "name", "kind", "categories", "stages", "degree", "years_of_work", "title", "source", "office_phone",
    "register_number", "registered_on", "appointment_document",
)


class InspectorLoader(PlacedLoader):
    """Inspectors, told by register number, else by office, name and employer; no mobile numbers (R-PUB-12)."""

    slug = "inspectors"
    right = "inspector"
    caption = _("Inspectors")
    model = Inspector
    derived = {**PLACED, "office_id": "bigint", "employer_id": "bigint"}
    is_rehearsed = True

    name = Column("姓名", "Name", Text(60), attribute="name", aliases="name 督学姓名", is_required=True, example="张三")
    register_number = Column("督学编号", "Register number", Text(40), attribute="register_number", aliases="编号")
    kind = Column(
        "专兼职", "Kind", Choice(KINDS), attribute="kind", aliases="督学类型 类型", is_required=True, example="兼职"
    )
    categories = Column(
        "督学类别", "Categories", Choices(CATEGORIES), attribute="categories", aliases="类别 职能", is_required=True,
        help_text=_("One or several, parted by a comma."), example="督学、评估监测",
    )
    stages = Column("学段", "Stages", Choices(STAGES), attribute="stages", aliases="督导学段", example="小学、初中")
    degree = Column(
        "学历", "Degree", Choice(DEGREES), attribute="degree", aliases="学位", is_required=True, example="本科"
    )
    years_of_work = Column(
        "教育工作年限", "Years in education", Whole(0, 70), attribute="years_of_work", aliases="工作年限 教龄",
        is_required=True, example="15",
    )
    title = Column(
        "职称", "Professional title", Text(60), attribute="title", aliases="专业技术职务", example="高级教师"
    )
    source = Column(
        "来源", "Source", Choice(SOURCES), attribute="source", aliases="人员来源 身份", is_required=True,
        example="在职校长",
    )
    superior = Column(
        "管理机构", "Managing inspectorate", Text(120), attribute="office__name", aliases="聘任机构 督导机构 office",
        help_text=_("Without it the committee office of the division."),
    )
    employer = Column(
        "工作单位", "Employer", Text(120), attribute="organization__name", aliases="单位 所在单位",
        help_text=_("Full name as in the register; empty for the retired."), example="牡丹江市第一中学",
    )
    area_code = Column("行政区划代码", "Division code", Digits(6, 9, 12), attribute="office__area_id", **AREA_CODE)
    area_name = Column("所在区县", "Division", Text(60), attribute="office__area__name", **AREA_NAME)
    registered_on = Column(
        "入册日期", "Registered on", Day(), attribute="registered_on", aliases="登记日期", is_required=True,
        example="2025-09-01",
    )
    appointment_document = Column(
        "聘任文件", "Appointed by", Text(200), attribute="appointment_document", aliases="任命文件 聘任文号"
    )
    office_phone = Column("办公电话", "Office phone", Text(40), attribute="office_phone", aliases="电话")
    term_from = Column(
        "聘期起", "Term from", Day(), aliases="任期起 聘任日期",
        help_text=_("The end of a part-timer's term follows from the rule of the area."), example="2025-09-01",
    )
    letter_number = Column("聘书编号", "Letter of appointment", Text(60), aliases="聘书号")
    certificate_number = Column("督学证号", "Certificate number", Text(60), aliases="证件号 督学证编号")
    certificate_on = Column("督学证日期", "Certificate issued on", Day(), aliases="发证日期")

    targets = (
        Target(
            Inspector, "inspector_id",
            "t.office_id = s.office_id AND CASE WHEN s.register_number IS NOT NULL AND t.register_number <> ''"
            " THEN t.register_number = s.register_number"
            " ELSE t.name = s.name AND t.organization_id IS NOT DISTINCT FROM s.employer_id END",
            values={name: f"s.{name}" for name in SAID} | {"organization": "s.employer_id"},
            first={"office": "s.office_id", **SCOPED},
        ),
    )

    def prepare(self, row: Row) -> None:
        """Area; a certificate has number and date."""
        super().prepare(row)
        if row.get("certificate_number") and not row.get("certificate_on"):
            row.refuse("certificate_on", "required")

    def judge(self, stage: Stage) -> None:
        """Find office and employer; no inspector may stand twice."""
        super().judge(stage)
        stage.run(
            "UPDATE {stage} s SET office_id = COALESCE(s.superior_id, (SELECT min(o.id) FROM register_organization o"
            " WHERE o.kind = 'inspectorate' AND o.area_id = s.area AND o.valid_to IS NULL))"
        )
        self.find_employers(stage)
        column = "superior" if stage.ask("SELECT 1 FROM {stage} WHERE superior IS NOT NULL LIMIT 1") else "name"
        lost = "office_id IS NULL AND superior IS NULL"
        for (number,) in stage.ask(f"SELECT row_no FROM {{stage}} WHERE {lost} ORDER BY row_no"):  # noqa: S608
            self.fault(stage, number, column, "no_inspectorate")
        for key in (("office_id", "register_number"), ("office_id", "name", "COALESCE(employer_id, 0)")):
            for number, first in stage.repeated(key):
                self.fault(stage, number, "name", "duplicate", other=first)

    def find_employers(self, stage: Stage) -> None:
        """An employer is a unit of the office's own city, of which there may be only one of the name."""
        stage.run(
            "UPDATE {stage} s SET employer_id = e.id FROM (SELECT r.row_no, min(o.id) AS id FROM {stage} r"
            " JOIN register_organization o ON o.name = r.employer AND o.valid_to IS NULL AND o.province = r.province"
            " AND (o.city = r.city OR r.city = '') AND (r.county = '' OR o.county IN ('', r.county))"
            " GROUP BY r.row_no HAVING count(*) = 1) AS e WHERE e.row_no = s.row_no"
        )
        for (number,) in stage.ask(
            "SELECT row_no FROM {stage} WHERE employer IS NOT NULL AND employer_id IS NULL ORDER BY row_no"
        ):
            self.fault(stage, number, "employer", "unknown_unit")

    def write(self, stage: Stage) -> None:
        """Enter the inspectors; terms and certificates follow their own verbs, which know the rules."""
        super().write(stage)
        for number, pk, term_from, letter, certificate, issued_on in stage.ask(
            "SELECT row_no, inspector_id, term_from, letter_number, certificate_number, certificate_on FROM {stage}"
            " WHERE term_from IS NOT NULL OR certificate_number IS NOT NULL ORDER BY row_no"
        ):
            inspector = Inspector.objects.select_related("office__area").get(pk=pk)
            self.follow(number, "term_from", self.start, inspector, term_from, letter or "")
            self.follow(number, "certificate_number", self.certify, inspector, certificate, issued_on)

    def follow(self, number: int, column: str, verb: Any, inspector: Inspector, *facts: Any) -> None:
        """Do one verb; what it refuses is a fault of the row."""
        try:
            verb(inspector, *facts)
        except RuleRefused as refused:
            self.faults.add(number, self.columns[column].label, inspector.name, "verb_refused", what=str(refused))

    def start(self, inspector: Inspector, starts_on: date | None, letter: str) -> None:
        """Start the term unless it is there."""
        if starts_on and not Term.objects.filter(inspector=inspector, starts_on=starts_on).exists():
            start_term(inspector, by=self.by, starts_on=starts_on, letter_number=letter)

    def certify(self, inspector: Inspector, number: str | None, issued_on: date | None) -> None:
        """Issue the certificate unless it is there."""
        if number and not inspector.certificates.filter(number=number).exists():
            issue_certificate(inspector, by=self.by, number=number, issued_on=issued_on)

    def get_queryset(self) -> models.QuerySet:
        """Return the roster with what the columns show."""
        return Inspector.objects.select_related("office__area", "organization")
