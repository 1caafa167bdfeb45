"""A responsible inspector with a school, and visits of any day: what the tests of visits share."""

from datetime import date

from inspectorate.register.models import School
from inspectorate.rulebook.models import Semester
from inspectors.models import Assignment
from supervision import workflow
from supervision.models import Matter
from tests.stage import LONG_AGO, at

SPRING = (date(2026, 3, 1), date(2026, 7, 10))


class Round:
    """The leader of the city is responsible for its school; everybody who deals with visits."""

    def __init__(self, city):
        self.city, self.school = city, city.school
        self.everybody = [
            city.director, city.officer, city.secretary, city.chair, city.head, city.liaison, city.leader,
        ]  # fmt: skip
        self.inspector, self.post = city.inspectors[0], city.leader
        self.assignment = self.assign(self.school)

    def assign(self, school, inspector=None, valid_from=LONG_AGO, **facts):
        """Make an inspector responsible for a school."""
        inspector = inspector or self.inspector
        return Assignment.objects.create(
            inspector=inspector, school=school, valid_from=valid_from, **facts, **school.scope
        )

    def another_school(self, number, stage="primary"):
        """One more school of the county."""
        city = self.city
        school = city.unit(f"海林市第{number}实验小学", "school", city.county_area, superior=city.county_bureau)
        facts = {"stage": stage, "sponsor": "public", "managing_level": "county"}
        School.objects.create(organization=school, code=f"21990{number:05d}", **facts, **school.scope)
        return school

    def spring(self):
        """The spring semester of the city: in session from March to June."""
        return Semester.objects.create(
            area=self.city.area, name="春季学期", starts_on=SPRING[0], ends_on=SPRING[1], months=[3, 4, 5, 6],
            **self.city.area.scope,
        )  # fmt: skip

    def content(self, problems=(), checks=(), **facts):
        """What a complete report says."""
        said = {
            "place": "校门", "is_certificate_shown": True, "methods": ["walk"], "summary": "总体有序。",
            "feedback_to": "校长", "feedback_on": date(2026, 3, 2), "head_remark": "",
        }  # fmt: skip
        return workflow.Content(said | facts, [self.matter], problems, checks)

    @property
    def matter(self):
        return Matter.objects.get(code="M6")

    def found(self, gravity="minor", text="消防通道堆放杂物。", **more):
        return workflow.Found(self.matter, gravity, text, **more)

    def arrived(self, school=None):
        return workflow.arrive(school or self.school, by=self.post, inspector=self.inspector)

    def filed(self, *problems, school=None, on=None, checks=()):
        """A visit filed today, or on a day."""
        if on is not None:
            with at(on):
                return self.filed(*problems, school=school, checks=checks)
        visit = self.arrived(school)
        return workflow.file_visit(visit, by=self.post, content=self.content(problems, checks))
