"""Forms of publication: the fields of a kind as one form, the review, the reasons, the citizen's objection."""
from .acts import AnswerForm, AttachForm, NoteForm, ObjectionForm, ReleaseForm, ReviewForm, WithdrawForm
from .payloads import CorrectForm, CreateForm, EditForm, PayloadForm, RedactForm

__all__ = [
    "AnswerForm",
    "AttachForm",
    "CorrectForm",
    "CreateForm",
    "EditForm",
    "NoteForm",
    "ObjectionForm",
    "PayloadForm",
    "RedactForm",
    "ReleaseForm",
    "ReviewForm",
    "WithdrawForm",
]
