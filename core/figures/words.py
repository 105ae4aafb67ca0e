"""Numbers and names in, the short words that charts and pages share out."""

import html
import math
import unicodedata

# Number and unit stay on one line.
NBSP = "\u00a0"
# Marks that turn the reading direction of what follows them, and two code points that XML forbids.
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})


def percent(share: float) -> str:
    """A share of 0 to 1 as "46 %"; what is there but rounds to nothing is "< 1 %"."""
    rounded = math.floor(100 * share + 0.5)
    return f"<{NBSP}1{NBSP}%" if rounded == 0 and share > 0 else f"{rounded}{NBSP}%"


def give_or_take(share: float, low: float, high: float) -> int:
    """Percentage points to the farther end of an interval, so that the sentence never promises too much."""
    return math.ceil(100 * max(high - share, share - low) - 1e-9)


def clock(seconds: float) -> str:
    """Seconds as "0:21" or "1:02:03"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def minus(number: str) -> str:
    """A number in words with a true minus sign, which is as wide as a plus."""
    return number.replace("-", "\u2212", 1) if number.startswith("-") else number


def as_sentence(words: str) -> str:
    """Words as a sentence: a capital at the start, a full stop at the end; nothing stays nothing."""
    words = words.strip()
    return f"{words[:1].upper()}{words[1:]}" + ("" if words.endswith((".", "!", "?")) or not words else ".")


def printable(text: str) -> str:
    """``text`` on one line, without control and direction marks, which could hide or reorder what stands beside it."""
    return "".join(" " if c in _TURNING or unicodedata.category(c) in _UNSEEN else c for c in text)


def chart_text(text: str) -> str:
    """``text`` as plain text inside a Plotly figure, which otherwise reads a few HTML tags and entities."""
    return html.escape(printable(text), quote=False)
