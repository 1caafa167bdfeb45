"""Pages of candidates, their postings, and recusals."""
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Column, DetailPage, ListPage, NextStep, Part
from inspectorate.register.models import Post
from inspectorate.register.rights import may
from inspectors import tables
from inspectors.filters import CandidacyFilter, RecusalFilter
from inspectors.models import Candidacy, Objection, Posting, RecusalDecision
from inspectors.states import CandidacyState, ObjectionState

from .roster import PersonPage
from .verbs import CANDIDACY_VERBS, POSTING_VERBS, RECUSAL_VERBS


class CandidacyList(ListPage):
    """Candidates on their way to the roster (S09)."""

    model = Candidacy
    title = _("Candidates")
    columns = tables.CANDIDACIES
    orderings = tables.CANDIDACY_ORDERS
    filterset_class = CandidacyFilter
    select_related = ("organization", "office", "posting")
    creates = (("recommend", _("Recommend a candidate"), "candidacy-recommend"),)
    bulk = tuple(verb for verb in CANDIDACY_VERBS if verb.is_bulk)
    sentence = _("%(count)s candidates")
    empty = _("Candidates stand here once they are recommended.")


class CandidacyDetail(PersonPage):
    """One candidate: where in the order of admission, and what stands against it."""

    model = Candidacy
    columns = tables.CANDIDACY_FACTS
    verbs = CANDIDACY_VERBS
    select_related = ("organization", "office__area", "posting", "reviewed_by", "inspector", "user")

    def next_step(self, obj: Candidacy) -> NextStep | None:
        """Say what comes next in the order of R-ROST-04, and from when an appointment is possible."""
        if obj.state == CandidacyState.POSTED:
            return NextStep(
                _("Posted for objections; then appoint or do not admit"), who=obj.office.label,
                due_on=obj.posting.ends_on, why=[(_("Rule"), "R-ROST-05")],
            )
        words = STEPS.get(obj.state)
        return NextStep(words, who=obj.office.label, why=[(_("Rule"), "R-ROST-04")]) if words else None

    def parts(self, obj: Candidacy) -> list[Part]:
        """Return the objections, where the post may read them."""
        if not may(self.request.post, "view", Objection):
            return []
        rows = Objection.objects.visible_to(self.request.post).filter(candidacy=obj).order_by("received_on")
        return [Part(_("Objections"), rows, objection_columns(self.request.post), _("No objection has come in."))]


STEPS = {
    CandidacyState.RECOMMENDED: _("Review the recommendation"),
    CandidacyState.REVIEWED: _("Assess the candidate"),
    CandidacyState.ASSESSED: _("Post the candidate for objections"),
}


class PostingDetail(DetailPage):
    """One notice with its candidates and the last day for objections (R-ROST-05)."""

    model = Posting
    facts = tables.POSTING_FACTS
    verbs = POSTING_VERBS
    select_related = ("office",)

    def list_url(self) -> str:
        """Return the candidates' list."""
        return reverse("candidacy-list")

    def parts(self, obj: Posting) -> list[Part]:
        """Return the candidates on the notice."""
        rows = Candidacy.objects.visible_to(self.request.post).filter(posting=obj).select_related("organization")
        return [Part(_("Candidates on this notice"), rows.order_by("name"), tables.POSTED)]


class RecusalList(ListPage):
    """Recusals asked for and decided (S15)."""

    model = RecusalDecision
    title = _("Recusals")
    columns = tables.RECUSALS
    orderings = tables.RECUSAL_ORDERS
    filterset_class = RecusalFilter
    select_related = ("inspector", "organization")
    creates = (("request_recusal", _("Ask for a recusal"), "recusal-decision-request"),)
    sentence = _("%(count)s recusals")
    empty = _("Recusals stand here once an inspector, a unit or the office asks for one.")


class RecusalDetail(DetailPage):
    """One recusal."""

    model = RecusalDecision
    facts = tables.RECUSAL_FACTS
    verbs = RECUSAL_VERBS
    select_related = ("inspector__office", "organization", "requested_by", "decided_by")

    def next_step(self, obj: RecusalDecision) -> NextStep | None:
        """Say that the head of the inspectorate decides before the visit (R-RECUSE-03)."""
        if obj.decided_on:
            return None
        return NextStep(_("Decide before the visit"), who=obj.inspector.office.label, why=[(_("Rule"), "R-RECUSE-03")])


def objection_columns(post: Post) -> tuple[Column, ...]:
    """Return the columns of objections, with the settling of an open one."""
    if not may(post, "settle", Objection):
        return tables.OBJECTIONS

    def shown(row: Model) -> Any:
        return _now("Settle the objection") if row.state == ObjectionState.RECEIVED else ""

    return (*tables.OBJECTIONS, Column("settle", _("Act"), shown,
                                       url=lambda row: reverse("objection-settle", args=[row.pk])))

