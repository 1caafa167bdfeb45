"""One row more of everything that the ledger of reminders shows, entered at once."""

from datetime import timedelta

from django.utils import timezone

from inspectorate.duties.models import Delivery, Hold, Notice


def grow_ledger(city, number):
    """Add a notice to the director, a letter that could not be sent, a brake that waits."""
    now, day, scope = timezone.now(), timezone.localdate() - timedelta(days=number), city.area.scope
    shared = {"recipient": city.director.user, "day": day, "due_at": now, **scope}
    shown = Delivery.objects.create(channel="in_app", state="sent", message_id=f"<in_app-{number}@localhost>", **shared)
    Notice.objects.create(delivery=shown, recipient=city.director.user, day=day, shown_at=now, **scope)
    Delivery.objects.create(channel="email", state="failed", message_id=f"<email-{number}@localhost>", **shared)
    Hold.objects.create(day=day, held_at=now, reminders=300, **scope)
