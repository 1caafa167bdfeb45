"""Duties to be reminded of, and what the ledger of reminders, the notices and the letters must then hold."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from datetime import time as clock

from django.db.models import Count
from django.utils import timezone

from inspectorate.duties.models import Delivery, Duty, Notice, Reminder
from inspectorate.duties.states import Channel
from inspectorate.duties.workflow import open_duty
from inspectorate.lib.moment import standing
from inspectorate.rulebook.catalogue import find

from .mail import Letter
from .oracle import Verdict
from .seed import Office

ONE_DAY = 24 * 3600  # seconds
MORNING = clock(9, 30)


def days(number: int) -> timedelta:
    """Return a span of days for the story of a drill."""
    return timedelta(seconds=number * ONE_DAY)


def morning(days_ago: int) -> datetime:
    """Return an office hour some days ago."""
    return timezone.make_aware(datetime.combine(timezone.localdate() - days(days_ago), MORNING))


def give_duties(office: Office, people: int, due_in: Iterable[int], opened_ago: int) -> list[Duty]:
    """Give each of many heads of schools duties that end so many days from now; opened long enough ago."""
    today, spans = timezone.localdate(), list(due_in)
    made = []
    with standing(morning(opened_ago)):
        for number in range(people):
            school = office.unit(f"演练学校{number}", "school", superior=office.bureau)
            office.post("school", school)
            made += [
                open_duty(
                    "drill", rule="OFFICE.confirm_receipt", title=f"义务{number}-{span}。", holder=school,
                    subject=school, area=office.area, by=None, trigger_on=timezone.localdate(),
                    due_on=today + days(span),
                )
                for span in spans
            ]
    return made


def owed(duties: Iterable[Duty]) -> set[tuple[int, date]]:
    """Return (duty, day) of every reminder owed up to today, counted independently of the sweep."""
    today, step = timezone.localdate(), find("OFFICE.overdue_step").default
    found = set()
    for duty in duties:
        ahead = {duty.due_on - days(number) for number in find("OFFICE.reminders").default}
        late = {duty.due_on + days(step * number) for number in range(1, 100)}
        found |= {(duty.pk, day) for day in {*ahead, duty.due_on, *late} if duty.opened_on <= day <= today}
    return found


def check_ledger(verdict: Verdict, duties: list[Duty]) -> None:
    """Compare the ledger with what is owed: each reminder once, one digest a person, day and channel."""
    expected = owed(duties)
    # Of these duties only: what the clock opens by itself may be told to several people of the office.
    told = Reminder.objects.filter(kind__in=["ahead", "due", "overdue"], duty__in=duties)
    found = Counter(told.values_list("duty_id", "nominal_on"))
    verdict.acknowledged += len(expected)
    verdict.lost += len(expected - found.keys())
    verdict.doubled += sum(count > 1 for count in found.values())
    for key, _day in [pair for pair, count in found.items() if count > 1][:5]:
        rows = Reminder.objects.filter(duty=key).order_by("nominal_on").values_list("kind", "nominal_on", "recipient")
        verdict.notes.append(f"doubled: duty {key}: {[(kind, str(day), who) for kind, day, who in rows]}")
    digests = Delivery.objects.values("recipient", "day", "channel").annotate(n=Count("pk")).filter(n__gt=1).count()
    verdict.doubled += digests
    verdict.measure("reminders owed", len(expected))
    verdict.measure("persons with two digests on a day", digests, 0)


def check_notices(verdict: Verdict) -> None:
    """Every person with something to read has exactly one notice of today in the system."""
    told = set(
        Delivery.objects.filter(channel=Channel.IN_APP, day=timezone.localdate(), state="sent")
        .values_list("recipient", flat=True)
    )
    notices = Counter(Notice.objects.filter(day=timezone.localdate()).values_list("recipient", flat=True))
    verdict.lost += len(told - notices.keys())
    verdict.doubled += sum(count > 1 for count in notices.values())
    verdict.measure("notices in the system", len(notices))


def check_letters(verdict: Verdict, letters: list[Letter], *, excused: int = 0, refused: str = "") -> None:
    """Every digest by mail arrived, once but for `excused` repetitions, which carry the same Message-ID."""
    mails = Delivery.objects.filter(channel=Channel.EMAIL).exclude(state="dropped").select_related("recipient")
    arrived = Counter(letter.message_id for letter in letters)
    owed_ids = {mail.message_id for mail in mails if mail.recipient.email != refused}
    verdict.acknowledged += len(owed_ids)
    verdict.lost += len(owed_ids - arrived.keys())
    twice = sum(arrived.values()) - len(arrived)
    verdict.doubled += max(twice - excused, 0)
    verdict.measure("letters", len(letters))
    verdict.measure("letters twice, with the same Message-ID", twice, excused)


def owed_letters() -> int:
    """Return how many letters are still to be sent."""
    waiting = Delivery.objects.filter(channel=Channel.EMAIL, state__in=["pending", "claimed"])
    return waiting.count() + int(not Delivery.objects.exists())
