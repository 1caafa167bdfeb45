"""Addresses of the roster's pages."""
from django.urls import path

from inspectorate.lib.pages import CreatePage, verb_paths

from . import views
from .models import (
    Assignment,
    Candidacy,
    Course,
    Expert,
    Inspector,
    Institution,
    Interest,
    Objection,
    Posting,
    RecusalDecision,
    RosterCheck,
    TrainingRecord,
    Zone,
    ZoneSchool,
)
from .views import audits, training, verbs, zones

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
    path("inspectors/zones/", views.ZoneList.as_view(), name="zone-list"),
    path("inspectors/zones/draw/", CreatePage.as_view(model=Zone, verb=zones.DRAW), name="zone-draw"),
    path("inspectors/zones/<int:pk>/", views.ZoneDetail.as_view(), name="zone-detail"),
    *verb_paths(Zone, zones.ZONE_VERBS, base="inspectors/zones/"),
    *verb_paths(ZoneSchool, zones.MEMBERSHIP_VERBS, base="inspectors/zones/schools/"),
    path("inspectors/schools/", views.CoverList.as_view(), name="institution-list"),
    path("inspectors/schools/<int:pk>/", views.CoverDetail.as_view(), name="institution-detail"),
    *verb_paths(Institution, zones.COVER_VERBS, base="inspectors/schools/"),
    path("inspectors/assignments/", views.AssignmentList.as_view(), name="assignment-list"),
    path("inspectors/assignments/<int:pk>/", views.AssignmentDetail.as_view(), name="assignment-detail"),
    *verb_paths(Assignment, zones.ASSIGNMENT_VERBS, base="inspectors/assignments/"),
    path("inspectors/<int:pk>/transcript/", views.Transcript.as_view(), name="inspector-transcript"),
    path("inspectors/courses/", views.CourseList.as_view(), name="course-list"),
    path("inspectors/courses/plan/", CreatePage.as_view(model=Course, verb=training.PLAN), name="course-plan"),
    path("inspectors/courses/<int:pk>/", views.CourseDetail.as_view(), name="course-detail"),
    *verb_paths(Course, training.COURSE_VERBS, base="inspectors/courses/"),
    path("inspectors/training/", views.RecordList.as_view(), name="training-record-list"),
    path(
        "inspectors/training/record/", CreatePage.as_view(model=TrainingRecord, verb=training.RECORD),
        name="training-record-record",
    ),
    path("inspectors/training/<int:pk>/", views.RecordDetail.as_view(), name="training-record-detail"),
    *verb_paths(TrainingRecord, training.RECORD_VERBS, base="inspectors/training/"),
    path("inspectors/staffing/", views.StaffingPage.as_view(), name="staffing-audit"),
    path("inspectors/staffing/people/", views.StaffingPeople.as_view(), name="staffing-people"),
    path("inspectors/training-hours/", views.TrainingPage.as_view(), name="training-audit"),
    path("inspectors/checks/<int:pk>/", views.CheckDetail.as_view(), name="roster-check-detail"),
    *verb_paths(RosterCheck, audits.CHECK_VERBS, base="inspectors/checks/"),
]
