"""Areas, organisations, schools, committee and roster of the demonstration city."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

from django.utils import timezone

from committees.models import Committee, Membership
from inspectorate.documents.models import Series
from inspectorate.register.models import Area, Organization, School
from inspectors.models import Certificate, Expert, Inspector, Term

DATA = Path(__file__).with_name("data")
FOUNDED = date(2021, 8, 18)
CITY = "231000"
K = Organization.Kind
S = School.Stage

# What Mudanjiang reported for 2021, by type; names and places are invented.
INSTITUTIONS = {
    S.HIGHER: 7,
    S.VOCATIONAL: 17,
    S.SENIOR: 33,
    S.JUNIOR: 82,
    S.PRIMARY: 115,
    S.SPECIAL: 6,
    S.KINDERGARTEN: 457,
}
WORDS = {
    S.HIGHER: "职业学院",
    S.VOCATIONAL: "中等职业学校",
    S.SENIOR: "高级中学",
    S.JUNIOR: "初级中学",
    S.PRIMARY: "小学",
    S.SPECIAL: "特殊教育学校",
    S.KINDERGARTEN: "幼儿园",
}
CODES = {
    S.HIGHER: "41",
    S.VOCATIONAL: "36",
    S.SENIOR: "34",
    S.JUNIOR: "31",
    S.PRIMARY: "21",
    S.SPECIAL: "51",
    S.KINDERGARTEN: "11",
}
PUPILS = {
    S.HIGHER: 3200,
    S.VOCATIONAL: 620,
    S.SENIOR: 1450,
    S.JUNIOR: 680,
    S.PRIMARY: 540,
    S.SPECIAL: 90,
    S.KINDERGARTEN: 85,
}
TREES = (
    "白桦",
    "红松",
    "云杉",
    "丁香",
    "柞林",
    "春晓",
    "北山",
    "江滨",
    "曙光",
    "育英",
    "长虹",
    "新华",
    "朝阳",
    "和平",
    "兴林",
    "沿河",
    "晨光",
    "致远",
    "明德",
    "启明",
)
FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = (
    "建国",
    "丽华",
    "志强",
    "淑珍",
    "海峰",
    "雪梅",
    "永刚",
    "春艳",
    "喆",
    "文博",
    "玉兰",
    "振东",
    "晓燕",
    "国栋",
    "秀英",
)
DEPARTMENTS = {
    "市委组织部": "organisation",
    "市委宣传部": "publicity",
    "市委统战部": "united_front",
    "市发改委": "development",
    "市教育局": "education",
    "市科技局": "science",
    "市工信局": "industry",
    "市公安局": "police",
    "市财政局": "finance",
    "市人社局": "personnel",
    "市自然资源局": "land",
    "市住建局": "construction",
    "市交通局": "transport",
    "市农业农村局": "agriculture",
    "市卫健委": "health",
    "市应急局": "emergency",
    "市审计局": "audit",
    "市市场监管局": "market",
    "市体育局": "sport",
    "市民政局": "civil_affairs",
    "市司法局": "justice",
    "团市委": "youth",
}

FIELDS = ("消防安全", "食品卫生", "学前教育", "教育财务", "校舍建筑", "心理健康", "课程教学", "职业教育")


def people() -> Iterator[str]:
    """Yield invented names without end."""
    for number in range(10**6):
        yield FAMILY[number % len(FAMILY)] + GIVEN[(number * 7 + number // len(FAMILY)) % len(GIVEN)]


class City:
    """Builds the city; every part can be looked up afterwards by code and kind."""

    def __init__(self) -> None:
        self.names = people()
        self.areas = self._areas()
        self.area = self.areas[CITY]
        self.counties = [area for area in self.areas.values() if area.level == "county"]
        self.units: dict[tuple[str, str], Organization] = {}
        self._governments()
        self._departments()
        self.schools = self._schools()
        self._committee()
        self._series()

    def unit(self, area: Area, kind: str) -> Organization:
        """Return the organisation of a kind (or function) in an area."""
        return self.units[area.code, kind]

    def _areas(self) -> dict[str, Area]:
        with (DATA / "areas.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for row in rows:
            Area.objects.get_or_create(
                code=row["code"],
                defaults={"name": row["name"], "level": row["level"], "parent_id": row["parent_code"] or None},
            )
        return Area.objects.in_bulk([row["code"] for row in rows if row["level"] != "town"])

    def _add(self, area: Area, kind: str, name: str, **facts: object) -> Organization:
        made, _new = Organization.objects.get_or_create(
            area=area, name=name, defaults={"kind": kind, "valid_from": FOUNDED, **facts, **area.scope}
        )
        self.units[area.code, str(facts.get("function") or kind)] = made
        return made

    def _governments(self) -> None:
        province = self.areas["230000"]
        self._add(province, K.GOVERNMENT, "黑龙江省人民政府", short_name="省政府")
        self._add(province, K.INSPECTORATE, "黑龙江省人民政府教育督导委员会办公室", short_name="省教育督导办")
        self._add(province, K.DEPARTMENT, "黑龙江省教育厅", short_name="省教育厅", function="education")
        for area in (self.area, *self.counties):
            superior = self.units[CITY, K.GOVERNMENT] if area != self.area else self.units["230000", K.GOVERNMENT]
            government = self._add(area, K.GOVERNMENT, f"{area.name}人民政府", superior=superior)
            self._add(area, K.PARTY_COMMITTEE, f"中共{area.name}委员会", superior=superior)
            self._add(
                area,
                K.INSPECTORATE,
                f"{area.name}人民政府教育督导委员会办公室",
                short_name=f"{area.name}教育督导办",
                office_phone="0453-6170000",
            )
            if area != self.area:
                self._add(area, K.DEPARTMENT, f"{area.name}教育局", function="education", superior=government)

    def _departments(self) -> None:
        government = self.unit(self.area, K.GOVERNMENT)
        for short, function in DEPARTMENTS.items():
            name = short.replace("市", "牡丹江市", 1) if short.startswith("市") else f"共青团牡丹江{short[1:]}会"
            self._add(self.area, K.DEPARTMENT, name, short_name=short, function=function, superior=government)
        self._add(self.area, K.THIRD_PARTY, "牡丹江衡育教育评估中心", short_name="衡育评估中心")

    def _schools(self) -> list[Organization]:
        made: list[tuple[Organization, str]] = []
        homes = cycle(self.counties)
        for stage, number in INSTITUTIONS.items():
            for index, home in enumerate(islice(homes, number)):
                area = self.area if stage == S.HIGHER else home
                made.append((self._school(area, stage, index), stage))
        new = [pair for pair in made if not pair[0].pk]
        Organization.objects.bulk_create([pair[0] for pair in new])
        School.objects.bulk_create([self._facts(unit, stage, index) for index, (unit, stage) in enumerate(new)])
        return [unit for unit, _stage in made]

    def _school(self, area: Area, stage: str, index: int) -> Organization:
        tree = TREES[(index // len(self.counties)) % len(TREES)]
        count = index // (len(self.counties) * len(TREES))
        name = f"{area.name}{tree}{('', '第二', '第三')[count]}{WORDS[stage]}"
        if stage == S.HIGHER:
            name = f"牡丹江{TREES[index]}{WORDS[stage]}"
        superior = self.unit(area, "education")
        return Organization(
            name=name,
            kind=K.SCHOOL,
            area=area,
            superior=superior,
            is_invented=True,
            valid_from=date(2000, 9, 1),
            office_phone=f"0453-6{index % 1000:06d}",
            **area.scope,
        )

    def _facts(self, unit: Organization, stage: str, index: int) -> School:
        today = timezone.localdate()
        is_private = stage == S.KINDERGARTEN and index % 3 == 0
        return School(
            organization=unit,
            code=f"{CODES[stage]}23{index + 1:06d}",
            stage=stage,
            type_name=WORDS[stage],
            sponsor=School.Sponsor.PRIVATE if is_private else School.Sponsor.PUBLIC,
            sponsor_code="999" if is_private else "831",
            place=["111", "112", "121", "210", "220"][index % 5],
            managing_level="city" if unit.area == self.area else "county",
            pupils=int(PUPILS[stage] * (0.5 + (index * 37 % 100) / 60)),
            head_name=next(self.names),
            head_from=date(today.year - index % 5, 9, 1),
            head_to=date(today.year - index % 5 + 5, 8, 31),
            **unit.scope,
        )

    def _committee(self) -> None:
        committee = Committee.objects.create(
            organization=self.unit(self.area, K.GOVERNMENT),
            name="牡丹江市人民政府教育督导委员会",
            founded_on=FOUNDED,
            founding_document="牡丹江市人民政府办公室实施方案（2021年8月18日）",
            **self.area.scope,
        )
        seats = [
            ("chair", "分管教育工作的副市长", None),
            ("vice_chair", "市政府有关副秘书长", None),
            ("vice_chair", "市教育局局长", self.unit(self.area, "education")),
        ]
        seats += [("member_unit", "", self.unit(self.area, function)) for function in DEPARTMENTS.values()]
        for order, (role, position, unit) in enumerate(seats, 1):
            Membership.objects.create(
                committee=committee,
                role=role,
                order=order,
                position=position,
                organization=unit,
                person_name="" if unit and role == "member_unit" else next(self.names),
                valid_from=FOUNDED,
                source="牡丹江市实施方案第1项",
                **self.area.scope,
            )

    def _series(self) -> None:
        office = self.unit(self.area, K.INSPECTORATE)
        for layout, code in (("", "牡政教督办"), ("working", "牡教督文"), ("letter", "牡教督函")):
            Series.objects.get_or_create(issuer=office, kind=layout, defaults={"code": code})
        home = self.unit(self.counties[0], K.INSPECTORATE)
        for layout, code in (("", "东政教督办"), ("working", "东教督文"), ("letter", "东教督函")):
            Series.objects.get_or_create(issuer=home, kind=layout, defaults={"code": code})

    def roster(self, number: int = 150) -> list[Inspector]:
        """Enter enough inspectors for one in five schools, with term and certificate, and a few experts."""
        today, office = timezone.localdate(), self.unit(self.area, K.INSPECTORATE)
        inspectors = Inspector.objects.bulk_create([self._inspector(office, index) for index in range(number)])
        start = [today - timedelta(days=430 + index * 5 % 600) for index in range(number)]
        Term.objects.bulk_create(
            [
                Term(
                    inspector=person,
                    starts_on=day,
                    ends_on=_three_years(day),
                    letter_number=f"牡教督聘{day.year}-{person.pk}",
                    **person.scope,
                )
                for person, day in zip(inspectors, start, strict=True)
                if person.kind == "part_time"
            ]
        )
        Term.objects.bulk_create(
            [
                Term(inspector=person, starts_on=FOUNDED, letter_number=f"牡政任{person.pk}", **person.scope)
                for person in inspectors
                if person.kind == "full_time"
            ]
        )
        Certificate.objects.bulk_create(
            [
                Certificate(
                    inspector=person,
                    number=f"HLJ{person.pk:05d}",
                    issuer=office,
                    issued_on=day,
                    expires_on=_three_years(day),
                    **person.scope,
                )
                for person, day in zip(inspectors, start, strict=True)
            ]
        )
        self._experts(office)
        return inspectors

    def _experts(self, office: Organization) -> None:
        bureau = self.unit(self.area, "education")
        Expert.objects.bulk_create(
            Expert(
                name=next(self.names),
                office=office,
                organization=bureau,
                field=field,
                valid_from=FOUNDED,
                **office.area.scope,
            )
            for field in FIELDS
        )

    def _inspector(self, office: Organization, index: int) -> Inspector:
        home = self.counties[index % len(self.counties)]
        categories = [["school"], ["government", "school"], ["monitoring", "school"]][index % 3]
        return Inspector(
            name=next(self.names),
            office=office,
            organization=self.unit(home, "education"),
            kind="full_time" if index < 6 else "part_time",
            categories=categories,
            stages=[[S.PRIMARY], [S.JUNIOR], [S.KINDERGARTEN], [S.SENIOR]][index % 4],
            degree="bachelor",
            years_of_work=12 + index % 20,
            title=["高级教师", "正高级教师", "一级教师"][index % 3],
            source=["serving_head", "retired_head", "teacher", "researcher"][index % 4],
            registered_on=FOUNDED,
            register_number=f"MDJ{index + 1:04d}",
            **office.area.scope,
        )


def _three_years(day: date) -> date:
    """Return the last day of three years from a day on; the real terms are computed by the rulebook."""
    return day.replace(year=day.year + 3, day=min(day.day, 28)) - timedelta(days=1)
