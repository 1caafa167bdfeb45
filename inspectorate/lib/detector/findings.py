"""What the detector reports."""
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was found."""

    MOBILE = "mobile"
    IDENTITY = "identity"
    CARD = "card"
    EMAIL = "email"
    VEHICLE = "vehicle"
    ACCOUNT = "account"
    ADDRESS = "address"
    BIRTH = "birth"
    PUPIL = "pupil"
    UNIT = "unit"
    HIDDEN = "hidden"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Span:
    """A finding in folded text."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """One finding: its kind, its place in the original text, and in which text it stands."""

    kind: Kind
    start: int
    end: int
    text: str
    where: str = ""

    @property
    def masked(self) -> str:
        """Return the text with its middle hidden, for messages and the trail."""
        keep = 1 if len(self.text) < 8 else 3
        return f"{self.text[:keep]}{'*' * max(2, len(self.text) - 2 * keep)}{self.text[-keep:] if keep > 1 else ''}"
