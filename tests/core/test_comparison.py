"""Two runs are compared only on the same tracks by the same protocol, by artists where those are known."""

import numpy as np
import pandas as pd
import pytest

from core.comparison import compare, compare_all
from core.errors import ModelError
from core.evaluation.paired import holm, mcnemar, sign_flip
from core.runs import read_run, save_run
from core.workspace import asset
from tests.core.made_runs import made_run, said


@pytest.fixture
def better():
    return made_run("better", said(strength=4.0, seed=1))


@pytest.fixture
def worse():
    return made_run("worse", said(strength=0.5, seed=2))


def test_the_difference_is_that_of_the_two_stored_accuracies_and_losses(better, worse):
    found = compare(better, worse)
    scores = [run.record.scores for run in (better, worse)]
    assert found.accuracy.value == pytest.approx(scores[0]["accuracy"] - scores[1]["accuracy"])
    assert found.log_loss.value == pytest.approx(scores[0]["log_loss"] - scores[1]["log_loss"])
    assert found.accuracy.interval[0] < found.accuracy.value < found.accuracy.interval[1]
    assert (found.accuracy.over, found.accuracy.n_groups) == ("artists", 20)


def test_a_run_compared_with_itself_differs_by_nothing(better):
    found = compare(better, better)
    assert (found.accuracy.value, found.accuracy.p, found.log_loss.p) == (0, 1, 1)
    assert found.differing.empty
    assert found.sentence().startswith("Both are right equally often (p = 1.00")


def test_every_track_says_who_was_right_and_how_sure(better, worse):
    tracks = compare(better, worse).tracks
    assert list(tracks) == [
        *("track_id", "recording", "start_s", "genre", "group", "n_draws"),
        *("first_guess", "first_p_truth", "first_right", "second_guess", "second_p_truth", "second_right"),
    ]
    assert len(tracks) == 60
    assert ((tracks["first_guess"] == tracks["genre"]) == tracks["first_right"]).all()
    assert tracks["second_right"].mean() == pytest.approx(worse.record.scores["accuracy"])


def test_the_order_of_the_rows_on_disk_changes_nothing(better, worse):
    mixed = made_run("worse", worse.held_out.sample(frac=1, random_state=0))
    one, other = compare(better, worse), compare(better, mixed)
    assert one.accuracy == other.accuracy
    pd.testing.assert_frame_equal(one.tracks, other.tracks)


def test_the_counts_add_up_to_the_tracks_and_to_the_difference(better, worse):
    found = compare(better, worse)
    assert sum(found.counts.values()) == 60
    assert (found.counts["first"] - found.counts["second"]) / 60 == pytest.approx(found.accuracy.value)
    assert len(found.differing) == found.counts["first"] + found.counts["second"]
    assert set(found.differing["gain"]) <= {-1.0, 1.0}


def test_several_draws_of_a_track_count_as_their_mean():
    runs = [made_run(name, said(n_draws=4, seed=n), protocol="artist-groups") for n, name in enumerate("ab")]
    found = compare(*runs)
    assert len(found.tracks) == 60
    assert (found.tracks["n_draws"] == 4).all()
    assert set(found.tracks["first_right"]) <= {0, 0.25, 0.5, 0.75, 1}
    scores = [run.record.scores for run in runs]
    assert found.accuracy.value == pytest.approx(scores[0]["accuracy"] - scores[1]["accuracy"])
    assert found.log_loss.value == pytest.approx(scores[0]["log_loss"] - scores[1]["log_loss"])
    gains = found.tracks["first_right"] - found.tracks["second_right"]
    assert found.accuracy.p == sign_flip(gains, found.tracks["group"])


def test_where_artists_are_unknown_it_is_mcnemar_over_tracks_and_the_words_say_so():
    runs = [made_run(name, said(seed=n), artists_known=False) for n, name in enumerate("ab")]
    found = compare(*runs)
    assert found.accuracy.p == mcnemar(found.tracks["first_right"], found.tracks["second_right"])
    assert found.test_words == "McNemar's test over 60 tracks, because the artists are unknown"
    assert found.test_words in found.sentence()


def test_runs_on_made_clips_are_compared_over_what_those_were_made_of():
    runs = [made_run(name, said(seed=n), artists_known=False) for n, name in enumerate("ab")]
    for run in runs:
        run.record.scores["interval_over"] = "prompt groups"
    found = compare(*runs)
    gains = found.tracks["first_right"] - found.tracks["second_right"]
    assert found.accuracy.p == sign_flip(gains, found.tracks["group"])
    assert found.test_words == "signs flipped over 20 prompt groups"


def test_a_run_of_before_says_by_its_interval_whether_artists_are_known():
    old = [
        made_run(name, said(seed=n), artists_known=n_known) for n, (name, n_known) in enumerate([("a", 0), ("b", 1)])
    ]
    for run in old:
        run.record.data.pop("artists_known")
    assert compare(*old).accuracy.over == "tracks"
    assert compare(old[1], old[1]).accuracy.over == "artists"


@pytest.mark.parametrize("artists_known", [True, False])
def test_segments_of_a_recording_without_an_artist_stay_together(artists_known):
    frames = [said(n_artists=30, n_tracks=2, seed=n) for n in range(2)]
    cut = [frame.assign(recording=frame["group"], start_s=0.0, group="track:" + frame["track_id"]) for frame in frames]
    found = compare(*(made_run(str(n), frame, artists_known=artists_known) for n, frame in enumerate(cut)))
    assert (found.accuracy.test, found.accuracy.n_groups) == ("sign-flip", 30)


