"""`manage.py demo`: build the demonstration city once; a second run leaves it as it is."""

from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accountability import jobs
from inspectorate.desk.demonstration import hazards, history, roster_work, story, undone, visits
from inspectorate.desk.demonstration.city import City
from inspectorate.desk.demonstration.committee_work import CommitteeWork
from inspectorate.desk.demonstration.people import People, Seat
from inspectorate.desk.demonstration.returns import Returns
from inspectorate.desk.demonstration.story import Story
from inspectorate.register.models import Area, Organization, Post, User
from inspectorate.rulebook.workflow import load_shipped_settings, seed_calendar
from inspectors.models import Inspector

ACCOUNTS = Path(settings.BASE_DIR) / ".run" / "accounts.json"
K = Organization.Kind

# (last step, the state its paper was left in, what followed where rectification was left undone):
# every state of the chain is told once for a school, the longer ones for a county too.
Ending = tuple[str, str, str]
SCHOOL_STORIES: tuple[Ending, ...] = (
    *((last, "", "") for last in ("listed", "planned", "team_formed", "noticed", "on_site", "heard", "deliberated")),
    *((last, "", "") for last in ("concluded", "opened", "fed_back", "defended", "answered", "rectifying")),
    *((last, "", "") for last in ("published", "half_done", "cleared", "cleared")),
    ("noticed", "in_review", ""),
    ("noticed", "signed", ""),
    ("noticed", "issued", ""),
    ("fed_back", "in_review", ""),
    ("rectifying", "in_review", ""),
    ("rectifying", "dispatched", ""),
    ("published", "in_review", ""),
    ("published", "cleared", ""),
    *(("published", "", left) for left in ("supervised", "proposed", "interviewed", "talked")),
    *(("published", "", left) for left in ("denounced", "accused", "decided")),
)
COUNTY_STORIES: tuple[Ending, ...] = (
    *((last, "", "") for last in ("noticed", "on_site", "defended", "published", "cleared")),
    ("published", "", "talked"),
)
LISTED = {("half_done", ""): "xuexiao", ("rectifying", "dispatched"): "xuexiao-er"}  # schools that one can sign in as
COUNTY_OFFICE = ("planned", "on_site", "fed_back", "rectifying")
LISTS = (
    ("2027年春季学期开学工作专项督导", ("小学",)),
    ("2027年普通高中教育教学综合督导", ("高级中学",)),
    ("幼儿园办园行为专项督导", ("东安区", "幼儿园")),
)
TEAM = 3


