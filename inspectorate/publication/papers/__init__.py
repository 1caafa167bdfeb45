"""What each kind of publication may say, and how citizens read it."""
from .card import Card, Problem, build_card
from .fields import FINDING_WORDS, FORMS, Field, Form, clean, differences, protect, where_words
from .reading import Page, Section, lead, plain_words, sections

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
    "differences",
    "lead",
    "plain_words",
    "protect",
    "sections",
    "where_words",
]
