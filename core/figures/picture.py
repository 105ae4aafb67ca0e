"""A genre mix as plain values in, one SVG picture of it out: bars, ribbon and how far to trust it."""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from core.figures.colours import genre_colours
from core.figures.look import FONT, Look
from core.figures.words import as_sentence, clock, percent, printable, shortened

WIDTH_PX = 1200
_MARGIN, _NAMES, _ROW, _HEAD = 60, 150, 40, 150
_RIBBON = 64
_LONGEST_NAME = 60
_LINE, _LONGEST_LINE = 28, 110
# Characters that fit in the large size.
_LONG_HEADLINE = 68


def mix_picture(
    *,
    name: str,
    headline: str,
    ranking: Sequence[tuple[str, float]],
    intervals: Mapping[str, tuple[float, float]] | None,
    cells: Sequence[tuple[float, float, Sequence[float]]],
    genres: Sequence[str],
    footer: Sequence[str],
    look: Look,
    doubt: str = "",
    reason: str = "",
) -> str:
    """Draw a genre mix as an SVG document that needs nothing else to be shown.

    Parameters
    ----------
    ranking : (genre, share) from the largest share to the smallest
    cells : (start_s, end_s, share of each of ``genres``) along the song
    footer : lines under the ribbon: model, protocol, score
    doubt : what is said above the answer, with its ``reason``, of a sound that is not known; bars are outlines then
    """
    colours = genre_colours(genres)
    doubts = [doubt, *wrap(as_sentence(reason), _LONGEST_LINE)] if doubt else []
    head_end = _HEAD + _LINE * len(doubts)
    ribbon_top = head_end + _ROW * len(ranking) + 40
    footer_top = ribbon_top + _RIBBON + 70
    height = footer_top + 26 * len(footer) + 20
    parts = [
        f'<rect width="{WIDTH_PX}" height="{height}" fill="{look.ground}"/>',
        _text(_MARGIN, 62, shortened(name, _LONGEST_NAME), look.muted, 24),
        *(_text(_MARGIN, 100 + _LINE * i, line, look.text, 20) for i, line in enumerate(doubts)),
        _text(_MARGIN, head_end - 42, headline, look.text, 32 if len(headline) <= _LONG_HEADLINE else 26, weight=600),
        *_bars(ranking, intervals, colours, look, head_end, not doubt),
        *_ribbon(cells, genres, colours, ribbon_top, look),
        *(_text(_MARGIN, footer_top + 26 * i, line, look.muted, 18) for i, line in enumerate(footer)),
    ]
    size = f'viewBox="0 0 {WIDTH_PX} {height}" width="{WIDTH_PX}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family={quoteattr(FONT)}>'
    title = f"<title>{escape(printable(f'{headline} ({name})'))}</title>"
    return "\n".join([head, title, *parts, "</svg>\n"])


def _bars(ranking, intervals, colours, look: Look, first_top: float, known: bool) -> list[str]:
    left, full = _MARGIN + _NAMES, WIDTH_PX - 2 * _MARGIN - _NAMES - 90
    highs = [intervals[genre][1] for genre, _ in ranking] if intervals else []
    scale = full / max([share for _, share in ranking] + highs + [0.05])
    parts = []
    for row, (genre, share) in enumerate(ranking):
        top = first_top + _ROW * row
        middle, end = top + _ROW / 2, left + share * scale
        parts.append(_text(left - 16, middle + 7, genre, look.text, 20, anchor="end"))
        parts.append(_rect(left, top + 8, share * scale, _ROW - 16, colours[genre], radius=4, solid=known))
        if intervals:
            low, high = (left + edge * scale for edge in intervals[genre])
            for colour, width in ((look.ground, 5), (look.text, 2)):
                path = f"M{low:.1f} {middle - 6}v12m0 -6H{high:.1f}m0 -6v12"
                parts.append(f'<path d="{path}" stroke="{colour}" stroke-width="{width}" fill="none"/>')
            end = max(end, high)
        parts.append(_text(end + 12, middle + 7, percent(share), look.text, 20))
    return parts


def _ribbon(cells, genres, colours, top: float, look: Look) -> list[str]:
    if not cells:
        return []
    duration_s = cells[-1][1] or 1.0
    scale = (WIDTH_PX - 2 * _MARGIN) / duration_s
    parts = []
    for start_s, end_s, shares in cells:
        y = top + _RIBBON
        # From the bottom up, as in the player.
        for genre, share in zip(genres, shares, strict=True):
            y -= share * _RIBBON
            parts.append(
                _rect(_MARGIN + start_s * scale, y, (end_s - start_s) * scale, share * _RIBBON, colours[genre])
            )
    parts.append(_text(_MARGIN, top + _RIBBON + 24, "0:00", look.muted, 16))
    parts.append(_text(WIDTH_PX - _MARGIN, top + _RIBBON + 24, clock(duration_s), look.muted, 16, anchor="end"))
    return parts


def _rect(x: float, y: float, width: float, height: float, colour: str, *, radius: int = 0, solid: bool = True) -> str:
    rounded = f' rx="{radius}"' if radius else ""
    outline = "" if solid else f' fill-opacity="0.25" stroke="{colour}" stroke-width="2" stroke-dasharray="5 4"'
    place = f'x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"'
    return f'<rect {place} fill="{colour}"{rounded}{outline}/>'


def _text(x: float, y: float, text: str, colour: str, size: int, *, anchor: str = "start", weight: int = 400) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(printable(text))}</text>'
    )
