"""Sequences and the windows that are cut from them."""

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.data.sequences import Sequences
from core.jazz.data.windows import SHORTEST, Cutter, bin_edges
from core.jazz.models.debug import debug_model
from core.jazz.representations import representation

TOKENS = representation("tokens", vocabulary=[f"C{octave}" for octave in range(8)])


def row(n, value=None):
    codes = np.arange(n) % 8 if value is None else np.full(n, value)
    return codes.astype(np.int16)[:, None]


def test_a_piece_comes_back_as_it_was():
    pieces = [row(5), row(9, 3), row(2, 1)]
    sequences = Sequences.of(pieces, groups=["a", "b", "b"], manners=[2, 0, 1])
    assert [sequences.piece(i).tolist() for i in range(3)] == [piece.tolist() for piece in pieces]
    assert sequences.codes.dtype == np.int16
    some = sequences.taken(sequences.groups == "b")
    assert (len(some), some.manners.tolist(), some.n_steps) == (2, [0, 1], 11)


def test_nothing_to_learn_from_is_refused():
    with pytest.raises(DataError, match="there are no notes to learn from"):
        Sequences.of([])


def test_windows_hold_every_step_once_but_for_short_rests():
    windows = Cutter(TOKENS, 100).all(Sequences.of([row(250), row(100), row(103), row(40)]))
    assert windows.mask.sum(axis=1).tolist() == [100, 100, 50, 100, 100, 40]
    assert windows.pieces.tolist() == [0, 0, 0, 1, 2, 3]
    assert windows.codes[1, :4, 0].tolist() == [4, 5, 6, 7]


def test_a_piece_shorter_than_a_window_is_one_window_however_short():
    windows = Cutter(TOKENS, 100).all(Sequences.of([row(SHORTEST - 5), row(3)]))
    assert windows.mask.sum(axis=1).tolist() == [SHORTEST - 5, 3]


def test_windows_are_drawn_from_another_first_step_each_time():
    sequences = Sequences.of([np.arange(1000, dtype=np.int16)[:, None] % 700])
    cutter, rng = Cutter(TOKENS, 100), np.random.default_rng(0)
    firsts = {int(cutter.drawn(sequences, rng).codes[:, 0, 0].min()) for _ in range(8)}
    assert len(firsts) > 4
    assert max(firsts) < 100


def test_a_timed_window_starts_at_once():
    codes = np.tile(np.array([[9, 40, 3, 5]], dtype=np.int16), (70, 1))
    windows = Cutter(representation("performance"), 32).all(Sequences.of([codes]))
    assert windows.codes[:, 0, 0].tolist() == [0, 0]
    assert (windows.codes[0, 1:, 0] == 9).all()


def test_bins_hold_equally_many_windows():
    rng = np.random.default_rng(1)
    codes = np.stack([rng.integers(1, 12, 6400), rng.integers(0, 88, 6400), *np.zeros((2, 6400))], axis=1)
    cutter = Cutter(representation("performance"), 32)
    windows = cutter.all(Sequences.of([codes.astype(np.int16)]))
    edges = bin_edges(windows, ("density", "register"), 4)
    binned = Cutter(representation("performance"), 32, ("density", "register"), edges, knows_manner=True)
    conditions = binned.all(Sequences.of([codes.astype(np.int16)], manners=[6])).conditions
    assert set(conditions[:, 0]) == {7}
    for column in (1, 2):
        # Some registers are equal and fall on the same side.
        assert np.bincount(conditions[:, column])[1:] == pytest.approx(50, abs=3)


def test_who_is_unknown_has_code_zero():
    shape = debug_model("performance").shape
    codes = np.zeros((40, 4), dtype=np.int16)
    assert shape.cutter.all(Sequences.of([codes])).conditions[0, 0] == 0
