"""Addresses of the desk."""
from django.urls import path

from .views import frame, home, imports, search

urlpatterns = [
    path("desk/", home.HomePage.as_view(), name="home"),
    path("desk/todo/", home.TodoList.as_view(), name="todo-list"),
    path("desk/todo/<int:pk>/", home.TodoOpen.as_view(), name="todo-open"),
    path("desk/waiting/<slug:key>/", home.WaitingList.as_view(), name="waiting-list"),
    path("desk/search/", search.SearchPage.as_view(), name="search"),
    path("desk/draft/", frame.draft, name="draft"),
    path("desk/views/", frame.keep_view, name="saved-view-create"),
    path("desk/views/<int:pk>/delete/", frame.drop_view, name="saved-view-delete"),
    path("preferences/", frame.preferences, name="preferences"),
    *imports.urlpatterns,
]
