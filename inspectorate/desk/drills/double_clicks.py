"""F7: double click, five clicks, a retry after a lost reply, back and send again: one effect, one answer (T44)."""

from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from threading import Barrier

from .oracle import Verdict, judge
from .seed import Office
from .stage import Stage
from .visitors import Answer, Errand, Visitor

CLICKS = {"double click": 2, "five clicks": 5}
LOST_REPLY, RESENT = "lost reply", "back and resend"
WAYS = (*CLICKS, LOST_REPLY, RESENT)
TOO_SHORT = 0.03  # seconds after which a browser with a bad line hears nothing any more


def drill(stage: Stage, rounds: int) -> Verdict:
    """Send every form `rounds` times in each of the four ways."""
    office = Office()
    stage.open_website()
    errands = errands_of(office, rounds)
    director, officer, secretary = stage.visitors([office.directors[0], office.officers[0], office.secretaries[0]])
    hands = {"draft": officer, "issue": secretary}
    others = 0
    with ThreadPoolExecutor(max_workers=max(CLICKS.values())) as pool:
        for errand, way in zip(errands, cycle(WAYS), strict=False):
            answers = send(pool, hands.get(errand.kind, director), errand, way)
            shown = {(answer.status, answer.location) for answer in answers if answer.status}
            others += len(shown) - 1 if all(answer.is_done for answer in answers if answer.status) else len(shown)
    verdict = judge(errands)
    verdict.measure("forms", len(errands))
    verdict.measure("answers other than the first one's", others, 0)
    return verdict


def errands_of(office: Office, rounds: int) -> list[Errand]:
    """Return errands of five kinds, so many that each kind meets each way `rounds` times."""
    count = rounds * len(WAYS)
    lots = (office.closings, office.reopenings, office.draftings, office.approvals, office.issuings)
    return [errand for lot in lots for errand in lot(count)]


def send(pool: ThreadPoolExecutor, visitor: Visitor, errand: Errand, way: str) -> list[Answer]:
    """Open the form once and send it in one of the ways; return the answers."""
    _page, hidden = visitor.form(errand.path)
    fields = {**hidden, **errand.fields}

    def post(patience: float = 30) -> Answer:
        return visitor.ask("POST", errand.path, fields, patience)

    if way in CLICKS:
        start = Barrier(CLICKS[way])
        answers = [run.result() for run in [pool.submit(together, start, post) for _click in range(CLICKS[way])]]
    elif way == LOST_REPLY:
        answers = [post(TOO_SHORT), post()]
    else:
        answers = [post(), post()]
    for answer in answers:
        errand.note(answer)
    return answers


def together(start: Barrier, post) -> Answer:
    """Wait for the others, then send."""
    start.wait()
    return post()
