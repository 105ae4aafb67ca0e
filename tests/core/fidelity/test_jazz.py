"""What a genre model hears is told as differences from real jazz, and only so."""

import json
from dataclasses import replace

import numpy as np
import pytest

from core.errors import DataError, ModelError
from core.fidelity import jazz
from core.fidelity.jazz import differences, jazz_in, what_is_heard
from core.fidelity.jazz_heard import CLASSICAL, MADE, NGRAM, REAL, SHUFFLED
from core.jazz.models.ngram import NGram
from core.jazz.representations.performance import Performance
from core.models.loaded import LoadedModel, load_model
from tests.core.jazz.toy_notes import toy_notes, toy_pieces

PERFORMANCE = Performance()
PIECES = toy_pieces(12, n_groups=6)


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return load_model()


@pytest.fixture(scope="module")
def ngram() -> NGram:
    return NGram(PERFORMANCE.fields).fit([PERFORMANCE.encode(piece.notes) for piece in PIECES])


def test_a_source_as_jazzy_as_real_jazz_differs_by_nothing_and_another_by_what_it_lacks():
    heard = {REAL: [0.5, 0.7, 0.6, 0.6] * 5, MADE: [0.5, 0.7, 0.6, 0.6] * 5, CLASSICAL: [0.1, 0.3] * 10}
    alike, other = differences(heard, {})
    assert alike.difference == pytest.approx(0)
    assert alike.interval[0] < 0 < alike.interval[1]
    assert not alike.is_told_apart
    assert other.difference == pytest.approx(-0.4)
    assert other.interval[1] < 0
    assert other.is_told_apart


def test_shuffled_notes_are_drawn_with_the_piece_that_they_are_of():
    values = np.random.default_rng(0).random(30).tolist()
    groups = [f"track {i}" for i in range(30)]
    (together,) = differences({REAL: values, SHUFFLED: values}, {REAL: groups, SHUFFLED: groups})
    assert together.interval == pytest.approx((0, 0))


def test_a_model_hears_a_probability(model):
    assert 0 <= jazz_in(toy_notes(40), is_timed=True, model=model) <= 1


def test_all_sources_are_compared_with_held_out_jazz_and_all_of_it_is_json(model, ngram, monkeypatch):
    monkeypatch.setattr(jazz, "jazz_in", lambda notes, *, is_timed, model: float(notes.pitch.mean()) / 127)
    told = []
    batch = [piece.notes for piece in PIECES]
    report = what_is_heard(
        batch,
        PIECES,
        ngram=ngram,
        representation=PERFORMANCE,
        model=model,
        n_clips=8,
        progress=lambda *at: told.append(at),
    )
    assert [heard.source for heard in report.sources] == [MADE, NGRAM, SHUFFLED, CLASSICAL]
    assert {heard.n_clips for heard in report.sources} == {8}
    assert (report.n_real, report.n_tracks) == (8, 6)
    assert (told[0][0], told[-1][0]) == (0, 1)
    assert report.of(SHUFFLED).difference == pytest.approx(0, abs=0.005)  # nearly the same notes in another order
    assert REAL not in {row["source"] for row in json.loads(json.dumps(report.as_dict()))["sources"]}
    assert "synthesiser" in report.caveat


def test_errors_tell_what_is_needed(model, ngram):
    options = {"ngram": ngram, "representation": PERFORMANCE}
    batch = [piece.notes for piece in PIECES]
    with pytest.raises(DataError, match="no clip of the batch has 16 notes in its first 20 s and lasts 3 s"):
        what_is_heard([toy_notes(5)], PIECES, model=model, **options)
    with pytest.raises(DataError, match="the real clips are of 1 tracks, but an interval needs at least 5"):
        what_is_heard(batch, [replace(piece, group="a") for piece in PIECES], model=model, **options)
    strange = replace(model, record=replace(model.record, genres=("blues", "rock")))
    with pytest.raises(ModelError, match="knows blues, rock, but not jazz"):
        what_is_heard(batch, PIECES, model=strange, **options)
