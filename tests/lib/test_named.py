"""A row taken by its name."""
import pytest
from django import forms

from inspectorate.lib.named import NamedField
from inspectorate.register.models import Area


@pytest.fixture
def field(db):
    for code, name in (("231003", "阳明区"), ("231004", "爱民区"), ("231005", "西安区"), ("610102", "西安区")):
        Area.objects.create(code=code, name=name, level="county")
    found = NamedField(names=("name", "code"), required=False)
    found.queryset = Area.objects.order_by("code")
    return found


@pytest.mark.parametrize("typed", ["阳明区", " 阳明区 ", "231003"])
def test_row_is_found_by_any_of_its_names(field, typed):
    assert field.clean(typed).code == "231003"


def test_row_itself_is_taken_and_shown_by_its_name(field):
    row = Area.objects.get(code="231003")
    assert field.clean(row) == row
    assert field.prepare_value(row) == "阳明区"


def test_empty_field_is_no_row(field):
    assert field.clean("") is None


@pytest.mark.parametrize(("typed", "said"), [("明", "阳明区"), ("西安区", "西安区"), ("不存在", "不存在")])
def test_unclear_name_is_answered(field, typed, said):
    with pytest.raises(forms.ValidationError) as wrong:
        field.clean(typed)
    assert said in wrong.value.messages[0]


def test_suggestions_stay_within_the_rows_offered(field):
    field.queryset = field.queryset.exclude(code="231003")
    with pytest.raises(forms.ValidationError) as wrong:
        field.clean("阳明")
    assert "阳明区" not in wrong.value.messages[0]
