"""Forms of the verbs of returns."""
from inspectorate.lib.forms import ReasonForm, RemarkForm

from .figures import FillForm, SubmitForm
from .heads import FieldsForm, HeadForm, head_values

__all__ = ["FieldsForm", "FillForm", "HeadForm", "ReasonForm", "RemarkForm", "SubmitForm", "head_values"]
