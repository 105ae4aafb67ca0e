"""Heat strips of tags: the surest on top, one scale for all kinds, on the time axis of the song."""

import numpy as np

from core.figures.lanes import lanes_data
from core.figures.look import STUDIO
from core.figures.tag_lanes import LEAST, LEAST_HIGH, N_ROWS, tag_lanes

TAGS = ("guitar", "piano", "happy", "faint")
KINDS = {"Instruments": ("guitar", "piano", "not there"), "Moods": ("happy",), "Others": ("faint",)}
PROBA = np.array([[0.2, 0.1, 0.5, 0.01], [0.2, 0.9, 0.5, 0.02], [0.2, 0.3, 0.1, 0.0]])
STARTS, ENDS = np.array([0.0, 3.0, 6.0]), np.array([3.0, 6.0, 10.0])


def lanes(proba=PROBA, kinds=KINDS, tags=TAGS):
    return tag_lanes(kinds, tags, proba, starts_s=STARTS, ends_s=ENDS)


def test_each_kind_is_a_strip_and_the_surest_tag_lies_on_top():
    instruments, moods = lanes()
    assert (instruments.title, list(instruments.row_names)) == ("Instruments", ["guitar", "piano"])
    assert list(moods.row_names) == ["happy"]


def test_what_is_never_surer_than_a_trace_is_left_out():
    assert not lanes(proba=np.full_like(PROBA, LEAST / 2))


def test_the_strips_cover_the_song_and_each_column_is_of_the_cell_it_lies_in():
    piano = lanes()[0]
    seconds = piano.column_s * (np.arange(piano.pixels.shape[1]) + 0.5)
    assert np.isclose(piano.column_s * piano.pixels.shape[1], ENDS[-1])
    told = piano.high * piano.pixels[1] / 255 / 100
    truth = PROBA[np.digitize(seconds, STARTS) - 1, 1]
    assert np.allclose(told, truth, atol=0.005)


def test_the_scale_of_a_strip_ends_above_what_is_heard_and_never_flatters_a_trace():
    assert [round(lane.high, 6) for lane in lanes()] == [90.0, 50.0]
    assert {lane.high for lane in lanes(proba=PROBA / 5)} == {100 * LEAST_HIGH}


def test_a_kind_shows_a_few_tags_and_says_all_of_them_to_those_who_cannot_see():
    names = tuple(f"tag {i}" for i in range(9))
    (lane,) = lanes(proba=np.full((3, 9), 0.3), kinds={"All": names}, tags=names)
    assert len(lane.row_names) == N_ROWS
    data = lanes_data([lane], STUDIO)["lanes"][0]
    assert data["tells"]
    assert data["alt"].startswith("All over the song, how surely each is heard on average: tag 0 30")
