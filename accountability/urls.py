"""Addresses of the accountability chain."""

from django.urls import path

from inspectorate.lib.pages import verb_paths
from inspectorate.register.views.grants import grant_paths
from supervision.models import Inspection

from .models import (
    AccountabilityAction,
    Case,
    Circular,
    InspectionReport,
    Interview,
    RectificationItem,
    SuperviseNotice,
)
from .views import actions, cases, items, measures

urlpatterns = [
    *verb_paths(Inspection, cases.INSPECTION_VERBS, base="inspections/"),
    path("cases/", cases.CaseList.as_view(), name="case-list"),
    path("cases/<int:pk>/", cases.CaseDetail.as_view(), name="case-detail"),
    *verb_paths(Case, [*cases.VERBS, cases.WAIVE], base="cases/"),
    path("rectification/", items.ItemList.as_view(), name="rectification-item-list"),
    path("rectification/<int:pk>/", items.ItemDetail.as_view(), name="rectification-item-detail"),
    *verb_paths(RectificationItem, items.VERBS, base="rectification/"),
    path("reports/", cases.ReportList.as_view(), name="inspection-report-list"),
    path("reports/<int:pk>/", cases.ReportDetail.as_view(), name="inspection-report-detail"),
    *verb_paths(InspectionReport, cases.REPORT_VERBS, base="reports/"),
    path("supervise-notices/", measures.MeasureList.as_view(**measures.NOTICE_LIST), name="supervise-notice-list"),
    path("supervise-notices/<int:pk>/", measures.NoticeDetail.as_view(), name="supervise-notice-detail"),
    *verb_paths(SuperviseNotice, measures.NOTICE_VERBS, base="supervise-notices/", page=measures.NoticePage),
    path("interviews/", measures.MeasureList.as_view(**measures.INTERVIEW_LIST), name="interview-list"),
    path("interviews/<int:pk>/", measures.InterviewDetail.as_view(), name="interview-detail"),
    *verb_paths(Interview, measures.INTERVIEW_VERBS, base="interviews/", page=measures.InterviewPage),
    path("circulars/", measures.MeasureList.as_view(**measures.CIRCULAR_LIST), name="circular-list"),
    path("circulars/<int:pk>/", measures.CircularDetail.as_view(), name="circular-detail"),
    *verb_paths(Circular, measures.CIRCULAR_VERBS, base="circulars/", page=measures.CircularPage),
    path("accountability/", actions.ActionList.as_view(), name="accountability-action-list"),
    path("accountability/<int:pk>/", actions.ActionDetail.as_view(), name="accountability-action-detail"),
    *verb_paths(AccountabilityAction, actions.VERBS, base="accountability/", page=actions.ActionPage),
    path(
        "accountability/<int:pk>/challenges/<int:challenge>/decide/",
        actions.ChallengePage.as_view(verb=actions.DECIDE),
        name="challenge-decide",
    ),
    path(
        "accountability/<int:pk>/challenges/<int:challenge>/correct/",
        actions.ChallengePage.as_view(verb=actions.CORRECT),
        name="challenge-correct",
    ),
    *grant_paths(Case, "cases/"),
    *grant_paths(Interview, "interviews/"),
    *grant_paths(AccountabilityAction, "accountability/"),
]
