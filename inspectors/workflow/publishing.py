"""What of the roster goes to the public: the notice of candidates and the list of inspectors."""
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspectorate.publication.models import Publication
from inspectorate.publication.states import Kind
from inspectorate.publication.workflow import propose
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import Refused, require
from inspectorate.trail.workflow import RuleRefused, record
from inspectors.models import Inspector, Posting
from inspectors.papers import posting_copy, roster_copy


def propose_posting(posting: Posting, *, by: Post) -> Publication:
    """Propose the notice for the public site; its days count from the release there (R-ROST-05, R-PUB-11)."""
    require(by, "propose_posting", posting)
    if Publication.objects.about(posting).exists():
        raise RuleRefused(_("This notice has already gone to the reviewers."), rule="R-ROST-05")
    office = posting.office
    with transaction.atomic():
        copy = propose(
            Kind.INSPECTOR_POSTING, subject=posting, organization=None, area=office.area, owner=office, by=by,
            title=f"{office.name}拟聘督学公示", payload=posting_copy(posting),
        )
        record(posting, "propose_posting", by=by, publication=copy.pk)
    return copy


def note_release(posting: Posting, *, released_on: date, ends_on: date, by: Post | None) -> Posting:
    """Take over when the notice was published and until when it stands: objections are taken for exactly these days."""
    with transaction.atomic():
        posting.posted_on = posting.released_on = released_on
        posting.ends_on, posting.is_provisional = ends_on, False
        posting.save(update_fields=["posted_on", "released_on", "ends_on", "is_provisional"])
        record(posting, "note_release", by=by, released_on=released_on, ends_on=ends_on)
    return posting


def publish_roster(*, by: Post, office: Organization) -> Publication:
    """Propose the list of an inspectorate's inspectors for publication (R-ROST-06); it replaces the one before."""
    mine = Inspector.objects.filter(office=office).permitted(by, "publish_roster")
    if Inspector.objects.filter(office=office).exists() and not mine.exists():
        raise Refused(_("Your post “%(post)s” has no right to do this here.") % {"post": by.label})
    today = timezone.localdate()
    content = roster_copy(office, today)
    if not content["persons"]:
        raise RuleRefused(_("%(office)s has no inspector in term today.") % {"office": office}, rule="R-ROST-06")
    return propose(
        Kind.INSPECTOR_LIST, subject=office, organization=None, area=office.area, owner=office, by=by,
        title=f"{office.name}督学名单", payload=content,
    )
