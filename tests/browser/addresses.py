"""The pages of the site, as its table of addresses names them."""

from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

from inspectorate.lib.pages import CreatePage, Verb


@dataclass(frozen=True)
class Address:
    """One address: its name, the names of what varies in it, and the view behind it."""

    name: str
    route: str
    arguments: tuple[str, ...]
    view: Any
    options: dict[str, Any]

    def given(self, name):
        """An attribute of the view, as set in its address or its class."""
        return self.options.get(name, getattr(self.view, name, None))

    @property
    def model(self):
        return self.given("model")

    @property
    def verb(self):
        verb = self.given("verb")
        return verb if isinstance(verb, Verb) else None

    @property
    def is_for_new_rows(self):
        return isinstance(self.view, type) and issubclass(self.view, CreatePage)

    def is_a(self, kind):
        return isinstance(self.view, type) and issubclass(self.view, kind)


def pages(patterns=None, before=""):
    """Yield every address but those of the reference data's own site."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if route.startswith("admin/"):
            continue
        if not isinstance(pattern, URLPattern):
            yield from pages(pattern.url_patterns, route)
            continue
        view = getattr(pattern.callback, "view_class", pattern.callback)
        options = getattr(pattern.callback, "view_initkwargs", {})
        yield Address(pattern.name, route, tuple(pattern.pattern.converters), view, options)
