"""Every verb that a page calls takes what the page's form hands it."""

import inspect

import pytest
from django.forms import BaseForm, Form

from .addresses import pages


def fields_of(form):
    """The names that a form hands on; one that gathers them anew in clean() says so only with its data."""
    form = form or Form
    return form.base_fields if form.clean is BaseForm.clean else {}


VERB_PAGES = [pytest.param(page, id=page.name) for page in pages() if page.verb and page.verb.act]


@pytest.mark.parametrize("page", VERB_PAGES)
def test_verb_takes_the_fields_of_its_form(page):
    rows = () if page.is_for_new_rows else (None,)
    inspect.signature(page.verb.act).bind_partial(*rows, by=None, **dict.fromkeys(fields_of(page.verb.form)))
