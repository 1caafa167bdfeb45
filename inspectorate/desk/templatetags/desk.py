"""Template tags every page may use: icons, state chips, due words, query strings."""
from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.html import json_script
from django.utils.text import capfirst

from inspectorate.lib import chips
from inspectorate.lib.forms import summary
from inspectorate.lib.pictures import state_picture

register = template.Library()


@register.simple_tag
def icon(name: str) -> str:
    """`{% icon "search" %}`: a decorative inline SVG."""
    return chips.icon(name)


@register.simple_tag
def chip(obj, field: str = "state") -> str:
    """`{% chip case %}`: the state of a row as word, tone and icon."""
    return chips.chip_html(chips.word(obj, field), chips.tone(obj, field))


@register.simple_tag
def chip_of(word, tone: str = "idle") -> str:
    """`{% chip_of _("Overdue") "late" %}`: a chip from a word and a tone (idle, busy, soon, late, done, stopped)."""
    return chips.chip_html(word, tone)


@register.filter
def due_words(due_on) -> str:
    """`{{ duty.due_on|due_words }}`: how many days are left or over, in words."""
    return chips.due_words(due_on)


@register.filter
def due_tone(due_on) -> str:
    """`{{ duty.due_on|due_tone }}`: the tone of a date: late, soon or busy."""
    return chips.due_tone(due_on)


@register.simple_tag
def due(due_on, is_open=True) -> str:
    """`{% due duty.due_on %}`: the date in figures and, while open, in words."""
    return chips.due_html(due_on, is_open=is_open)


@register.filter
def kind_of(obj) -> str:
    """`{{ row|kind_of }}`: what kind of row it is, in words."""
    return capfirst(obj._meta.verbose_name)


@register.simple_tag
def url_or_none(name: str, *args, **kwargs):
    """`{% url_or_none "case-list" as url %}`: the address, or an empty string where the page is not there."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@register.simple_tag
def error_list(form) -> list:
    """`{% error_list form as wrong %}`: (address of the field, label, message) of every error of a bound form."""
    return summary(form) if form else []


@register.simple_tag
def draft_words(**words: str) -> str:
    """`{% draft_words saved=… %}`: the words of drafts.js as a JSON block (data, not script)."""
    return json_script(words, "draft-words")


@register.simple_tag
def state_chart(obj) -> str:
    """`{% state_chart case %}`: the states of a row's model and the moves between them, its own state marked."""
    model = type(obj)
    labels = dict(model._meta.get_field("state").choices)
    return state_picture(labels, model.MOVES, obj.state)


@register.simple_tag
def office_name() -> str:
    """`{% office_name %}`: the name of the office, also where no context is left (the page of a failure)."""
    return settings.SITE_OFFICE
