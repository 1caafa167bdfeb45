"""Addresses of the annual list and of inspections."""

from django.urls import path

from inspectorate.lib.pages import verb_paths
from inspectorate.register.views.grants import grant_paths

from . import views
from .models import AnnualListEntry, Hazard, Inspection, Visit, VisitProblem

urlpatterns = [
    path("annual-list/", views.EntryList.as_view(), name="annual-list-entry-list"),
    path(
        "annual-list/new/",
        views.OwnOfficePage.as_view(model=AnnualListEntry, verb=views.DRAFT_ENTRY),
        name="annual-list-entry-create",
    ),
    path("annual-list/<int:pk>/", views.EntryDetail.as_view(), name="annual-list-entry-detail"),
    *verb_paths(AnnualListEntry, [views.OPEN_INSPECTION], base="annual-list/", page=views.OpenPage),
    *verb_paths(
        AnnualListEntry,
        [*(verb for verb in views.ENTRY_VERBS if verb is not views.OPEN_INSPECTION), views.RETURN_ENTRY],
        base="annual-list/",
    ),
    path("inspections/", views.InspectionList.as_view(), name="inspection-list"),
    path(
        "inspections/emergency/",
        views.OwnOfficePage.as_view(model=Inspection, verb=views.OPEN_EMERGENCY),
        name="inspection-emergency",
    ),
    path("inspections/<int:pk>/", views.InspectionDetail.as_view(), name="inspection-detail"),
    path(
        "inspections/<int:pk>/findings/<int:number>/edit/",
        views.FindingPage.as_view(verb=views.EDIT_FINDING),
        name="finding-edit",
    ),
    path(
        "inspections/<int:pk>/findings/<int:number>/drop/",
        views.FindingPage.as_view(verb=views.DROP_FINDING),
        name="finding-drop",
    ),
    *verb_paths(Inspection, views.VERBS, base="inspections/"),
    *grant_paths(Inspection, "inspections/"),
    path("visits/", views.VisitList.as_view(), name="visit-list"),
    path("visits/mine/", views.MySchools.as_view(), name="my-schools"),
    path("visits/new/", views.PlanPage.as_view(), name="visit-create"),
    path("visits/schools/<int:pk>/", views.SchoolPage.as_view(), name="visit-school"),
    path("visits/frequencies/", views.FrequencyPage.as_view(), name="visit-frequencies"),
    path("visits/problems/", views.ProblemList.as_view(), name="visit-problem-list"),
    path("visits/problems/<int:pk>/", views.ProblemDetail.as_view(), name="visit-problem-detail"),
    *verb_paths(VisitProblem, [views.OPEN_HAZARD, views.HAND_OVER, views.SETTLE], base="visits/problems/"),
    path("visits/<int:pk>/", views.VisitDetail.as_view(), name="visit-detail"),
    path("visits/<int:pk>/receipt/", views.ReceiptPage.as_view(), name="visit-receipt"),
    *verb_paths(Visit, [views.FILE, views.AMEND], base="visits/", page=views.WritePage),
    *verb_paths(Visit, [*views.VISIT_VERBS, views.CANCEL], base="visits/"),
    path("hazards/", views.HazardList.as_view(), name="hazard-list"),
    path("hazards/new/", views.EnterPage.as_view(), name="hazard-create"),
    path("hazards/<int:pk>/", views.HazardDetail.as_view(), name="hazard-detail"),
    *verb_paths(Hazard, views.HAZARD_VERBS, base="hazards/"),
]
