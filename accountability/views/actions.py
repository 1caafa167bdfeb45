"""Accountability proceedings and the challenges to their decisions."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import filters, forms, tables, workflow
from accountability.models import AccountabilityAction, Challenge
from accountability.states import ActionState
from inspectorate.lib.pages import Column, Part, Verb, VerbPage, to_result
from inspectorate.register.models import Post
from inspectorate.register.rights import allowed
from inspectorate.register.views.grants import extra_access

from .measures import MeasureList
from .pieces import ReadPage, StepPage, documents, to_document

S = ActionState

VERBS = (
    Verb(
        "form_group",
        workflow.form_group,
        gettext_lazy("Form the finding group"),
        form=forms.GroupForm,
        to=[S.INVESTIGATING],
        is_primary=True,
    ),
    Verb(
        "establish_facts",
        workflow.establish_facts,
        gettext_lazy("Establish the facts"),
        form=forms.EstablishForm,
        to=[S.ESTABLISHED],
        is_primary=True,
    ),
    Verb(
        "draft_accountability_notice",
        workflow.draft_accountability_notice,
        gettext_lazy("Draft the notice to the target"),
        states=[S.ESTABLISHED],
        is_primary=True,
        success=to_document,
    ),
    Verb(
        "submit_statement",
        workflow.submit_statement,
        gettext_lazy("State and defend"),
        form=forms.StatementForm,
        states=[S.INFORMED],
        is_primary=True,
    ),
    Verb(
        "hear_statement",
        workflow.hear_statement,
        gettext_lazy("Deal with the statement"),
        form=forms.HearForm,
        to=[S.HEARD],
        is_primary=True,
    ),
    Verb(
        "consult",
        workflow.consult,
        gettext_lazy("Consult member units"),
        form=forms.ConsultForm,
        states=[S.HEARD],
        is_primary=True,
    ),
    Verb(
        "answer_consultation",
        workflow.answer_consultation,
        gettext_lazy("Give an opinion"),
        form=forms.OpinionTextForm,
        states=[S.HEARD],
        is_primary=True,
    ),
    Verb("close_consultation", workflow.close_consultation, gettext_lazy("Submit to the chair"), to=[S.CONSULTED]),
    Verb(
        "decide_action",
        workflow.decide_action,
        gettext_lazy("Decide"),
        form=forms.DecideForm,
        to=[S.DECIDED],
        is_primary=True,
    ),
    Verb(
        "draft_decision",
        workflow.draft_decision,
        gettext_lazy("Draft the decision"),
        states=[S.DECIDED],
        is_primary=True,
        success=to_document,
    ),
    Verb(
        "publish_decision",
        workflow.publish_decision,
        gettext_lazy("Propose the publication"),
        states=[S.SERVED, S.FINAL],
        success=to_result,
    ),
    Verb("finalize", workflow.finalize, gettext_lazy("Note as final"), to=[S.FINAL]),
    Verb(
        "drop_action",
        workflow.drop_action,
        gettext_lazy("Not to be pursued"),
        form=forms.ReasonForm,
        to=[S.DROPPED],
        is_danger=True,
    ),
    Verb("archive_action", workflow.archive_action, gettext_lazy("Archive"), to=[S.ARCHIVED]),
    Verb(
        "request_review",
        workflow.request_review,
        gettext_lazy("Ask for a review"),
        form=forms.RequestForm,
        states=[S.SERVED],
    ),
    Verb("request_appeal", workflow.request_appeal, gettext_lazy("Appeal"), form=forms.RequestForm, states=[S.SERVED]),
)
# Both move the challenge, not the proceeding they stand on: the challenge's own moves are asked by the verb.
DECIDE = Verb(
    "decide_challenge",
    workflow.decide_challenge,
    gettext_lazy("Decide on the challenge"),
    form=forms.DecideChallengeForm,
    success=to_document,
)
CORRECT = Verb(
    "correct_decision",
    workflow.correct_decision,
    gettext_lazy("Note the correction"),
    form=forms.ReasonForm,
)


class ActionList(MeasureList):
    """Accountability proceedings."""

    model, filterset_class = AccountabilityAction, filters.ActionFilter
    sentence = gettext_lazy("%(count)s accountability proceedings")


def shown_facts(action: AccountabilityAction, post: Post) -> Sequence[Column]:
    """Return the facts: the target reads what it was told in writing, the decision only once it is served."""
    if post.organization_id != action.unit_id:
        return tables.ACTION_FACTS
    hidden = tables.OFFICE_ONLY if action.served_on else tables.OFFICE_ONLY | tables.DECISION
    return tuple(fact for fact in tables.ACTION_FACTS if fact.name not in hidden)


class ActionDetail(StepPage):
    """One proceeding with consultations, challenges, documents."""

    steps = (S.PROPOSED, S.INVESTIGATING, S.ESTABLISHED, S.INFORMED, S.HEARD, S.CONSULTED, S.DECIDED, S.SERVED, S.FINAL)
    asks: ClassVar = {
        S.INVESTIGATING: gettext_lazy("Establish the facts"),
        S.ESTABLISHED: gettext_lazy("Draft, sign, issue and serve the notice to the target"),
        S.INFORMED: gettext_lazy("Deal with the statement, or note that none was made"),
        S.HEARD: gettext_lazy("Consult member units, then submit it to the chair"),
        S.CONSULTED: gettext_lazy("To be decided by the chair or a vice-chair"),
        S.DECIDED: gettext_lazy("Draft, sign, issue and serve the decision"),
        S.SERVED: gettext_lazy("Note the decision as final once no challenge is open"),
        S.FINAL: gettext_lazy("Archive the proceeding"),
    }

    model = AccountabilityAction
    verbs = VERBS
    select_related = ("case", "unit", "superior", "owner__area", "proposed_by", "approved_by")
    template_name = "accountability/action_detail.html"

    @property
    def facts(self) -> Sequence[Column]:
        """Return what the reader may know."""
        return shown_facts(self.obj, self.request.post)

    def parts(self, obj: AccountabilityAction) -> Sequence[Part]:
        """Return consultations, challenges and documents."""
        consultations = obj.consultations.select_related("organization")
        if self.request.post.organization_id == obj.unit_id:
            consultations = consultations.none()
        challenges = obj.challenges.select_related("office")
        return (
            Part(_("Consultations"), consultations, tables.CONSULTATIONS, empty=_("No member unit has been asked.")),
            Part(
                _("Review and appeal"),
                template="accountability/_challenges.html",
                context={
                    "challenges": challenges,
                    "action": obj,
                    "allowed": allowed(self.request.post, obj) if challenges else (),
                },
            ),
            documents(obj, self.request.post, *challenges),
            *extra_access(obj, self.request.post),
        )

    def extra(self, obj: AccountabilityAction) -> dict[str, Any]:
        """Tell the office whether earlier decisions aggravate (R-ACC-21)."""
        is_office = self.request.post.organization_id != obj.unit_id
        is_aggravated = is_office and workflow.is_aggravated(obj)
        return {"progress": self.progress(obj), "is_aggravated": is_aggravated}


class ActionPage(ReadPage):
    """A verb on a proceeding."""

    def facts_of(self, obj: AccountabilityAction) -> Sequence[Column]:
        """Return what the reader may know."""
        return shown_facts(obj, self.request.post)


class ChallengePage(VerbPage):
    """A verb on one challenge; the rights are those of the proceeding."""

    model = AccountabilityAction

    @cached_property
    def challenge(self) -> Challenge:
        """Return the challenge of the address."""
        return get_object_or_404(Challenge, action=self.kwargs["pk"], pk=self.kwargs["challenge"])

    def call(self, obj: AccountabilityAction, form: Any) -> Any:
        """Call the verb on the challenge."""
        return self.verb.act(self.challenge, by=self.request.post, **form.cleaned_data)
