"""The review before release (R-PUB-03): by another person, with a conclusion, an article and a ground."""
from django.db import transaction
from django.utils.translation import gettext as _

from inspectorate.duties.workflow import cancel_duties, open_duty
from inspectorate.publication import deadlines
from inspectorate.publication.models import Publication
from inspectorate.publication.states import CONCLUSION_STATES, Conclusion, PublicationState
from inspectorate.register.models import Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move

from .drafting import DUTY
from .gate import refuse_findings

RULE = "R-PUB-03"


def review(
    publication: Publication, *, by: Post, conclusion: str, article: str = "", ground: str = "", third_party: str = "",
    has_seen_files: bool = False,
) -> Publication:
    """Conclude the review: may be published, after redaction, not at all, or back to the author.

    Raises RuleRefused where the reviewer is the author, where a refusal names no article, and where the public copy
    still holds personal data; `has_seen_files` says that a person looked through what no program can read.
    """
    require(by, "review", publication)
    publication.refresh_from_db()
    if publication.author_id == by.user_id:
        raise RuleRefused(_("The author cannot review the publication."), rule=RULE)
    CHECKS[Conclusion(conclusion)](publication, article, ground, has_seen_files)
    returned = conclusion == Conclusion.RETURNED
    with transaction.atomic():
        move(
            publication, CONCLUSION_STATES[Conclusion(conclusion)], by=by, verb="review", note=ground,
            payload={"conclusion": conclusion, "article": article},
            reviewer=None if returned else by.user, article=article, ground=ground, third_party=third_party,
        )
        if conclusion == Conclusion.REFUSED:
            cancel_duties(publication, by=by, note=ground)
    return publication


def reopen(publication: Publication, *, by: Post, note: str) -> Publication:
    """Take up again what was refused, because the ground has gone; the time to publish runs as before."""
    require(by, "reopen", publication)
    with transaction.atomic():
        move(publication, PublicationState.DRAFT, by=by, verb="reopen", note=note, reviewer=None)
        open_duty(
            DUTY, rule=deadlines.PUBLISH, title=_("Publish: %(title)s") % {"title": publication.title[:150]},
            holder=publication.owner, subject=publication, area=publication.area, by=by,
            trigger_on=publication.formed_on, group=publication.group,
        )
    return publication


def _check_cleared(publication: Publication, _article: str, _ground: str, has_seen_files: bool) -> None:
    if publication.is_redacted and publication.redactions:
        raise RuleRefused(_("Parts are withheld: conclude “may be published after redaction”."), rule="R-PUB-07")
    _check_files(publication, has_seen_files)
    refuse_findings(publication)


def _check_redacted(publication: Publication, _article: str, _ground: str, has_seen_files: bool) -> None:
    if not publication.is_redacted:
        raise RuleRefused(_("Nothing is withheld yet: redact the public copy first."), rule="R-PUB-07")
    _check_files(publication, has_seen_files)
    refuse_findings(publication)


def _check_refused(_publication: Publication, article: str, ground: str, _has_seen_files: bool) -> None:
    if not article or not ground.strip():
        raise RuleRefused(_("Name the article and the ground on which this is not published."), rule=RULE)


def _check_returned(_publication: Publication, _article: str, ground: str, _has_seen_files: bool) -> None:
    if not ground.strip():
        raise RuleRefused(_("Tell the author what to change."), rule=RULE)


def _check_files(publication: Publication, has_seen_files: bool) -> None:
    unread = [file.name for file in publication.public_files.all() if not file.is_readable]
    if unread and not has_seen_files:
        message = _("No program can read “%(name)s”. Look through it and confirm that no person can be recognised.")
        raise RuleRefused(message % {"name": unread[0]}, rule="R-PUB-13")


CHECKS = {
    Conclusion.CLEARED: _check_cleared,
    Conclusion.CLEARED_WITH_REDACTION: _check_redacted,
    Conclusion.REFUSED: _check_refused,
    Conclusion.RETURNED: _check_returned,
}
