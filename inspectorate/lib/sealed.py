"""Encrypted text fields: what lies in the database is a Fernet token, what lies in memory shows itself masked.

The plain text is read only by `value.reveal()`, so a template, an export, a log line or a history row that forgets
to ask for the right shows `138****5678` and nothing more.
"""
import base64
import hashlib
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core import checks
from django.db import models
from django.db.models.query_utils import DeferredAttribute

PREFIX = "sealed:"
HIDDEN = "****"
SHOWN_FROM = 7  # characters: shorter texts are hidden whole


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...], secret: str) -> MultiFernet:
    """Return the cipher: the first key seals, all keys open (rotation); without keys one is derived from the secret."""
    derived = base64.urlsafe_b64encode(hashlib.sha256(f"sealed-fields:{secret}".encode()).digest()).decode()
    return MultiFernet([Fernet(key) for key in (keys or (derived,))])


def cipher() -> MultiFernet:
    """Return the cipher of the settings in force."""
    return _cipher(tuple(settings.FIELD_KEYS), settings.SECRET_KEY)


def masked(text: str) -> str:
    """Return `text` with its middle hidden: 13812345678 becomes 138****5678."""
    if not text:
        return ""
    return f"{text[:3]}{HIDDEN}{text[-4:]}" if len(text) >= SHOWN_FROM else HIDDEN


class Sealed:
    """An encrypted text: `str()` is masked, `reveal()` is plain."""

    __slots__ = ("token",)

    def __init__(self, token: str) -> None:
        self.token = token

    def reveal(self) -> str:
        """Return the plain text; raises InvalidToken where no key of the settings opens it."""
        return cipher().decrypt(self.token.encode()).decode() if self.token else ""

    def __str__(self) -> str:
        try:
            return masked(self.reveal())
        except InvalidToken:
            return HIDDEN

    def __repr__(self) -> str:
        return f"<Sealed {self}>"

    def __bool__(self) -> bool:
        return bool(self.token)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and (self.token == other.token or self.reveal() == other.reveal())

    def __hash__(self) -> int:
        return hash(self.token)


def seal(value: Any) -> Sealed:
    """Return `value` sealed: plain text is encrypted, a stored token or a sealed text is taken as it is."""
    if isinstance(value, Sealed):
        return value
    text = str(value or "").strip()
    if text.startswith(PREFIX):
        return Sealed(text.removeprefix(PREFIX))
    return Sealed(cipher().encrypt(text.encode()).decode() if text else "")


class SealedAttribute(DeferredAttribute):
    """Seals on assignment, so that a plain text never stays on a row in memory either."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = seal(value)


class SealedField(models.TextField):
    """A text that is encrypted at rest and cannot be searched."""

    descriptor_class = SealedAttribute

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Refuse indexes and uniqueness: two tokens of one text differ, so neither would mean anything."""
        errors = super().check(**kwargs)
        if self.unique or getattr(self, "db_index", False):
            errors.append(checks.Error("A sealed field cannot be unique or indexed.", obj=self, id="lib.E001"))
        return errors

    def get_prep_value(self, value: Any) -> str:
        """Return what is stored."""
        sealed = seal(value)
        return f"{PREFIX}{sealed.token}" if sealed else ""

    def to_python(self, value: Any) -> Sealed:
        """Return the sealed text."""
        return seal(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Return the token: a dump of the data holds no plain text."""
        return self.get_prep_value(self.value_from_object(obj))

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow only the questions whether something is there."""
        if lookup_name in {"isnull", "exact"}:
            return super().get_lookup(lookup_name)
        return None
