"""A recording and the columns that a model reads in, their numbers out: features and listeners alike, each once."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.features import COLUMNS, SR
from core.features.extract import extract
from core.models.backbones import backbone_of
from core.models.backbones.listening import listen
from core.models.backbones.spec import Backbone, Listened
from core.sound.decode import Signal
from core.sound.rates import at_rate

Progress = Callable[[float, str], None]
Spans = Sequence[tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Measured:
    """``X`` (n_spans, n_columns) in the order of the columns; ``tags`` are, by the name of each listener that names
    some, its probabilities in other spans, (n_tag_spans, n_tags)."""

    X: np.ndarray
    tags: dict[str, np.ndarray] = field(default_factory=dict)


def unmeasured(columns: Collection[str]) -> list[str]:
    """The columns that nobody here can measure in a sound."""
    features = set(COLUMNS)
    return [column for column in columns if column not in features and backbone_of(column) is None]


def measuring_listeners(columns: Collection[str]) -> tuple[Backbone, ...]:
    """The pretrained listeners that measure some of the columns, each once."""
    return tuple(dict.fromkeys(filter(None, map(backbone_of, columns))))


def measure(
    signal: Signal,
    *,
    columns: Sequence[str],
    spans: Spans,
    tag_spans: Spans = (),
    n_threads: int = 1,
    progress: Progress | None = None,
) -> Measured:
    """Measure columns in spans of a recording; each listener hears the recording once, however spans overlap.

    As in a table, the sound of the features is what listeners of that rate or less hear; only those of a higher rate
    hear more, so that a number does not depend on who else listens.

    Parameters
    ----------
    signal : at 22,050 Hz or the rate of the most demanding listener, or more
    columns : features and what listeners give, in any order; ``unmeasured`` tells which cannot be
    spans, tag_spans : (start_s, end_s) each; ``tag_spans`` are those in which tags are wanted

    Raises
    ------
    AudioError
        The recording is shorter than a feature or a listener needs.
    ModelError, DownloadError
        A listener's files cannot be had, or are not what they should be.
    """
    listeners = measuring_listeners(columns)
    features = [column for column in columns if backbone_of(column) is None]
    unique = sorted(set(spans))
    say = _parts(progress, n=bool(features) + len(listeners))
    found: dict[str, np.ndarray] = {}
    usual = Signal(at_rate(signal.y, sr=signal.sr, wanted=SR), SR)
    if features:
        told = _words(next(say), len(spans), "Listening: {} of {} cells")
        rows = extract(usual.y, columns=features, spans=unique, n_threads=n_threads, progress=told)
        found |= zip(features, rows.T, strict=True)
    sounds = {rate: _at(rate, usual if rate <= SR else signal) for rate in {one.sr for one in listeners}}
    tags = {}
    for listener in listeners:
        y = sounds[listener.sr]
        told = _words(next(say), n_segments(y.size, listener), listener.title + " listens: {} of {} segments")
        heard = listen(y, sr=listener.sr, backbone=listener, spans=[*unique, *tag_spans], progress=told)
        found |= _named(listener, heard, len(unique))
        if heard.tags is not None and tag_spans:
            tags[listener.name] = heard.tags[len(unique) :]
    row = {span: i for i, span in enumerate(unique)}
    X = np.column_stack([found[column] for column in columns]).astype(np.float64)
    return Measured(X[[row[span] for span in spans]], tags)


def n_segments(n_samples: int, backbone: Backbone) -> int:
    """How many segments a listener hears of a recording at its own rate."""
    rest = n_samples - backbone.n_samples
    return 1 if rest <= 0 else 1 + int(np.ceil(rest / round(backbone.hop_s * backbone.sr)))


def _at(rate: int, signal: Signal) -> np.ndarray:
    return at_rate(signal.y, sr=signal.sr, wanted=rate)


def _named(listener: Backbone, heard: Listened, n_spans: int) -> Iterator[tuple[str, np.ndarray]]:
    yield from zip(listener.columns, heard.embedding[:n_spans].T, strict=True)
    if heard.tags is not None:
        yield from zip(listener.tag_columns, heard.tags[:n_spans].T, strict=True)


def _parts(progress: Progress | None, *, n: int) -> Iterator[Progress]:
    """A callback for each of ``n`` parts of the work, which weigh the same."""
    for i in range(n):
        yield lambda share, words, i=i: progress((i + share) / n, words) if progress else None


def _words(say: Progress, n: int, words: str) -> Callable[[float], None]:
    """A share as a count in words: "YAMNet listens: 41 of 80 segments"."""
    return lambda share: say(share, words.format(round(share * n), n))
