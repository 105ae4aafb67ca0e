"""The strip of genre ranges shows the numbers that it was given, and the song through them."""

import pytest

from core.figures import LOOKS, STUDIO, genre_ranges

ROWS = [
    ("classical", 1200.0, 2480.0, 3790.0, "classical: 1,200 to 3,790 Hz"),
    ("pop", 4160.0, 6860.0, 8300.0, "pop: 4,160 to 8,300 Hz"),
]


def strip(rows=ROWS, value=4889.0, value_text="this song: 4,889 Hz", axis="upper edge (85 % rolloff), Hz", look=STUDIO):
    return genre_ranges(rows, value=value, value_text=value_text, axis=axis, look=look)


def lines(figure, *, level):
    """(x0, x1, width) of the level lines of a row."""
    shapes = figure.layout.shapes
    return [(shape.x0, shape.x1, shape.line.width) for shape in shapes if shape.y0 == shape.y1 == level]


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_bar_reaches_from_low_to_high_and_is_thick_where_the_song_lies_in_it(look):
    figure = strip(look=look)
    ((low, high, thin),) = lines(figure, level=0)
    assert (low, high) == (1200, 3790)
    ((low, high, thick),) = lines(figure, level=1)
    assert (low, high) == (4160, 8300)
    assert thick > thin


def test_the_song_is_a_line_through_all_rows_with_its_value_written_at_it():
    figure = strip()
    through = [shape for shape in figure.layout.shapes if shape.x0 == shape.x1 == 4889]
    assert through
    assert all(shape.y0 < 0 and shape.y1 > 1 for shape in through)
    assert [(note.text, note.x) for note in figure.layout.annotations] == [("this song: 4,889 Hz", 4889)]


def test_a_song_beyond_all_ranges_is_still_on_the_axis_and_its_words_have_room():
    for value, side in ((100.0, "left"), (20_000.0, "right")):
        figure = strip(value=value)
        low, high = figure.layout.xaxis.range
        assert low < value < high
        assert figure.layout.annotations[0].xanchor == side


def test_a_strip_of_one_number_alone_has_an_axis_of_some_width():
    low, high = strip(rows=[("pop", 5.0, 5.0, 5.0, "pop")], value=5.0).layout.xaxis.range
    assert low < 5 < high


def test_genres_are_named_beside_their_bars_and_explained_on_hover():
    figure = strip()
    assert [name.strip() for name in figure.layout.yaxis.ticktext] == ["classical", "pop"]
    assert list(figure.data[0].x) == [2480, 6860]
    assert list(figure.data[0].hovertext) == ["classical: 1,200 to 3,790 Hz", "pop: 4,160 to 8,300 Hz"]


def test_names_and_words_are_plain_text_on_lines_that_fit_a_phone():
    evil = "<a href='x'>rock</a>"
    figure = strip(rows=[(evil, 0, 1, 2, evil)], value_text=evil, axis=f"{evil} {'long words ' * 8}")
    texts = [*figure.layout.yaxis.ticktext, *figure.data[0].hovertext, figure.layout.annotations[0].text]
    assert not [text for text in [*texts, figure.layout.xaxis.title.text] if "<a" in text]
    assert max(map(len, strip(axis="long words " * 8).layout.xaxis.title.text.split("<br>"))) <= 38
