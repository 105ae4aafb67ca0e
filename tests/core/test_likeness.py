"""What stands out in a song is told in plain words and in units that people read."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from core.likeness import Neighbour, about_input, nearest_of_genre, standouts
from core.models.inputs import ROBUST


@pytest.fixture
def model() -> SimpleNamespace:
    """A model of two inputs, trained on tracks whose brightness varies by 100, 200, ... 1000 Hz."""
    spread_hz = np.arange(100.0, 1100.0, 100.0)
    training = pd.DataFrame({"spectral_centroid_var": spread_hz**2, "tempo": np.full(10, 120.0)})
    return SimpleNamespace(training=training, view=SimpleNamespace(names=tuple(training)), backbones=())


def test_a_variance_is_told_as_the_deviation_that_people_read(model):
    found = standouts(np.array([2000.0**2, 120.0]), model=model)[0]
    assert found.about == "how much the brightness (spectral centroid) varies"
    assert (found.value, found.unit) == (pytest.approx(2000.0), "Hz")
    assert 100 < found.typical[0] < found.typical[1] < 1000
    assert found.percentile == 100


def test_a_mean_stays_as_it_is(model):
    found = standouts(np.array([550.0**2, 60.0]), model=model)[0]
    assert (found.column, found.value, found.unit) == ("tempo", 60.0, "beats per minute")


@pytest.mark.parametrize("name", ROBUST.names)
def test_no_input_is_named_by_a_variance_or_a_squared_unit(name):
    words = about_input(name)
    assert "variance" not in words
    assert "²" not in words
    assert not words.endswith(("Hz", "of samples"))


@pytest.fixture
def rivals() -> SimpleNamespace:
    """A model of one input that scales by halving; "a" is jazz of two segments, the others are rock and pop."""
    training = pd.DataFrame(
        {
            "track_id": ["a", "a", "near", "far", "other"],
            "genre": ["jazz", "jazz", "rock", "rock", "pop"],
            "artist": ["x", "x", "y", "z", "unknown"],
            "tempo": [100.0, 140.0, 150.0, 60.0, 101.0],
        }
    )
    return SimpleNamespace(training=training, detector=SimpleNamespace(seen_=training[["tempo"]].to_numpy() / 2))


def test_the_nearest_tracks_of_the_rival_genre_are_measured_from_the_nearest_segment(rivals):
    assert nearest_of_genre("a", "rock", model=rivals) == (Neighbour("near", "rock", "y", 5.0),)
    assert [found.distance for found in nearest_of_genre("a", "rock", model=rivals, n=5)] == [5.0, 20.0]
    assert nearest_of_genre("a", "pop", model=rivals)[0].distance == pytest.approx(0.5)


def test_a_track_is_no_rival_of_itself_and_an_unknown_one_has_none(rivals):
    assert nearest_of_genre("a", "jazz", model=rivals) == ()
    assert nearest_of_genre("gone", "rock", model=rivals) == ()
    assert nearest_of_genre("a", "metal", model=rivals) == ()
