"""Every picture of an explanation shows the numbers it was given, says what was clicked, and takes names as text."""

import numpy as np
import pytest

from core.figures import LOOKS, PAPER, STUDIO
from core.figures.explain.amounts import amount_words, short, side_words
from core.figures.explain.dependence import FeatureEffect, dependence_points
from core.figures.explain.importance import ImportanceRow, importance_bars, uncertain
from core.figures.explain.swarm import SwarmRow, beeswarm, is_by_value, lifts
from core.figures.explain.trust import agreement_points, deletion_curve, rank_spans, sums_against_said
from core.figures.explain.waterfall import WaterfallStep, waterfall_bars

EVIL = "<a href='x'>x</a>"
GENRES = ("jazz", EVIL)
ROWS = [
    ImportanceRow("mfcc", "timbre (MFCC)", (0.2, 0.1), block=0),
    ImportanceRow("tempo", EVIL, (0.05, 0.0), block=1),
    ImportanceRow("rms", "loudness", (0.03, 0.01), block=1),
]
VALUES = np.array([0.3, -0.2, 0.1, 0.1])
TRACKS = {"ids": ("a", "b", "c", EVIL), "truth": ("jazz", "rock", "jazz", EVIL)}


def named(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def texts(figure) -> str:
    """All words of a figure that Plotly reads as HTML."""
    said = [note.text for note in figure.layout.annotations]
    for trace in figure.data:
        said += list(trace.hovertext or ())
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        said += [axis.title.text, *(axis.ticktext or ())]
    return " ".join(map(str, said))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("<br>", " ")


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_bar_is_cut_by_genre_as_long_as_its_sum_and_opens_its_player(look):
    figure = importance_bars(ROWS, GENRES, quantity="probability", look=look)
    assert np.allclose(np.sum([trace.x for trace in figure.data], axis=0), [30, 5, 4])
    assert list(named(figure, "jazz").customdata) == ["mfcc", "tempo", "rms"]
    assert "timbre (MFCC) moves jazz by 20.0 points on average" in plain(texts(figure))
    assert "<a" not in texts(figure)


def test_only_players_that_change_places_share_a_band_and_have_grey_names():
    figure = importance_bars(ROWS, GENRES, quantity="probability", look=STUDIO)
    (band,) = [shape for shape in figure.layout.shapes if shape.name == "block"]
    assert band.y0 < 1 < 2 < band.y1
    assert band.y0 > 0.2
    colours = {note.text: note.font.color for note in figure.layout.annotations}
    assert (colours["timbre (MFCC)"], colours["loudness"]) == (STUDIO.text, STUDIO.muted)


def test_where_nothing_is_known_of_ranks_or_all_change_places_no_band_is_drawn():
    assert uncertain([ImportanceRow("a", "a", (1.0,)), ImportanceRow("b", "b", (1.0,))]) == set()
    assert uncertain([ImportanceRow("a", "a", (1.0,), block=0), ImportanceRow("b", "b", (1.0,), block=0)]) == set()


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_point_of_the_swarm_lies_at_its_contribution_and_names_its_track(look):
    rows = [SwarmRow("mfcc", "timbre", VALUES), SwarmRow("evil", EVIL, VALUES / 2)]
    figure = beeswarm(rows, **TRACKS, genre="jazz", quantity="log-odds", look=look, heard="b")
    swarm = named(figure, "mfcc")
    where = {track: x for (track, _), x in zip(swarm.customdata, swarm.x, strict=True)}
    assert where == dict(zip(TRACKS["ids"], VALUES, strict=True))
    rings = {track: width for (track, _), width in zip(swarm.customdata, swarm.marker.line.width, strict=True)}
    assert rings["b"] > 0
    assert rings["a"] == rings["c"] == 0
    assert "a, jazz: timbre speaks for jazz, +0.30" in plain(texts(figure))
    assert "b, rock: timbre speaks against jazz, −0.20" in plain(texts(figure))
    assert "<a" not in texts(figure)


def test_the_colour_is_the_place_of_the_value_or_else_whether_the_track_is_of_the_genre():
    families = [SwarmRow("mfcc", "timbre", VALUES)]
    singles = [SwarmRow("tempo", "tempo", VALUES, places=np.array([0, 0.3, 0.6, 1.0]), measured=("90",) * 4)]
    assert not is_by_value(families)
    assert is_by_value(singles)
    by_truth = named(beeswarm(families, **TRACKS, genre="jazz", quantity="log-odds", look=PAPER), "mfcc")
    own = {
        colour for (track, _), colour in zip(by_truth.customdata, by_truth.marker.color, strict=True) if track in "ac"
    }
    assert len(own) == 1
    assert len(set(by_truth.marker.color)) == 2
    figure = beeswarm(singles, **TRACKS, genre="jazz", quantity="log-odds", look=PAPER)
    assert len(set(named(figure, "tempo").marker.color)) == 4
    assert "tempo (90)" in texts(figure)
    assert list(named(figure, "key").marker.colorbar.ticktext) == ["lowest", "highest"]


def test_points_of_one_value_stand_above_each_other_and_inside_their_row():
    lift = lifts(np.zeros(200))
    assert len(set(lift.round(6))) == 200
    assert np.abs(lift).max() < 0.5
    assert np.all(lifts(np.arange(5.0)) == 0)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_the_effect_of_a_feature_is_drawn_over_its_value_with_its_unit(look):
    measured = np.array([100.0, 200.0, 300.0, 400.0])
    effect = FeatureEffect(f"brightness {EVIL}", "Hz", "brightness", measured, VALUES, **TRACKS)
    figure = dependence_points(effect, genre="jazz", quantity="probability", look=look, heard="a")
    points = named(figure, "tracks")
    assert np.allclose(points.x, measured)
    assert np.allclose(points.y, 100 * VALUES)
    assert list(points.customdata) == list(TRACKS["ids"])
    assert points.marker.line.width[0] > 0 == points.marker.line.width[1]
    assert "a, jazz: 100 Hz. brightness speaks for jazz, +30.0 points" in plain(texts(figure))
    assert ", Hz" in figure.layout.xaxis.title.text
    assert "<a" not in texts(figure)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_waterfall_goes_from_the_average_by_its_steps_to_what_was_said(look):
    steps = [WaterfallStep("timbre", 0.4, error=0.01), WaterfallStep(EVIL, -0.1)]
    figure = waterfall_bars(steps, base=0.1, said=0.4, genre="jazz", quantity="probability", look=look)
    bars = named(figure, "steps")
    assert np.allclose(bars.base, [10, 50])
    assert np.allclose(bars.base[-1] + bars.x[-1], 40)
    assert [trace.x[0] for trace in figure.data if trace.name == "level"] == [10, 40]
    assert bars.error_x.array[0] == pytest.approx(1.96)
    assert bars.marker.color[0] != bars.marker.color[1]
    words = plain(texts(figure))
    assert "timbre speaks for jazz, +40.0 points, give or take 2.0 points" in words
    assert "on average: 10.0 %" in words
    assert "for jazz it said: 40.0 %" in words
    assert "<a" not in texts(figure)


def test_sums_that_are_what_was_said_lie_on_the_line():
    said = np.array([0.2, 0.5])
    figure = sums_against_said(said, said, quantity="probability", look=STUDIO)
    points = named(figure, "tracks")
    assert np.allclose(points.x, points.y)


def test_the_band_holds_every_random_order():
    random = np.array([[0.9, 0.6, 0.2], [0.9, 0.7, 0.2]])
    figure = deletion_curve(np.array([0, 1, 2]), np.array([0.9, 0.3, 0.2]), random, look=PAPER)
    assert np.allclose(named(figure, "band").y, [90, 70, 20, 20, 60, 90])
    assert np.allclose(named(figure, "this order").y, [90, 30, 20])
    assert "this order, 1 replaced: 30 % for what it had answered" in plain(texts(figure))


def test_a_rank_that_never_moved_is_bright_and_the_others_are_grey():
    low, mid, high = np.array([1.0, 2, 2]), np.array([1.0, 2, 3]), np.array([1.0, 3, 3])
    figure = rank_spans(["timbre", EVIL, "tempo"], low, mid, high, look=STUDIO)
    assert list(named(figure, "ranks").marker.color) == [STUDIO.accent, STUDIO.muted, STUDIO.muted]
    assert [(line.x0, line.x1) for line in figure.layout.shapes] == [(1, 1), (2, 3), (2, 3)]
    assert "timbre: always 1" in texts(figure)
    assert "tempo: from 2 to 3" in texts(figure)
    assert "<a" not in texts(figure)


def test_what_a_player_is_worth_to_both_methods_is_a_point():
    figure = agreement_points(["timbre", EVIL], np.array([0.3, 0.1]), np.array([0.4, -0.01]), quantity="x", look=PAPER)
    points = named(figure, "players")
    assert np.allclose(points.x, [0.3, 0.1])
    assert np.allclose(points.y, [0.4, -0.01])
    assert "without it the loss rises by 0.400 nats" in plain(texts(figure))
    assert "the loss falls by 0.010 nats" in plain(texts(figure))
    assert "<a" not in texts(figure)


def test_amounts_are_points_of_a_probability_and_plain_numbers_of_log_odds():
    assert plain(amount_words(-0.031, "probability")) == "−3.1 points"
    assert amount_words(0.42, "log-odds") == "+0.42"
    assert side_words(0.0, "jazz", "log-odds") == "says nothing of jazz"


def test_a_long_name_loses_its_term_unless_that_has_a_number():
    assert short("brightness (spectral centroid)", 20) == "brightness"
    assert short("average shape of the spectrum (MFCC 12)", 24).endswith("… (MFCC 12)")
    assert len(short("average shape of the spectrum (MFCC 12)", 24)) <= 24
    assert short("tempo", 20) == "tempo"
