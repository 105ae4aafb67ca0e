"""Lanes: what is drawn is what was measured, and what cannot be drawn is refused."""

import base64
from dataclasses import replace

import numpy as np
import pytest

from core.figures.lanes import (
    LINE_STEPS,
    ImageLane,
    LineLane,
    MarksLane,
    alt_text,
    lanes_data,
    line_limits,
    value_words,
)
from core.figures.look import PAPER, STUDIO
from core.figures.scales import SEQUENTIAL

AXIS = {"start_s": -0.01, "column_s": 0.05}
RISING = np.linspace(100.0, 200.0, 50)
IMAGE = ImageLane(
    "Chroma",
    np.arange(12, dtype=np.uint8).reshape(3, 4),
    0.0,
    1.0,
    row_names=("C", "D", "E"),
    ticks=((0, "C"),),
    **AXIS,
)
LINE = LineLane("Centroid", RISING, RISING - 10, RISING + 10, unit="Hz", **AXIS)
MARKS = MarksLane("Beats", np.array([0.5, 1.0, 1.5]))


def data_of(lane):
    return lanes_data([lane], STUDIO)["lanes"][0]


def test_the_pixels_of_an_image_travel_as_they_are_lowest_row_first():
    data = data_of(IMAGE)
    pixels = np.frombuffer(base64.b64decode(data["pixels"]), np.uint8).reshape(data["n_rows"], data["n_columns"])
    np.testing.assert_array_equal(pixels, IMAGE.pixels)
    assert data["row_names"] == ["C", "D", "E"]


def test_a_line_is_told_to_less_than_a_step_of_its_axis():
    data = data_of(LINE)
    step = (data["high"] - data["low"]) / LINE_STEPS
    for name, values in (("mean", RISING), ("lowest", RISING - 10), ("highest", RISING + 10)):
        np.testing.assert_allclose(data["low"] + np.array(data[name]) * step, values, atol=step)


def test_an_axis_holds_all_values_and_starts_at_zero_where_zero_is_near():
    assert line_limits(np.array([10.0, 100.0])) == (0.0, 100.0)
    assert line_limits(np.array([90.0, 100.0])) == (90.0, 100.0)
    assert line_limits(np.array([-3.0, 4.0]), np.array([-5.0])) == (-5.0, 4.0)
    low, high = line_limits(np.zeros(3))
    assert low == 0.0 < high


def test_two_songs_can_share_an_axis_and_what_lies_beyond_stays_at_its_end():
    data = data_of(replace(LINE, low=100.0, high=150.0))
    assert data["mean"][0] == 0
    assert data["mean"][-1] == LINE_STEPS
    assert data["ticks"] == [[0.0, "100 Hz"], [1.0, "150 Hz"]]
    assert data_of(replace(LINE, low=0.0, high=1.0, unit="of full scale"))["ticks"] == [[0.0, "0"], [1.0, "1"]]


def test_every_theme_brings_its_own_scale_and_the_same_lanes_have_the_same_name():
    studio, paper = lanes_data([IMAGE, LINE, MARKS], STUDIO), lanes_data([IMAGE, LINE, MARKS], PAPER)
    assert (studio["scale"], paper["scale"]) == (list(SEQUENTIAL[STUDIO]), list(SEQUENTIAL[PAPER]))
    assert studio["id"] == lanes_data([IMAGE, LINE, MARKS], STUDIO)["id"] != paper["id"]
    assert lanes_data([IMAGE], STUDIO)["id"] != lanes_data([LINE], STUDIO)["id"]
    assert lanes_data([], STUDIO)["lanes"] == []


def test_each_lane_is_told_in_a_sentence_to_those_who_cannot_see_it():
    assert alt_text(IMAGE) == "Chroma: a picture of 3 rows, C to E, with values from 0 to 1."
    assert alt_text(LINE) == "Centroid: 150 Hz on average, from 90 to 210 Hz."
    assert alt_text(replace(LINE, swings=True)) == "Centroid: from 90 to 210 Hz."
    assert alt_text(MARKS) == "Beats: 3 marks."
    assert data_of(MARKS) == {"kind": "marks", "title": "Beats", "about": "", "alt": alt_text(MARKS)} | {
        "times_s": [0.5, 1.0, 1.5]
    }


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (2312.4, "Hz", "2,310 Hz"),
        (-23.42, "dB", "−23.4 dB"),
        (0.001254, "", "0.00125"),
        (0.0, "Hz", "0 Hz"),
        (0.5, "", "0.5"),
        (99.96, "BPM", "100 BPM"),
        (11_025.0, "Hz", "11,000 Hz"),
    ],
)
def test_a_value_is_told_to_three_digits(value, unit, words):
    assert value_words(value, unit) == words


@pytest.mark.parametrize(
    ("lane", "message"),
    [
        (replace(IMAGE, pixels=np.zeros((2, 3))), r"Chroma: pixels are float64 of shape \(2, 3\); uint8"),
        (replace(IMAGE, pixels=np.zeros((0, 3), np.uint8)), "uint8 rows are needed"),
        (replace(IMAGE, row_names=("C",)), "1 names for 3 rows"),
        (replace(IMAGE, high=0.0), r"low=0.0, high=0.0.*some width"),
        (replace(IMAGE, column_s=0.0), "column_s=0.0"),
        (replace(LINE, mean=np.zeros(3)), r"one value a column each"),
        (replace(LINE, mean=np.full(50, np.nan)), "Centroid: a value is not finite"),
        (replace(LINE, low=5.0, high=5.0), "low=5.0, high=5.0"),
        (replace(MARKS, times_s=np.array([1.0, 0.5])), "Beats: times_s must be finite and ascending"),
    ],
)
def test_what_cannot_be_drawn_is_refused(lane, message):
    with pytest.raises(ValueError, match=message):
        lanes_data([lane], STUDIO)


def test_a_few_columns_that_lie_far_out_do_not_flatten_all_others():
    flatness = np.append(np.random.default_rng(0).uniform(0.0, 0.02, 999), 1.0)
    assert line_limits(flatness)[1] < 0.1
    assert line_limits(np.linspace(0.0, 1.0, 999))[1] == 1.0
