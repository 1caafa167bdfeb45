"""Forms of the committee's verbs."""
from inspectorate.lib.forms import ReasonForm, RemarkForm

from .composition import CommitteeForm, EndMemberForm, LiaisonForm, MemberForm, OnForm, YearForm, accounts
from .meetings import (
    AgendaForm,
    AttendanceForm,
    ConveneForm,
    GiveForm,
    MeetingForm,
    NotesForm,
    ReportForm,
    ResolutionForm,
    ScheduleForm,
    meeting_values,
)
from .plans import AnswerMatterForm, MatterForm, PlanForm, ProgressForm, ReturnPlanForm, StartPlanForm
from .rows import units

__all__ = [
    "AgendaForm",
    "AnswerMatterForm",
    "AttendanceForm",
    "CommitteeForm",
    "ConveneForm",
    "EndMemberForm",
    "GiveForm",
    "LiaisonForm",
    "MatterForm",
    "MeetingForm",
    "MemberForm",
    "NotesForm",
    "OnForm",
    "PlanForm",
    "ProgressForm",
    "ReasonForm",
    "RemarkForm",
    "ReportForm",
    "ResolutionForm",
    "ReturnPlanForm",
    "ScheduleForm",
    "StartPlanForm",
    "YearForm",
    "accounts",
    "meeting_values",
    "units",
]