class Command(BaseCommand):
    """Build the demonstration city, its people and the inspections in every state."""

    help = __doc__ or ""

    def handle(self, *_args: object, **_options: object) -> None:
        if settings.IS_PRODUCTION or not settings.DEMONSTRATION:
            raise CommandError(
                "The demonstration is built with INSPECTORATE_DEMONSTRATION=1 only, never in production."
            )
        if User.objects.filter(is_demonstration=True).exists():
            self.stdout.write("the demonstration city stands already")
            return
        with transaction.atomic():
            self.build()
        self.stdout.write("the demonstration city is built")

    def build(self) -> None:
        """Build everything in one transaction: a broken demonstration leaves nothing behind."""
        seed_calendar()
        self.city, self.people = City(), People()
        load_shipped_settings()
        roster = self.city.roster()
        self.staff(roster)
        self.teams = ([roster[0], *roster[index : index + TEAM - 1]] for index in count(10, TEAM))
        self.tell_schools()
        self.tell_counties()
        self.tell_lists()
        undone.open_files(self.people)
        CommitteeWork(self.city, self.people).tell()
        Returns(self.city, self.people).tell()
        visits.tell_visits(self.people, self.city, [roster[0], roster[8]])
        hazards.tell_hazards(self.people, self.city)
        roster_work.tell_roster_work(self.city, self.people, roster)
        jobs.let_rights_lapse()
        self.people.write(ACCOUNTS)

    def staff(self, roster: list[Inspector]) -> None:
        """Make one account for every role."""
        area = self.city.area
        office, government = self.city.unit(area, K.INSPECTORATE), self.city.unit(area, K.GOVERNMENT)
        home = self.city.counties[0]
        names = self.city.names
        for seat in (
            Seat("zhuren", "director", office, next(names), title="督导办主任"),
            Seat("fushizhang", "chair", government, next(names), title="委员会主任（副市长）"),
            Seat("duzheng", "government_group", office, next(names), "government"),
            Seat("duxue", "school_group", office, next(names), "school"),
            Seat("jiance", "monitoring_group", office, next(names), "monitoring"),
            Seat("zonghe", "general_group", office, next(names), "general"),
            Seat("duxue-yi", "full_time_inspector", self.city.unit(area, "education"), roster[0].name),
            Seat("lianluo", "liaison", self.city.unit(area, "education"), next(names)),
            Seat("xitong", "system_admin", office, next(names)),
            Seat("anquan", "security_admin", office, next(names)),
            Seat("shenji", "audit_admin", office, next(names)),
            Seat("xian-zhuren", "county_director", self.city.unit(home, K.INSPECTORATE), next(names)),
            Seat("xian", "county_clerk", self.city.unit(home, K.INSPECTORATE), next(names)),
            Seat("jijian", "discipline_viewer", self.city.unit(area, "organisation"), next(names)),
            Seat("pinggu", "assessor", self.city.unit(area, K.THIRD_PARTY), next(names)),
        ):
            self.people.seat(seat)
        roster[0].user = self.people.posts["duxue-yi"].user
        roster[0].save(update_fields=["user"])

    def tell_schools(self) -> None:
        """Tell a story for a school in each state, and those where rectification was left undone."""
        schools = [unit for unit in self.city.schools if any(word in unit.name for word in ("中学", "小学"))]
        for number, (school, ending) in enumerate(zip(schools[::7], SCHOOL_STORIES, strict=False), 1):
            username = LISTED.get(ending[:2], f"xuexiao{number:02d}")
            post = self.answerer(school, "school", username, is_listed=ending[:2] in LISTED)
            self.tell(school, post, *ending)
        home = self.city.counties[0]
        for number, (last, school) in enumerate(zip(COUNTY_OFFICE, self.of_county(home, schools), strict=False)):
            post = self.answerer(school, "school", f"xian-xuexiao{number}", is_listed=False)
            Story(school, self.people, next(self.teams), post).by_county().tell(history.STEPS, last)

    def of_county(self, home: Area, schools: list[Organization]) -> list[Organization]:
        """Return schools of a county that no other story is about."""
        return [school for school in schools if school.area == home and school not in schools[::7]]

    def tell_counties(self) -> None:
        """Tell a story for a county government in each of the longer states."""
        for number, (area, ending) in enumerate(zip(self.city.counties, COUNTY_STORIES, strict=False), 1):
            government = self.city.unit(area, K.GOVERNMENT)
            is_listed = ending == ("published", "", "")
            username = "xianzhengfu" if is_listed else f"xianzhengfu{number:02d}"
            post = self.answerer(government, "government", username, is_listed=is_listed)
            self.tell(government, post, *ending)

    def tell_lists(self) -> None:
        """Leave entries of next year's annual list in each state, with many units; ask for more time on one item."""
        officer, director = self.people.posts["duxue"], self.people.posts["zhuren"]
        for state, (title, words) in zip(("draft", "submitted", "approved"), LISTS, strict=True):
            units = [unit for unit in self.city.schools if all(word in unit.name for word in words)]
            story.enlist(title, units[:12], state, officer=officer, director=director)
        story.ask_for_time(self.people.posts["xuexiao"])

    def answerer(self, unit: Organization, role: str, username: str, *, is_listed: bool) -> Post:
        """Make the account of an inspected unit."""
        return self.people.seat(Seat(username, role, unit, next(self.city.names)), is_listed=is_listed)

    def tell(self, unit: Organization, post: Post, last: str, halt: str, left: str) -> None:
        """Tell one story; one that was left undone began longer ago."""
        told = Story(unit, self.people, next(self.teams), post)
        told.tell(history.STEPS, last, days_ago=130 if left else 1, halt=halt)
        if left:
            undone.leave_undone(told, last=left)
