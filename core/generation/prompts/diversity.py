"""Prompts in; how much they differ as texts, and how much of what a genre has they speak of, out.

Shares of n-grams fall as prompts become more, and so does the distance to the nearest: compare equal numbers.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

import numpy as np
from scipy import sparse

from core.errors import DataError
from core.generation.prompts import VOCABULARIES, Prompt
from core.generation.prompts.description import words_of
from core.generation.prompts.voices import mentions_voice

TEMPO_STEP_BPM = 10  # tempi this near count as one when coverage is told
MAX_COMPARED = 20_000
_ROWS = 256  # compared with all others at a time


@dataclass(frozen=True)
class Coverage:
    """What is spoken of, ``n_named``, of what the grammar knows for the genres of the prompts, ``n_known``."""

    n_named: int
    n_known: int

    @property
    def share(self) -> float | None:
        """None where the grammar knows nothing of the genres."""
        return self.n_named / self.n_known if self.n_known else None


@dataclass(frozen=True)
class TextDiversity:
    """How much ``n`` prompts differ.

    Attributes
    ----------
    n_distinct : without those that have the same words in the same order
    distinct_1, distinct_2, distinct_3 : different words (pairs, triples) among all, 0 to 1 (Li et al., NAACL 2016)
    nearest_median, nearest_min : distance to the most similar other prompt, 1 less the Jaccard index of their words: 0
        the same words, 1 none in common; None for one prompt
    nearest_pair : the texts of the two most similar
    words_median : words of a prompt
    n_with_tempo, tempo_bpm : how many name a tempo; the slowest and the fastest, None where none does
    tempo_coverage : steps of 10 BPM within the tempi of the genres' kinds
    instrument_coverage : instruments of the genres; ``rarely`` those that stand in fewest prompts, with counts
    n_voices : prompts that mention a voice
    """

    n: int
    n_distinct: int
    distinct_1: float
    distinct_2: float
    distinct_3: float
    nearest_median: float | None
    nearest_min: float | None
    nearest_pair: tuple[str, str] | None
    words_median: float
    n_with_tempo: int
    tempo_bpm: tuple[float, float] | None
    tempo_coverage: Coverage
    instrument_coverage: Coverage
    rarely: tuple[tuple[str, int], ...]
    n_voices: int

    def as_dict(self) -> dict[str, Any]:
        """For JSON; a coverage has its share."""
        shares = {name: getattr(self, name) for name in ("tempo_coverage", "instrument_coverage")}
        return asdict(self) | {name: asdict(cover) | {"share": cover.share} for name, cover in shares.items()}


def text_diversity(prompts: Sequence[Prompt]) -> TextDiversity:
    """The report on prompts of one genre or several; raises DataError where there is none, or too many to compare."""
    if not 0 < len(prompts) <= MAX_COMPARED:
        raise DataError(f"a report compares 1 to {MAX_COMPARED:,} prompts, and there are {len(prompts):,}")
    words = [words_of(prompt.text) for prompt in prompts]
    distances, nearest = nearest_neighbours(words)
    closest = int(np.argmin(distances)) if len(prompts) > 1 else None
    tempi = [prompt.description.tempo_bpm for prompt in prompts if prompt.description.tempo_bpm is not None]
    named = _instruments_named(prompts)
    return TextDiversity(
        n=len(prompts),
        n_distinct=len(set(words)),
        distinct_1=distinct_share(words, n=1),
        distinct_2=distinct_share(words, n=2),
        distinct_3=distinct_share(words, n=3),
        nearest_median=None if closest is None else float(np.median(distances)),
        nearest_min=None if closest is None else float(distances[closest]),
        nearest_pair=None if closest is None else (prompts[closest].text, prompts[nearest[closest]].text),
        words_median=float(np.median([len(each) for each in words])),
        n_with_tempo=len(tempi),
        tempo_bpm=(min(tempi), max(tempi)) if tempi else None,
        tempo_coverage=_tempo_coverage(prompts),
        instrument_coverage=Coverage(sum(n > 0 for n in named.values()), len(named)),
        rarely=tuple((name, n) for (_, name), n in sorted(named.items(), key=lambda item: item[1])[:5]),
        n_voices=sum(mentions_voice(prompt.text) is not None for prompt in prompts),
    )


def distinct_share(texts: Sequence[Sequence[str]], *, n: int) -> float:
    """Different n-grams among all n-grams of texts, given as words; 0 where no text has n words."""
    grams = Counter(chain.from_iterable(zip(*(words[i:] for i in range(n)), strict=False) for words in texts))
    return len(grams) / max(1, grams.total())


def nearest_neighbours(texts: Sequence[Sequence[str]]) -> tuple[np.ndarray, np.ndarray]:
    """The distance of each text to its nearest other, 1 less the Jaccard index of their sets of words, and its place.

    Two of shape (n_texts,); one text alone is at an infinite distance of itself.
    """
    bags = _bags(texts)
    sizes = np.asarray(bags.sum(axis=1)).ravel()
    distances, nearest = np.empty(len(texts)), np.empty(len(texts), dtype=np.intp)
    for start in range(0, len(texts), _ROWS):
        rows = np.arange(start, min(start + _ROWS, len(texts)))
        common = bags @ bags[rows].toarray().T  # (n_texts, n_rows)
        either = np.maximum(sizes[:, None] + sizes[rows][None, :] - common, 1)
        apart = 1 - common / either
        apart[rows, np.arange(len(rows))] = np.inf
        nearest[rows] = apart.argmin(axis=0)
        distances[rows] = apart.min(axis=0)
    return distances, nearest


def _bags(texts: Sequence[Sequence[str]]) -> sparse.csr_matrix:
    """Which words a text has: (n_texts, n_words) of 0 and 1."""
    places: dict[str, int] = {}
    sets = [sorted({places.setdefault(word, len(places)) for word in words}) for words in texts]
    starts = np.cumsum([0, *map(len, sets)])
    columns = np.fromiter(chain.from_iterable(sets), dtype=np.intp)
    return sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(texts), max(1, len(places))))


def _instruments_named(prompts: Sequence[Prompt]) -> dict[tuple[str, str], int]:
    """(genre, instrument that the grammar knows for it) -> the prompts that name it."""
    genres = {prompt.genre: None for prompt in prompts if prompt.genre in VOCABULARIES}
    counts = {(genre, name): 0 for genre in genres for name in VOCABULARIES[genre].instruments}
    for prompt in prompts:
        for name in prompt.description.instruments:
            if (prompt.genre, name) in counts:
                counts[prompt.genre, name] += 1
    return counts


def _tempo_coverage(prompts: Sequence[Prompt]) -> Coverage:
    known, named = set(), set()
    for genre in {prompt.genre for prompt in prompts} & VOCABULARIES.keys():
        for low, high in (kind.tempo_bpm for kind in VOCABULARIES[genre].kinds):
            known |= {(genre, step) for step in range(low // TEMPO_STEP_BPM, high // TEMPO_STEP_BPM + 1)}
    for prompt in prompts:
        if prompt.description.tempo_bpm is not None:
            named.add((prompt.genre, int(prompt.description.tempo_bpm // TEMPO_STEP_BPM)))
    return Coverage(len(known & named), len(known))
