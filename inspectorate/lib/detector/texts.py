"""Fold a text so that a number typed in any disguise looks plain, keeping for each character where it stood."""
import unicodedata

# Characters without width, with which a number can be split unseen.
UNSEEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u180e\u202a\u202b\u202c\u202d\u202e")
DASHES = frozenset("‐‑‒–—―−－~～")
DOTS = frozenset("·•・‧∙⋅")


def fold(text: str) -> tuple[str, list[int]]:
    """Return the text in half-width form with plain digits, dashes and dots, and the origin of every character."""
    folded: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        if character in UNSEEN:
            continue
        for piece in _plain(character):
            folded.append(piece)
            origin.append(place)
    return "".join(folded), origin


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if character in DASHES:
        return "-"
    if character in DOTS:
        return "·"
    decimal = unicodedata.decimal(character, None)
    if decimal is not None:
        return str(decimal)
    return unicodedata.normalize("NFKC", character)
