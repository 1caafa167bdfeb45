"""What is stuck: held and failed messages, failed files, loads cut short, jobs that missed their hour; what to do."""
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from inspectorate.desk import workflow
from inspectorate.desk.forms import SettleForm
from inspectorate.desk.models import ClockAlarm, ImportBatch, JobRun
from inspectorate.desk.resources.batches import LOST_AFTER, resume
from inspectorate.desk.states import AlarmState
from inspectorate.documents.models import Document
from inspectorate.documents.states import Rendering
from inspectorate.duties.models import Delivery, Hold
from inspectorate.duties.states import DeliveryState, HoldState
from inspectorate.lib.pages import Verb, verb_paths
from inspectorate.lib.pages.frame import DeskPage, DeskRequest, address
from inspectorate.lib.pages.verbs import VERB_WORDS
from inspectorate.register.rights import may

from .health import channels, missed_runs, records_by_name

SHOWN = 20
RESUME = f"{resume.__module__}.{resume.__name__}"  # the job that takes up what was cut short
RETRY_JOB = Verb(
    "retry_job", workflow.retry_job, gettext_lazy("Run the job at the next look"), button=gettext_lazy("Run it again"),
    help=gettext_lazy("A worker runs it within a minute. Every job may run twice; the second run changes nothing."),
)
SETTLE_ALARM = Verb(
    "settle_alarm", workflow.settle_alarm, gettext_lazy("The clock is right"), form=SettleForm, to=[AlarmState.SETTLED],
    help=gettext_lazy("What rested is done then. Look at the clock of the machine and of the database first."),
)


class Kind(NamedTuple):
    """One way to be stuck: the rows, since when, what to do, and the acts offered on each."""

    label: Any
    advice: Any
    rows: Iterable[Any]
    since: str
    acts: tuple[str, ...]
    detail: str = ""


class Line(NamedTuple):
    """A row that is stuck, with the buttons of those acts the reader may do."""

    label: str
    url: str
    since: Any
    detail: str
    acts: list[tuple[Any, str]]


class StuckPage(DeskPage):
    """Everything that waits for somebody to put it right, for those who run the office and the machine."""

    model = JobRun
    template_name = "desk/stuck.html"

    def get(self, request: DeskRequest) -> HttpResponse:
        """Show what is stuck; 403 without the right to see the jobs."""
        if not may(request.post, "view", JobRun):
            raise PermissionDenied(_("Your post has no right to do this here."))
        self.runs = records_by_name()
        parts = [(kind, lines) for kind in self.kinds() if (lines := [self.line(kind, row) for row in kind.rows])]
        return self.show(title=_("What is stuck"), parts=parts, shown=SHOWN)

    def kinds(self) -> Iterator[Kind]:
        """Yield every way to be stuck."""
        yield Kind(
            _("Alarms of the clock"),
            _("Nothing is sent, opened or closed by date while an alarm stands. Compare the clocks of the machines and "
              "the database, put them right, then settle the alarm."),
            ClockAlarm.objects.visible_to(self.request.post).raised(), "raised_at", ("settle_alarm",), "detail",
        )  # fmt: skip
        yield Kind(
            _("Jobs that missed their hour"),
            _("If all are missing, worker or clock do not run: start them. If one is, its last error stands here."),
            missed_runs(self.runs)[:SHOWN], "last_finished_at", ("retry_job",), "last_error",
        )  # fmt: skip
        yield from self.messages()
        yield Kind(
            _("Files of documents that were not made"),
            _("Make the files again; if they fail again, look for what the error names in the text of the document."),
            self.seen(Document, Q(rendering=Rendering.FAILED) | Q(rendering=Rendering.WAITING,
                      issued_at__lt=ago(settings.HEALTH_LIMITS["rendering"]))),
            "issued_at", ("render_again",), "rendering_error",
        )  # fmt: skip
        yield Kind(
            _("Loads of rows that were cut short"),
            _("They are taken up by themselves within minutes. If they stay, run the job that takes them up again."),
            self.seen(ImportBatch, Q(pk__in=ImportBatch.objects.waiting(), created_at__lt=timezone.now() - LOST_AFTER)),
            "created_at", ("retry_job",),
        )  # fmt: skip

    def messages(self) -> Iterator[Kind]:
        """Yield the messages that did not leave."""
        yield Kind(
            _("Reminders held back"),
            _("More than usual at once. Look whether the duties are really due, then release or throw away."),
            self.seen(Hold, Q(state=HoldState.HELD)), "held_at", ("release_held", "discard_held"),
        )  # fmt: skip
        yield Kind(
            _("Messages that failed"),
            _("Put right what the error names (address, mail server), then send again."),
            self.seen(Delivery, Q(state=DeliveryState.FAILED)), "due_at", ("retry_delivery",), "last_error",
        )  # fmt: skip
        waiting = Q(state__in=[DeliveryState.PENDING, DeliveryState.CLAIMED], channel__in=channels())
        yield Kind(
            _("Messages that should have left"),
            _("They leave by themselves once worker and mail server run; look at the jobs and the last error."),
            self.seen(Delivery, waiting & Q(due_at__lt=ago(settings.HEALTH_LIMITS["reminder"]))), "due_at", (),
            "last_error",
        )  # fmt: skip

    def seen(self, model: Any, stuck: Q) -> QuerySet:
        """Return the first stuck rows the post may see."""
        rows = model.objects.visible_to(self.request.post).filter(stuck).order_by("pk")[:SHOWN]
        return rows.select_related("recipient") if model is Delivery else rows

    def line(self, kind: Kind, row: Any) -> Line:
        """Return a row with its buttons."""
        label = str(row) if not isinstance(row, JobRun) else job_word(row.name)
        detail = str(getattr(row, kind.detail, "")) if kind.detail else ""
        target = self.runs.get(RESUME) if isinstance(row, ImportBatch) else row
        is_kept = target is not None and target.pk
        acts = [self.act(target, verb) for verb in kind.acts if is_kept and may(self.request.post, verb, type(target))]
        url = "" if isinstance(row, (JobRun, ClockAlarm)) else row.get_absolute_url()
        return Line(label, url, getattr(row, kind.since), detail, [act for act in acts if act[1]])

    def act(self, row: Any, verb: str) -> tuple[Any, str]:
        """Return word and address of an act on a row."""
        prefix = {JobRun: "job-run", ClockAlarm: "clock-alarm"}.get(type(row), type(row).__name__.lower())
        words = VERB_WORDS.get((type(row)._meta.label_lower, verb), verb)
        return words, address(f"{prefix}-{verb.replace('_', '-')}", row.pk)


def job_word(name: str) -> str:
    """Return what the office calls a job, by the name of its function."""
    return pgettext("job", name.rpartition(".")[2].replace("_", " ").capitalize())


def ago(seconds: int) -> Any:
    """Return the moment so many seconds ago."""
    return timezone.now() - timedelta(seconds=seconds)


urlpatterns = [
    path("desk/stuck/", StuckPage.as_view(), name="stuck"),
    *verb_paths(JobRun, [RETRY_JOB], base="desk/stuck/jobs/"),
    *verb_paths(ClockAlarm, [SETTLE_ALARM], base="desk/stuck/alarms/"),
]
