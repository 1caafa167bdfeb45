"""F1: the worker, or a child of its pool, is killed while documents are rendered and letters sent (T62, T63)."""

import random
import time

from django.utils import timezone

from inspectorate.documents.models import Document
from inspectorate.duties.models import Duty
from inspectorate.trail.models import Event

from .hints import QuickClock
from .mail import SLOW
from .oracle import Verdict, count_papers, judge, unrendered
from .reminders import check_ledger, check_letters, check_notices, give_duties, owed_letters
from .seed import Office
from .servers import children, kill, wait_for, waited
from .stage import Stage
from .visitors import Crowd

RETAKE = 120  # seconds within which what a killed worker held must be done
RESTART = 3  # seconds after which systemd starts a worker again
PAUSES = (0.3, 1.5)
PER_ROUND = 2
PEOPLE, SLOWNESS = 60, 0.3
LETTERS = 300  # seconds: a killed look is taken up after its lease, a claimed letter after its own


def drill(stage: Stage, rounds: int) -> Verdict:
    """Kill `rounds` times at random moments: half the pool's child, half the whole worker."""
    office = Office()
    errands = office.issuings(rounds * PER_ROUND)
    duties = [] if stage.is_quick else remind_people(stage, office)
    stage.open_all()
    moments = []
    with QuickClock(stage), Crowd(stage.visitors(office.secretaries[:1]), errands) as crowd:
        crowd.goes_on(60)
        for is_whole in [number % 2 == 1 for number in range(rounds)]:
            time.sleep(random.uniform(*PAUSES))  # noqa: S311 - no secret
            moments.append(timezone.now())
            strike(stage, is_whole=is_whole)
        wait_for(lambda: not crowd.is_busy, "everything is issued", 300)
        took = waited(lambda: not unrendered(), RETAKE * 2)
        letters = took + waited(lambda: not (duties and owed_letters()), LETTERS)
    verdict = judge(crowd.ledger)
    count_papers(verdict)
    verdict.measure("kills", len(moments))
    verdict.measure("documents", Document.objects.exclude(serial=None).count())
    verdict.measure("seconds until a killed rendering was done", slowest_retake(moments), RETAKE)
    verdict.measure("seconds from the last kill until every paper was there", took)
    if duties:
        verdict.measure("seconds from the last kill until every letter had left", letters, LETTERS)
        check_ledger(verdict, duties)
        check_notices(verdict)
        check_letters(verdict, stage.mail.letters, excused=len(moments))
    return verdict


def remind_people(stage: Stage, office: Office) -> list[Duty]:
    """Give people duties of which the clock must remind them, by a mail server that takes its time."""
    office.allow_mail_always()
    stage.mail.mode, stage.mail.slowness = SLOW, SLOWNESS
    stage.mail.open()
    return give_duties(office, PEOPLE, [1], 10)


def strike(stage: Stage, *, is_whole: bool) -> None:
    """Kill a child of the pool, or the worker with all its children and start it again as systemd would."""
    pool = children(stage.worker.pid)
    if not is_whole and pool:
        kill(random.choice(pool), stage.place)  # noqa: S311 - no secret
        return
    stage.worker.crash()
    time.sleep(1 if stage.is_quick else RESTART)
    stage.worker.start()


def slowest_retake(moments: list) -> float:
    """Return the longest time from a kill until a document issued before it and owed then was rendered."""
    rendered = dict(Event.objects.filter(verb="render").values_list("subject_id", "at"))
    issued = list(Document.objects.exclude(serial=None).values_list("pk", "issued_at"))
    spans = (
        (rendered[pk] - at).total_seconds()
        for at in moments for pk, issued_at in issued if pk in rendered and issued_at < at < rendered[pk]
    )
    return max(spans, default=0.0)
