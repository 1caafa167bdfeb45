"""Objections of citizens to what was published (R-PUB-10): kept without any trace of the person, answered in time."""
import hmac
import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.duties.workflow import meet_duty, open_duty
from inspectorate.lib.detector import scan
from inspectorate.publication import deadlines
from inspectorate.publication.models import ALPHABET, Objection, Publication
from inspectorate.publication.states import ObjectionState
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record

DUTY = "answer_objection"
HOUR = timedelta(hours=1)
MOST_FROM_ONE_SOURCE = 5  # an hour
MOST_IN_ALL = 300  # an hour
GROUPS, GROUP = 4, 4  # a code is four groups of four characters
LEAST, MOST = 5, 2000  # characters


class TooMany(RuleRefused):
    """Too many objections within the hour; try later."""


def raise_objection(publication: Publication, *, text: str, source: str) -> tuple[Objection, str]:
    """Keep an objection and return it with its tracking code, which is shown once and stored nowhere.

    `source` is the address it came from; only a keyed fingerprint of it, different every day, is kept, to hold off
    floods. The same text sent twice within the hour is refused, so a double press makes no second objection.
    """
    text = text.strip()
    if not LEAST <= len(text) <= MOST:
        facts = {"least": LEAST, "most": MOST}
        raise RuleRefused(_("Write between %(least)s and %(most)s characters.") % facts)
    if not publication.is_open_to_all:
        raise RuleRefused(_("Objections can be raised to what is published."), rule="R-PUB-10")
    digest = _digest(source)
    _refuse_flood(publication, digest, text)
    today = timezone.localdate()
    code = "-".join("".join(secrets.choice(ALPHABET) for _place in range(GROUP)) for _group in range(GROUPS))
    with transaction.atomic():
        objection = Objection.objects.create(
            publication=publication, owner=publication.owner, group=publication.group, title=publication.title,
            text=text, code_sha256=_code_digest(code), source_digest=digest, received_on=today,
            due_on=deadlines.objection_due(publication.area, today).due_on, **publication.scope,
        )
        record(objection, "raise_objection", by=None, note=_("on the public site"))
        open_duty(
            DUTY, rule=deadlines.ANSWER, title=_("Answer an objection: %(title)s") % {"title": publication.title[:150]},
            holder=publication.owner, subject=objection, area=publication.area, by=None, trigger_on=today,
            group=publication.group,
        )
    return objection, code


def answer(objection: Objection, *, by: Post, answer: str, outcome: str) -> Objection:
    """Answer; whoever holds the code reads it, so it may name nobody."""
    require(by, "answer", objection)
    if scan(answer):
        raise RuleRefused(_("The answer holds personal data; take it out."), rule="R-PUB-12")
    with transaction.atomic():
        move(
            objection, ObjectionState.ANSWERED, by=by, verb="answer", note=answer, answer=answer.strip(),
            outcome=outcome, answered_by=by.user, answered_at=timezone.now(),
        )
        meet_duty(objection, DUTY, by=by)
    return objection


def find_objection(code: str) -> Objection | None:
    """Return the objection of a tracking code, however it was typed."""
    plain = "".join(character for character in code.lower() if character in ALPHABET)
    if len(plain) != GROUP * GROUPS:
        return None
    spaced = "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))
    return Objection.objects.filter(code_sha256=_code_digest(spaced)).first()


def _refuse_flood(publication: Publication, digest: str, text: str) -> None:
    recent = Objection.objects.filter(received_at__gte=timezone.now() - HOUR)
    same = recent.filter(source_digest=digest)
    if same.filter(publication=publication, text=text).exists():
        raise TooMany(_("This was already received. Its code was shown when it was sent."))
    if same.count() >= MOST_FROM_ONE_SOURCE or recent.count() >= MOST_IN_ALL:
        raise TooMany(_("Too many objections came in within the hour. Please try again later."))


def _digest(source: str) -> str:
    words = f"{timezone.localdate():%Y%m%d}|{source}"
    return hmac.new(settings.SECRET_KEY.encode(), words.encode(), sha256).hexdigest()


def _code_digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()
