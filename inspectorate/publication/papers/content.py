"""The whitelist at work: what a publication may hold, what was withheld, and where something stands (R-PUB-12)."""
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from inspectorate.lib.detector import Kind as Found
from inspectorate.lib.smallcells import hidden_groups
from inspectorate.publication.states import Kind

from .fields import Field, clean_fields
from .forms import FORMS, SURVEY


def clean(kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload with known fields only; unknown or missing ones refuse the whole (R-PUB-12)."""
    return clean_fields(FORMS[Kind(kind)], payload)


def differences(kind: str, full: Mapping[str, Any], public: Mapping[str, Any]) -> Iterator[tuple[Field, Any, Any]]:
    """Yield (field, full value, public value) of every field that was redacted (R-PUB-07)."""
    for field in FORMS[Kind(kind)]:
        if full.get(field.name) != public.get(field.name):
            yield field, full.get(field.name), public.get(field.name)


def protect(payload: dict[str, Any], floor: int | None) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Return the payload without figures of small groups, and what was withheld for it (T91).

    Without a rule of the area (`floor` None) no survey is published at all.
    """
    rows = payload.get(SURVEY.name)
    if not rows:
        return dict(payload), []
    sizes = [row.get("answers") or 0 for row in rows]
    hidden = hidden_groups(sizes, floor) if floor is not None else set(range(len(rows)))
    if not hidden:
        return dict(payload), []
    shown_rows = [{"group": row["group"]} if place in hidden else row for place, row in enumerate(rows)]
    reason = "人数较少的分组不公布数据，以免识别出个人。"  # kept with the copy, so in the language of its content
    return {**payload, SURVEY.name: shown_rows}, [{"field": SURVEY.name, "article": "pipl", "reason": reason}]


def where_words(kind: str, path: str) -> str:
    """Return a path of a payload in words: `findings.2.what` becomes "Problems found 2, What was found"."""
    known: Iterable[Field] = FORMS[Kind(kind)]
    words: list[str] = []
    for part in path.split("."):
        found = next((item for item in known if item.name == part), None)
        if found is None and not part.isdigit():
            return str(PLACES.get(path, path))
        if found:
            words.append(str(found.label))
            known = found.fields
        else:
            words[-1:] = [f"{words[-1]} {part}"] if words else [part]
    return " · ".join(words)


PLACES = {"title": gettext_lazy("Title"), "body": gettext_lazy("Text")}
FINDING_WORDS = {
    Found.MOBILE: gettext_lazy("mobile number"),
    Found.IDENTITY: gettext_lazy("identity number"),
    Found.CARD: gettext_lazy("bank card"),
    Found.EMAIL: gettext_lazy("private e-mail address"),
    Found.VEHICLE: gettext_lazy("vehicle licence"),
    Found.ACCOUNT: gettext_lazy("chat account"),
    Found.ADDRESS: gettext_lazy("home address"),
    Found.BIRTH: gettext_lazy("date of birth"),
    Found.PUPIL: gettext_lazy("name or number of a pupil"),
    Found.UNIT: gettext_lazy("name of the school"),
    Found.HIDDEN: gettext_lazy("hidden content"),
    Found.UNREADABLE: gettext_lazy("unreadable content"),
}
