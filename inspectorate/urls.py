"""Addresses of the site: the public pages at the root, everything else behind sign-in."""
from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

APPS = [
    "inspectorate.publication", "inspectorate.register", "inspectorate.rulebook", "inspectorate.duties",
    "inspectorate.documents", "committees", "inspectors", "supervision", "accountability", "inspectorate.desk",
]
urlpatterns = [path("admin/", admin.site.urls)] + [
    path("", include(f"{name}.urls")) for name in APPS if find_spec(f"{name}.urls")
]
