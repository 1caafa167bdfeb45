"""F2: Redis restarted, killed, absent and emptied with hints in its queue: duties are rows, hints may go (T67)."""

import signal
import time

from inspectorate.documents.models import Document

from .hints import QuickClock
from .oracle import Verdict, count_papers, judge, unrendered
from .seed import Office
from .servers import wait_for, waited
from .stage import Stage
from .visitors import Crowd, Errand, Visitor, press

ABSENT, QUICK_ABSENT = 600, 3  # seconds without Redis
BACK = 60  # seconds after which a new document is rendered again
OWED = 180  # seconds until everything whose hint was lost is done
WAIT = 15  # seconds that filing may take without Redis


def drill(stage: Stage, rounds: int) -> Verdict:
    """Queue `rounds` hints, take Redis away in four ways, and file all the while."""
    office = Office()
    stage.open_website()
    secretary, director, officer = stage.visitors([office.secretaries[0], office.directors[0], office.officers[0]])
    ledger = [press(secretary, errand) for errand in office.issuings(rounds)]
    verdict = Verdict()
    verdict.measure("hints in the queue", stage.redis.waiting())
    after = office.issuings(1)
    stage.redis.end(signal.SIGTERM)
    stage.redis.start()
    stage.redis.end(signal.SIGKILL)
    stage.redis.start()
    verdict.measure("hints lost by a restart and a kill", rounds - stage.redis.waiting(), 0)
    absence(stage, verdict, ledger, [director, officer], office)
    stage.redis.client().flushall()
    verdict.measure("hints left after it was emptied", stage.redis.waiting(), 0)
    stage.worker.start()
    stage.start_clock()
    with QuickClock(stage):
        ledger.append(press(secretary, after[0]))
        back = waited(lambda: is_rendered(after[0]), BACK)
        verdict.measure("seconds until a new document was rendered", back, BACK)
        made_good = back + waited(lambda: not unrendered(), OWED)
        verdict.measure("seconds until all lost hints were made good", made_good, OWED)
    return merge(verdict, ledger)


def absence(stage: Stage, verdict: Verdict, ledger: list[Errand], people: list[Visitor], office: Office) -> None:
    """Take Redis away for a while: reading and filing go on, the door stays shut."""
    errands = office.closings(40 if stage.is_quick else 4000) + office.issuings(5)
    stage.redis.end(signal.SIGTERM)
    until = time.monotonic() + (QUICK_ABSENT if stage.is_quick else ABSENT)
    with Crowd(people, (errand for errand in errands if time.monotonic() < until)) as crowd:
        verdict.measure("seconds until filing goes on without Redis", crowd.goes_on(WAIT), WAIT)
        pages = [people[0].ask("GET", path).status for path in ("/", "/rectification/", "/documents/", "/annual-list/")]
        verdict.measure("pages that cannot be read without Redis", sum(status != 200 for status in pages), 0)
        stranger = Visitor(stage.website, "")
        _page, hidden = stranger.form("/sign-in/")
        tried = stranger.ask("POST", "/sign-in/", {**hidden, "username": "nobody", "password": "x" * 12})
        verdict.measure("sign-ins evaluated without Redis", int(tried.status != 429), 0)
        wait_for(lambda: time.monotonic() > until, "the absence ends", ABSENT * 2)
    stage.redis.start()
    faults = sum(status == 0 or status >= 500 for errand in crowd.ledger for status in errand.answers)
    verdict.measure("acts filed without Redis", crowd.acknowledged)
    verdict.measure("faulty answers without Redis", faults, 0)
    ledger += crowd.ledger


def is_rendered(errand: Errand) -> bool:
    """Return whether the files of an issued document are there."""
    return Document.objects.filter(pk=int(errand.token), pdf__isnull=False).exists()


def merge(verdict: Verdict, ledger: list[Errand]) -> Verdict:
    """Return the judgement over the ledger with the figures measured on the way."""
    judged = judge(ledger)
    count_papers(judged)
    judged.figures = verdict.figures + judged.figures
    return judged
