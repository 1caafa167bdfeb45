"""Addresses of documents."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import ListPage, verb_paths

from . import filters, tables, views
from .models import Document

LIST = ListPage.as_view(
    model=Document,
    title=_("Documents"),
    columns=tables.DOCUMENTS,
    orderings=tables.ORDERS,
    filterset_class=filters.DocumentFilter,
    select_related=("drafter",),
    bulk=views.BULK,
)

urlpatterns = [
    path("documents/", LIST, name="document-list"),
    path("documents/<int:pk>/", views.DocumentDetail.as_view(), name="document-detail"),
    path("documents/<int:pk>/pdf/", views.document_pdf, name="document-pdf"),
    path("documents/<int:pk>/docx/", views.document_docx, name="document-docx"),
    path("documents/bulk/sign/", views.SignMany.as_view(), name="document-bulk-sign"),
    *verb_paths(Document, views.VERBS, base="documents/", page=views.DocumentVerb),
    path("files/<int:pk>/", views.file_download, name="file-download"),
    path("verify/<str:token>/", views.document_verify, name="document-verify"),
]
