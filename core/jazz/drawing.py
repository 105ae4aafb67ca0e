"""Logits of a step in, codes out: by temperature, by the most probable ones alone, and by a seed for each piece."""

from collections.abc import Sequence

import numpy as np

from core.jazz.keys import N_KEYS, KeysDown
from core.jazz.repetition import RepetitionGuard
from core.jazz.representations import Representation

_AT_ONCE = 64  # steps whose random numbers are made together


def probabilities(logits: np.ndarray, *, temperature: float, top_p: float) -> np.ndarray:
    """The chance of each code to be drawn: logits (n, size) -> float64, the same shape, rows that sum to 1."""
    if temperature == 0:
        return (np.arange(logits.shape[1]) == logits.argmax(axis=1)[:, None]).astype(np.float64)
    scaled = logits.astype(np.float64) / temperature
    p = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    if top_p == 1:
        return p
    order = np.argsort(-p, axis=1, kind="stable")
    ranked = np.take_along_axis(p, order, axis=1)
    is_beyond = np.cumsum(ranked, axis=1) - ranked >= top_p  # the most probable one never is
    np.put_along_axis(p, order, np.where(is_beyond, 0.0, ranked), axis=1)
    return p / p.sum(axis=1, keepdims=True)


class Draws:
    """What a session asks for each code of one or more pieces, each of which has a seed.

    A step has numbers of its own, however many codes of the steps before it were sure. What no representation of
    music says is not drawn either: timed notes that start together come from low to high, each key once, and a key
    that is down is not struck.

    When notes come and how long they last is drawn as it was learnt, unless the temperature is 0: temperature and top-p
    choose keys. Most probable of all is that no time passes and a note is short. With temperature 0.8 and top-p 0.95
    on everything 18 notes came in a second and lasted 0.2 s; on the keys alone 12, as in the clips, and 0.5 s.

    Parameters
    ----------
    seeds : of each piece
    temperature, top_p, is_guarded : see `core.jazz.sampling.SampleParams`
    played : np.ndarray of int, shape (n_steps, n_fields): what all pieces go on from
    """

    def __init__(
        self,
        codes: Representation,
        *,
        seeds: Sequence[int],
        temperature: float,
        top_p: float,
        is_guarded: bool,
        played: np.ndarray | None = None,
    ) -> None:
        names = [field.name for field in codes.fields]
        self._shape, self._n_done = (len(seeds), len(names)), 0
        self._temperature, self._top_p = temperature, top_p
        self._is_timed, self._goes_on = codes.is_timed, played is not None
        self._key = names.index("pitch") if "pitch" in names else 0
        self._of_time = [i for i, name in enumerate(names) if name in ("shift", "duration")]
        self._last = np.zeros(len(seeds), dtype=np.int64)  # key
        self._shift = np.zeros(len(seeds), dtype=np.int64)  # of the step that is being drawn
        self._down = KeysDown(len(seeds)) if codes.is_timed else None
        self._generators = [np.random.default_rng([seed, 11]) for seed in seeds]
        self._guard = RepetitionGuard(*self._shape) if is_guarded else None
        for step in () if played is None else played:
            self._note(np.broadcast_to(step, self._shape))
        self._draw()

    def choose(self, logits: np.ndarray, field: int) -> np.ndarray:
        """Logits (n_pieces, size) of a field -> a code for each piece."""
        if self._is_timed and field == 0 and not self._n_done and not self._goes_on:
            self._shift = np.zeros(len(logits), dtype=np.int64)
            return self._shift  # music starts at once
        up_to = np.cumsum(self._probabilities(self._allowed(logits, field), field), axis=1)
        number = self._numbers[:, self._n_done % _AT_ONCE, field]
        codes = (up_to <= number[:, None] * up_to[:, -1:]).sum(axis=1)
        if self._is_timed and field == 0:
            self._shift = codes
        return codes

    def done(self, codes: np.ndarray) -> None:
        """Take note of the step that was drawn, (n_pieces, n_fields)."""
        self._note(codes)
        self._n_done += 1
        if self._n_done % _AT_ONCE == 0:
            self._draw()

    def _probabilities(self, logits: np.ndarray, field: int) -> np.ndarray:
        if field in self._of_time and self._temperature:
            return probabilities(logits, temperature=1.0, top_p=1.0)
        return probabilities(logits, temperature=self._temperature, top_p=self._top_p)

    def _allowed(self, logits: np.ndarray, field: int) -> np.ndarray:
        """The logits, of which those that may not be drawn are minus infinity; two at least are left."""
        logits = logits.copy()
        if self._is_timed and field == 0:
            # The last chord of a phrase is complete, and above the two highest keys is nothing to choose from.
            has_no_more = (self._last >= N_KEYS - 2) | (self._n_done == 0)
            logits[has_no_more, 0] = -np.inf
        if field == self._key:
            if self._down:
                logits[self._cannot_be_struck()] = -np.inf
            if self._guard:
                code = self._guard.forbidden(field)
                logits[code >= 0, code[code >= 0]] = -np.inf
        return logits

    @property
    def _is_together(self) -> np.ndarray:
        """Of each piece, whether the note that is being drawn starts together with the one before."""
        return (self._shift == 0) & (self._n_done > 0)

    def _cannot_be_struck(self) -> np.ndarray:
        """bool, (n_pieces, N_KEYS); where two hands hold nearly all that is left, they let go."""
        is_below = (np.arange(N_KEYS) <= self._last[:, None]) & self._is_together[:, None]
        either = is_below | self._down.after(self._shift)
        has_choice = (~either).sum(axis=1) > 2  # a guard may forbid one more
        return np.where(has_choice[:, None], either, is_below)

    def _note(self, codes: np.ndarray) -> None:
        self._last = codes[:, self._key]
        if self._down:
            self._down.see(codes)
        if self._guard:
            self._guard.see(codes)

    def _draw(self) -> None:
        shape = (_AT_ONCE, self._shape[1])
        self._numbers = np.stack([generator.random(shape) for generator in self._generators])
