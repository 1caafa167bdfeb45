"""Addresses of the committees' pages."""
from django.urls import path

from inspectorate.lib.pages import CreatePage, verb_paths

from . import views
from .models import Committee, Membership

urlpatterns = [
    path("committees/", views.CommitteeList.as_view(), name="committee-list"),
    path("committees/found/", CreatePage.as_view(model=Committee, verb=views.FOUND), name="committee-found"),
    path("committees/<int:pk>/", views.CommitteeDetail.as_view(), name="committee-detail"),
    *verb_paths(Committee, views.VERBS, base="committees/"),
    *verb_paths(Membership, views.SEAT_VERBS, base="committees/members/"),
]
