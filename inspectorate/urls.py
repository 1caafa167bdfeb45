"""Addresses of the site: the public pages at the root, everything else behind sign-in."""

from django.contrib import admin
from django.urls import include, path

handler500 = "inspectorate.lib.faults.server_error"
urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("inspectorate.publication.urls")),
    path("", include("inspectorate.register.urls")),
    path("", include("inspectorate.rulebook.urls")),
    path("", include("inspectorate.duties.urls")),
    path("", include("inspectorate.documents.urls")),
    path("", include("committees.urls")),
    path("", include("inspectors.urls")),
    path("", include("supervision.urls")),
    path("", include("accountability.urls")),
    path("", include("monitoring.urls")),
    path("", include("inspectorate.desk.urls")),
]
