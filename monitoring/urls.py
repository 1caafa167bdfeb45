"""Addresses of the pages of returns."""
from django.urls import path

from inspectorate.lib.pages import CreatePage, verb_paths

from .models import Return, ReturnForm
from .views import completeness, forms, returns

urlpatterns = [
    path("returns/", returns.ReturnList.as_view(), name="return-list"),
    path("returns/<int:pk>/", returns.ReturnDetail.as_view(), name="return-detail"),
    *verb_paths(Return, returns.VERBS, base="returns/"),
    path("return-forms/", forms.FormList.as_view(), name="return-form-list"),
    path("return-forms/draft/", CreatePage.as_view(model=ReturnForm, verb=forms.DRAFT), name="return-form-draft"),
    path("return-forms/<int:pk>/", forms.FormDetail.as_view(), name="return-form-detail"),
    path(
        "return-forms/<int:pk>/completeness/", completeness.CompletenessPage.as_view(),
        name="return-form-completeness",
    ),
    path("return-forms/<int:pk>/figures/", returns.FiguresList.as_view(), name="return-form-figures"),
    *verb_paths(ReturnForm, forms.VERBS, base="return-forms/"),
]
