"""Reference data of documents: the number series and where a year's numbers stand."""

from django.contrib import admin

from .models import Series, SeriesYear


@admin.register(Series)
class SeriesAdmin(admin.ModelAdmin):
    """Number series; one that has given numbers is retired, never deleted."""

    list_display = ("code", "issuer", "kind", "is_active")
    list_select_related = ("issuer",)
    autocomplete_fields = ()
    raw_id_fields = ("issuer",)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(SeriesYear)
class SeriesYearAdmin(admin.ModelAdmin):
    """The last number given: set once when an office begins in mid-year, afterwards only by issuing."""

    list_display = ("series", "year", "last_serial")
    list_select_related = ("series",)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
