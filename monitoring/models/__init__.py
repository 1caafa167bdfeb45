"""Returns of figures: forms with their fields, what units answer, and the periods asked for."""
from .forms import ReturnField, ReturnForm
from .periods import Period, ended_periods, period_words
from .returns import Return, ReturnQuerySet, ReturnValue, trimmed

__all__ = [
    "Period",
    "Return",
    "ReturnField",
    "ReturnForm",
    "ReturnQuerySet",
    "ReturnValue",
    "ended_periods",
    "period_words",
    "trimmed",
]
