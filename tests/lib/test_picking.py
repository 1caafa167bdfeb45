"""Rows chosen from many: found by words, kept while others are looked up, never done by looking."""

import pytest
from django.http import QueryDict

from inspectorate.lib import picking
from inspectorate.lib.forms import SubjectForm
from inspectorate.lib.picking import Hint, PickField, PickOneField
from inspectorate.register.models import Area

NAMES = {"1": "东安区甲幼儿园", "2": "东安区乙小学", "3": "西安区甲幼儿园", "4": "西安区乙小学"}


class Form(SubjectForm):
    units = PickField(queryset=Area.objects.none(), names=("name", "code"))
    head = PickOneField(queryset=Area.objects.none(), names=("name",), required=False)

    def prepare(self):
        for name in ("units", "head"):
            self.fields[name].queryset = Area.objects.order_by("code")
        self.fields["units"].hints = lambda rows: {row.pk: Hint(f"hint {row.pk}", row.pk == "4") for row in rows}


@pytest.fixture(autouse=True)
def areas(db):
    for code, name in NAMES.items():
        Area.objects.create(code=code, name=name, level="town")


def sent(**values):
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return Form(data)


def offer(form, name="units"):
    bound = form[name]
    return bound.field.widget.get_context(name, bound.value(), {"id": "x"})["widget"]["offer"]


def values(rows):
    return [row.value for row in rows]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", "1234"),
        ("东安区", "12"),
        ("东安区 幼儿园", "1"),
        ("甲、2", "123"),
        ("东安区 乙；西安区 甲", "23"),
        ("无", ""),
    ],
)
def test_rows_are_found_by_words(words, found):
    assert "".join(values(offer(sent(look="units", units__find=words)).found)) == found


def test_what_is_chosen_stays_while_others_are_looked_up():
    shown = offer(sent(look="units", units=["1", "x"], units__find="西安区"))
    assert (values(shown.chosen), values(shown.found), shown.count) == (["1"], ["3", "4"], 2)


def test_all_that_was_found_is_chosen_at_once():
    shown = offer(sent(look="units:all", units=["2"], units__find="幼儿园"))
    assert (values(shown.chosen), shown.found) == (["1", "2", "3"], [])


def test_looking_up_is_not_judged_and_never_valid():
    form = sent(look="units", units=["nonsense"])
    assert form.looking == "units"
    assert not form.is_valid()
    assert not form.errors


def test_choice_is_judged_like_any_other():
    form = sent(units=["1", "3"], head="2")
    assert form.is_valid()
    assert [area.code for area in form.cleaned_data["units"]] == ["1", "3"]
    assert form.cleaned_data["head"].code == "2"
    assert sent(units=["9"]).errors["units"]
    assert sent(units=[]).errors["units"]


def test_barred_row_is_shown_with_its_reason_and_cannot_be_ticked():
    page = str(sent(look="units", units__find="4")["units"])
    assert "hint 4" in page
    assert 'value="4" disabled' in page


def test_one_choice_is_a_radio_button():
    form = sent(head="2", look="head")
    assert values(offer(form, "head").chosen) == ["2"]
    assert 'type="radio" name="head" value="2" checked' in str(form["head"])


def test_first_values_are_shown_as_chosen():
    form = Form(initial={"units": Area.objects.filter(code="3"), "head": Area.objects.get(code="1")})
    assert values(offer(form).chosen) == ["3"]
    assert values(offer(form, "head").chosen) == ["1"]


def test_search_is_offered_only_where_rows_are_left_out(monkeypatch):
    assert 'type="search"' not in str(Form()["units"])
    monkeypatch.setattr(picking, "SHOWN", 2)
    page = str(Form()["units"])
    assert 'type="search"' in page
    assert 'name="look" value="units"' in page


def test_words_are_shown_as_text():
    page = str(sent(look="units", units__find='"><script>')["units"])
    assert "<script>" not in page
