"""The picture of what a genre model hears: differences around nothing, a row for each source, in plain words."""

import pytest

from core.figures.jazz.heard import HeardRow, heard_chart, heard_words, points_words
from core.figures.look import PAPER, STUDIO

ROWS = [
    HeardRow("New clips", "New clips: 3 less <b>", -0.031, (-0.08, 0.02), is_own=True),
    HeardRow("Shuffled", "Shuffled: 20 less", -0.2, (-0.25, -0.15)),
]


@pytest.mark.parametrize("look", [STUDIO, PAPER])
def test_every_source_is_a_dot_with_its_interval_beside_the_line_of_real_jazz(look):
    chart = heard_chart(ROWS, look=look)
    other, own = chart.data
    assert (list(own.x), list(own.y)) == ([pytest.approx(-3.1)], [0])
    assert (list(other.x), list(other.y)) == ([pytest.approx(-20)], [1])
    assert own.error_x.array[0] == pytest.approx(5.1)
    assert own.error_x.arrayminus[0] == pytest.approx(4.9)
    assert own.marker.color == look.accent != other.marker.color
    assert own.hovertext[0] == "New clips: 3 less &lt;b&gt;"
    (line,) = chart.layout.shapes
    assert (line.x0, line.x1) == (0, 0)
    low, high = chart.layout.xaxis.range
    assert low < -25 < 0 < high
    assert {"New clips", "Shuffled", "← less jazz", "more jazz →", "−3 (−8 to +2)"} <= {
        note.text for note in chart.layout.annotations
    }
    assert chart.layout.xaxis.ticktext[chart.layout.xaxis.tickvals.index(0)] == "real jazz"


def test_small_differences_do_not_look_large():
    tiny = [HeardRow("New clips", "", 0.001, (-0.002, 0.004))]
    low, high = heard_chart(tiny, look=STUDIO).layout.xaxis.range
    assert low <= -5 < 5 <= high


def test_the_words_of_real_jazz_have_room_at_either_end_of_the_axis():
    for value in (-0.6, 0.6):
        low, high = heard_chart([HeardRow("", "", value, (value, value))], look=STUDIO).layout.xaxis.range
        assert min(-low, high) >= 0.13 * (high - low)


def test_numbers_are_told_in_points_with_a_true_minus():
    assert points_words(ROWS[0]) == "−3 (−8 to +2)"
    assert points_words(HeardRow("", "", 0.001, (-0.001, 0.2))) == "0 (0 to +20)"
    assert points_words(HeardRow("", "", -0.0052, (-0.0121, 0.0002))) == "−0.5 (−1.2 to 0)"
    assert "New clips −3 (−8 to +2); Shuffled −20 (−25 to −15)" in heard_words(ROWS)
