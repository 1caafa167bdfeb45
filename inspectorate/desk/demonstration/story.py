"""One inspection told step by step, each on its day, by the verbs and the people who may."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.utils import timezone

from accountability.models import Case
from inspectorate.documents import workflow as papers
from inspectorate.documents.models import Document
from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import ask_extension
from inspectorate.register.models import Organization, Post
from inspectors.models import Inspector
from supervision import workflow
from supervision.models import AnnualListEntry, Inspection

from . import texts
from .clock import on, workday
from .people import People

Step = tuple[int, Callable[["Story"], None]]


class Story:
    """An inspection of one unit, begun so long ago that its last step lies just behind us."""

    def __init__(self, unit: Organization, people: People, team: list[Inspector], answerer: Post) -> None:
        self.unit, self.people, self.team, self.answerer = unit, people, team, answerer
        self.is_school = unit.kind == Organization.Kind.SCHOOL
        self.officer = people.posts["duxue" if self.is_school else "duzheng"]
        self.director, self.secretary = people.posts["zhuren"], people.posts["zonghe"]
        self.leader = people.posts["duxue-yi"]
        self.halt = ""  # the state in which the paper of the last step is left lying
        self.findings = texts.SCHOOL_FINDINGS if self.is_school else texts.COUNTY_FINDINGS
        self.inspection: Inspection
        self.case: Case

    @property
    def office(self) -> Organization:
        """Return the office that inspects."""
        return self.officer.organization

    def by_county(self) -> "Story":
        """Let the county's own office inspect."""
        self.officer = self.secretary = self.leader = self.people.posts["xian"]
        self.director = self.people.posts["xian-zhuren"]
        return self

    def tell(self, steps: Sequence[Step], last: str, *, days_ago: int = 1, halt: str = "") -> "Story":
        """Tell the story up to and including the step `last`, which happened `days_ago` days ago.

        With `halt`, a state of documents, the paper of the last step stays there.
        """
        names = [step.__name__ for _day, step in steps]
        told = steps[: names.index(last) + 1]
        self.begun_on = timezone.localdate() - timedelta(days=told[-1][0] + days_ago)
        for minute, (day, step) in enumerate(told):
            self.today = min(workday(self.begun_on + timedelta(days=day)), timezone.localdate())
            self.halt = halt if step.__name__ == last else ""
            with on(self.today, minute):
                step(self)
        return self

    def later(self, days: int) -> date:
        """Return a day after the day of the step."""
        return workday(self.today + timedelta(days=days))

    def paper(self, document: Document, *, to: Organization | None = None) -> None:
        """Bring a document through signature and number to its recipient's receipt, or as far as the story halts."""
        for state, act in PAPER_WAY:
            if self.halt == state:
                return
            act(self, document)
            document.refresh_from_db()
        for sent in document.dispatches.filter(to=to or self.unit) if self.halt != "dispatched" else ():
            papers.receive(sent, by=self.answerer if to is None else self.secretary)

    def again(self) -> Case:
        """Read the case anew."""
        self.case = Case.objects.get(inspection=self.inspection)
        return self.case


def signed(story: Story, document: Document) -> None:
    """The director signs, and confirms by name a date that is provisional."""
    papers.sign(document, by=story.director)
    if document.waits_for_confirmation:
        papers.confirm_provisional(document, by=story.director)


# In which state a paper lies before each act.
PAPER_WAY: tuple[tuple[str, Callable[[Story, Document], object]], ...] = (
    ("draft", lambda story, document: papers.submit(document, by=story.officer)),
    ("in_review", signed),
    ("signed", lambda story, document: papers.issue(document, by=story.secretary)),
    ("issued", lambda story, document: papers.dispatch_all(document, by=story.secretary)),
)


def enlist(title: str, units: list[Organization], state: str, *, officer: Post, director: Post) -> AnnualListEntry:
    """Put one check at many units on the annual list, as far as a state."""
    start = workday(timezone.localdate() + timedelta(days=45))
    entry = workflow.draft_entry(
        officer.organization,
        by=officer,
        title=title,
        kind="comprehensive" if "综合" in title else "special",
        basis="《教育督导条例》第十一条、第十四条",
        planned_from=start,
        planned_to=start + timedelta(days=30),
        units=units,
    )
    if state != "draft":
        workflow.submit_entry(entry, by=officer)
    if state == "approved":
        workflow.approve_entry(entry, by=director)
    return entry


def ask_for_time(by: Post) -> None:
    """Let a unit ask for more time on its last open item."""
    duty = Duty.objects.open().filter(holder=by.organization, kind="rectify").order_by("due_on").last()
    if duty:
        until = duty.due_on + timedelta(days=20)
        ask_extension(duty, by=by, asked_until=until, reason="改造工程需在寒假期间施工，申请延长整改期限。")
