import json

import numpy as np
import pytest

from core.evaluation import evaluate
from core.intervals import ARTISTS, MIN_ARTISTS, TRACKS, bootstrap_interval

GENRES = ("blues", "jazz", "rock")
KEYS = [
    *("accuracy", "accuracy_sd", "interval", "interval_over", "baseline", "n_tracks", "n_artists"),
    *("per_genre", "labels", "confusion", "macro_f1", "log_loss", "brier", "ece", "ece_band", "folds", "draws", "unit"),
]


def held_out(n_tracks=300, n_artists=90, seed=0):
    """Truth, probabilities, artists and folds of made tracks; each artist plays one genre."""
    rng = np.random.default_rng(seed)
    artist = np.sort(rng.integers(n_artists, size=n_tracks))
    truth = artist % len(GENRES)
    proba = rng.dirichlet(np.ones(3), size=n_tracks) + 0.5 * np.eye(3)[truth]
    return {
        "y_true": [GENRES[n] for n in truth],
        "proba": proba / proba.sum(axis=1, keepdims=True),
        "genres": GENRES,
        "groups": [f"artist {n}" for n in artist],
        "folds": artist % 2,
        "over": ARTISTS,
        "y_train_per_fold": {0: ["rock", "rock", "jazz"], 1: ["rock", "rock", "jazz"]},
    }


def test_the_json_has_the_promised_keys_and_plain_values():
    found = json.loads(json.dumps(evaluate(**held_out()).to_json(), allow_nan=False))
    assert list(found) == KEYS
    assert list(found["per_genre"]) == list(GENRES) == found["labels"]
    assert list(found["per_genre"]["jazz"]) == [
        *("precision", "recall", "f1", "n_tracks", "n_artists", "recall_interval", "note")
    ]
    assert [list(fold) for fold in found["folds"]] == [["fold", "n_tracks", "accuracy"]] * 2
    assert np.shape(found["confusion"]) == (3, 3)


def test_perfect_predictions_score_one_everywhere():
    made = held_out()
    made["proba"] = np.eye(3)[[GENRES.index(genre) for genre in made["y_true"]]]
    scores = evaluate(**made)
    assert (scores.accuracy, scores.macro_f1, scores.interval, scores.ece) == (1, 1, (1, 1), 0)
    assert all(genre.recall == 1 for genre in scores.per_genre.values())


def test_the_interval_is_the_bootstrap_over_artists():
    made = held_out()
    hits = made["proba"].argmax(axis=1) == [GENRES.index(genre) for genre in made["y_true"]]
    scores = evaluate(**made)
    assert scores.interval == bootstrap_interval(hits, made["groups"], seed=0)
    assert (scores.interval_over, scores.n_artists) == ("artists", len(set(made["groups"])))


def test_unknown_artists_make_it_a_bootstrap_over_tracks_and_it_says_so():
    scores = evaluate(**held_out() | {"over": TRACKS})
    assert (scores.interval_over, scores.n_artists) == ("tracks", None)
    assert scores.per_genre["jazz"].n_artists is None


def test_intervals_draw_whole_recordings_where_artists_are_unknown():
    made = held_out() | {"over": TRACKS}
    hits = made["proba"].argmax(axis=1) == [GENRES.index(genre) for genre in made["y_true"]]
    assert evaluate(**made).interval == bootstrap_interval(hits, made["groups"], seed=0)


def drawn_again(made, n_draws=3):
    """The same tracks in several draws, each with other probabilities and folds of its own."""
    rng = np.random.default_rng(1)
    probas = [made["proba"][rng.permutation(len(made["proba"]))] for _ in range(n_draws)]
    n_folds = len(made["y_train_per_fold"])
    return made | {
        "y_true": made["y_true"] * n_draws,
        "groups": made["groups"] * n_draws,
        "proba": np.concatenate(probas),
        "folds": np.concatenate([np.asarray(made["folds"]) + n_folds * draw for draw in range(n_draws)]),
        "y_train_per_fold": {n: ["rock", "rock", "jazz"] for n in range(n_folds * n_draws)},
        "draws": np.repeat(np.arange(n_draws), len(made["y_true"])),
    }


