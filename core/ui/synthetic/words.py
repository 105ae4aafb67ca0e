"""Numbers of a synthetic dataset in, the words that the page says of them out."""

from __future__ import annotations

from core.figures.words import NBSP
from core.ui.markup import Html

# A button and the words beside it in one row, on a phone too; its container's key begins with synth-prompt. The button
# shows its icon; its name is read by screen readers.
ROWS = Html(
    '<style>[class*="st-key-synth-prompt-"] { flex-wrap: nowrap; } [class*="st-key-synth-prompt-"] > '
    "[data-testid=stElementContainer]:has(.gs-clip) { flex: 1 1 auto; min-width: 0; } "
    '[class*="st-key-synth-prompt-"] button [data-testid=stMarkdownContainer] { position: absolute; width: 1px; '
    "height: 1px; overflow: hidden; clip-path: inset(50%); }</style>"
)
BY = {"arranger": "played by the band", "musicgen": "made by MusicGen"}


def clips_words(n: int) -> str:
    """ "1 clip", "1,000 clips"."""
    return f"{n:,} clip{'s' * (n != 1)}"


def bytes_words(n: float) -> str:
    """ "38 MB", "67 GB"; never "0 MB" for what is there."""
    for unit, size in (("GB", 1e9), ("MB", 1e6)):
        if n >= size:
            return f"{n / size:,.0f}{NBSP}{unit}" if n >= 10 * size else f"{n / size:.1f}{NBSP}{unit}"
    return f"{max(n / 1e3, 1):,.0f}{NBSP}kB" if n else f"0{NBSP}MB"
