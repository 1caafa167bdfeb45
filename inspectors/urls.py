"""Addresses of the roster's pages."""
from django.urls import path

from inspectorate.lib.pages import CreatePage, verb_paths

from . import views
from .models import Candidacy, Expert, Inspector, Interest, Objection, Posting, RecusalDecision
from .views import verbs

urlpatterns = [
    path("inspectors/", views.InspectorList.as_view(), name="inspector-list"),
    path("inspectors/register/", CreatePage.as_view(model=Inspector, verb=verbs.REGISTER), name="inspector-register"),
    path(
        "inspectors/publish/", CreatePage.as_view(model=Inspector, verb=verbs.PUBLISH), name="inspector-publish-roster"
    ),
    path("inspectors/<int:pk>/", views.InspectorDetail.as_view(), name="inspector-detail"),
    *verb_paths(Inspector, verbs.INSPECTOR_VERBS, base="inspectors/"),
    *verb_paths(Interest, verbs.INTEREST_VERBS, base="inspectors/ties/"),
    path("inspectors/recusals/", views.RecusalList.as_view(), name="recusal-decision-list"),
    path(
        "inspectors/recusals/request/", CreatePage.as_view(model=RecusalDecision, verb=verbs.REQUEST_RECUSAL),
        name="recusal-decision-request",
    ),
    path("inspectors/recusals/<int:pk>/", views.RecusalDetail.as_view(), name="recusal-decision-detail"),
    *verb_paths(RecusalDecision, verbs.RECUSAL_VERBS, base="inspectors/recusals/"),
    path("inspectors/candidates/", views.CandidacyList.as_view(), name="candidacy-list"),
    path(
        "inspectors/candidates/recommend/", CreatePage.as_view(model=Candidacy, verb=verbs.RECOMMEND),
        name="candidacy-recommend",
    ),
    path("inspectors/candidates/<int:pk>/", views.CandidacyDetail.as_view(), name="candidacy-detail"),
    *verb_paths(Candidacy, verbs.CANDIDACY_VERBS, base="inspectors/candidates/"),
    *verb_paths(Objection, verbs.OBJECTION_VERBS, base="inspectors/candidates/objections/"),
    path("inspectors/postings/<int:pk>/", views.PostingDetail.as_view(), name="posting-detail"),
    *verb_paths(Posting, verbs.POSTING_VERBS, base="inspectors/postings/"),
    path("inspectors/experts/", views.ExpertList.as_view(), name="expert-list"),
    path(
        "inspectors/experts/register/", CreatePage.as_view(model=Expert, verb=verbs.REGISTER_EXPERT),
        name="expert-register",
    ),
    path("inspectors/experts/<int:pk>/", views.ExpertDetail.as_view(), name="expert-detail"),
    *verb_paths(Expert, verbs.EXPERT_VERBS, base="inspectors/experts/"),
]
