"""F5, F6: three days without a clock, then two at once: every reminder owed once, late ones say so (T64, T65)."""

import json
import subprocess
import time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from inspectorate.duties.jobs import send_mail
from inspectorate.duties.models import Duty, Reminder
from inspectorate.duties.states import DutyState
from inspectorate.duties.workflow.ledger import remind_due
from inspectorate.lib.moment import standing
from inspectorate.trail.workflow import move

from .mail import Letter
from .oracle import Verdict, judge
from .reminders import check_ledger, check_letters, check_notices, give_duties, morning
from .seed import Office
from .servers import MANAGE
from .stage import Stage

DOWN = 3  # days
OPENED = 20  # days ago
DUE_IN = range(-9, 11)  # days from now on which the duties end
PATIENCE = 300


def drill(stage: Stage, rounds: int) -> Verdict:
    """Give `rounds` people duties around today, let three days pass unseen, then look twice at the same moment."""
    office = Office()
    office.allow_mail_always()
    stage.mail.open()
    duties = give_duties(office, rounds, DUE_IN, OPENED)
    with standing(morning(DOWN)):  # the last look before everything stood still
        remind_due()
        send_mail()
    before = len(stage.mail.letters)
    closed = [duty for duty in duties if duty.due_on == timezone.localdate()]
    for duty in closed:  # the website was up: this was done meanwhile
        move(duty, DutyState.MET, by=None, verb="meet_duty", met_on=timezone.localdate())
    began = time.monotonic()
    looks = [subprocess.Popen([*MANAGE, "clock", "--json"], stdout=subprocess.PIPE) for _clock in range(2)]  # noqa: S603
    failed = sum(look.wait(PATIENCE) != 0 for look in looks)
    took = time.monotonic() - began
    look()  # one clock may have sent before the other had written: what is left goes now
    second = look()
    verdict = judge([])
    verdict.measure("looks that failed", failed, 0)
    verdict.measure("seconds from the first look until everything was told", took, PATIENCE)
    verdict.measure("letters before the days without a clock", before)
    again = sum(job["count"] for job in second["jobs"] if job["name"].rpartition(".")[2] in {"remind_due", "send_mail"})
    verdict.measure("rows of a further look", again, 0)
    still = [duty for duty in duties if duty not in closed]
    check_ledger(verdict, still)
    check_notices(verdict)
    check_letters(verdict, stage.mail.letters)
    after = stage.mail.letters[before:]
    verdict.measure("persons with two letters afterwards", len(after) - len({letter.to for letter in after}), 0)
    check_words(verdict, after, closed)
    return verdict


def look() -> dict:
    """Look at the clock once; return what each job did."""
    done = subprocess.run([*MANAGE, "clock", "--json"], capture_output=True, check=True)  # noqa: S603
    return json.loads(done.stdout)


def check_words(verdict: Verdict, letters: list[Letter], closed: list[Duty]) -> None:
    """A late reminder names the day on which it should have been sent; a closed duty is not spoken of."""
    today = timezone.localdate()
    late = Reminder.objects.filter(state="sent", sent_at__date=today, nominal_on__lt=today)
    texts = {letter.to: letter.text for letter in letters}
    with override("zh-hans"):
        rows = late.select_related("recipient")
        said = [(date_format(row.nominal_on), texts.get(row.recipient.email)) for row in rows]
        unmarked = sum(text is not None and day not in text for day, text in said)
    verdict.measure("late reminders", late.count())
    verdict.measure("late reminders that do not say so", unmarked, 0)
    spoken = sum(duty.title in letter.text for letter in letters for duty in closed)
    verdict.measure("letters about what was done meanwhile", spoken, 0)
