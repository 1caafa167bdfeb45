"""What each kind of publication may say, and how citizens read it."""
from .card import Card, Problem, build_card
from .fields import FORMS, Field, Form, clean, differences
from .reading import Page, Section, plain_words, sections

__all__ = [
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
    "plain_words",
    "sections",
]
