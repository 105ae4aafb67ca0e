"""A report holds a batch against real pieces and an n-gram, and can be printed as JSON."""

import json
from dataclasses import replace

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.judging.copying import Learnt
from core.jazz.judging.descriptors import describe, shuffled
from core.jazz.judging.report import NGRAM, SHUFFLED, judge, ngram_clips, ngram_of
from core.jazz.judging.second_judge import judged
from core.jazz.models.ngram import NGram
from core.jazz.notes import HIGHEST_PITCH, LOWEST_PITCH, Notes
from core.jazz.representations import representation
from core.jazz.representations.performance import Performance
from core.jazz.representations.tokens import chord_token, note_name
from tests.core.jazz.toy_notes import toy_pieces

PERFORMANCE = Performance()
TRAIN, REAL, BATCH = (toy_pieces(60, seed=seed) for seed in (1, 2, 3))


@pytest.fixture(scope="module")
def ngram() -> NGram:
    return NGram(PERFORMANCE.fields).fit([PERFORMANCE.encode(piece.notes) for piece in TRAIN])


@pytest.fixture(scope="module")
def report(ngram):
    learnt = Learnt.of([piece.notes for piece in TRAIN], held_out=[piece.notes for piece in REAL])
    return judge(BATCH[:20], REAL, ngram=ngram, representation=PERFORMANCE, learnt=learnt)


def test_real_music_is_as_near_to_real_music_as_any_can_be(report):
    assert len(report.rows) == 7
    for row in report.rows:
        assert row.batch.interval[0] <= 2 * row.floor + 0.02
    assert report.n_nearer == sum(row.is_nearer for row in report.rows)
    assert "repetition" in {row.name for row in report.rows if row.is_nearer}


def test_the_second_judge_tells_what_it_learnt_of_and_not_real_music_from_real_music(report):
    assert report.judge[SHUFFLED].value > 0.8
    assert report.judge[NGRAM].value > 0.7
    low, high = report.judge["batch"].interval
    assert low <= 0.5 <= high


def test_what_is_too_short_is_named_and_copies_are_looked_for_in_whole_clips(ngram):
    learnt = Learnt.of([piece.notes for piece in TRAIN], held_out=[piece.notes for piece in REAL])
    long = toy_pieces(1, n_notes=300, seed=9)[0]
    short = toy_pieces(1, n_notes=6)[0]
    batch = [replace(short, name="short"), replace(long, notes=after(long.notes, TRAIN[5].notes)), *BATCH[:4]]
    report = judge(batch, REAL[:20], ngram=ngram, representation=PERFORMANCE, learnt=learnt)
    assert report.left_out == ("short",)
    assert report.clips[0].copy.n_notes >= 70
    assert report.clips[0].copy.warns


def after(first: Notes, then: Notes) -> Notes:
    """One piece and, when it has ended, the other."""
    rows = [
        (start + begin_s, *rest)
        for notes, begin_s in ((first, 0.0), (then, np.ceil(first.end_s) + 1))
        for start, *rest in zip(notes.start_s, notes.duration_s, notes.pitch, notes.velocity, strict=True)
    ]
    return Notes.of(rows)


def test_every_clip_has_a_row_and_all_of_it_is_json(report):
    assert [clip.name for clip in report.clips] == [piece.name for piece in BATCH[:20]]
    assert all(0 <= clip.looks_real <= 1 for clip in report.clips)
    assert json.loads(json.dumps(report.as_dict()))["n_tracks"] == 10
    assert 0 <= report.n_warned <= 20


def test_the_same_seed_gives_the_same_report(ngram):
    first, again = (judge(BATCH[:8], REAL[:20], ngram=ngram, representation=PERFORMANCE, seed=4) for _ in range(2))
    assert first == again
    assert first.n_warned is None


def test_clips_of_the_ngram_are_as_long_as_those_beside_them(ngram):
    like = [piece.notes.within(0, 8) for piece in BATCH[:5]]
    for clip, beside in zip(ngram_clips(ngram, PERFORMANCE, like=like, seed=0), like, strict=True):
        assert clip.end_s == pytest.approx(beside.end_s, abs=1.0)


def test_a_key_of_the_ngram_that_is_struck_again_ends_its_note(ngram):
    (clip,) = ngram_clips(ngram, PERFORMANCE, like=[BATCH[0].notes], seed=0)
    for pitch in np.unique(clip.pitch):
        key = clip.taken(clip.pitch == pitch)
        assert (key.start_s[:-1] + key.duration_s[:-1] <= key.start_s[1:] + 1e-9).all()


def test_an_ngram_of_the_pieces_themselves_serves_where_there_is_no_other():
    ngram = ngram_of(REAL[:20], PERFORMANCE)
    assert ngram.nll(PERFORMANCE.encode(REAL[0].notes)).sum(axis=1).mean() < 8


def test_tokens_are_compared_without_time():
    names = [note_name(pitch) for pitch in range(LOWEST_PITCH, HIGHEST_PITCH + 1)]
    chords = sorted({code for piece in (*TRAIN, *REAL, *BATCH) for code in _chord_tokens(piece.notes)})
    tokens = representation("tokens", vocabulary=[*names, *chords])
    ngram = NGram(tokens.fields, order=2).fit([tokens.encode(piece.notes) for piece in TRAIN])
    report = judge(BATCH[:20], REAL[:30], ngram=ngram, representation=tokens)
    assert len(report.rows) == 5
    assert report.clips[0].grooving_similarity is None
    assert "tokens" in report.compared_on


def _chord_tokens(notes: Notes) -> set[str]:
    return {chord_token(chord.pitch) for chord in notes.chords() if len(chord) > 1}


def test_errors_tell_what_is_too_short_or_too_few(ngram):
    short = toy_pieces(3, n_notes=5)
    with pytest.raises(DataError, match="the batch: none of 3 pieces has 16 notes"):
        judge(short, REAL, ngram=ngram, representation=PERFORMANCE)
    found = describe([piece.notes for piece in REAL[:4]])
    mixed = describe([shuffled(piece.notes, seed=0) for piece in REAL[:4]])
    with pytest.raises(DataError, match="a judge that is asked about other tracks needs at least 5"):
        judged(found, found, {"x": (mixed, list("abcd"))}, groups=list("abcd"))
    assert np.isfinite(found.matrix()).all()
