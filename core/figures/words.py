"""Numbers and names in, the short words that charts and pages share out."""

import html
import math
import unicodedata
from collections.abc import Sequence

# Number and unit stay on one line.
NBSP = "\u00a0"
NOT_SURE = "I am not sure: this is unlike anything I was trained on."
# What is said where a sound is not known, by the verdict of `core.genre_mix`; of a known one nothing.
DOUBTS = {
    "unlike": NOT_SURE,
    "other-music": "I am not sure: this is music, but none of my genres fits it.",
    "not-music": "I am not sure that this is music at all: I name no genre.",
}
# The same in a cell of a table.
DOUBTS_IN_SHORT = {"unlike": "not sure", "other-music": "other music", "not-music": "no music"}
# Marks that turn the reading direction of what follows them, and two code points that XML forbids.
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
# Shares nearer than this are a tie where a song is too short for an interval.
TIE_WITHOUT_INTERVAL = 0.05


def percent(share: float) -> str:
    """A share of 0 to 1 as "46 %"; what is there but rounds to nothing is "< 1 %"."""
    rounded = math.floor(100 * share + 0.5)
    return f"<{NBSP}1{NBSP}%" if rounded == 0 and share > 0 else f"{rounded}{NBSP}%"


def give_or_take(share: float, low: float, high: float) -> int:
    """Percentage points to the farther end of an interval, so that the sentence never promises too much."""
    return math.ceil(100 * max(high - share, share - low) - 1e-9)


def tied_with_first(ranking: Sequence[tuple[str, float]], *, half_width: float | None) -> list[tuple[str, float]]:
    """The genres that cannot be told from the first one: to name a winner among them would promise too much.

    Parameters
    ----------
    ranking : (genre, share) from the largest share to the smallest
    half_width : half of the first genre's interval; None where there is no interval

    Returns
    -------
    Those whose share lies within ``half_width`` of the first one's, without an interval within 5 points.
    """
    reach = TIE_WITHOUT_INTERVAL if half_width is None else half_width
    _, first = ranking[0]
    # Shares are sums of floats: a difference that is the reach on paper may miss it in the last digit.
    return [(genre, share) for genre, share in ranking[1:] if first - share <= reach + 1e-9]


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: "jazz", "jazz and blues", "jazz, blues and rock"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def clock(seconds: float) -> str:
    """Seconds as "0:21" or "1:02:03": the nearest whole second, as the player tells a song's length."""
    minutes, rest = divmod(max(math.floor(seconds + 0.5), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def minus(number: str) -> str:
    """A number in words with a true minus sign, which is as wide as a plus."""
    return number.replace("-", "\u2212", 1) if number.startswith("-") else number


def as_sentence(words: str) -> str:
    """Words as a sentence: a capital at the start, a full stop at the end; nothing stays nothing."""
    words = words.strip()
    is_stopped = words.endswith((".", "!", "?", ".”"))
    return f"{words[:1].upper()}{words[1:]}" + ("" if is_stopped or not words else ".")


def printable(text: str) -> str:
    """``text`` on one line, without control and direction marks, which could hide or reorder what stands beside it."""
    return "".join(" " if c in _TURNING or unicodedata.category(c) in _UNSEEN else c for c in text)


def shortened(name: str, characters: int) -> str:
    """A name of at most so many characters, its end cut off where it has more."""
    return name if len(name) <= characters else f"{name[: characters - 1]}…"


def chart_text(text: str) -> str:
    """``text`` as plain text inside a Plotly figure, which otherwise reads a few HTML tags and entities."""
    return html.escape(printable(text), quote=False)
