"""Addresses of duties."""

from django.urls import path

from inspectorate.lib.pages import verb_paths

from . import views
from .models import Duty

urlpatterns = [
    path("duties/", views.DutyList.as_view(), name="duty-list"),
    path("duties/<int:pk>/", views.DutyDetail.as_view(), name="duty-detail"),
    *verb_paths(Duty, views.VERBS, base="duties/"),
]
