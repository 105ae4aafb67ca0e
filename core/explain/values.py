"""What an explanation is: values of one shape, the output they add up to, named in words, and the gap that is left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.explain.players import Players

PROBABILITY, LOG_ODDS = "probability", "log-odds"
LOG_ODDS_SHOWN = (
    "log-odds of the probability shown: the logarithm of a genre's probability, less the mean of the logarithms over "
    "all genres"
)
PROBABILITY_SHOWN = "the probability shown"
PROBABILITY_BEFORE = "probability before calibration, which keeps the order of the genres"


@dataclass(frozen=True)
class Output:
    """What the values add up to: ``quantity`` is "probability" or "log-odds", ``words`` say of what exactly.

    ``method`` says how the values were found; ``tolerance`` is the largest gap in the sum that rounding explains.
    """

    quantity: str
    words: str
    method: str
    tolerance: float = 1e-6


@dataclass(frozen=True, eq=False)
class Found:
    """What an engine finds: values (n_rows, n_players, n_genres), base (n_genres,) and said (n_rows, n_genres)."""

    values: np.ndarray
    base: np.ndarray
    said: np.ndarray
    output: Output
    error: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why a model says what it says of some rows.

    Attributes
    ----------
    values : np.ndarray, shape (n_rows, n_players, n_genres)
    base : np.ndarray, shape (n_genres,), the mean output over the background
    said : np.ndarray, shape (n_rows, n_genres), the output as the model itself gives it
    proba : np.ndarray, shape (n_rows, n_genres), the probabilities that people are shown
    error : np.ndarray of the shape of ``values``, the standard error of sampling; None where there is none
    X : np.ndarray, shape (n_rows, n_columns), the numbers of the rows, before any scaling
    ids : the track of each row; truth : its genre, "" where it is not known
    """

    values: np.ndarray
    base: np.ndarray
    said: np.ndarray
    proba: np.ndarray
    error: np.ndarray | None
    X: np.ndarray
    ids: tuple[str, ...]
    truth: tuple[str, ...]
    genres: tuple[str, ...]
    players: Players
    output: Output

    def __len__(self) -> int:
        return len(self.values)

    @property
    def predicted(self) -> np.ndarray:
        """The number of the most probable genre of each row."""
        return self.proba.argmax(axis=1)


def additivity_gap(explanation: Explanation) -> float:
    """The largest distance between base plus values and what the model itself says, over all rows and genres."""
    told = explanation.base + explanation.values.sum(axis=1)
    return float(np.abs(told - explanation.said).max())


def one_shape(values: np.ndarray | Sequence[np.ndarray], *, n_genres: int) -> np.ndarray:
    """Values as (n_rows, n_players, n_genres), from any of the shapes that explainers give.

    A list of one matrix per genre, (n_rows, n_players, n_genres), or, of two genres, values of the score of the second
    against the first: (n_rows, n_players) or with a last axis of 1.
    """
    if isinstance(values, list | tuple):
        values = np.stack(values, axis=-1)
    values = np.asarray(values, dtype=np.float64)
    if values.ndim == 3 and values.shape[2] == n_genres:
        return values
    if values.ndim == 3 and values.shape[2] == 1:
        values = values[:, :, 0]
    if values.ndim != 2 or n_genres != 2:
        raise ValueError(f"values of shape {values.shape} do not tell of {n_genres} genres; needed is one per genre")
    return np.stack([-values, values], axis=-1)


def total_per_player(values: np.ndarray, members: Sequence[Sequence[int]]) -> np.ndarray:
    """The sum of the columns' values of each player: in a sum of columns that is Owen's value of the family, too."""
    return np.stack([values[:, list(columns)].sum(axis=1) for columns in members], axis=1)


def joined(parts: Sequence[Explanation]) -> Explanation:
    """Explanations of some rows each, by the same model against the same background, as one."""
    first, errors = parts[0], [part.error for part in parts]
    together = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in ("values", "said", "proba", "X")
    }
    names = {name: tuple(value for part in parts for value in getattr(part, name)) for name in ("ids", "truth")}
    error = None if any(part is None for part in errors) else np.concatenate(errors)
    return replace(first, **together, **names, error=error)


def mean_row(explanation: Explanation, *, name: str) -> Explanation:
    """The mean over all rows as an explanation of one: what speaks, on average, for the mean of their outputs.

    Values add up for every row, and so they do for the mean.
    """
    means = {part: getattr(explanation, part).mean(axis=0, keepdims=True) for part in ("values", "said", "proba", "X")}
    error = explanation.error
    if error is not None:  # rows are sampled independently
        error = np.sqrt((error**2).sum(axis=0, keepdims=True)) / len(explanation)
    words = explanation.output.words
    if len(explanation) > 1:
        words = f"mean over {len(explanation)} places: {words}"
    output = replace(explanation.output, words=words)
    return replace(explanation, **means, error=error, ids=(name,), truth=("",), output=output)
