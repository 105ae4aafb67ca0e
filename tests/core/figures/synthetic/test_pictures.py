"""Pictures of synthetic datasets: every prompt is a dot, made and real are told apart, anchors hold their places."""

import numpy as np
import pytest

from core.figures.look import PAPER, STUDIO
from core.figures.synthetic.anchors import AnchoredRow, Mark, anchored_chart, share_of_way, way_words
from core.figures.synthetic.places import Places, places_chart
from core.figures.synthetic.tempi import GenreTempi, tempi_chart, tempi_words

EVIL = "<b>jazz</b>"


def row(made, *, real=0.0, noise=2.0, interval=None):
    return AnchoredRow(
        "features", Mark(real, None, "real"), Mark(made, interval, "made"), Mark(noise, None, "noise"), "told"
    )


@pytest.mark.parametrize("look", [PAPER, STUDIO])
def test_each_prompt_is_a_dot_at_its_tempo_within_the_band_of_its_genre(look):
    rows = [
        GenreTempi("jazz", (90.0, 90.0, 200.0), ("a", "b", EVIL), (60.0, 240.0)),
        GenreTempi("polka", (120.0,), ("c",)),
    ]
    figure = tempi_chart(rows, look=look)
    bands = [trace for trace in figure.data if trace.name == "known"]
    dots = [trace for trace in figure.data if trace.name != "known"]
    assert list(bands[0].x) == [60.0, 240.0]
    assert [list(trace.x) for trace in dots] == [[90.0, 90.0, 200.0], [120.0]]
    assert dots[0].y[0] != dots[0].y[1]  # two of one tempo are both seen
    assert "<b>" not in dots[0].hovertext[2]
    assert tempi_words(rows).endswith("jazz 90 to 200; polka 120 to 120")


def test_the_way_from_real_music_to_noise_is_nothing_at_the_one_and_all_at_the_other():
    assert share_of_way(row(0.0)) == 0
    assert share_of_way(row(2.0)) == 1
    assert share_of_way(row(0.5)) == 0.25
    assert share_of_way(row(0.5, noise=0.0)) == 0  # anchors in one place leave no way


def test_a_share_of_the_way_is_said_in_words():
    assert way_words(-0.1) == "as near as real music"
    assert way_words(0.001).replace("\u00a0", " ") == "1 % of the way to noise"
    assert way_words(1.2) == "as far as noise"


def test_anchors_and_clips_stand_in_shares_of_their_own_way_with_whiskers():
    figure = anchored_chart([row(0.5, interval=(0.2, 1.0))], look=STUDIO, ends=("real music", "noise"))
    places = {trace.name: trace for trace in figure.data}
    assert (places["real"].x[0], places["made"].x[0], places["noise"].x[0]) == (0, 0.25, 1)
    assert places["made"].error_x.array[0] == pytest.approx(0.25)
    assert places["made"].error_x.arrayminus[0] == pytest.approx(0.15)


def test_on_a_shared_scale_values_stay_as_they_are():
    figure = anchored_chart([row(0.9, real=0.55, noise=1.0)], look=PAPER, ends=("a", "b"), scale=(0.5, 1.0))
    assert {trace.name: trace.x[0] for trace in figure.data} == {"real": 0.55, "made": 0.9, "noise": 1.0}


@pytest.mark.parametrize(("real", "anchor"), [(0.55, "left"), (0.2, "center")])
def test_the_left_end_of_a_shared_scale_stands_at_its_value_whatever_lies_to_the_left_of_it(real, anchor):
    figure = anchored_chart([row(0.9, real=real, noise=1.0)], look=PAPER, ends=("guessing", "b"), scale=(0.5, 1.0))
    (told,) = [one for one in figure.layout.annotations if one.text == "guessing"]
    (line,) = [shape for shape in figure.layout.shapes if shape.x0 == shape.x1]
    assert (told.x, told.xanchor, line.x0) == (0.5, anchor, 0.5)
    assert figure.layout.xaxis.range[0] < min(real, 0.5)


def test_made_clips_are_full_and_real_tracks_hollow_and_each_can_be_clicked():
    places = Places(
        keys=["made/a", "real/b"],
        genres=["jazz", "jazz"],
        is_made=np.array([True, False]),
        told=["one", EVIL],
        xy=np.array([[0.0, 1.0], [2.0, 3.0]]),
    )
    figure = places_chart(places, look=STUDIO, heard="real/b")
    by_name = {trace.name: trace for trace in figure.data}
    assert by_name["made"].marker.symbol == "circle"
    assert by_name["real"].marker.symbol == "circle-open"
    assert list(by_name["real"].customdata) == ["real/b"]
    assert "<b>" not in by_name["real"].hovertext[0]
    assert list(by_name["heard"].x) == [2.0]