def test_the_sentence_names_the_better_run_the_interval_and_the_test(better, worse):
    words = compare(worse, better).sentence()
    assert words.startswith("better is right for ")
    assert "points more of the tracks than worse (95 % interval " in words
    assert "signs flipped over 20 artists" in words
    assert compare(worse, better).sentence("mine", "yours").startswith("yours is right for ")


def test_a_small_difference_may_be_chance(worse):
    other = worse.held_out.copy()
    other.loc[0, ["p:alpha", "p:beta", "p:gamma"]] = [0.8, 0.1, 0.1]
    other.loc[1, ["p:alpha", "p:beta", "p:gamma"]] = [0.1, 0.8, 0.1]
    found = compare(made_run("other", other), worse)
    assert found.accuracy.p > 0.05
    assert found.sentence().endswith("That may be chance.") or found.accuracy.value == 0


def test_with_few_artists_there_is_no_interval_and_the_sentence_says_so():
    runs = [made_run(name, said(n_artists=6, strength=s, seed=1)) for name, s in (("a", 5.0), ("b", 0.0))]
    found = compare(*runs)
    assert found.accuracy.interval is None
    assert "too few artists for an interval" in found.sentence()


def test_an_interval_that_ends_at_nothing_ends_at_0_and_not_at_minus_0(worse):
    frame = worse.held_out.copy()
    wrong = frame[["p:alpha", "p:beta", "p:gamma"]].to_numpy().argmax(axis=1) != frame["genre"].map(
        {"alpha": 0, "beta": 1, "gamma": 2}
    )
    row = int(np.flatnonzero(wrong)[0])
    frame.loc[row, ["p:alpha", "p:beta", "p:gamma"]] = np.eye(3)[["alpha", "beta", "gamma"].index(frame["genre"][row])]
    assert "interval 0.0 to " in compare(worse, made_run("mended", frame)).sentence()


def test_folds_of_another_cut_are_told(better, worse):
    assert compare(better, worse).notes == ()
    other = made_run("other", worse.held_out.assign(fold=1 - worse.held_out["fold"]))
    assert "cut by different seeds" in compare(better, other).notes[0]


def test_a_run_of_before_which_counts_no_draws_has_the_same_folds(better, worse):
    assert compare(better, made_run("newer", worse.held_out.assign(draw=0))).notes == ()


def test_the_difference_of_two_leaky_scores_is_called_leaky():
    runs = [made_run(name, said(seed=n), protocol="random-tracks") for n, name in enumerate("ab")]
    assert "Both scores are leaky" in compare(*runs).notes[0]


def test_other_protocols_data_or_tracks_are_refused_in_words(better):
    refused = [
        (made_run("x", protocol="random-tracks"), "one was scored by artist-folds, the other by random-tracks"),
        (
            made_run("x", data={"hash": "1234567890"}),
            r"different data \(toy, data hash abcdef01; toy, data hash 12345678",
        ),
        (made_run("x", data={"hash": None}), "data hash unknown"),
        (made_run("x", said(n_tracks=2)), "x was not tested on 20 of the 60 tracks, for example 0-2"),
        (made_run("x", said(n_tracks=4)), "better was not tested on 20 of the 80 tracks, for example 0-3"),
        (made_run("x", said().replace({"genre": {"alpha": "beta"}})), "they disagree on the true genre of 0-0"),
    ]
    for other, message in refused:
        with pytest.raises(ModelError, match=f"better and x cannot be compared: .*{message}"):
            compare(better, other)


def test_a_run_whose_held_out_tracks_lack_a_column_is_called_broken(better):
    for column, message in (("genre", "lack the column genre"), ("p:", "lack the column p:<genre>")):
        frame = better.held_out
        broken = made_run("broken")
        kept = frame[[name for name in frame if not name.startswith(column)]]
        object.__setattr__(broken, "held_out", kept)
        with pytest.raises(ModelError, match=f"the run 'broken' is broken: its held-out tracks {message}"):
            compare(better, broken)


def test_runs_of_other_genres_on_the_same_tracks_are_compared(better):
    frame = said(seed=5).assign(**{"p:delta": 0.0}).drop(columns="p:gamma")
    found = compare(better, made_run("other", said(seed=5)))
    other = made_run("other", said(seed=5))
    object.__setattr__(other, "held_out", frame)
    assert compare(better, other).tracks.query("genre == 'gamma'")["second_right"].sum() == 0
    assert compare(better, other).accuracy.value > found.accuracy.value


def test_all_against_one_are_corrected_by_holm_and_what_cannot_be_compared_is_told(better):
    others = [made_run(f"run {n}", said(strength=0.5 * n, seed=n)) for n in range(1, 5)]
    strange = made_run("strange", data={"hash": "other"})
    found = compare_all(better, [*others, strange])
    alone = [compare(better, other) for other in others]
    assert [one.second.name for one in found.comparisons] == [f"run {n}" for n in range(1, 5)]
    for kind in ("accuracy", "log_loss"):
        expected = holm([getattr(one, kind).p for one in alone])
        assert [getattr(one, kind).p_holm for one in found.comparisons] == pytest.approx(expected)
    assert [name for name, _ in found.refused] == ["strange"]
    assert "after Holm's correction" in found.comparisons[0].sentence()
    assert compare_all(better, []).comparisons == ()


def test_a_run_that_came_from_another_machine_is_compared_like_any_other(better, worse, tmp_path):
    there = read_run(save_run(worse, tmp_path / "elsewhere" / "copied"))
    assert compare(better, there).accuracy == compare(better, worse).accuracy


def test_the_built_in_run_which_is_one_of_before_is_compared_with_itself():
    run = read_run(asset("models", "gtzan-classic"))
    found = compare(run, run)
    assert (len(found.tracks), found.accuracy.over, found.accuracy.n_groups) == (948, "artists", 412)
    assert np.isfinite(found.tracks["first_p_truth"]).all()
