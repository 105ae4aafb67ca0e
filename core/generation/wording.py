"""Words in, English out: an article before them, a list of them, a sentence."""

import re
from collections.abc import Sequence

# What is heard decides, not what is written: a euphonium, a unison, a one-drop; an honest tune, an hour.
_LIKE_A_CONSONANT = re.compile(r"eu|uni[^nm]|us[ei]|ut[io]|ukul|one\b|once\b", re.IGNORECASE)
_LIKE_A_VOWEL = re.compile(r"[aeiou8]|hon(est|our)|hour|heir", re.IGNORECASE)


def with_article(phrase: str) -> str:
    """``phrase`` behind "a" or "an", whichever is said."""
    vowel = _LIKE_A_VOWEL.match(phrase) and not _LIKE_A_CONSONANT.match(phrase)
    return f"{'an' if vowel else 'a'} {phrase}"


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"; nothing of nothing."""
    *first, last = words or [""]
    return f"{', '.join(first)} and {last}" if first else last


def as_sentence(text: str) -> str:
    """``text`` with a capital letter in front and exactly one mark at its end."""
    text = text.strip()
    stopped = text if text.endswith(("!", "?")) else text.rstrip(". ") + "."
    return stopped[:1].upper() + stopped[1:]
