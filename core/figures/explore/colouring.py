"""What is known of each track in, the colour of each point out: by genre, by artist, or by a number.

One colour for each of the most frequent names, grey for all others; a number takes its place on the sequential scale.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.figures.colours import genre_colours
from core.figures.look import Look
from core.figures.scales import SEQUENTIAL

# More colours than this nobody tells apart.
MAX_NAMED = 12
# The scale ends where all but so many of a hundred points lie, so that one extreme track does not press the others.
PERCENTILES = (2.0, 98.0)
# The darkest colours of studio, and the lightest of paper, would be lost in the ground.
FIRST_SEEN = 5


@dataclass(frozen=True, eq=False)
class Colouring:
    """The colours of points.

    Attributes
    ----------
    title : what the colours tell: "genre", "artist", "tempo, beats per minute"
    names : what each point is called in its hover sentence: "jazz", "tempo 121"; shape (n_points,)
    colours : ``#RRGGBB`` of each point where they have names; else empty
    keys : the named ones, the most frequent first, with their colour and how many points have it
    n_others, n_unknown : points in grey because their name is not among the keys, and because they have none
    values : the number of each point where they have numbers, else None
    low, high : the ends of the scale of numbers
    scale : its colours
    """

    title: str
    names: tuple[str, ...]
    colours: tuple[str, ...] = ()
    keys: tuple[tuple[str, str, int], ...] = ()
    n_others: int = 0
    n_unknown: int = 0
    values: np.ndarray | None = None
    low: float = 0.0
    high: float = 1.0
    scale: tuple[str, ...] = ()

    def at(self, places: np.ndarray) -> "Colouring":
        """The same colours for some of the points, by their places."""
        return replace(
            self,
            names=tuple(self.names[place] for place in places),
            colours=tuple(self.colours[place] for place in places) if self.colours else (),
            values=None if self.values is None else self.values[places],
        )


def by_name(names: Sequence[str], *, title: str, look: Look, max_named: int = MAX_NAMED) -> Colouring:
    """A colour for each of the most frequent names; the others, and points without a name (""), are grey."""
    counted = Counter(name for name in names if name)
    frequent = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:max_named]
    known = genre_colours(name for name, _ in frequent)
    n_named = sum(count for _, count in frequent)
    return Colouring(
        title=title,
        names=tuple(name or f"no {title}" for name in names),
        colours=tuple(known.get(name, look.muted) for name in names),
        keys=tuple((name, known[name], count) for name, count in frequent),
        n_others=counted.total() - n_named,
        n_unknown=len(names) - counted.total(),
    )


def by_number(values: np.ndarray, *, title: str, look: Look, unit: str = "") -> Colouring:
    """Each point at its place on the sequential scale, whose ends are the percentiles ``PERCENTILES``.

    Parameters
    ----------
    values : np.ndarray, shape (n_points,), finite
    """
    values = np.asarray(values, dtype=np.float64)
    low, high = np.percentile(values, PERCENTILES) if values.size else (0.0, 1.0)
    return Colouring(
        title=f"{title}, {unit}" if unit else title,
        names=tuple(f"{title} {value:.4g}" for value in values),
        values=values,
        low=float(low),
        high=float(high) if high > low else float(low) + 1.0,
        scale=SEQUENTIAL[look][FIRST_SEEN:],
    )
