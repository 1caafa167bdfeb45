"""Addresses of the desk."""
from django.urls import path

from .views import agenda, changes, duties, frame, grants, health, home, imports, search, stuck, trail

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("health/deep", health.deep, name="health-deep"),
    path("desk/", home.HomePage.as_view(), name="home"),
    path("desk/calendar/", agenda.DutyCalendar.as_view(), name="duty-calendar"),
    path("desk/calendar/link/", agenda.CalendarLink.as_view(), name="calendar-link"),
    path("calendar/<str:token>.ics", agenda.calendar_feed, name="calendar-feed"),
    path("desk/duties/", duties.AreaDuties.as_view(), name="area-duty-list"),
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
    *stuck.urlpatterns,
    *changes.urlpatterns,
]
