"""What each kind of publication may say, and how citizens read it."""
from .card import Card, Problem, build_card
from .content import FINDING_WORDS, clean, differences, protect, where_words
from .fields import Field, Form
from .forms import FORMS
from .reading import Page, Section, compared, lead, plain_words, sections, withheld

__all__ = [
    "FINDING_WORDS",
    "FORMS",
    "Card",
    "Field",
    "Form",
    "Page",
    "Problem",
    "Section",
    "build_card",
    "clean",
    "compared",
    "differences",
    "lead",
    "plain_words",
    "protect",
    "sections",
    "where_words",
    "withheld",
]
