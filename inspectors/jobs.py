"""What the clock starts for the roster; every job is safe to run twice or late."""
from datetime import date

from django.utils import timezone

from .models import Term
from .workflow import complete_term, recurring


def complete_terms(on: date | None = None) -> int:
    """Complete the terms whose last day is past (R-TERM-01); running it twice or late gives the same."""
    done = 0
    for term in Term.objects.over(on).select_related("inspector").order_by("pk"):
        complete_term(term)
        done += 1
    return done


def owe_training() -> int:
    """Open, meet and drop the training hours of the year, and the looks the month asks for (R-TRAIN-02)."""
    today = timezone.localdate()
    return recurring.owe_hours(today) + recurring.owe_training_checks(today)


def owe_ends() -> int:
    """Open the reminders before terms and certificates end (R-TERM-01, R-ROST-07)."""
    today = timezone.localdate()
    return recurring.owe_term_checks(today) + recurring.owe_certificate_checks(today)


def owe_coverage() -> int:
    """Open the rotation of inspectors and the look at schools without one (R-ZONE-03, R-ZONE-04)."""
    today = timezone.localdate()
    return recurring.owe_rotation(today) + recurring.owe_cover(today)
