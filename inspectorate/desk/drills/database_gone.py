"""F3: PostgreSQL restarted, crashed and killed while people write: nothing acknowledged is lost (T71)."""

import random
import time
from itertools import cycle

from .oracle import Verdict, judge
from .seed import Office
from .servers import wait_for
from .stage import Stage
from .visitors import Crowd, Visitor

BACK = 15  # seconds after the database within which acts are done again
WAYS = ("fast", "immediate", "kill")
PAUSES = (0.5, 2.0)
PER_ROUND = 60


def drill(stage: Stage, rounds: int) -> Verdict:
    """Take the database away `rounds` times in three ways in turn, during writes."""
    office = Office()
    stage.open_website()
    count = rounds * PER_ROUND // 3
    lots = zip(office.closings(count), office.reopenings(count), office.draftings(count), strict=True)
    errands = [errand for lot in lots for errand in lot]
    backs, answers = [], []
    with Crowd(stage.visitors(office.officers), errands) as crowd:
        crowd.goes_on(30)
        for way, _round in zip(cycle(WAYS), range(rounds), strict=False):
            time.sleep(random.uniform(*PAUSES))  # noqa: S311 - no secret
            answers.append(take_away(stage, way))
            stage.postgres.start()
            wait_for(stage.database_answers, "the database is back")
            backs.append(crowd.goes_on(60) if crowd.is_busy else 0.0)
    verdict = judge(crowd.ledger)
    verdict.measure("times without database", rounds)
    verdict.measure("slowest way back, seconds", max(backs), BACK)
    faulty = sum(status == 500 for errand in crowd.ledger for status in errand.answers)
    verdict.measure("answers that took the database for a fault of the program", faulty, 0)
    verdict.measure("pages without database that were no 503", sum(status != 503 for status in answers), 0)
    return verdict


def take_away(stage: Stage, way: str) -> int:
    """Stop or kill the database; return what a page answers meanwhile."""
    if way == "kill":
        stage.postgres.crash()
    else:
        stage.postgres.stop(way)
    return Visitor(stage.website, "n" * 32).ask("GET", "/rectification/", patience=10).status
