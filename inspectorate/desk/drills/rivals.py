"""F8: two clerks close the same item, three directors approve the same entry: one winner, the others told who (T45)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from inspectorate.register.models import Post

from .oracle import Verdict, judge
from .seed import Office
from .stage import Stage
from .visitors import Answer, Errand, Visitor

Rival = tuple[Post, Visitor]


def drill(stage: Stage, rounds: int) -> Verdict:
    """Let rivals race `rounds` times over items, and as often over entries of the annual list."""
    office = Office()
    stage.open_website()
    directors = [(post, *stage.visitors([post])) for post in office.directors]
    officer = office.officers[1]
    pair = [directors[0], (officer, *stage.visitors([officer]))]
    ledger = office.closings(rounds) + office.approvals(rounds)
    untold = wrong = 0
    with ThreadPoolExecutor(max_workers=len(directors)) as pool:
        for errand in ledger:
            answers = race(pool, errand, pair if errand.kind == "close" else directors)
            winners = [post for post, answer in answers if answer.is_done]
            wrong += len(winners) != 1
            untold += sum(not is_told(answer, winners) for _post, answer in answers if not answer.is_done)
    verdict = judge(ledger)
    verdict.measure("races", len(ledger))
    verdict.measure("races without exactly one winner", wrong, 0)
    verdict.measure("losers not told who was faster", untold, 0)
    return verdict


def race(pool: ThreadPoolExecutor, errand: Errand, rivals: list[Rival]) -> list[tuple[Post, Answer]]:
    """Let each open the form, then all send at the same moment; return who got which answer."""
    start = Barrier(len(rivals))
    forms = [(post, visitor, {**visitor.form(errand.path)[1], **errand.fields}) for post, visitor in rivals]

    def send(visitor: Visitor, fields: dict[str, str]) -> Answer:
        start.wait()
        return visitor.ask("POST", errand.path, fields)

    runs = [(post, pool.submit(send, visitor, fields)) for post, visitor, fields in forms]
    answers = [(post, run.result()) for post, run in runs]
    for _post, answer in answers:
        errand.note(answer)
    return answers


def is_told(answer: Answer, winners: list[Post]) -> bool:
    """Return whether a loser's page names a winner."""
    return any(post.user.name in answer.body for post in winners)
