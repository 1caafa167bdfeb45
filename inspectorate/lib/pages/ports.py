"""What the pages ask of the apps above them: `lib` may not import these, so the desk hands them in at start."""
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Model
from django.http import HttpRequest


def _unconnected(*_args: Any, **_kwargs: Any) -> Any:
    raise RuntimeError("the pages are not connected: see DeskConfig.ready()")


@dataclass
class Ground:
    """The functions behind the pages."""

    may: Callable[[Any, str, type[Model]], bool] = _unconnected
    can: Callable[[Any, str, Model], bool] = _unconnected
    allowed: Callable[[Any, Model], set[str]] = _unconnected
    once: Callable[[str], bool] = _unconnected
    refusal: type[Exception] = Exception
    timeline: Callable[[Model, Any], Iterable[Any]] = _unconnected
    open_duties: Callable[[Model, Any], Iterable[Any]] = _unconnected
    saved_views: Callable[[HttpRequest], Iterable[Any]] = _unconnected
    keep_export: Callable[..., None] = _unconnected
    forget_draft: Callable[[HttpRequest], None] = _unconnected


ground = Ground()


def connect(**functions: Any) -> None:
    """Fill in the ground; called once by the desk app, all functions at a time."""
    missing = {item.name for item in fields(Ground)} - functions.keys()
    if missing:
        raise TypeError(f"not connected: {sorted(missing)}")
    for name, function in functions.items():
        setattr(ground, name, function)
