"""Health for machines: is the process there, may it be sent visitors, does the clock do its work.

No session, no cookie, never kept; the deep look is for this machine and whoever shows the token (see settings).
"""
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone

from inspectorate.desk.jobs import JOBS
from inspectorate.desk.models import Beat, ClockAlarm, JobRun
from inspectorate.documents.models import Document
from inspectorate.documents.states import Rendering
from inspectorate.duties.models import Delivery
from inspectorate.duties.states import Channel, DeliveryState
from inspectorate.lib.security import client_ip
from inspectorate.trail.jobs import SETTLING
from inspectorate.trail.models import Event, Seal

log = structlog.get_logger(__name__)
CHECKERS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="health")  # what hangs there holds up no visitor
GRACE = 4  # a job has missed its hour when a quarter of its span has passed without it
SHORT_GRACE = 300  # seconds, for jobs of a minute
Figures = dict[str, Any]
_known: set[str] = set()  # what need not be asked twice in one process


def machine_page(view: Callable[[HttpRequest], JsonResponse]) -> Callable:
    """Mark a page as open to machines: answered before anything that knows sessions, never kept."""

    @wraps(view)
    def answer(request: HttpRequest) -> Any:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = view(request)
        response["Cache-Control"] = "no-store"
        return response

    answer.is_public = True  # type: ignore[attr-defined]
    answer.login_required = False  # type: ignore[attr-defined]
    return answer


@machine_page
def live(_request: HttpRequest) -> JsonResponse:
    """Answer: this process is there."""
    return JsonResponse({"status": "ok"})


@machine_page
def ready(_request: HttpRequest) -> JsonResponse:
    """Answer whether visitors may be sent here: database with all its tables, cache and queue, each within a second."""
    checks = {
        "database": database_answers, "migrations": tables_are_new, "cache": cache_answers, "queue": queue_answers,
    }  # fmt: skip
    started = {name: CHECKERS.submit(check) for name, check in checks.items()}
    found = {name: outcome(name, future) for name, future in started.items()}
    return told(found, is_good=all(state == "ok" for state in found.values()))


@machine_page
def deep(request: HttpRequest) -> JsonResponse:
    """Answer whether the clock does its work: figures in seconds beside their limits; 503 past one of them."""
    if not is_trusted(request):
        return JsonResponse({"status": "refused"}, status=HTTPStatus.FORBIDDEN)
    ages, missed = measured(), [run.name for run in missed_runs()]
    limits = settings.HEALTH_LIMITS
    late = sorted(name for name, age in ages.items() if age is not None and age > limits[name])
    silent = sorted(name for name in ("worker", "beat") if ages[name] is None)
    alarms = list(ClockAlarm.objects.raised().values_list("kind", flat=True))
    wrong = {"late": late, "silent": silent, "missed_jobs": missed, "clock_alarms": alarms}
    return told({"ages": ages, "limits": limits, **wrong}, is_good=not any(wrong.values()))


def told(found: Figures, *, is_good: bool) -> JsonResponse:
    """Return figures as an answer."""
    status = HTTPStatus.OK if is_good else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"status": "ok" if is_good else "failing", **found}, status=status)


def outcome(name: str, future: Any) -> str:
    """Return how a check ended; its reason stands in the log, not in the answer."""
    try:
        future.result(timeout=settings.HEALTH_PATIENCE)
    except TookTooLong:
        return "no answer"
    except Exception:
        log.exception("not_ready", check=name)
        return "failed"
    return "ok"


def database_answers() -> None:
    """Ask the database for one row."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connections.close_all()  # those of this thread


def tables_are_new() -> None:
    """See whether every migration is applied; asked until it is so, then never again by this process."""
    if "migrated" in _known:
        return
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise RuntimeError("migrations are missing")
        _known.add("migrated")
    finally:
        connections.close_all()


def cache_answers() -> None:
    """Write and read one key."""
    cache.set("health", "ok", SHORT_GRACE)
    if cache.get("health") != "ok":
        raise RuntimeError("the cache forgets")


def queue_answers() -> None:
    """Reach the queue's server."""
    with current_app.connection_for_write() as queue:
        queue.ensure_connection(max_retries=1, timeout=settings.HEALTH_PATIENCE)


def is_trusted(request: HttpRequest) -> bool:
    """Return whether the deep look is for this caller: an address that is named, or the token."""
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.HEALTH_TOKEN and secrets.compare_digest(shown.encode(), settings.HEALTH_TOKEN.encode()):
        return True
    try:
        address = ip_address(client_ip(request))
    except ValueError:
        return False
    return any(address in ip_network(network) for network in settings.HEALTH_ALLOWED)


def measured() -> dict[str, int | None]:
    """Return the ages that have limits, in seconds; None where there is nothing to be late."""
    waiting = Delivery.objects.filter(state__in=(DeliveryState.PENDING, DeliveryState.CLAIMED), channel__in=channels())
    owed = Document.objects.filter(rendering=Rendering.WAITING)
    lives = dict(Beat.objects.values_list("name").annotate(at=Max("at")))
    return {
        "reminder": age(waiting.aggregate(at=Min("due_at"))["at"]),
        "rendering": age(owed.aggregate(at=Min("issued_at"))["at"]),
        "seal": age(unsealed_since()),
        "worker": age(lives.get("worker")),
        "beat": age(lives.get("beat")),
        "backup": age(lives.get("backup")),
    }


def channels() -> list[str]:
    """Return the channels that are switched on: only what somebody sends can be late."""
    return [
        Channel.IN_APP,
        *([Channel.EMAIL] if settings.NOTICE_EMAIL else []),
        *([Channel.WEBHOOK] if settings.NOTICE_WEBHOOK_URL else []),
    ]


def unsealed_since() -> datetime | None:
    """Return the moment of the first settled event that no seal covers yet."""
    last = Seal.objects.order_by("-id").values_list("last_id", flat=True).first() or 0
    events = Event.objects.filter(id__gt=last, at__lte=timezone.now() - SETTLING).order_by("id")
    return events.values_list("at", flat=True).first()


def age(at: datetime | None) -> int | None:
    """Return the seconds since a moment; not below nought."""
    return None if at is None else max(0, round((timezone.now() - at).total_seconds()))


def records_by_name() -> dict[str, JobRun]:
    """Return the records of all jobs that ever ran."""
    return {run.name: run for run in JobRun.objects.all()}


def missed_runs(found: dict[str, JobRun] | None = None) -> list[JobRun]:
    """Return the records of the jobs that have not ended well since their hour; a job never run has no moments."""
    found = records_by_name() if found is None else found
    missed = []
    for job in (job.planned for job in JOBS):
        run = found.get(job.name) or JobRun(name=job.name)
        limit = job.every + max(SHORT_GRACE, job.every // GRACE)
        since = age(run.last_finished_at)
        if since is None or since > limit or run.last_error:
            missed.append(run)
    return missed
