"""F1: the worker, or a child of its pool, is killed while documents are rendered and letters sent (T62, T63)."""

import random
import time

from inspectorate.documents.models import Document
from inspectorate.duties.models import Duty

from .hints import QuickClock
from .mail import SLOW
from .oracle import Verdict, count_papers, judge, unrendered
from .reminders import check_ledger, check_letters, check_notices, give_duties, owed_letters
from .seed import Office
from .servers import Keeper, children, kill, wait_for, waited
from .stage import Stage
from .visitors import Crowd, Errand

RETAKE = 120  # seconds within which what a killed worker held must be done
RESTART = 3  # seconds after which a worker that ended is started again
PAUSES = (0.3, 1.5)
PER_ROUND, BURST = 6, 5
PEOPLE, SLOWNESS = 60, 0.3
LETTERS = 300  # seconds: a killed look is taken up after its lease, a claimed letter after its own


def drill(stage: Stage, rounds: int) -> Verdict:
    """Kill `rounds` times at random moments, in bursts: half the pool's child, half the whole worker.

    After each burst everything must be rendered within the bound; while kills go on, each begins the wait anew.
    """
    office = Office()
    errands = office.issuings(rounds * PER_ROUND)
    duties = [] if stage.is_quick else remind_people(stage, office)
    stage.open_all()
    ledger: list[Errand] = []
    took = []
    with QuickClock(stage), Keeper(stage.worker, 1 if stage.is_quick else RESTART):
        for first in range(0, rounds, BURST):
            kills = range(first, min(first + BURST, rounds))
            ledger += burst(stage, office, errands[first * PER_ROUND : kills.stop * PER_ROUND], kills)
            took.append(waited(lambda: not unrendered(), RETAKE * 2))
        letters = waited(lambda: not (duties and owed_letters()), LETTERS)
    verdict = judge(ledger)
    count_papers(verdict)
    verdict.measure("kills", rounds)
    verdict.measure("documents", Document.objects.exclude(serial=None).count())
    verdict.measure("slowest seconds from a kill until every paper was there", max(took), RETAKE)
    if duties:
        verdict.measure("seconds from the last paper until every letter had left", letters, LETTERS)
        check_ledger(verdict, duties)
        check_notices(verdict)
        check_letters(verdict, stage.mail.letters, excused=rounds)
    return verdict


def burst(stage: Stage, office: Office, errands: list[Errand], kills: range) -> list[Errand]:
    """Kill some times while papers are issued and rendered; return what was acknowledged."""
    with Crowd(stage.visitors(office.secretaries[:1]), errands) as crowd:
        crowd.goes_on(60)
        for number in kills:
            time.sleep(random.uniform(*PAUSES))  # noqa: S311 - no secret
            strike(stage, is_whole=number % 2 == 1)
        wait_for(lambda: not crowd.is_busy, "everything is issued", 300)
    return crowd.ledger


def remind_people(stage: Stage, office: Office) -> list[Duty]:
    """Give people duties of which the clock must remind them, by a mail server that takes its time."""
    office.allow_mail_always()
    stage.mail.mode, stage.mail.slowness = SLOW, SLOWNESS
    stage.mail.open()
    return give_duties(office, PEOPLE, [1], 10)


def strike(stage: Stage, *, is_whole: bool) -> None:
    """Kill a child of the pool, or the worker with all its children; it is started again as in production."""
    pool = children(stage.worker.pid)
    if not is_whole and pool:
        kill(random.choice(pool), stage.place)  # noqa: S311 - no secret
        return
    stage.worker.crash()
    wait_for(lambda: not stage.worker.has_ended, "the worker is started again")

