"""Filters of the papers' templates: numbering, broken names, the size of the head."""

from django import template

from inspectorate.lib import chinese

register = template.Library()
PLAIN_HEAD, LONGEST_HEAD = 10, 30


@register.filter
def numbered(paragraphs):
    """Number paragraphs {level, text} by level: 一、 （一） 1. （1） (R-DOC-11)."""
    return list(chinese.number_paragraphs(paragraphs or ()))


@register.filter
def broken(name):
    """Break the name of a body that is too long to be centred on the date."""
    names = [name] if isinstance(name, str) else name or ()
    return [line for one in names for line in chinese.break_name(one)]


@register.filter
def head_class(mark):
    """Return the class that sets a long head narrower, as offices do, so that it stays on one line."""
    length = len(mark or "")
    return f"mark-{min(length, LONGEST_HEAD)}" if length > PLAIN_HEAD else ""


@register.filter
def joined(names, mark="，"):
    """Join names with the mark between recipients."""
    return names if isinstance(names, str) else mark.join(names or ())


@register.filter
def caption(attachment):
    """Return the name of an attachment, given as text or with content."""
    return attachment if isinstance(attachment, str) else attachment.get("title", "")


@register.filter
def title_lines(title):
    """Break a title into balanced lines (R-DOC-09)."""
    return chinese.break_title(title or "")
