"""Of n clips the best are kept; who selects never reports, and inside an experiment knows no test track."""

import numpy as np
import pytest

from core.data.datasets.arranged import all_tracks
from core.errors import AudioError, ModelError
from core.features.frames import SR
from core.fidelity.best_of import KEPT_BY, Judge, Try, best_of, check_reporter, genre_judge, identity_of
from core.models.loaded import load_model
from core.sound.decode import Signal


def make(seed):
    """A clip whose loudness is its seed."""
    return Signal(np.full(100, seed, np.float32), SR)


def loud(signal):
    if signal.y[0] == 13:
        raise AudioError("thirteen cannot be judged")
    return float(signal.y[0] % 10)


JUDGE = Judge("loud", "a1", loud, frozenset({"t1", "t2"}))


def test_the_best_are_kept_with_all_that_was_tried():
    found = best_of(make, seeds=[3, 19, 7, 13], judge=JUDGE, n_kept=2)
    assert found.seeds == (19, 7)
    assert [clip.y[0] for clip in found.clips] == [19, 7]
    assert found.tries == (Try(3, 3.0), Try(19, 9.0), Try(7, 7.0), Try(13, None, "thirteen cannot be judged"))
    assert (found.judge, found.marks) == ("loud", {KEPT_BY: "a1"})


def test_of_equals_the_earlier_is_kept_whatever_their_seeds():
    assert best_of(make, seeds=[15, 5, 25], judge=JUDGE).seeds == (15,)


def test_the_best_of_more_is_never_worse():
    best = [max(t.score for t in best_of(make, seeds=range(n), judge=JUDGE).tries) for n in (1, 4, 9)]
    assert best == sorted(best)


def test_a_clip_may_be_more_than_its_sound():
    found = best_of(lambda seed: {"y": make(seed)}, seeds=[1, 2], judge=JUDGE, sound=lambda clip: clip["y"])
    assert found.clips[0]["y"].y[0] == 2


def test_who_selects_never_reports():
    with pytest.raises(ModelError, match="'loud' selected these clips, so that its report would praise its own choice"):
        best_of(make, seeds=[1], judge=JUDGE, reporter="a1")
    best_of(make, seeds=[1], judge=JUDGE, reporter="b2")
    with pytest.raises(ModelError, match="let another model report"):
        check_reporter("a1", selected_by=["b2", "a1"], name="loud")


def test_inside_an_experiment_a_judge_knows_the_training_tracks_alone():
    assert best_of(make, seeds=[1], judge=JUDGE, may_have_seen=["t1", "t2", "t3"]).seeds == (1,)
    with pytest.raises(ModelError, match="learnt from 1 tracks that are not among the fold's training tracks, such as"):
        best_of(make, seeds=[1], judge=JUDGE, may_have_seen=["t1"])
    with pytest.raises(ModelError, match="nobody knows which tracks 'loud' learnt from"):
        best_of(make, seeds=[1], judge=Judge("loud", "a1", loud), may_have_seen=["t1"])


def test_too_few_clips_are_said():
    with pytest.raises(ModelError, match=r"could judge 0 of 1 clips, but 1 are wanted; .*thirteen cannot be judged"):
        best_of(make, seeds=[13], judge=JUDGE)
    with pytest.raises(ValueError, match="n_kept=2 of 1 seeds"):
        best_of(make, seeds=[1], judge=JUDGE, n_kept=2)


def test_a_genre_model_is_a_judge_of_the_genres_that_it_knows():
    model = load_model()
    judge = genre_judge(model, "rock")
    y = all_tracks()[455].decode(sr=SR).y[: 4 * SR]
    assert 0 <= judge.score(Signal(y, SR)) <= 1
    assert judge.identity == identity_of(model)
    assert judge.seen == set(model.training["track_id"])
    with pytest.raises(ModelError, match="but not polka"):
        genre_judge(model, "polka")
