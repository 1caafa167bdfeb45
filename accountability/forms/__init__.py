"""Forms of the accountability chain: input to clean values for the verbs."""
from .actions import (
    ConsultForm, DecideChallengeForm, DecideForm, EstablishForm, GroupForm, HearForm, OpinionTextForm, ProposeActionForm,
    RequestForm, StatementForm,
)
from .cases import AnswerForm, DefenceForm, FilingForm, LetterForm, NoteForm, OpinionForm, ReasonForm, ReportForm, report_values
from .items import PlanForm, RecheckForm, ReopenForm, ReportItemForm
from .measures import (
    ApproveCircularForm, ApproveInterviewForm, DraftSuperviseForm, HoldForm, MaterialsForm, ProposeCircularForm,
    ProposeInterviewForm, ProposeNoticeForm, RecordForm, supervise_values,
)

__all__ = [
    "AnswerForm", "ApproveCircularForm", "ApproveInterviewForm", "ConsultForm", "DecideChallengeForm", "DecideForm",
    "DefenceForm", "DraftSuperviseForm", "EstablishForm", "FilingForm", "GroupForm", "HearForm", "HoldForm", "LetterForm",
    "MaterialsForm", "NoteForm", "OpinionForm", "OpinionTextForm", "PlanForm", "ProposeActionForm", "ProposeCircularForm",
    "ProposeInterviewForm", "ProposeNoticeForm", "ReasonForm", "RecheckForm", "RecordForm", "ReopenForm", "ReportForm",
    "ReportItemForm", "RequestForm", "StatementForm", "report_values", "supervise_values",
]
