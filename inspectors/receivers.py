"""Answers to lower apps: a notice of candidates runs from the moment it is public."""
from django.dispatch import receiver

from inspectorate.publication.models import Publication
from inspectorate.publication.signals import publication_released
from inspectorate.register.models import Post

from .models import Posting
from .workflow import note_release


@receiver(publication_released, dispatch_uid="inspectors.note_release")
def take_over_dates(publication: Publication, by: Post | None, **_more: object) -> None:
    """Set the days of the notice to those of its publication (R-ROST-05)."""
    if publication.subject_type == Posting._meta.label_lower:
        posting = Posting.objects.get(pk=publication.subject_id)
        note_release(posting, released_on=publication.listed_on, ends_on=publication.ends_on, by=by)
