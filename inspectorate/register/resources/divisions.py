"""Divisions: provinces, cities, counties, towns."""
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Area, Level

from .areas import within
from .columns import Choice, Column, Digits, Text, words
from .loader import Loader
from .rows import Row
from .staging import Stage, Target

LEVELS = words(
    ("省 省级 自治区 直辖市 province", Level.PROVINCE),
    ("市 地市 地级 市级 city", Level.CITY),
    ("县 区 县级 区县 县(市)区 county district", Level.COUNTY),
    ("乡镇 镇 乡 街道 乡级 town", Level.TOWN),
)
TWICE = gettext_noop(
    "%(count)s cities without counties are listed a second time as their own county; each was taken once."
)
ABOVE = {Level.CITY: 2, Level.COUNTY: 4, Level.TOWN: 6}  # digits of the code that the superior division gives


class AreaLoader(Loader):
    """The table of divisions; a province the file only names as superior is added with it."""

    slug = "areas"
    right = "area"
    caption = _("Divisions")
    model = Area
    key = ("code",)
    derived = {"parent_level": "text"}

    code = Column(
        "区划代码", "Code", Digits(6, 9), attribute="code", aliases="行政区划代码 代码", is_required=True,
        help_text=_("GB/T 2260: six digits; nine for towns."), example="231002",
    )
    name = Column(
        "名称", "Name", Text(60), attribute="name", aliases="区划名称 行政区划名称", is_required=True, example="东安区"
    )
    level = Column(
        "级别", "Level", Choice(LEVELS), attribute="level", aliases="层级", is_required=True,
        help_text=_("Province, city, county or town."), example="县",
    )
    parent_code = Column(
        "上级代码", "Superior code", Digits(6, 9), attribute="parent_id", aliases="上级区划代码 parent",
        help_text=_("Empty for provinces."), example="231000",
    )
    parent_name = Column("上级名称", "Superior name", Text(60), attribute="parent__name", aliases="上级区划名称")

    targets = (
        Target(
            Area, "above", "t.code = s.parent_code", values={},
            first={"code": "s.parent_code", "name": "s.parent_name", "level": "s.parent_level"},
            when="s.parent_level IS NOT NULL", once="s.parent_code",
        ),
        Target(
            Area, "area", "t.code = s.code",
            values={"name": "s.name", "level": "s.level", "parent": "s.parent_code"}, first={"code": "s.code"},
        ),
    )

    def prepare(self, row: Row) -> None:
        """The code fits the level and its superior, and lies within the scope."""
        code, level, parent = row.get("code"), row.get("level"), row.get("parent_code")
        if code == parent:  # a city without counties, listed a second time as its own county: see `judge`
            return
        if Level.of(code) != level:
            row.refuse("level", "code_and_level")
        if level != Level.PROVINCE and not parent:
            row.refuse("parent_code", "required")
        elif parent and (level == Level.PROVINCE or parent[: ABOVE[level]] != code[: ABOVE[level]]):
            row.refuse("parent_code", "code_and_parent")
        if not within(code, self.area):
            row.refuse("code", "outside_scope", area=self.areas.scope_name)

    def judge(self, stage: Stage) -> None:
        """A superior division is in the register or the file; a province the file names is added."""
        self.joined = stage.run("DELETE FROM {stage} WHERE code = parent_code")
        if self.joined:
            self.notes.append(gettext(TWICE) % {"count": self.joined})
        stage.run(
            "UPDATE {stage} s SET parent_level = 'province' WHERE s.parent_code LIKE '__0000'"
            " AND s.parent_name IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {stage} o WHERE o.code = s.parent_code)"
        )
        orphans = stage.ask(
            "SELECT row_no FROM {stage} s WHERE s.parent_code IS NOT NULL AND s.parent_level IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM {stage} o WHERE o.code = s.parent_code)"
            " AND NOT EXISTS (SELECT 1 FROM register_area a WHERE a.code = s.parent_code) ORDER BY row_no"
        )
        for (number,) in orphans:
            self.fault(stage, number, "parent_code", "unknown_parent")
