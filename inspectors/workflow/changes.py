"""Corrections of a row: only what may be corrected, only what differs."""
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from inspectorate.lib.sealed import Sealed, seal
from inspectorate.trail.workflow import RuleRefused


def differing(row: models.Model, changes: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return the changes that may be made and make a difference; raises RuleRefused where there are none."""
    found = {name: changes[name] for name in names if name in changes and _differs(getattr(row, name), changes[name])}
    if not found:
        raise RuleRefused(_("Nothing was changed."))
    return found


def write(row: models.Model, changes: Mapping[str, Any]) -> None:
    """Write the changes to the row."""
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))


def _differs(old: Any, new: Any) -> bool:
    return seal(new) != old if isinstance(old, Sealed) else new != old
