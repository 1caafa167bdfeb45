"""Names as they are searched: one width, one case, no spaces; and their pieces for an index."""
import re
import unicodedata

IGNORED = re.compile(r"[\s·•・,，。、.:：;；'\"“”‘’()（）〔〕\[\]【】《》<>_\-—–/\\]+")


def normal(text: str) -> str:
    """Return `text` folded for comparison: full-width forms, case, spaces and punctuation make no difference."""
    return IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())


def grams(text: str, *, asked: bool = False) -> set[str]:
    """Return the pieces of a normal text, single characters and pairs; of what is asked only those needed."""
    pairs = {text[place : place + 2] for place in range(len(text) - 1)}
    if asked:
        return pairs or set(text)
    return pairs | set(text)
