"""Genre names in, the colour of each out: one colour per genre everywhere, and one rule for genres without one."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

import numpy as np

from core.figures.look import PAPER, STUDIO

# Chosen so that any two stay apart for normal, deuteranopic and protanopic eyes.
GENRE_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "blues": "#34B9F5",
        "classical": "#5D72EC",
        "country": "#F1A202",
        "disco": "#CC4DB2",
        "hiphop": "#A76402",
        "jazz": "#DCAF5B",
        "metal": "#B1B2C1",
        "pop": "#B45580",
        "reggae": "#2D874D",
        "rock": "#FD948C",
    }
)

# Linear RGB as seen with no L cones, and with no M cones: Machado, Oliveira and Fernandes (2009), severity 1.
PROTANOPIA = np.array(
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
)
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
EYES = (np.eye(3), PROTANOPIA, DEUTERANOPIA)

# From linear sRGB to XYZ under D65, the white that CIELAB is taken against.
_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])
# Channel steps of the colours that other genres may take; bright or dark enough for both grounds.
_STEPS = (0x00, 0x28, 0x50, 0x78, 0xA0, 0xC8, 0xF0)
_GROUNDS = (STUDIO.ground, PAPER.ground)
_READABLE = 2.0
_MAX_CHROMA = 80.0  # of CIELAB: the most colourful of the ten; what is far beyond it glows


def genre_colours(genres: Iterable[str]) -> dict[str, str]:
    """The colour of every genre in ``genres``, as ``#RRGGBB``.

    The ten genres of GTZAN keep theirs. The others, in alphabetical order, take what lies farthest from everything
    already taken, for the least fortunate of three kinds of eyes; so a set of genres always gets the same colours.
    """
    named = tuple(dict.fromkeys(genres))
    others = _other_colours(tuple(sorted(set(named) - set(GENRE_COLOURS))))
    return {genre: GENRE_COLOURS.get(genre) or others[genre] for genre in named}


def faded(colour: str, opacity: float) -> str:
    """A colour ``#RRGGBB`` of which so much, 0 to 1, hides what is behind it, as a chart takes it."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def ink_on(colour: str) -> str:
    """Black or white, whichever is easier to read on ``colour``; one of them always reaches 4.5 to 1."""
    return max(("#000000", "#FFFFFF"), key=lambda ink: contrast(ink, colour))


def contrast(a: str, b: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    dark, light = sorted(float(_linear_rgb(colour) @ _XYZ[1]) for colour in (a, b))
    return (light + 0.05) / (dark + 0.05)


def distances(colours: Sequence[str], others: Sequence[str]) -> np.ndarray:
    """CIELAB distances between colours, for normal, protanopic and deuteranopic eyes.

    Returns
    -------
    np.ndarray, shape (3, n_colours, n_others)
    """
    return np.linalg.norm(_lab(tuple(colours))[:, :, None] - _lab(tuple(others))[:, None], axis=-1)


@cache
def _other_colours(genres: tuple[str, ...]) -> dict[str, str]:
    candidates = _candidates()
    nearest = distances(candidates, list(GENRE_COLOURS.values())).min(axis=(0, 2))
    colours: dict[str, str] = {}
    for genre in genres:
        farthest = int(np.argmax(nearest))
        colours[genre] = candidates[farthest]
        nearest = np.minimum(nearest, distances(candidates, [candidates[farthest]])[..., 0].min(axis=0))
    return colours


@cache
def _candidates() -> tuple[str, ...]:
    every = (f"#{r:02X}{g:02X}{b:02X}" for r in _STEPS for g in _STEPS for b in _STEPS)
    readable = [colour for colour in every if min(contrast(colour, ground) for ground in _GROUNDS) >= _READABLE]
    chroma = np.linalg.norm(_lab(tuple(readable))[0, :, 1:], axis=1)
    return tuple(colour for colour, c in zip(readable, chroma, strict=True) if c <= _MAX_CHROMA)


@cache
def _lab(colours: tuple[str, ...]) -> np.ndarray:
    """CIELAB of each colour as each kind of eyes sees it, shape (3, n_colours, 3)."""
    rgb = np.array([_linear_rgb(colour) for colour in colours])
    seen = np.clip(np.stack([rgb @ eye.T for eye in EYES]), 0, 1)
    ratio = seen @ _XYZ.T / _WHITE
    x, y, z = np.moveaxis(np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116), -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def _linear_rgb(colour: str) -> np.ndarray:
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
