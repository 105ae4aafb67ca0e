"""Every picture of a run shows the numbers it was given, says what was clicked, and takes names as plain text."""

import numpy as np
import pytest

from core.figures import LOOKS, PAPER, STUDIO
from core.figures.runs.confusion import MAX_COUNTED, confusion_table
from core.figures.runs.curves import LearningCurve, learning_curves
from core.figures.runs.difference import Part, agreement_bar, difference_strip
from core.figures.runs.genre_scores import GenreRow, genre_scores, rows_of
from core.figures.runs.reliability import ReliabilityBin, reliability_chart
from core.figures.runs.scoreboard import Mark, ScoreRow, score_words, scoreboard
from core.figures.runs.whiskers import short_name

EVIL = "<a href='x'>x</a>"
ROWS = [
    ScoreRow("run-1", "SVM", 0.54, (0.48, 0.6), "SVM: 54 %\nof 948 tracks"),
    ScoreRow("built-in", EVIL, 0.53, (0.47, 0.59), EVIL, "built-in"),
    ScoreRow("", "FT", 0.548, None, "somebody", "published"),
]


def named(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def texts(figure) -> str:
    """All words of a figure that Plotly reads as HTML."""
    said = [note.text for note in figure.layout.annotations]
    for trace in figure.data:
        said += list(trace.hovertext or ())
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        said += list(axis.ticktext or ())
    return " ".join(map(str, said))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_score_lies_at_its_accuracy_with_its_interval_and_opens_its_run(look):
    figure = scoreboard(ROWS, look=look)
    targets, whiskers = named(figure, "targets"), named(figure, "intervals")
    assert np.allclose(targets.x, [54, 53, 54.8])
    assert list(targets.customdata) == ["run-1", "built-in", ""]
    assert np.allclose(whiskers.error_x.array, [6, 6])
    assert np.allclose(whiskers.error_x.arrayminus, [6, 6])
    assert targets.hovertext[0] == "SVM: 54 %<br>of 948 tracks"
    assert "<a" not in texts(figure)


def test_only_a_published_score_is_hollow_and_has_its_word():
    figure = scoreboard(ROWS, look=STUDIO)
    assert [symbol.endswith("open") for symbol in named(figure, "points").marker.symbol] == [False, False, True]
    assert plain(score_words(ROWS[2], leaky=False)) == "published 55 %"
    assert plain(score_words(ROWS[0], leaky=False)) == "54 % (48 to 60)"


def test_a_leaky_list_is_hatched_and_says_so_in_every_row():
    honest, leaky = (scoreboard(ROWS, look=STUDIO, leaky=leaky) for leaky in (False, True))
    assert not any(trace.type == "bar" for trace in honest.data)
    bars = named(leaky, "leaky")
    assert bars.marker.pattern.shape == "/"
    assert np.allclose(bars.x, [54, 53, 54.8])
    assert texts(leaky).count("leaky") == len(ROWS)
    assert "leaky" not in texts(honest)


def test_guessing_is_dotted_and_ceilings_are_dashed_lines_with_their_words():
    marks = [Mark(0.945, "near-perfect", "Sturm 2013"), Mark(0.1, "guessing", "always blues", is_ceiling=False)]
    figure = scoreboard(ROWS, look=PAPER, marks=marks)
    lines = [shape for shape in figure.layout.shapes if shape.name == "mark"]
    assert sorted((line.x0, line.line.dash) for line in lines) == [(10.0, "dot"), (94.5, "dash")]
    assert "near-perfect 95 %" in plain(texts(figure))
    assert "Sturm 2013" in texts(figure)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_cell_counts_its_tracks_is_shaded_by_its_row_and_names_both_genres(look):
    figure = confusion_table(["jazz", EVIL], np.array([[3, 1], [0, 8]]), look=look)
    assert np.allclose(np.array(figure.data[0].z), [[0.75, 0.25], [0, 1]])
    assert list(figure.data[1].text) == ["3", "1", "", "8"]
    cells = figure.data[-1]
    assert [list(cell) for cell in cells.customdata][:2] == [["jazz", "jazz"], ["jazz", EVIL]]
    assert plain(cells.hovertext[0]) == "3 tracks of jazz called so<br>75 % of the genre"
    assert "<a" not in texts(figure)


def test_a_genre_without_a_track_has_an_empty_row():
    figure = confusion_table(["a", "b"], np.array([[0, 0], [1, 1]]), look=STUDIO)
    assert np.allclose(np.array(figure.data[0].z), [[0, 0], [0.5, 0.5]])


def test_the_cell_that_is_looked_at_has_a_frame():
    counts = np.eye(2, dtype=int)
    assert not confusion_table(["a", "b"], counts, look=STUDIO).layout.shapes
    frame = confusion_table(["a", "b"], counts, look=STUDIO, picked=("b", "a")).layout.shapes[0]
    assert (frame.x0, frame.x1, frame.y0, frame.y1) == (-0.5, 0.5, 0.5, 1.5)
    assert not confusion_table(["a", "b"], counts, look=STUDIO, picked=("b", "gone")).layout.shapes


def test_counts_are_left_out_where_they_would_not_fit():
    n = MAX_COUNTED + 1
    figure = confusion_table([f"g{i}" for i in range(n)], np.eye(n, dtype=int), look=STUDIO)
    assert [trace.type for trace in figure.data] == ["heatmap", "scatter"]


def test_a_genre_shows_recall_with_its_interval_and_precision():
    rows = [
        GenreRow("jazz", 0.6, 0.68, 0.64, (0.5, 0.8), 87, 45),
        GenreRow(EVIL, 0.4, None, None, None, 0, None, "too few artists"),
        GenreRow("blues", 0.4, 0.2, 0.3, None, 100, 9, "too few artists"),
    ]
    figure = genre_scores(rows, look=STUDIO)
    recall, precision = named(figure, "recall"), named(figure, "precision")
    assert np.allclose(recall.x, [68, 20])
    assert list(recall.y) == [0, 2]
    assert np.allclose(precision.x, [60, 40, 40])
    assert np.allclose(named(figure, "intervals").error_x.arrayminus, [18])
    assert "no interval: too few artists" in recall.hovertext[1]
    assert "87 tracks by 45 artists" in recall.hovertext[0]
    assert "<a" not in texts(figure)


def test_rows_come_from_the_record_in_the_order_of_its_labels():
    score = {"precision": 0.5, "recall": 0.25, "f1": 0.3, "n_tracks": 4, "recall_interval": [0.1, 0.4], "note": ""}
    rows = rows_of({"labels": ["z", "a"], "per_genre": {"a": score}})
    assert [row.genre for row in rows] == ["z", "a"]
    assert rows[1].interval == (0.1, 0.4)
    assert rows[0].recall is None


def test_a_bin_lies_at_its_confidence_and_accuracy_over_the_band_of_an_honest_model():
    bins = [ReliabilityBin(0.3, 0.2, 50, 0.18, 0.42), ReliabilityBin(0.8, 0.7, 1, 0.6, 0.95)]
    figure = reliability_chart(bins, look=STUDIO)
    points, band = named(figure, "bins"), named(figure, "band")
    assert np.allclose(points.x, [30, 80])
    assert np.allclose(points.y, [20, 70])
    assert np.allclose(band.y, [42, 95, 60, 18])
    assert plain(points.hovertext[1]).startswith("1 track: 80 % sure,")
    assert figure.layout.shapes[0].line.dash == "dash"


def test_curves_show_every_fold_the_mean_and_the_chosen_step():
    curve = LearningCurve(
        x=[1, 2, 3], train={0: [0.2, 0.6, 0.9], 1: [0.4, 0.6, 0.7]}, valid={0: [0.1, 0.3, None], 1: [0.3, 0.5, 0.4]}
    )
    figure = learning_curves(curve, axis="epoch", measure="accuracy", look=STUDIO, best=2)
    assert np.allclose(named(figure, "training").y, [30, 60, 80])
    assert np.allclose(named(figure, "validation").y, [20, 40, 40])
    assert sum(trace.name == "fold" for trace in figure.data) == 4
    assert plain(named(figure, "validation").hovertext[1]) == "Epoch 2: validation accuracy 40 %"
    assert figure.layout.shapes[0].x0 == 2
    assert "best by validation: 2" in texts(figure)


def test_the_final_model_is_the_broad_line_where_its_curve_is_known():
    curve = LearningCurve(x=[1, 2], train={-1: [3.0, 2.0], 0: [9.0, 9.0]}, valid={-1: [3.5, 3.0], 0: [9.0, 9.0]})
    figure = learning_curves(curve, axis="epoch", measure="loss", look=STUDIO)
    assert list(named(figure, "validation").y) == [3.5, 3.0]
    assert sum(trace.name == "fold" for trace in figure.data) == 2


def test_a_step_where_nothing_was_measured_is_a_gap():
    curve = LearningCurve(x=[100, 200], train={-1: [0.5, 0.4]}, valid={-1: [None, None]})
    figure = learning_curves(curve, axis="training tracks", measure="loss", look=PAPER)
    assert list(named(figure, "validation").y) == [None, None]
    assert plain(named(figure, "training").hovertext[0]) == "100 training tracks: training loss 0.50"
    assert not figure.layout.shapes


def test_the_difference_lies_in_points_with_its_interval_around_nothing():
    figure = difference_strip(0.03, (-0.01, 0.07), first="SVM", second=EVIL, look=STUDIO)
    point = named(figure, "difference")
    assert np.allclose(point.x, [3])
    assert np.allclose((point.error_x.array, point.error_x.arrayminus), [[4], [4]])
    assert figure.layout.shapes[0].x0 == figure.layout.shapes[0].x1 == 0
    low, high = figure.layout.xaxis.range
    assert low == -high
    assert "−1.0 to +7.0" in point.hovertext[0]
    assert "<a" not in texts(figure)


def test_the_bar_of_agreement_holds_all_tracks_and_its_parts_can_be_clicked():
    parts = [Part("both", "both right", 5), Part("first", "only SVM", 2), Part("second", EVIL, 1)]
    figure = agreement_bar(parts, look=STUDIO)
    assert [trace.x[0] for trace in figure.data] == [5, 2, 1]
    assert [trace.customdata[0] for trace in figure.data] == ["both", "first", "second"]
    assert figure.layout.xaxis.range[1] == 8
    assert named(figure, "second").marker.pattern.shape == "/"
    assert "<a" not in texts(figure)


def test_a_long_name_keeps_what_tells_it_from_its_namesakes():
    name = "Linear discriminant analysis, standard scaling"
    assert short_name(name).endswith("…, standard scaling")
    assert len(short_name(name)) == 34
    assert short_name("SVM, C=10") == "SVM, C=10"
    assert short_name("x" * 50) == "x" * 33 + "…"
    assert len(short_name("SVM, " + "a" * 60)) == 34
