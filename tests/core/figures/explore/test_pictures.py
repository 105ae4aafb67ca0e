"""Every picture shows the numbers it was given, says what was clicked, and takes names as plain text."""

import base64

import numpy as np
import pytest

from core.figures import LOOKS, STUDIO
from core.figures.explore.correlations import MAX_NAMED, correlation_map
from core.figures.explore.glance import N_BINS, N_ROWS, PEAK_STEPS, small_picture
from core.figures.explore.groups import group_table
from core.figures.explore.outlines import Outline, inside
from core.figures.explore.pairs import MAX_POINTS, Pair, drawn_inside, nice_ticks, pair_chart, tick_text
from core.figures.explore.rankings import ranking_bars
from core.figures.explore.thinning import thinned

EVIL = "<a href='x'>x</a>"
MATRIX = np.array([[1.0, -0.5, 0.25], [-0.5, 1.0, 0.0], [0.25, 0.0, 1.0]])
NAMES = ("a_mean", "b_mean", "c_mean")


def targets(figure):
    return next(trace for trace in figure.data if trace.customdata is not None)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_correlation_has_its_cell_its_sentence_and_its_two_names(look):
    figure = correlation_map(NAMES, ("brightness", "loudness", EVIL), MATRIX, look=look)
    heat, points = figure.data[0], targets(figure)
    assert np.allclose(np.array(heat.z), MATRIX)
    assert (heat.zmin, heat.zmax) == (-1, 1)
    clicked = {tuple(names): text for names, text in zip(points.customdata, points.hovertext, strict=True)}
    assert clicked["b_mean", "a_mean"] == "brightness<br>and loudness:<br>r = −0.50"
    assert not any("<a" in text for text in points.hovertext)
    assert points.marker.opacity == 0


def test_the_cell_of_the_pair_that_is_looked_at_has_a_frame():
    assert not correlation_map(NAMES, NAMES, MATRIX, look=STUDIO).layout.shapes
    frame = correlation_map(NAMES, NAMES, MATRIX, look=STUDIO, picked=("c_mean", "a_mean")).layout.shapes[0]
    assert (frame.x0, frame.x1, frame.y0, frame.y1) == (1.5, 2.5, -0.5, 0.5)
    assert not correlation_map(NAMES, NAMES, MATRIX, look=STUDIO, picked=("c_mean", "else")).layout.shapes


def test_names_are_left_out_where_they_could_not_be_read():
    n = MAX_NAMED + 1
    figure = correlation_map([f"f{i}" for i in range(n)], ["label"] * n, np.eye(n), look=STUDIO)
    assert not figure.layout.yaxis.ticktext
    assert targets(figure).hovertext[1].startswith("f0<br>and f1:")


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_the_most_telling_number_is_on_top_and_the_picked_one_is_bright(look):
    rows = [("flux_var", "change", 12.5, "How much it changes."), ("tempo", EVIL, 3.0, "How fast.")]
    figure = ranking_bars(rows, look=look, picked="tempo")
    bars = figure.data[0]
    assert list(bars.x) == [12.5, 3.0]
    assert list(bars.customdata) == ["flux_var", "tempo"]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert [colour == look.accent for colour in bars.marker.color] == [False, True]
    assert not any("<a" in note.text for note in figure.layout.annotations)


def test_a_long_name_keeps_the_end_that_tells_it_from_its_neighbours():
    name = "variance of shape of the spectrum, medium detail (MFCC 12)"
    figure = ranking_bars([("mfcc12_var", name, 1.0, "")], look=STUDIO)
    assert figure.layout.annotations[0].text.endswith("(MFCC 12)")


def test_a_long_name_does_without_the_term_of_the_field():
    name = "average strength of the pulse at 2 times the tempo (tempogram ratio)"
    figure = ranking_bars([("tempogram_ratio_2_mean", name, 1.0, "")], look=STUDIO)
    assert figure.layout.annotations[0].text == "average strength of the pulse at 2 times the tempo"


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_cell_of_groups_counts_its_tracks_and_says_their_share(look):
    figure = group_table(["jazz", EVIL], np.array([[3, 1], [0, 8]]), look=look)
    assert np.allclose(np.array(figure.data[0].z), [[0.75, 0.25], [0, 1]])
    cells = targets(figure)
    assert list(figure.data[1].text) == ["3", "1", "", "8"]
    assert [list(cell) for cell in cells.customdata][:2] == [["jazz", 0], ["jazz", 1]]
    assert cells.hovertext[0].replace("\u00a0", " ") == "3 tracks of jazz in group 1<br>75 % of the genre"
    assert not any("<a" in text for text in (*cells.hovertext, *figure.layout.yaxis.ticktext))


def opacity(trace) -> float:
    return float(np.max(trace.marker.opacity))


