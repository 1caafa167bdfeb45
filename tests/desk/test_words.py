"""Every act that code writes into the trail can be read in Chinese on the page of its subject."""
import ast

import polib
import pytest
from django.conf import settings
from django.utils import translation

from inspectorate.duties.models import Duty
from inspectorate.lib.pages.verbs import verb_word

PACKAGES = ("inspectorate", "committees", "inspectors", "supervision", "accountability", "monitoring")


def files():
    for package in PACKAGES:
        yield from (path for path in (settings.BASE_DIR / package).rglob("*.py") if "migrations" not in path.parts)


def named(call):
    """Yield the verbs that a call names: record(obj, "verb"), move(…, verb="verb")."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "record" and len(call.args) > 1:
        yield call.args[1]
    if name in {"move", "_append"}:
        yield from (keyword.value for keyword in call.keywords if keyword.arg == "verb")


def acts():
    nodes = (node for path in files() for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    calls = (node for node in nodes if isinstance(node, ast.Call))
    verbs = (value.value for call in calls for value in named(call) if isinstance(value, ast.Constant))
    return sorted({verb.replace("_", " ").capitalize() for verb in verbs})


@pytest.fixture
def translated():
    parts = (settings.BASE_DIR / "locale" / "parts").glob("*.po")
    return {(entry.msgctxt or "", entry.msgid) for path in parts for entry in polib.pofile(str(path), encoding="utf-8")}


def test_every_act_in_the_trail_has_its_chinese(translated):
    found = acts()
    assert len(found) > 50
    assert [act for act in found if ("act", act) not in translated and ("", act) not in translated] == []


def test_unknown_act_is_shown_by_its_name():
    with translation.override("en"):
        assert verb_word(Duty, "do_something_new") == "Do something new"
