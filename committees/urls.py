"""Addresses of the committees' pages."""
from django.urls import path

from inspectorate.lib.pages import CreatePage, verb_paths

from .models import AnnualPlan, Committee, MajorMatter, Meeting, Membership, PlanItem, Resolution
from .views import composition, matters, meetings, participation, plans

urlpatterns = [
    path("committees/", composition.CommitteeList.as_view(), name="committee-list"),
    path("committees/found/", CreatePage.as_view(model=Committee, verb=composition.FOUND), name="committee-found"),
    path("committees/<int:pk>/", composition.CommitteeDetail.as_view(), name="committee-detail"),
    path(
        "committees/<int:pk>/participation/", participation.ParticipationPage.as_view(),
        name="committee-participation",
    ),
    *verb_paths(Committee, composition.VERBS, base="committees/"),
    *verb_paths(Membership, composition.SEAT_VERBS, base="committees/members/"),
    path("meetings/", meetings.MeetingList.as_view(), name="meeting-list"),
    path("meetings/<int:pk>/", meetings.MeetingDetail.as_view(), name="meeting-detail"),
    *verb_paths(Meeting, meetings.VERBS, base="meetings/"),
    path("resolutions/", meetings.ResolutionList.as_view(), name="resolution-list"),
    path("resolutions/<int:pk>/", meetings.ResolutionDetail.as_view(), name="resolution-detail"),
    *verb_paths(Resolution, meetings.RESOLUTION_VERBS, base="resolutions/"),
    path("plans/", plans.PlanList.as_view(), name="annual-plan-list"),
    path("plans/start/", CreatePage.as_view(model=AnnualPlan, verb=plans.START), name="annual-plan-start"),
    path("plans/<int:pk>/", plans.PlanDetail.as_view(), name="annual-plan-detail"),
    *verb_paths(AnnualPlan, plans.VERBS, base="plans/"),
    path("plan-items/", plans.ItemList.as_view(), name="plan-item-list"),
    path("plan-items/<int:pk>/", plans.ItemDetail.as_view(), name="plan-item-detail"),
    *verb_paths(PlanItem, plans.ITEM_VERBS, base="plan-items/"),
    path("major-matters/", matters.MatterList.as_view(), name="major-matter-list"),
    path(
        "major-matters/report/", CreatePage.as_view(model=MajorMatter, verb=matters.REPORT), name="major-matter-report"
    ),
    path("major-matters/<int:pk>/", matters.MatterDetail.as_view(), name="major-matter-detail"),
    *verb_paths(MajorMatter, matters.VERBS, base="major-matters/"),
]