def make_pair(n: int = 4) -> Pair:
    x, y = np.arange(n, dtype=float), np.arange(n, dtype=float) ** 2
    return Pair(
        ids=[f"t{place}" for place in range(n)],
        genres=["jazz", "rock"] * (n // 2),
        x=x,
        y=y,
        measured=np.column_stack([100 * x, y]),
        units=("Hz", ""),
        axes=("across, Hz", "up"),
    )


def test_a_point_of_a_pair_tells_its_track_and_lies_where_the_ticks_say():
    figure = pair_chart(make_pair(), look=STUDIO, title="")
    points = next(trace for trace in figure.data if trace.name == "points")
    assert list(points.customdata) == ["t0", "t1", "t2", "t3"]
    assert points.hovertext[2].startswith("t2: 200 Hz and 4")
    axis = figure.layout.xaxis
    value = np.interp(points.x, axis.tickvals, [float(text) for text in axis.ticktext])
    assert value == pytest.approx([0, 1, 2, 3])


def test_what_is_not_selected_is_pale_in_a_pair_too():
    figure = pair_chart(make_pair(), look=STUDIO, title="", selected=np.array([True, False, False, True]))
    strong, pale = sorted((trace for trace in figure.data if trace.customdata is not None), key=opacity)[::-1]
    assert (list(strong.customdata), list(pale.customdata)) == (["t0", "t3"], ["t1", "t2"])
    assert opacity(pale) < opacity(strong) / 3


def test_a_lasso_selects_the_tracks_too_that_were_too_many_to_draw():
    pair = make_pair(MAX_POINTS + 100)
    half = Outline((-0.1, 0.5, 0.5, -0.1), (-0.1, -0.1, 1.1, 1.1))
    assert drawn_inside(pair, [half]).mean() == pytest.approx(0.5, abs=0.01)


def test_inside_is_what_an_outline_encloses_also_round_a_corner():
    corner = Outline((0, 2, 2, 1, 1, 0), (0, 0, 1, 1, 2, 2))  # an L
    x, y = np.array([0.5, 1.5, 1.5, 3.0]), np.array([1.5, 0.5, 1.5, 0.5])
    assert list(inside(x, y, [corner])) == [True, True, False, False]
    assert list(inside(x, y, [corner, Outline((2.5, 3.5, 3.5, 2.5), (0, 0, 1, 1))])) == [True, True, False, True]
    assert not inside(x, y, []).any()


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3.2, 4.1), (0, 1e-6), (1e5, 9e9), (-0.001, 0.002)])
def test_ticks_are_round_lie_within_their_ends_and_are_told_apart(low, high):
    ticks = nice_ticks(low, high)
    assert 2 <= len(ticks) <= 7
    assert low - 1e-9 * (high - low) <= ticks[0]
    assert ticks[-1] <= high + 1e-9 * (high - low)
    texts = [tick_text(tick, ticks) for tick in ticks]
    assert len(set(texts)) == len(ticks)
    assert "−0" not in [text.rstrip("0").rstrip(".") for text in texts]


def test_of_many_points_all_genres_keep_their_share_and_what_is_selected_comes_first():
    genres = ["jazz"] * 900 + ["rock"] * 90 + ["pop"] * 10
    shown = thinned(genres, most=100)
    assert list(shown) == sorted(set(shown))
    counts = {genre: sum(genres[place] == genre for place in shown) for genre in set(genres)}
    assert counts["jazz"] == pytest.approx(90, abs=3)
    assert counts["pop"] >= 1
    selected = np.arange(1_000) >= 980
    assert set(np.flatnonzero(selected)) <= set(thinned(genres, most=100, first=selected))
    assert list(thinned(genres[:50], most=100)) == list(range(50))


def test_a_small_picture_is_small_and_keeps_the_outline_and_the_rows():
    peaks = np.stack([-np.linspace(0, 0.5, 1200), np.linspace(0, 0.25, 1200)], axis=1)
    pixels = np.repeat(np.arange(128, dtype=np.uint8)[:, None], 1200, axis=1)
    picture = small_picture(peaks, pixels)
    lows, highs = picture["peaks"]
    assert len(lows) == len(highs) == N_BINS
    assert (min(lows), max(highs)) == (-PEAK_STEPS, PEAK_STEPS // 2)
    assert (picture["n_rows"], picture["n_columns"]) == (N_ROWS, N_BINS)
    drawn = np.frombuffer(base64.b64decode(picture["pixels"]), np.uint8).reshape(N_ROWS, N_BINS)
    assert (np.diff(drawn[:, 0].astype(int)) >= 1).all()


def test_a_recording_too_short_for_a_spectrogram_has_a_waveform_alone():
    picture = small_picture(np.zeros((3, 2)), None)
    assert len(picture["peaks"][0]) == 3
    assert (picture["n_rows"], picture["pixels"]) == (0, "")
