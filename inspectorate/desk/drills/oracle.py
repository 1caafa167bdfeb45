"""What was promised against what is: every acknowledged act must have had its effect, and no act two."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count

from accountability.models import RectificationItem
from inspectorate.documents.models import Document
from inspectorate.documents.states import Rendering
from inspectorate.duties.models import Duty
from inspectorate.trail import jobs as trail
from inspectorate.trail.models import Event
from supervision.models import AnnualListEntry

from .visitors import Errand

Effects = Counter[str]


def events(model: Any, verb: str) -> Effects:
    """Return how often a verb was done to each row of a model."""
    kind = ContentType.objects.get_for_model(model)
    found = Event.objects.filter(subject_type=kind, verb=verb).values_list("subject_id").annotate(n=Count("pk"))
    return Counter({str(pk): count for pk, count in found.order_by()})


def titles() -> Effects:
    """Return how many entries of each title there are."""
    found = AnnualListEntry.objects.order_by().values_list("title").annotate(n=Count("pk"))
    return Counter(dict(found))


def duties(kind: str, model: Any) -> Effects:
    """Return how many open duties of a kind each row has."""
    about = ContentType.objects.get_for_model(model)
    found = Duty.objects.open().filter(kind=kind, subject_type=about).order_by()
    return Counter({str(pk): n for pk, n in found.values_list("subject_id").annotate(n=Count("pk"))})


EFFECTS: dict[str, Callable[[], tuple[Effects, ...]]] = {
    "close": lambda: (events(RectificationItem, "close_out"),),
    "reopen": lambda: (events(RectificationItem, "reopen_item"), duties("rectify", RectificationItem)),
    "draft": lambda: (titles(),),
    "approve": lambda: (events(AnnualListEntry, "approve_entry"),),
    "issue": lambda: (events(Document, "issue"),),
}


@dataclass(frozen=True)
class Figure:
    """One figure of a drill, with the bound that it must hold where there is one."""

    name: str
    value: float
    bound: float | None = None

    @property
    def holds(self) -> bool:
        """Return whether it is within its bound."""
        return self.bound is None or self.value <= self.bound


@dataclass
class Verdict:
    """What a drill found."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    faults_in_trail: int = 0
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Return whether nothing was lost or doubled, the trail is whole and every figure within its bound."""
        return not (self.lost or self.doubled or self.faults_in_trail) and all(f.holds for f in self.figures)

    def measure(self, name: str, value: float, bound: float | None = None) -> None:
        """Note a figure."""
        self.figures.append(Figure(name, round(value, 3), bound))

    def count(self, effects: Effects, *, owed: Iterable[str], known: Iterable[str]) -> None:
        """Count what is owed and has no effect, and what is known and has two."""
        missing = [token for token in owed if not effects[token]]
        twice = [token for token in known if effects[token] > 1]
        self.lost += len(missing)
        self.doubled += len(twice)
        self.notes += [f"lost: {token}" for token in missing[:5]] + [f"doubled: {token}" for token in twice[:5]]

    def as_dict(self) -> dict[str, Any]:
        """Return it for --json."""
        figures = [{"name": f.name, "value": f.value, "bound": f.bound, "holds": f.holds} for f in self.figures]
        plain = {name: getattr(self, name) for name in ("acknowledged", "lost", "doubled", "faults_in_trail", "notes")}
        return {"holds": self.holds, **plain, "figures": figures}


def judge(ledger: list[Errand]) -> Verdict:
    """Compare a ledger with the database: acts, the duties they open, numbers without a hole, the trail."""
    verdict = Verdict(acknowledged=sum(errand.is_acknowledged for errand in ledger))
    for kind in sorted({errand.kind for errand in ledger}):
        mine = [errand for errand in ledger if errand.kind == kind]
        owed = {errand.token for errand in mine if errand.is_acknowledged}
        for effects in EFFECTS[kind]():
            verdict.count(effects, owed=owed, known={errand.token for errand in mine})
    serials = sorted(Document.objects.exclude(serial=None).values_list("serial", flat=True))
    if serials != list(range(1, len(serials) + 1)):
        verdict.doubled += 1
        verdict.notes.append("numbers of documents have a hole or a double")
    faults = list(trail.verify())
    verdict.faults_in_trail = len(faults)
    verdict.notes += [f"trail: {fault.kind} {fault.detail}" for fault in faults[:5]]
    verdict.notes += slow_answers(ledger)
    return verdict


def slow_answers(ledger: list[Errand]) -> list[str]:
    """Return how the acts were answered, faults included, for the report."""
    answers = Counter(status for errand in ledger for status in errand.answers)
    return ["answers: " + ", ".join(f"{count} × {status or 'none'}" for status, count in sorted(answers.items()))]


def unrendered() -> int:
    """Return how many issued documents still owe their files."""
    return Document.objects.exclude(serial=None).exclude(rendering=Rendering.DONE).count()


def count_papers(verdict: Verdict) -> None:
    """Add what became of issued documents: each rendered once, its files there with their fingerprints."""
    issued = [str(pk) for pk in Document.objects.exclude(serial=None).values_list("pk", flat=True)]
    verdict.count(events(Document, "render"), owed=issued, known=issued)
    for document in Document.objects.filter(rendering=Rendering.DONE).select_related("pdf", "docx"):
        for file in (document.pdf, document.docx):
            if not file.path.exists() or file.path.stat().st_size != file.size:
                verdict.lost += 1
                verdict.notes.append(f"file of document {document.pk} is missing")
