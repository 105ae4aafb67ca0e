"""Four answers to "do you know such sound": laws on made columns of YAMNet's log scores."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from core.genre_mix.verdict import KNOWN, NOT_MUSIC, OTHER_MUSIC, UNLIKE, verdict_of
from core.models.backbones import backbones_of
from core.models.backbones.yamnet_classes import CLASSES
from core.models.novelty import ListenerDetector, fit_detector
from core.models.storage import from_bytes, to_bytes

YAMNET = backbones_of("yamnet")
N = 300
MUSIC, SPEECH, JAZZ, POP = (CLASSES.index(name) for name in ("Music", "Speech", "Jazz", "Pop music"))


def heard(*, music: float, genre: int = JAZZ, other: int = SPEECH, n: int = N, seed: int = 0) -> np.ndarray:
    """Log scores of ``n`` cells in which ``music`` is the score of music, the rest of it that of ``other``."""
    rng = np.random.default_rng(seed)
    X = rng.normal(-12, 1, (n, len(CLASSES)))
    X[:, MUSIC] = np.log(music) + 0.1 * rng.normal(size=n)
    X[:, genre] = np.log(0.3 * music) + 0.3 * rng.normal(size=n)
    X[:, other] = np.log(1 - music) + 0.3 * rng.normal(size=n)
    return X


@pytest.fixture(scope="module")
def model() -> SimpleNamespace:
    X = heard(music=0.9)
    folds = [(np.setdiff1d(np.arange(N), test), test) for test in np.array_split(np.arange(N), 5)]
    detector = fit_detector(X, folds=folds, rate=0.01, names=YAMNET[0].columns)
    training = pd.DataFrame({"track_id": [str(i) for i in range(N)]})
    return SimpleNamespace(detector=detector, training=training, genres=tuple("abcdefghij"), backbones=YAMNET)


def test_what_it_was_trained_on_is_known_without_a_reason(model):
    assert verdict_of(heard(music=0.9, n=40, seed=1), model=model) == (KNOWN, "")


def test_music_of_another_kind_is_music_but_none_of_its_genres(model):
    strange = heard(music=0.9, n=40, seed=1)
    strange[:, MUSIC + 1 : POP] += 9  # instruments
    verdict, reason = verdict_of(strange, model=model)
    assert verdict == OTHER_MUSIC
    assert reason.startswith("it is music, but 100 % of this sound is unlike the 300 tracks")
    assert reason.endswith("so none of its 10 genres may fit")


def test_a_voice_is_no_music_and_the_reason_names_it(model):
    verdict, reason = verdict_of(heard(music=0.001, n=40, seed=1), model=model)
    assert verdict == NOT_MUSIC
    assert reason.startswith("in 100 % of this sound less speaks for music than in almost any training track")
    assert reason.endswith("“Speech”")


def test_whether_it_is_music_is_asked_first_and_most_cells_decide(model):
    voice, song = heard(music=0.001, n=21, seed=1), heard(music=0.9, n=20, seed=2)
    assert verdict_of(np.concatenate([voice, song]), model=model)[0] == NOT_MUSIC
    assert verdict_of(np.concatenate([voice, song, song]), model=model)[0] == KNOWN


def test_the_evidence_of_music_is_no_matter_of_how_loud_all_scores_are(model):
    X = heard(music=0.5, n=20)
    np.testing.assert_allclose(model.detector.evidence(X - 3), model.detector.evidence(X))


def test_a_listener_that_cannot_tell_music_says_unlike(model):
    X = np.random.default_rng(0).normal(size=(N, 8))
    folds = [(np.setdiff1d(np.arange(N), test), test) for test in np.array_split(np.arange(N), 5)]
    deaf = fit_detector(X, folds=folds, rate=0.01, names=backbones_of("debug")[0].columns)
    assert isinstance(deaf, ListenerDetector)
    assert not deaf.tells_music
    other = SimpleNamespace(**{**vars(model), "detector": deaf})
    assert verdict_of(X[:20] + 9, model=other) == (
        UNLIKE,
        "100 % of this sound is unlike the 300 tracks the model was trained on",
    )


def test_each_threshold_lets_as_many_unheard_rows_pass_as_was_asked(model):
    fresh = heard(music=0.9, n=3000, seed=7)
    assert np.mean(model.detector.excess(fresh) > 0) < 0.04
    assert np.mean(model.detector.lack_of_music(fresh) > 0) == pytest.approx(0.01, abs=0.012)


def test_a_stored_detector_says_the_same_and_is_small(model):
    content = to_bytes({"detector": model.detector})
    again = from_bytes(content)["detector"]
    fresh = heard(music=0.4, n=50, seed=3)
    np.testing.assert_allclose(again.excess(fresh), model.detector.excess(fresh))
    np.testing.assert_array_equal(again.lack_of_music(fresh), model.detector.lack_of_music(fresh))
    assert again.seen_.dtype == again.axes_.dtype == np.float32
    assert len(content) < 200_000


def test_the_places_are_the_main_directions_of_standardised_columns():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 3)) @ rng.normal(size=(3, 50)) * rng.uniform(1, 100, 50) + 5
    flat = ListenerDetector().fit(X)
    assert flat.seen_.shape == (200, 3)  # there are no more directions than that
    standard = (X - X.mean(axis=0)) / X.std(axis=0)
    np.testing.assert_allclose(
        np.linalg.norm(flat.seen_[:100] - flat.seen_[100:], axis=1),
        np.linalg.norm(standard[:100] - standard[100:], axis=1),
        rtol=1e-4,
    )
    assert ListenerDetector(n_dims=2).fit(X).seen_.shape == (200, 2)
