"""Every picture of leaks shows the numbers it was given, marks what is leaky, and takes names as plain text."""

import numpy as np
import pytest

from core.figures import LOOKS, PAPER, STUDIO
from core.figures.leaks.fall import MISSING, Step, fall_chart
from core.figures.leaks.slips import SlipPair, difference_words, slips_chart
from core.figures.leaks.thesis import HalfScore, ModelRow, thesis_chart

EVIL = "<a href='x'>x</a>"
STEPS = [
    Step("Shuffled segments", "all of them", True, 0.96, (0.9, 1.0)),
    Step("Whole tracks", EVIL, True, 0.65, (0.57, 0.73), (0.6, 0.7)),
    Step("Artists apart", "two\nlines", False, 0.5, (0.4, 0.6), (0.45, 0.55)),
    Step("Official folds", "why not", False),
]
PAIRS = [
    SlipPair("Tuning on the test fold", "told", 0.56, 0.61, (0.02, 0.08)),
    SlipPair(EVIL, EVIL, 0.54, 0.51, (-0.08, 0.01)),
    SlipPair("Best epoch", "no epochs"),
]
ROWS = [
    ModelRow(
        "KNN k=1",
        0.92,
        EVIL,
        (
            HalfScore("leaky", 0.95, (0.94, 0.97), True, False, EVIL),
            HalfScore("artists apart", 0.49, (0.4, 0.6), False, False, "same clips"),
            HalfScore("honest", 0.42, None, False, True, "whole clips"),
        ),
    ),
    ModelRow(EVIL, 0.5, "cited", (HalfScore("honest", 0.37, (0.31, 0.44), False, True, "x"),)),
]


def named(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def texts(figure) -> str:
    """All words of a figure that Plotly reads as HTML, with plain spaces."""
    said = [note.text for note in figure.layout.annotations]
    for trace in figure.data:
        said += list(trace.hovertext or ())
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        said += list(axis.ticktext or ())
    return " ".join(map(str, said)).replace("\u00a0", " ")


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_steps_stand_from_left_to_right_at_their_scores_with_their_intervals(look):
    figure = fall_chart(STEPS, baseline=0.24, look=look)
    assert list(named(figure, "leaky").x) == [0, 1]
    assert np.allclose(named(figure, "leaky").y, [96, 65])
    assert (list(named(figure, "honest").x), list(named(figure, "honest").y)) == ([2], [50])
    whiskers = named(figure, "intervals")
    assert np.allclose(whiskers.error_y.array, [4, 8, 10])
    assert np.allclose(whiskers.error_y.arrayminus, [6, 8, 10])
    assert [text.replace("<br>", " ") for text in figure.layout.xaxis.ticktext] == [step.title for step in STEPS]
    assert "<a" not in texts(figure)


def test_a_leaky_step_is_hatched_and_says_so_and_an_honest_one_is_neither():
    figure = fall_chart(STEPS, baseline=0.24, look=STUDIO)
    assert named(figure, "leaky").marker.pattern.shape == "/"
    assert named(figure, "honest").marker.pattern.shape is None
    assert texts(figure).count("leaky") == 2


def test_a_step_that_is_missing_leaves_its_place_empty_and_answers_the_pointer():
    figure = fall_chart(STEPS, baseline=0.24, look=STUDIO)
    assert texts(figure).count(MISSING) == 1
    (place,) = (shape for shape in figure.layout.shapes if shape.name == "missing")
    assert (place.x0 + place.x1) / 2 == 3
    assert list(named(figure, "targets").hovertext) == [
        "all of them",
        "&lt;a href='x'&gt;x&lt;/a&gt;",
        "two<br>lines",
        "why not",
    ]


def test_draws_are_a_band_and_guessing_is_a_dotted_line_with_its_words():
    figure = fall_chart(STEPS, baseline=0.24, look=PAPER)
    bands = [(shape.y0, shape.y1) for shape in figure.layout.shapes if shape.name == "band"]
    assert np.allclose(bands, [(60, 70), (45, 55)])
    (line,) = (shape for shape in figure.layout.shapes if shape.name == "baseline")
    assert (line.y0, line.y1, line.line.dash) == (24.0, 24.0, "dot")
    assert "guessing<br>24 %" in texts(figure)


@pytest.mark.parametrize("baseline", [0.0, 0.05, 0.5, 0.97])
def test_no_tick_stands_on_the_words_of_guessing(baseline):
    axis = fall_chart(STEPS, baseline=baseline, look=STUDIO).layout.yaxis
    others = [tick for tick in axis.tickvals if tick != 100 * baseline]
    assert all(abs(tick - 100 * baseline) > 9 for tick in others)


def test_steps_that_are_all_missing_are_still_a_picture():
    figure = fall_chart([Step("One", "x", True), Step("Two", "y", False)], baseline=0.1, look=STUDIO)
    assert texts(figure).count(MISSING) == 2


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_slip_stands_under_its_honest_twin_and_its_whisker_spans_the_difference(look):
    figure = slips_chart(PAIRS, look=look)
    honest, leaky, whiskers = (named(figure, name) for name in ("honest", "leaky", "intervals"))
    assert np.allclose(honest.x, [56, 54])
    assert np.allclose(leaky.x, [61, 51])
    assert leaky.marker.pattern.shape == "/"
    assert np.allclose(np.array(whiskers.x) - whiskers.error_x.arrayminus, [58, 46])
    assert np.allclose(np.array(whiskers.x) + whiskers.error_x.array, [64, 55])
    assert "<a" not in texts(figure)


def test_a_difference_is_told_with_its_interval_and_true_minus_signs():
    said = [difference_words(pair).replace("\u00a0", " ") for pair in PAIRS]
    assert said == ["+5 points (2 to 8)", "−3 points (−8 to 1)", "not possible here"]
    assert difference_words(SlipPair("x", "x", 0.5, 0.5)).replace("\u00a0", " ") == "0 points"


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_each_half_of_the_thesis_table_has_its_own_bar_and_the_published_number_a_ring(look):
    figure = thesis_chart(ROWS, look=look)
    assert list(named(figure, "leaky").x) == [95.0]
    assert np.allclose(named(figure, "pale").x, [49])
    assert np.allclose(named(figure, "honest").x, [42, 37])
    assert named(figure, "leaky").marker.pattern.shape == "/"
    ring = named(figure, "published")
    assert np.allclose(ring.x, [92, 50])
    assert (ring.marker.color, ring.marker.line.color) == (look.ground, look.text)
    assert ring.y[0] == named(figure, "leaky").y[0]
    assert ring.y[0] < ring.y[1]
    assert "the thesis says 92 %" in texts(figure)
    assert "<a" not in texts(figure)


def test_only_halves_with_an_interval_have_a_whisker():
    whiskers = named(thesis_chart(ROWS, look=STUDIO), "intervals")
    assert np.allclose(whiskers.x, [95, 49, 37])
