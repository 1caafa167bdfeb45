"""The five kinds of page of the desk: list, detail, verb (one act on one row), creation, and one act on many rows.

An app declares its columns in tables.py, its verbs once as `Verb`s, and its pages as small subclasses or
`as_view()` calls:

    VERBS = [Verb("issue_opinion", workflow.issue_opinion, _("Issue the opinion letter"), form=forms.IssueOpinion,
                  to=[CaseState.OPINION_ISSUED], is_primary=True)]

    urlpatterns = [
        path("cases/", ListPage.as_view(model=Case, columns=tables.CASES, orderings=tables.CASE_ORDERS,
                                        filterset_class=CaseFilter), name="case-list"),
        path("cases/<int:pk>/", CaseDetail.as_view(), name="case-detail"),   # CaseDetail.verbs = VERBS
        *verb_paths(Case, VERBS, base="cases/"),                            # case-issue-opinion, …
    ]
"""
from inspectorate.lib.columns import Column
from inspectorate.lib.paging import Ordering

from .bulk import BulkPage
from .details import DetailPage, NextStep, OfficeStep, Part
from .lists import ListPage
from .ports import connect, ground
from .verbs import ConfirmPage, CreatePage, Verb, VerbPage, to_result, url_prefix, verb_paths

__all__ = [
    "BulkPage",
    "Column",
    "ConfirmPage",
    "CreatePage",
    "DetailPage",
    "ListPage",
    "NextStep",
    "OfficeStep",
    "Ordering",
    "Part",
    "Verb",
    "VerbPage",
    "connect",
    "ground",
    "to_result",
    "url_prefix",
    "verb_paths",
]
