"""The picture of a search shows every candidate it was given, best first, as plain text."""

import pytest

from core.figures import LOOKS, STUDIO
from core.figures.train.search import MAX_SHOWN, Tried, search_chart

TRIED = [Tried("SVM C=10.0", 0.52, 9), Tried("SVM <b>C</b>=1.0", 0.4, 1)]


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_each_candidate_is_a_point_with_its_words_its_score_and_its_folds(look):
    figure = search_chart(TRIED, look=look)
    (points,) = figure.data
    assert list(points.x) == [52.0, 40.0]
    assert list(points.y) == sorted(points.y)
    said = [note.text.replace("\u00a0", " ") for note in figure.layout.annotations]
    assert said == ["SVM C=10.0", "52 %, 9 inner folds", "SVM &lt;b&gt;C&lt;/b&gt;=1.0", "40 %, 1 inner fold"]
    assert points.marker.color[0] == look.accent != points.marker.color[1]


def test_the_best_are_shown_and_the_others_are_counted():
    many = [Tried(f"C={n}", 1 - n / 100, 3) for n in range(MAX_SHOWN + 4)]
    figure = search_chart(many, look=STUDIO)
    assert len(figure.data[0].x) == MAX_SHOWN
    assert "4 more lie lower" in figure.layout.xaxis.title.text
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the first is on top


def test_long_words_are_cut_where_they_would_meet_the_score():
    figure = search_chart([Tried("x" * 200, 0.5, 1)], look=STUDIO)
    assert len(figure.layout.annotations[0].text) < 60
    assert "x" * 200 in figure.data[0].hovertext[0]
