"""What a form was filled with: so that nobody overwrites what somebody else wrote meanwhile (T47)."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import Model
from django.utils import formats

LONGEST = 2000  # characters of a value shown beside what was typed


def version(obj: Model | None, form: forms.BaseForm | None = None) -> str:
    """Return what tells one version of a row from the next: its state, its moment of change, what fills the form."""
    if obj is None:
        return ""
    changed = getattr(obj, "updated_at", None)
    stamp = f"{getattr(obj, 'state', '')}|{changed.isoformat() if changed else ''}"
    filled = sorted((name, plain(value)) for name, value in fillings(form)) if form is not None else ()
    return f"{stamp}|{sha256(repr(filled).encode()).hexdigest()[:16]}" if filled else stamp


def fillings(form: forms.BaseForm) -> Iterator[tuple[str, Any]]:
    """Yield the name and value of each field that is filled when the form is shown, but for what the moment fills."""
    for name, field in getattr(form, "fields", {}).items():
        value = form.initial.get(name, field.initial)
        if value is not None and not callable(value):
            yield name, value


def plain(value: Any) -> str:
    """Return a value as text that is the same for the same value, whatever holds it."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, str) or not isinstance(value, Iterable):
        return "" if value is None else str(value).replace("\r\n", "\n").strip()
    return ",".join(sorted(plain(item) for item in value))


def standing(typed: forms.BaseForm, now: forms.BaseForm) -> list[tuple[str, str]]:
    """Return (label, text) of each field where what stands differs from what was typed."""
    return [
        (str(typed.fields[name].label or name), shown(typed.fields[name], value))
        for name, value in fillings(now)
        if name in typed.fields and plain(now[name].value()) != plain(typed[name].value())
    ]


def shown(field: forms.Field, value: Any) -> str:
    """Return a value in words: the label of a choice, a list, a date, else the text."""
    if not isinstance(value, str) and isinstance(value, Iterable):
        return "、".join(shown(field, item) for item in value)[:LONGEST]
    words = {} if isinstance(field, forms.ModelChoiceField) else dict(getattr(field, "choices", ()))
    return str(words.get(value) or formats.localize(value))[:LONGEST] if value is not None else ""
