import numpy as np
import pytest

from core.ui.player import PlayerEvent, _event
from core.ui.player.picture import picture_data


def picture(**changes):
    values = {
        "peaks": np.array([[-0.1, 0.2], [-0.4, 0.1]]),
        "duration_s": 6.0,
        "starts_s": np.array([0.0, 3.0]),
        "ends_s": np.array([3.0, 6.0]),
        "proba": np.array([[0.25, 0.75], [0.5, 0.5]]),
        "labels": ["jazz", "blues"],
        "colours": ["#DCAF5B", "#34B9F5"],
        "gain_db": 0.0,
    }
    return picture_data(**(values | changes))


def test_the_loudest_peak_fills_the_height_however_quiet_the_recording():
    peaks = np.array([[-0.1, 0.2], [-0.4, 0.1]])
    for gain in (1.0, 0.001):
        lows, highs = picture(peaks=peaks * gain)["peaks"]
        assert min(lows) == -127
        assert highs == [round(0.2 / 0.4 * 127), round(0.1 / 0.4 * 127)]


def test_peaks_without_a_sign_are_mirrored_and_silence_stays_flat():
    lows, highs = picture(peaks=np.array([0.5, 1.0]))["peaks"]
    assert [-low for low in lows] == highs == [64, 127]
    assert picture(peaks=np.zeros(3))["peaks"] == [[0, 0, 0], [0, 0, 0]]


def test_another_mix_of_the_same_song_is_the_same_song():
    song = picture()["song"]
    assert picture(proba=np.array([[1.0, 0.0], [0.0, 1.0]]), gain_db=3.0)["song"] == song
    assert picture(peaks=np.array([[-0.1, 0.2], [-0.4, 0.2]]))["song"] != song
    assert picture(duration_s=6.2)["song"] != song


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"peaks": np.zeros((2, 3))}, r"peaks\.shape=\(2, 3\).*\(n_bins, 2\)"),
        ({"peaks": np.array([np.nan])}, "finite peaks"),
        ({"proba": np.ones((3, 2))}, r"2 starts, 2 ends, proba\.shape=\(3, 2\)"),
        ({"proba": np.full((2, 2), np.nan)}, "proba holds a value that is not finite"),
        ({"duration_s": 0.0}, r"duration_s=0\.0.*above 0"),
        ({"gain_db": -np.inf}, "gain_db=-inf: finite numbers"),
        ({"labels": ["jazz"]}, "1 labels and 2 colours for 2 columns"),
        ({"colours": ["#DCAF5B", "red; }"]}, "colour='red; }'.*#rrggbb"),
    ],
)
def test_data_that_cannot_be_drawn_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        picture(**changes)


def test_only_a_cell_of_this_song_comes_back_from_the_browser():
    data = picture()
    assert _event({"song": data["song"], "cell": 1}, data) == PlayerEvent(cell=1, start_s=3.0, end_s=6.0)
    for clicked in (None, "1", {"song": "another", "cell": 1}, {"song": data["song"]}):
        assert _event(clicked, data) is None
    for cell in (-1, 2, "1", 1.0, None):
        assert _event({"song": data["song"], "cell": cell}, data) is None
