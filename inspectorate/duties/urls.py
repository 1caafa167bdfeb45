"""Addresses of duties."""

from django.urls import path

from inspectorate.lib.pages import verb_paths

from . import views
from .models import Delivery, Duty, Hold

urlpatterns = [
    path("duties/", views.DutyList.as_view(), name="duty-list"),
    path("duties/<int:pk>/", views.DutyDetail.as_view(), name="duty-detail"),
    *verb_paths(Duty, [verb for verb in views.VERBS if verb is not views.ANSWER], base="duties/"),
    *verb_paths(Duty, [views.ANSWER], base="duties/", page=views.ExtensionPage),
    path("notices/", views.NoticeList.as_view(), name="notice-list"),
    path("notices/<int:pk>/", views.NoticeDetail.as_view(), name="notice-detail"),
    path("notices/held/", views.HoldList.as_view(), name="hold-list"),
    path("notices/held/<int:pk>/", views.HoldDetail.as_view(), name="hold-detail"),
    *verb_paths(Hold, views.HOLD_VERBS, base="notices/held/"),
    path("notices/failed/", views.DeliveryList.as_view(), name="delivery-list"),
    path("notices/failed/<int:pk>/", views.DeliveryDetail.as_view(), name="delivery-detail"),
    *verb_paths(Delivery, views.DELIVERY_VERBS, base="notices/failed/"),
]
