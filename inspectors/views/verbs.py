"""What users may do on the roster's pages: each verb once, with its form and the states it fits."""
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import Verb
from inspectors import forms, workflow
from inspectors.states import CandidacyState, InspectorState, ObjectionState, RecusalState
from inspectors.workflow.experts import AMENDABLE as EXPERT_FIELDS
from inspectors.workflow.roster import AMENDABLE as INSPECTOR_FIELDS

LISTED = (InspectorState.LISTED,)


def prefilled(names: tuple[str, ...]):
    """Return what fills a form of corrections: the row's fields, never a private number."""
    def initial(row: Model) -> dict[str, Any]:
        return {name: getattr(row, name) for name in names if name != "mobile"}
    return initial


INSPECTOR_VERBS = (
    Verb(
        "renew_term", workflow.renew_term, _("Re-engage"), form=forms.RenewForm, states=LISTED, is_primary=True,
        help=_("The next term begins on the day after the last one; its end follows from the rule (R-TERM-01)."),
    ),
    Verb(
        "issue_certificate", workflow.issue_certificate, _("Issue the certificate"), form=forms.CertificateForm,
        states=LISTED, help=_("Without a valid certificate nobody inspects (R-ROST-07)."),
    ),
    Verb(
        "start_term", workflow.start_term, _("Enter a term"), form=forms.TermForm, states=LISTED,
        help=_("Also for terms before this system was used. Part-timers serve a limited number in a row (R-TERM-02)."),
    ),
    Verb(
        "declare_interest", workflow.declare_interest, _("Declare a tie"), form=forms.InterestForm,
        help=_("A close relative as head, relatives or children there, present or former employment (R-RECUSE-01)."),
    ),
    Verb(
        "assign_schools", workflow.assign_schools, _("Assign schools"), form=forms.AssignForm, states=LISTED,
        help=_("One or many at once; the inspector is responsible for them from the day on (R-ZONE-01)."),
    ),
    Verb(
        "hand_over_schools", workflow.hand_over_schools, _("Hand schools over"), form=forms.HandOverForm,
        help=_("The one ends on the eve of the day on which the other begins."),
    ),
    Verb(
        "report_training", workflow.report_training, _("Report training"), form=forms.ReportForm, states=LISTED,
        success=lambda _person, made: made.get_absolute_url(),
        help=_("Self-study and online training with evidence; the hours count once the office has confirmed them."),
    ),
    Verb(
        "amend", workflow.amend, _("Correct the entry"), form=forms.AmendForm, states=LISTED,
        initial=prefilled(INSPECTOR_FIELDS),
        help=_("A change of employer enters the former one as a tie (R-RECUSE-02)."),
    ),
    Verb(
        "exit_roster", workflow.exit_roster, _("Take off the roster"), form=forms.ExitForm, to=[InspectorState.EXITED],
        is_danger=True, help=_("Terms, certificates and rights in this system end with the last day (R-EXIT-01)."),
    ),
)
REGISTER = Verb(
    "register_inspector", workflow.register_inspector, _("Enter an inspector"), form=forms.RegisterForm,
    help=_("For those appointed or engaged before. New inspectors come through the candidates (R-ROST-04)."),
)

PUBLISH = Verb(
    "publish_roster", workflow.publish_roster, _("Propose the list for publication"), form=forms.OfficeForm,
    help=_("Names, units and categories of the inspectors in term go to the reviewers (R-ROST-06); no telephone does."),
)

INTEREST_VERBS = (
    Verb("end_interest", workflow.end_interest, _("End the tie"), form=forms.EndInterestForm),
    Verb("void_interest", workflow.void_interest, _("Strike the tie"), form=forms.NoteForm, is_danger=True,
         help=_("Only where it was declared by mistake; the entry stays on file.")),
)
REQUEST_RECUSAL = Verb(
    "request_recusal", workflow.request_recusal, _("Ask for a recusal"), form=forms.RecusalRequestForm,
    help=_("The inspector, the inspected unit or the inspectorate may ask; its head decides (R-RECUSE-03)."),
)
RECUSAL_VERBS = (
    Verb(
        "decide_recusal", workflow.decide_recusal, _("Decide"), form=forms.DecideForm,
        to=[RecusalState.RECUSED, RecusalState.CLEARED], is_primary=True,
    ),
)

RECOMMEND = Verb("recommend", workflow.recommend, _("Recommend a candidate"), form=forms.RecommendForm)
CANDIDACY_VERBS = (
    Verb("review", workflow.review, _("Review"), form=forms.ReviewForm, to=[CandidacyState.REVIEWED], is_primary=True,
         help=_("By somebody else than the one who entered the recommendation.")),
    Verb("assess", workflow.assess, _("Record the assessment"), form=forms.AssessForm, to=[CandidacyState.ASSESSED],
         is_primary=True, help=_("Nobody is appointed before the assessment is passed (R-ROST-04).")),
    Verb("post", workflow.post, _("Post for objections"), form=forms.PostForm, to=[CandidacyState.POSTED],
         is_primary=True, is_bulk=True,
         help=_("Candidates of one inspectorate and day stand on one notice; its end follows from R-ROST-05.")),
    Verb("register_objection", workflow.register_objection, _("Enter an objection"), form=forms.ObjectionForm,
         states=[CandidacyState.POSTED]),
    Verb("appoint", workflow.appoint, _("Appoint or engage"), form=forms.AppointForm, to=[CandidacyState.APPOINTED],
         is_primary=True, success=lambda _obj, inspector: inspector.get_absolute_url(),
         help=_("Possible after the posting has ended with no objection left (R-ROST-05).")),
    Verb("reject", workflow.reject, _("Do not admit"), form=forms.NoteForm, to=[CandidacyState.REJECTED],
         is_danger=True),
)
POSTING_VERBS = (
    Verb("propose_posting", workflow.propose_posting, _("Propose the notice for publication"), is_primary=True,
         success=lambda _posting, copy: copy.get_absolute_url(),
         help=_("The days for objections count from the release on the public site (R-ROST-05).")),
)
OBJECTION_VERBS = (
    Verb("settle", workflow.settle, _("Settle the objection"), form=forms.SettleForm,
         to=[ObjectionState.UPHELD, ObjectionState.DISMISSED]),
)

REGISTER_EXPERT = Verb(
    "register_expert", workflow.register_expert, _("Enter an expert"), form=forms.NewExpertForm,
    help=_("Experts support assessments; they are not inspectors and never counted as such (R-ROST-11)."),
)
EXPERT_VERBS = (
    Verb("amend_expert", workflow.amend_expert, _("Correct the entry"), form=forms.AmendExpertForm,
         initial=prefilled(EXPERT_FIELDS)),
    Verb("remove_expert", workflow.remove_expert, _("Take out of the pool"), form=forms.RemoveExpertForm,
         is_danger=True),
)
