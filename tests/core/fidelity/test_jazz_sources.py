"""Nothing tells the sources of jazz apart but which notes are played when."""

import numpy as np
import pytest

from core.fidelity.jazz_heard import CLASSICAL, MADE, REAL, SHUFFLED
from core.fidelity.jazz_sources import DURATION_S, VELOCITY, classical_clips, sources_of
from core.jazz.models.ngram import NGram
from core.jazz.notes import Notes
from core.jazz.representations import representation
from core.jazz.representations.tokens import STEP_S
from tests.core.jazz.toy_notes import toy_pieces

PIECES = toy_pieces(12, n_groups=6, n_notes=120)
VOCABULARY = tuple(f"{name}{octave}" for octave in range(1, 8) for name in ("C", "D", "E-", "F", "G", "A", "B-"))


@pytest.fixture(params=["performance", "tokens"])
def sources(request):
    codes = representation(request.param, vocabulary=VOCABULARY)
    ngram = NGram(codes.fields).fit([codes.encode(piece.notes) for piece in PIECES])
    batch = [piece.notes for piece in PIECES]
    found = sources_of(batch, PIECES, ngram=ngram, representation=codes, n_clips=6, seed=0)
    return codes, found


def test_every_source_has_as_many_clips_of_one_length_and_one_loudness(sources):
    _, found = sources
    assert {len(clips) for clips in found.clips.values()} == {6}
    for clips in found.clips.values():
        for clip in clips:
            assert clip.end_s <= DURATION_S + 1e-9
            assert set(clip.velocity) == {VELOCITY}


def test_without_time_every_source_loses_its_own(sources):
    codes, found = sources
    if codes.is_timed:
        return
    for clips in found.clips.values():
        for clip in clips:
            np.testing.assert_allclose(clip.start_s, STEP_S * np.round(clip.start_s / STEP_S))


def test_a_track_is_heard_once_before_any_is_heard_twice_and_shuffled_notes_are_of_the_same_one(sources):
    _, found = sources
    assert sorted(found.groups[REAL]) == [f"track {i}" for i in range(6)]
    assert found.groups[SHUFFLED] == found.groups[REAL]
    for real, mixed in zip(found.clips[REAL], found.clips[SHUFFLED], strict=True):
        assert abs(len(real) - len(mixed)) <= 0.3 * len(real)  # two notes may fall on one stroke


def test_the_same_seed_gives_the_same_clips():
    codes = representation("performance")
    ngram = NGram(codes.fields).fit([codes.encode(piece.notes) for piece in PIECES])
    one, other, third = (
        sources_of([p.notes for p in PIECES], PIECES, ngram=ngram, representation=codes, n_clips=5, seed=seed)
        for seed in (3, 3, 4)
    )
    assert _pitches(one.clips[MADE]) == _pitches(other.clips[MADE])
    assert _pitches(one.clips[CLASSICAL]) == _pitches(other.clips[CLASSICAL])
    assert _pitches(one.clips[REAL]) != _pitches(third.clips[REAL])


def test_the_band_plays_classical_clips_that_differ():
    one, other = classical_clips(2, seed=1)
    assert len(one) > 30
    assert len(one) != len(other) or (one.pitch != other.pitch).any()


def _pitches(clips: list[Notes]) -> list[list[int]]:
    return [clip.pitch.tolist() for clip in clips]
