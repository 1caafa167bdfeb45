"""Addresses of duties."""

from django.urls import path

from inspectorate.lib.pages import verb_paths

from . import views
from .models import Duty

urlpatterns = [
    path("duties/", views.DutyList.as_view(), name="duty-list"),
    path("duties/<int:pk>/", views.DutyDetail.as_view(), name="duty-detail"),
    *verb_paths(Duty, [verb for verb in views.VERBS if verb is not views.ANSWER], base="duties/"),
    *verb_paths(Duty, [views.ANSWER], base="duties/", page=views.ExtensionPage),
]
