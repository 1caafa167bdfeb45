"""Addresses of the desk."""
from django.urls import path

from .views import frame, grants, home, imports, search, trail

urlpatterns = [
    path("desk/", home.HomePage.as_view(), name="home"),
    path("desk/todo/", home.TodoList.as_view(), name="todo-list"),
    path("desk/todo/<int:pk>/", home.TodoOpen.as_view(), name="todo-open"),
    path("desk/waiting/<slug:key>/", home.WaitingList.as_view(), name="waiting-list"),
    path("desk/grants/", grants.GrantList.as_view(), name="grant-list"),
    path("desk/search/", search.SearchPage.as_view(), name="search"),
    path("desk/draft/", frame.draft, name="draft"),
    path("desk/views/", frame.keep_view, name="saved-view-create"),
    path("desk/views/<int:pk>/delete/", frame.drop_view, name="saved-view-delete"),
    path("trail/", trail.EventList.as_view(), name="event-list"),
    path("history/<str:label>/<int:pk>/", trail.HistoryPage.as_view(), name="field-history"),
    path("preferences/", frame.preferences, name="preferences"),
    *imports.urlpatterns,
]
