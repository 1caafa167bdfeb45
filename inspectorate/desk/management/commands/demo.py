"""`manage.py demo`: build the demonstration city once; a second run leaves it as it is."""

from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from inspectorate.desk.demonstration import history
from inspectorate.desk.demonstration.city import City
from inspectorate.desk.demonstration.people import People, Seat
from inspectorate.register.models import Organization, Post, User
from inspectorate.rulebook.workflow import load_shipped_settings, seed_calendar
from inspectors.models import Inspector

ACCOUNTS = Path(settings.BASE_DIR) / ".run" / "accounts.json"
K = Organization.Kind

# Every state of the chain is told once for a school, the longer ones for a county too.
SCHOOL_STORIES = (
    "listed",
    "planned",
    "team_formed",
    "noticed",
    "on_site",
    "heard",
    "deliberated",
    "concluded",
    "opened",
    "fed_back",
    "defended",
    "answered",
    "rectifying",
    "published",
    "half_done",
    "cleared",
    "cleared",
)
COUNTY_STORIES = ("noticed", "on_site", "defended", "published", "cleared")
UNDONE_STORIES = ("supervised", "interviewed", "talked", "accused")
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
        ):
            self.people.seat(seat)
        roster[0].user = self.people.posts["duxue-yi"].user
        roster[0].save(update_fields=["user"])

    def tell_schools(self) -> None:
        """Tell a story for a school in each state, and those where rectification was left undone."""
        schools = [unit for unit in self.city.schools if any(word in unit.name for word in ("中学", "小学"))][::7]
        endings = [(last, "") for last in SCHOOL_STORIES] + [("published", last) for last in UNDONE_STORIES]
        for number, (school, (last, undone)) in enumerate(zip(schools, endings, strict=False), 1):
            username = "xuexiao" if last == "half_done" else f"xuexiao{number:02d}"
            post = self.answerer(school, "school", username, is_listed=last == "half_done")
            self.tell(school, post, last, undone)

    def tell_counties(self) -> None:
        """Tell a story for a county government in each of the longer states."""
        endings = [*((last, "") for last in COUNTY_STORIES), ("published", "talked")]
        for number, (area, (last, undone)) in enumerate(zip(self.city.counties, endings, strict=False), 1):
            government = self.city.unit(area, K.GOVERNMENT)
            username = "xianzhengfu" if last == "published" and not undone else f"xianzhengfu{number:02d}"
            post = self.answerer(government, "government", username, is_listed=username == "xianzhengfu")
            self.tell(government, post, last, undone)

    def answerer(self, unit: Organization, role: str, username: str, *, is_listed: bool) -> Post:
        """Make the account of an inspected unit."""
        return self.people.seat(Seat(username, role, unit, next(self.city.names)), is_listed=is_listed)

    def tell(self, unit: Organization, post: Post, last: str, undone: str) -> None:
        """Tell one story; one that was left undone began longer ago."""
        story = history.Story(unit, self.people, next(self.teams), post)
        story.tell(last, days_ago=130 if undone else 1)
        if undone:
            history.leave_undone(story, last=undone)
