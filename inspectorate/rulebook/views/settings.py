"""One setting: sent back by a second person, or ended; its approval shows what it moves and stands in the desk."""
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspectorate.lib.pages import DetailPage, NextStep, Part, Verb
from inspectorate.rulebook import forms, tables, workflow
from inspectorate.rulebook.models import Setting
from inspectorate.rulebook.states import SettingState

SETTING_VERBS = [
    Verb(
        "reject_setting", workflow.reject_setting, gettext_lazy("Send the proposal back"), form=forms.RejectForm,
        states=[SettingState.PROPOSED],
    ),
    Verb(
        "end_setting", workflow.end_setting, gettext_lazy("End the value"), form=forms.EndForm,
        states=[SettingState.APPROVED], is_danger=True,
    ),
]


class SettingDetail(DetailPage):
    """A value of a rule in an area, and who agreed to it."""

    model = Setting
    select_related: ClassVar = ("area", "proposed_by", "approved_by")
    facts = tables.SETTING_FACTS
    verbs = SETTING_VERBS

    def heading(self, obj: Setting) -> str:
        """Return rule and area."""
        return f"{obj.title} · {obj.area}"

    def next_step(self, obj: Setting) -> NextStep | None:
        """Return that somebody else must decide."""
        if obj.state != SettingState.PROPOSED:
            return None
        return NextStep(what=_("A second person approves the change or sends it back."))

    def parts(self, obj: Model) -> Sequence[Part]:
        """Return what holds along the areas on the value's first day."""
        return [Part(_("In force when it begins"), template="rulebook/_chain.html")]

    def extra(self, obj: Setting) -> dict[str, Any]:
        """Return the terms of that part."""
        return {"chain": workflow.chain(obj.rule, obj.area, obj.valid_from)}
