"""F12: the mail server is absent, drops the line after a letter, refuses an address, is slow: no letter is lost."""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from inspectorate.duties.jobs import send_mail
from inspectorate.duties.models import Delivery, Notice
from inspectorate.duties.workflow.ledger import remind_due
from inspectorate.lib.moment import standing
from inspectorate.register.models import Post

from .mail import CHOOSY, DROPPING, SLOW
from .oracle import Verdict, judge
from .reminders import check_letters, check_notices, give_duties, owed_letters
from .seed import Office
from .stage import Stage

OTHERS = 60  # seconds that one refused address may delay the others
LOOKS = 40
PAUSE = timedelta(minutes=70)  # the longest back-off between two attempts


def drill(stage: Stage, rounds: int) -> Verdict:
    """Remind `rounds` people while the mail server misbehaves in four ways."""
    office = Office()
    office.allow_mail_always()
    duties = give_duties(office, rounds, [1], 10)
    moments = later()
    remind_due()
    verdict = judge([])
    verdict.measure("notices in the system that waited for the mail", len(duties) - Notice.objects.count(), 0)
    verdict.measure("letters sent without a server", sum(look(moments) for _minute in range(3)), 0)
    stage.mail.open()
    stage.mail.mode = DROPPING
    look(moments)
    if not stage.is_quick:
        stage.mail.mode = SLOW
        look(moments)
    stage.mail.refused, stage.mail.mode = Post.objects.get(organization=duties[-1].holder).user.email, CHOOSY
    began = time.monotonic()
    look(moments)
    verdict.measure("seconds that others waited for one refused address", time.monotonic() - began, OTHERS)
    looks = sum(1 for _look in range(LOOKS) if owed_letters() and look(moments) >= 0)
    verdict.measure("further looks until everything had left", looks)
    check_notices(verdict)
    check_letters(verdict, stage.mail.letters, excused=stage.mail.dropped, refused=stage.mail.refused)
    failed = Delivery.objects.filter(state="failed").exclude(recipient__email=stage.mail.refused).count()
    verdict.measure("given up, but for the refused address", failed, 0)
    return verdict


def later() -> Iterator:
    """Yield moments, each a longest back-off after the one before, all of today where possible."""
    now = timezone.now()
    while True:
        now += PAUSE
        yield now


def look(moments: Iterator) -> int:
    """Send what is due at the next moment; return how many letters left."""
    with standing(next(moments)):
        return send_mail()


