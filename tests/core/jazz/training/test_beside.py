"""What is stored beside a model: an n-gram that hears what the networks hear, and hashes where they can be judged."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.data.sequences import Sequences
from core.jazz.models.ngram import NGram
from core.jazz.training import beside
from core.jazz.training.beside import fit_ngram, learnt_by_hashes
from core.jazz.training.loop import Material


@pytest.fixture
def other_keys(prepared):
    """Music of which the validation part is what was learnt from, three semitones higher."""
    found = prepared("performance")
    train = found.material.train
    higher = found.shape.representation.transpose(train.codes, 3)
    valid = Sequences(higher, train.bounds, train.manners, train.groups)
    return replace(found, material=Material(train, valid, found.material.cutter))


def test_the_ngram_counts_other_keys_where_the_validation_part_is_likelier_for_it(other_keys, monkeypatch):
    valid = other_keys.material.valid
    moved = fit_ngram(other_keys).nll(valid.piece(0)).mean()
    monkeypatch.setattr(beside, "TRANSPOSED", ((),))
    assert moved < fit_ngram(other_keys).nll(valid.piece(0)).mean() - 0.1


def test_no_more_is_counted_than_there_is_room_for(other_keys, monkeypatch):
    sizes = []
    fit = NGram.fit
    monkeypatch.setattr(
        NGram, "fit", lambda self, rows, **how: sizes.append(sum(map(len, rows))) or fit(self, rows, **how)
    )
    n = other_keys.material.train.n_steps
    monkeypatch.setattr(beside, "MOST_STEPS", 3 * n)
    fit_ngram(other_keys)
    assert sizes == [n, 3 * n]


def test_too_little_held_out_music_is_told_of(prepared):
    with pytest.raises(DataError, match="a percentile needs at least 20"):
        learnt_by_hashes(prepared("performance"))
    assert np.isfinite(fit_ngram(prepared("performance")).nll(prepared("performance").test.piece(0))).all()
