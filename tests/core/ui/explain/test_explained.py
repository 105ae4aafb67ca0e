"""What the Explain page says: no order that fits disagree on, plain names with units, sentences that fit numbers."""

import numpy as np
import pytest

from core.explain.engines import explain
from core.ui.explain.explained import blocks_of
from core.ui.explain.naming import column_words, family_words, measured_words, titles_of
from core.ui.explain.track import ordered, with_value
from core.ui.explain.words import about_seconds, answer_words, said_words, track_title


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_players_that_change_places_are_of_one_block_and_blocks_keep_their_order():
    times = np.array([[9.0, 2, 3, 1], [8.0, 3, 2, 1]])
    assert blocks_of(times) == [0, 1, 1, 2]


def test_who_changes_places_with_the_same_third_is_of_one_block():
    times = np.array([[3.0, 2, 1], [2.0, 3, 1], [3.0, 1, 2]])
    assert blocks_of(times) == [0, 0, 0]


def test_the_order_of_two_blocks_is_the_same_at_every_time():
    times = np.random.default_rng(1).random((6, 9)) + np.repeat([0.0, 2.0, 0.8], 3)
    blocks = np.array(blocks_of(times))
    for first, second in zip(range(max(blocks)), range(1, max(blocks) + 1), strict=True):
        assert (times[:, blocks == first].min(axis=1) > times[:, blocks == second].max(axis=1)).all()


def test_a_family_and_a_column_are_named_in_plain_words_with_their_unit():
    assert family_words("mfcc") == "timbre (MFCC)"
    assert family_words("spectral_centroid") == "brightness (spectral centroid)"
    assert column_words("spectral_centroid_var") == ("variance of brightness (spectral centroid)", "Hz²")
    assert column_words("harmonic_share") == ("share of the energy in steady tones (harmonic part)", "")
    assert column_words("my_own") == ("my own", "")


class Sums:
    """A model that only counts its columns: enough to have something explained."""

    classes_ = np.array(["a", "b"])

    def predict_proba(self, X):
        p = 1 / (1 + np.exp(-X.sum(axis=1) / 1e4))
        return np.stack([1 - p, p], axis=1)


@pytest.fixture(scope="module")
def explanation():
    X = np.array([[2310.0, 5.0, 7.0], [1000.0, 1.0, 2.0]])
    return explain(Sums(), X, background=X, columns=("spectral_centroid_mean", "mfcc1_mean", "mfcc2_mean"))


def test_a_family_of_which_a_model_sees_one_column_is_that_column_and_has_its_value(explanation):
    titles = titles_of(explanation)
    assert titles == {"spectral_centroid": "average brightness (spectral centroid)", "mfcc": "timbre (MFCC)"}
    assert measured_words(explanation, 0, 0) == "2,310 Hz"
    assert measured_words(explanation, 1, 0) == ""
    assert with_value("brightness", "2,310 Hz") == "brightness: 2,310 Hz"


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ((0, 1, 2), "It goes most by a: 60 % of all that moves its answers."),
        ((-1, -1, -1), "It goes most by a: 60 % of all that moves its answers."),
        ((0, 0, 1), "It goes most by a and b, and which of them comes first is not certain."),
    ],
)
def test_the_answer_names_no_first_one_where_that_is_not_certain(blocks, words):
    rows = list(zip("abc", (6.0, 3.0, 1.0), blocks, strict=True))
    assert plain(answer_words(rows)) == words


def test_a_model_that_says_the_same_of_all_goes_by_nothing():
    assert answer_words([("a", 0.0, -1)]) == "It says the same of every track."


def test_an_estimate_is_told_in_seconds_or_minutes():
    assert [plain(about_seconds(s)) for s in (0.2, 12.4, 170)] == ["about 1 s", "about 12 s", "about 3 min"]


def test_a_track_is_told_with_what_it_was_called():
    assert plain(said_words("jazz", "blues", 0.7, 0.2)) == "jazz, called blues: 70 % sure, 20 % for jazz"
    assert plain(said_words("jazz", "jazz", 0.7, 0.7)) == "jazz, called jazz: 70 % sure"
    assert track_title("a#3", "a", 21.0) == "a at 0:21"


def test_the_lists_of_tracks_are_in_the_order_that_they_promise():
    import pandas as pd

    tracks = pd.DataFrame(
        {
            "track_id": ["c", "a", "b"],
            "genre": ["jazz", "jazz", "rock"],
            "guess": ["rock", "jazz", "jazz"],
            "p_guess": [0.9, 0.5, 0.6],
            "p_truth": [0.1, 0.5, 0.05],
            "margin": [0.8, 0.1, 0.2],
        }
    )
    assert ordered(tracks, "Most surprising")["track_id"].tolist() == ["b", "c", "a"]
    assert ordered(tracks, "Wrong")["track_id"].tolist() == ["c", "b"]
    assert ordered(tracks, "Undecided")["track_id"].tolist() == ["a", "b", "c"]
    assert ordered(tracks, "All")["track_id"].tolist() == ["a", "b", "c"]
