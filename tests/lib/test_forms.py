import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from inspectorate.lib.forms import FilesField, SubjectForm, add_refusal, summary


class Form(forms.Form):
    days = forms.IntegerField(label="Days", help_text="In all.", widget=forms.NumberInput(attrs={"unit": "days"}))
    is_sure = forms.BooleanField(label="Sure", required=False)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_unit_stands_inside_the_field_and_is_no_attribute():
    html = str(Form())
    assert '<span class="field-unit-name" aria-hidden="true">days</span>' in html
    assert 'unit="' not in html


def test_required_is_said_in_words():
    assert str(Form()).count("required</span>") == 1


def test_error_stands_beside_the_field_and_is_announced_with_it():
    html = str(Form({"days": "x"}))
    assert 'id="id_days_error"' in html
    assert 'aria-describedby="id_days_helptext id_days_error"' in html
    assert summary(Form({"days": "x"})) == [("#id_days", "Days", "Enter a whole number.")]


def test_refusal_names_its_rule():
    form = Form({"days": "3"})
    assert form.is_valid()
    refused = ValueError("Not <so>.")
    refused.rule = "R-INS-07"
    add_refusal(form, refused)
    assert "Not &lt;so&gt;." in str(form)
    assert "R-INS-07" in str(form)


def test_subject_form_knows_row_and_post():
    form = SubjectForm(subject="row", post="post")
    assert (form.subject, form.post) == ("row", "post")


def test_several_files_come_as_a_list():
    class Files(forms.Form):
        files = FilesField(required=False)

    uploads = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]
    form = Files({}, MultiValueDict({"files": uploads}))
    assert form.is_valid()
    assert [upload.name for upload in form.cleaned_data["files"]] == ["a.txt", "b.txt"]
    assert Files({}, {}).fields["files"].clean(None) == []
