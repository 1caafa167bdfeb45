"""F10: the website's processes are killed amid requests: the acknowledged is stored, the rest can be sent again."""

import random
import time

from .oracle import Verdict, judge
from .seed import Office
from .servers import children, kill
from .stage import Stage
from .visitors import Crowd

BACK = 15
PAUSES = (0.05, 0.6)
PER_ROUND = 15
WHOLE = 10  # every tenth time the whole website goes


def drill(stage: Stage, rounds: int) -> Verdict:
    """Kill a process of the website `rounds` times, every tenth time all of them."""
    office = Office()
    stage.open_website()
    count = max(rounds * PER_ROUND // 3, 20)
    lots = zip(office.closings(count), office.reopenings(count), office.approvals(count), strict=True)
    people = stage.visitors(office.directors)
    backs, kills = [], 0
    with Crowd(people, (errand for lot in lots for errand in lot)) as crowd:
        crowd.goes_on(30)
        while kills < rounds and crowd.is_busy:
            time.sleep(random.uniform(*PAUSES))  # noqa: S311 - no secret
            kills += strike(stage, is_whole=kills % WHOLE == WHOLE - 1)
            backs.append(crowd.goes_on(60) if crowd.is_busy else 0.0)
    verdict = judge(crowd.ledger)
    verdict.measure("kills", kills)
    verdict.measure("slowest way back, seconds", max(backs), BACK)
    return verdict


def strike(stage: Stage, *, is_whole: bool) -> int:
    """Kill one process that answers requests, or the whole website and start it again; return how many strikes."""
    if is_whole:
        stage.web.crash()
        stage.web.start()
        return 1
    pool = children(stage.web.pid)
    if pool:
        kill(random.choice(pool), stage.place)  # noqa: S311 - no secret
    return int(bool(pool))
