"""Which tracks to look at: laws on small held-out frames."""

import numpy as np
import pandas as pd
import pytest

from core.evaluation.calibration import calibration_bins
from core.evaluation.hardest import (
    genres_of,
    guesses,
    in_cell,
    most_ambiguous,
    one_row_per_track,
    probabilities,
    reliability,
    worst,
)


@pytest.fixture
def held_out():
    """Four tracks of three genres, as a run of before stores them."""
    return pd.DataFrame(
        {
            "track_id": ["a", "b", "c", "d"],
            "genre": ["jazz", "jazz", "rock", "rock"],
            "group": ["x", "x", "y", "z"],
            "p:blues": [0.1, 0.5, 0.05, 0.34],
            "p:jazz": [0.8, 0.3, 0.9, 0.33],
            "p:rock": [0.1, 0.2, 0.05, 0.33],
            "fold": [0, 0, 1, 1],
        }
    )


@pytest.fixture
def drawn(held_out):
    """The same tracks held out twice; the second time b is called jazz."""
    again = held_out.assign(draw=1)
    again.loc[1, ["p:blues", "p:jazz", "p:rock"]] = [0.1, 0.8, 0.1]
    return pd.concat([held_out.assign(draw=0), again], ignore_index=True)


def test_a_run_of_before_gets_one_row_a_track_with_all_columns(held_out):
    tracks = one_row_per_track(held_out)
    assert list(tracks) == [
        *("track_id", "recording", "start_s", "genre", "group"),
        *("guess", "p_truth", "p_guess", "margin", "n_draws", "n_right"),
    ]
    assert tracks["track_id"].tolist() == tracks["recording"].tolist() == ["a", "b", "c", "d"]
    assert tracks["guess"].tolist() == ["jazz", "blues", "jazz", "blues"]
    assert tracks["p_truth"].tolist() == [0.8, 0.3, 0.05, 0.33]
    assert tracks["p_guess"].tolist() == [0.8, 0.5, 0.9, 0.34]
    assert tracks["margin"].tolist() == pytest.approx([0.7, 0.2, 0.85, 0.01])
    assert (tracks["n_draws"] == 1).all()
    assert tracks["n_right"].tolist() == [1, 0, 0, 0]


def test_several_draws_of_a_track_become_their_mean_and_are_counted(drawn):
    tracks = one_row_per_track(drawn).set_index("track_id")
    assert len(tracks) == 4
    assert tracks.loc["b", ["p_truth", "n_draws", "n_right"]].tolist() == pytest.approx([0.55, 2, 1])
    assert tracks.loc["b", "guess"] == "jazz"


def test_the_order_of_the_rows_changes_no_track(drawn):
    mixed = drawn.sample(frac=1, random_state=1)
    by_id = [one_row_per_track(frame).set_index("track_id").sort_index() for frame in (drawn, mixed)]
    pd.testing.assert_frame_equal(*by_id)


def test_a_segment_keeps_the_recording_and_the_second_it_comes_from(held_out):
    cut = held_out.assign(recording=["s", "s", "t", "t"], start_s=[0.0, 3.0, 0.0, 3.0])
    tracks = one_row_per_track(cut)
    assert tracks["recording"].tolist() == ["s", "s", "t", "t"]
    assert tracks["start_s"].tolist() == [0.0, 3.0, 0.0, 3.0]


def test_the_worst_tracks_are_wrong_ones_with_the_truth_least_probable(held_out):
    tracks = one_row_per_track(held_out)
    assert worst(tracks, 10)["track_id"].tolist() == ["c", "b", "d"]
    assert worst(tracks, 1)["track_id"].tolist() == ["c"]


def test_the_most_ambiguous_track_has_the_smallest_margin(held_out):
    assert most_ambiguous(one_row_per_track(held_out), 2)["track_id"].tolist() == ["d", "b"]


def test_the_cells_of_a_confusion_matrix_hold_every_row_once(drawn):
    genres = genres_of(drawn)
    cells = {(truth, guess): in_cell(drawn, truth, guess) for truth in genres for guess in genres}
    assert sum(int(cell["n_here"].sum()) for cell in cells.values()) == len(drawn)
    assert cells["jazz", "jazz"][["track_id", "n_here"]].values.tolist() == [["a", 2], ["b", 1]]
    assert cells["jazz", "blues"][["track_id", "n_here"]].values.tolist() == [["b", 1]]
    assert cells["jazz", "rock"].empty


def test_reliability_is_the_calibration_of_all_rows(drawn):
    truth = np.array([genres_of(drawn).index(genre) for genre in drawn["genre"]])
    assert reliability(drawn) == calibration_bins(truth, probabilities(drawn))
    assert sum(n for *_, n in reliability(drawn)) == len(drawn)


def test_a_genre_that_no_model_learnt_is_missed_and_not_a_crash(held_out):
    strange = held_out.assign(genre="polka")
    assert one_row_per_track(strange)["p_truth"].tolist() == [0.0] * 4
    assert all(accuracy == 0 for _, accuracy, _ in reliability(strange))
    assert in_cell(strange, "polka", "jazz")["track_id"].tolist() == ["c", "a"]


def test_a_genre_that_one_folds_model_never_learnt_has_probability_zero(held_out):
    held_out.loc[0, "p:blues"] = np.nan
    assert probabilities(held_out)[0, 0] == 0
    assert guesses(held_out)[0] == "jazz"


def test_the_frame_that_comes_in_is_left_as_it_is(drawn):
    before = drawn.copy()
    one_row_per_track(drawn), in_cell(drawn, "jazz", "jazz"), reliability(drawn)
    pd.testing.assert_frame_equal(drawn, before)
