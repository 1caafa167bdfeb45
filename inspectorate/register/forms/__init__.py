"""Forms of the register, one file a subject."""
from .accounts import AnswerCorrection, CreateUser, EditAccount, EndPost, OpenPost, Reason
from .grants import GrantForm
from .own import (
    ConfirmForm,
    CorrectionForm,
    EnrolForm,
    LanguageForm,
    PasswordForm,
    SetPasswordByCode,
    SignInForm,
    TokenForm,
)
from .units import (
    CloseForm,
    NewOrganizationForm,
    OrganizationForm,
    SchoolForm,
    SucceedForm,
    organization_values,
    school_values,
)

__all__ = [
    "AnswerCorrection",
    "CloseForm",
    "ConfirmForm",
    "CorrectionForm",
    "CreateUser",
    "EditAccount",
    "EndPost",
    "EnrolForm",
    "GrantForm",
    "LanguageForm",
    "NewOrganizationForm",
    "OpenPost",
    "OrganizationForm",
    "PasswordForm",
    "Reason",
    "SchoolForm",
    "SetPasswordByCode",
    "SignInForm",
    "SucceedForm",
    "TokenForm",
    "organization_values",
    "school_values",
]
