from django.urls import path
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import CreatePage, ListPage, verb_paths

from . import filters, tables, views
from .models import Semester, Setting
from .views.calendars import ADD_SEMESTER, CHANGE_SEMESTER

urlpatterns = [
    path("rules/", views.RuleList.as_view(), name="rule-list"),
    path(
        "rules/settings/",
        ListPage.as_view(
            model=Setting, title=_("Changes of rules"), columns=tables.SETTINGS, orderings=tables.SETTING_ORDERS,
            filterset_class=filters.SettingFilter, select_related=("area",),
            empty=_("No area has set a rule of its own yet. Open a rule and propose a change."),
        ),
        name="setting-list",
    ),
    *verb_paths(Setting, views.SETTING_VERBS, base="rules/settings/"),
    path("rules/calendar/", views.calendar_home, name="calendar-year-list"),
    path("rules/calendar/<int:year>/", views.CalendarPage.as_view(), name="calendar-year"),
    path(
        "rules/semesters/",
        ListPage.as_view(
            model=Semester, columns=tables.SEMESTERS, orderings=tables.SEMESTER_ORDERS, select_related=("area",),
            creates=(("add_semester", _("Add a semester"), "semester-add"),),
            empty=_("No semester is known yet. Visits per semester are counted once one is added."),
        ),
        name="semester-list",
    ),
    path("rules/semesters/add/", CreatePage.as_view(model=Semester, verb=ADD_SEMESTER), name="semester-add"),
    path("rules/semesters/<int:pk>/", views.SemesterDetail.as_view(), name="semester-detail"),
    *verb_paths(Semester, [CHANGE_SEMESTER], base="rules/semesters/"),
    path("rules/<str:key>/", views.RuleDetail.as_view(), name="rule-detail"),
]