def test_scores_of_several_draws_are_their_means_and_count_each_track_once():
    made = held_out()
    drawn = drawn_again(made)
    scores = evaluate(**drawn)
    each = [evaluate(**made | {"proba": drawn["proba"][drawn["draws"] == draw]}) for draw in range(3)]
    assert scores.draws == tuple(one.accuracy for one in each)
    for name in ("accuracy", "macro_f1", "log_loss", "brier", "ece", "baseline"):
        assert getattr(scores, name) == pytest.approx(np.mean([getattr(one, name) for one in each]))
    assert np.array_equal(scores.confusion, np.sum([one.confusion for one in each], axis=0))
    assert (scores.n_tracks, scores.n_artists) == (300, len(set(made["groups"])))
    assert scores.per_genre["jazz"].n_tracks == made["y_true"].count("jazz")
    assert each[0].draws is None


def test_the_same_draw_many_times_makes_no_interval_narrower():
    made = held_out()
    drawn = drawn_again(made, 10) | {"proba": np.tile(made["proba"], (10, 1))}
    assert evaluate(**drawn).interval == pytest.approx(evaluate(**made).interval)


def test_scores_say_what_they_count():
    assert evaluate(**held_out()).unit == "track"
    assert evaluate(**held_out(), unit="segment").to_json()["unit"] == "segment"


def test_a_genre_of_few_artists_says_so_instead_of_showing_a_narrow_interval():
    made = held_out()
    made["groups"] = ["one", "two"] * 150
    scores = evaluate(**made)
    assert scores.per_genre["jazz"].recall_interval is None
    assert scores.per_genre["jazz"].note == "too few artists"
    assert scores.interval is None


def test_fifteen_artists_are_enough_for_an_interval_of_the_whole():
    made = held_out()
    for n_artists, shown in ((MIN_ARTISTS - 1, False), (MIN_ARTISTS, True)):
        made["groups"] = [f"artist {track % n_artists}" for track in range(300)]
        assert (evaluate(**made).interval is not None) == shown


def test_a_genre_of_fifteen_artists_shows_its_interval():
    low, high = evaluate(**held_out()).per_genre["rock"].recall_interval
    assert low < evaluate(**held_out()).per_genre["rock"].recall < high


def test_a_single_split_has_no_deviation_over_folds():
    made = held_out() | {"folds": np.zeros(300, dtype=int), "y_train_per_fold": {0: ["rock"]}}
    scores = evaluate(**made)
    assert scores.accuracy_sd is None
    assert scores.to_json()["accuracy_sd"] is None
    assert [fold.n_tracks for fold in scores.folds] == [300]


def test_the_deviation_over_folds_is_no_interval():
    scores = evaluate(**held_out())
    first, second = (fold.accuracy for fold in scores.folds)
    assert scores.accuracy_sd == pytest.approx(abs(first - second) / np.sqrt(2))
    pooled = sum(fold.accuracy * fold.n_tracks for fold in scores.folds) / scores.n_tracks
    assert scores.accuracy == pytest.approx(pooled)


def test_the_baseline_is_the_share_of_the_most_frequent_genre():
    made = held_out()
    assert evaluate(**made).baseline == pytest.approx(np.mean(np.array(made["y_true"]) == "rock"))


def test_one_artist_alone_has_no_interval():
    assert evaluate(**held_out() | {"groups": ["one"] * 300}).interval is None


def test_a_genre_without_held_out_tracks_has_no_recall():
    made = held_out()
    made["genres"] = (*GENRES, "metal")
    made["proba"] = np.hstack([made["proba"], np.zeros((300, 1))])
    metal = evaluate(**made).per_genre["metal"]
    assert (metal.recall, metal.f1, metal.n_tracks, metal.note) == (None, None, 0, "too few artists")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"y_true": ["blues"] * 299 + ["Jazz"]},
            "y_true holds 'Jazz', which is no column of proba; did you mean 'jazz'",
        ),
        ({"y_true": ["hiphop"] * 300}, "known: blues, jazz, rock"),
        ({"genres": (*GENRES, "metal")}, "proba has 3 columns for 4 different genres"),
        ({"groups": ["a"] * 900}, "groups has 900 entries for 300 tracks; did you pass those of segments"),
        ({"folds": [0] * 900}, "folds has 900 entries for 300 tracks"),
        ({"y_train_per_fold": {0: ["rock"]}}, "fold 1 is in only one of folds and y_train_per_fold"),
        ({"proba": np.full((300, 3), 33.3)}, "did you supply percentages"),
        ({"draws": [0, 1]}, "draws has 2 entries for 300 rows; did you pass those of splits"),
        ({"draws": [0] * 100 + [1] * 200}, "the draws hold from 100 to 200 rows, but each tests all tracks once"),
    ],
)
def test_values_that_do_not_fit_are_refused_with_a_guess(change, message):
    with pytest.raises(ValueError, match=message):
        evaluate(**held_out() | change)
