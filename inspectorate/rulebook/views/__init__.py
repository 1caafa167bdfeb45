"""Pages of the rulebook."""
from .calendars import CalendarPage, SemesterDetail, calendar_home
from .rules import ProposePage, RuleDetail, RuleList
from .settings import SETTING_VERBS, SettingDetail

__all__ = [
    "SETTING_VERBS",
    "CalendarPage",
    "ProposePage",
    "RuleDetail",
    "RuleList",
    "SemesterDetail",
    "SettingDetail",
    "calendar_home",
]
