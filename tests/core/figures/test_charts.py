"""Every chart shows the numbers it was given, in words too, and names as plain text."""

import pytest

from core.figures import LOOKS, STUDIO, calls_bar, mix_bars, standout_strip

RANKING = [("jazz", 0.46), ("blues", 0.3), ("polka", 0.24)]
INTERVALS = {"jazz": (0.37, 0.55), "blues": (0.2, 0.34), "polka": (0.2, 0.3)}
EVIL = "<a href='x'>rock</a>"


def texts(figure):
    """Every text that Plotly would put on the screen."""
    for trace in figure.data:
        for field in ("y", "text", "hovertext", "name"):
            value = getattr(trace, field, None)
            yield from [value] if isinstance(value, str) else [str(item) for item in value] if value is not None else []
    yield from (note.text for note in figure.layout.annotations)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_bar_is_as_long_as_its_share_in_percent_and_the_longest_is_on_top(look):
    figure = mix_bars(RANKING, look=look)
    assert list(figure.data[0].x) == pytest.approx([46, 30, 24])
    assert list(figure.data[0].y) == ["jazz", "blues", "polka"]
    assert figure.layout.yaxis.autorange == "reversed"


def test_bars_are_labelled_directly_and_say_what_they_mean_on_hover():
    figure = mix_bars(RANKING, look=STUDIO, intervals=INTERVALS)
    words = [text.replace("\u00a0", " ") for text in texts(figure)]
    assert "jazz: 46 %, give or take 9<br>(37 % to 55 %)" in words
    assert "  46 %" in words


def test_intervals_reach_from_low_to_high_and_are_left_out_where_there_are_none():
    whiskers = [trace for trace in mix_bars(RANKING, look=STUDIO, intervals=INTERVALS).data if trace.error_x.array]
    for trace in whiskers:
        assert [x - low for x, low in zip(trace.x, trace.error_x.arrayminus, strict=True)] == pytest.approx(
            [37, 20, 20]
        )
        assert [x + high for x, high in zip(trace.x, trace.error_x.array, strict=True)] == pytest.approx([55, 34, 30])
    assert len(whiskers) == 2
    assert not any(trace.error_x.array for trace in mix_bars(RANKING, look=STUDIO).data)


def test_an_unknown_sound_is_marked_by_a_hatch_and_not_by_colour_alone():
    assert mix_bars(RANKING, look=STUDIO, sure=False).data[0].marker.pattern.shape == "/"
    assert not mix_bars(RANKING, look=STUDIO).data[0].marker.pattern.shape


def test_the_longest_label_has_room_to_its_right():
    figure = mix_bars(RANKING, look=STUDIO, intervals=INTERVALS)
    assert figure.layout.xaxis.range[1] > 55 * 1.15


def test_what_a_model_calls_100_songs_stacks_to_100_and_frames_the_right_part():
    figure = calls_bar([("rock", 34), ("metal", 21), ("jazz", 45)], truth="rock", look=STUDIO)
    assert sum(trace.x[0] for trace in figure.data) == 100
    assert [trace.marker.line.color == STUDIO.text for trace in figure.data] == [True, False, False]


def test_each_part_of_a_bar_of_calls_says_on_hover_what_it_is():
    figure = calls_bar([("rock", 34), ("metal", 66)], truth="rock", look=STUDIO)
    # One text per point: a bare text is taken for the label of an axis.
    assert [trace.hovertext for trace in figure.data] == [
        ("Of 100 rock songs it calls 34 rock: right",),
        ("Of 100 rock songs it calls 66 metal",),
    ]


def test_what_a_standout_says_on_hover_and_its_name_fit_a_phone():
    sentence = "how much the upper edge of the spectrum (85 % rolloff) varies: 930 Hz, higher than in 97 %"
    figure = standout_strip([(sentence[:62], 97.0, "930 Hz", sentence)], look=STUDIO)
    hover, name = figure.data[0].hovertext[0], figure.layout.annotations[0].text
    assert max(map(len, hover.split("<br>"))) <= 40
    assert hover.replace("<br>", " ") == sentence
    assert max(map(len, name.split("<br>"))) <= 45


def test_the_lines_of_standouts_lie_below_their_dots():
    assert {shape.layer for shape in standout_strip([("tempo", 0.0, "70", "")], look=STUDIO).layout.shapes} == {"below"}


def test_a_standout_lies_at_its_percentile_with_its_value_beside_it():
    rows = [
        ("brightness, Hz", 97.0, "3,120", "brightness: 3,120 Hz, higher than in 97 %"),
        ("tempo", 4.0, "70", "tempo"),
    ]
    figure = standout_strip(rows, look=STUDIO)
    assert list(figure.data[0].x) == [97, 4]
    notes = {note.text: note for note in figure.layout.annotations}
    assert set(notes) == {"brightness, Hz", "3,120", "tempo", "70"}
    # On the side that has room.
    assert notes["3,120"].xanchor == "right"
    assert notes["70"].xanchor == "left"


@pytest.mark.parametrize(
    "figure",
    [
        mix_bars([(EVIL, 1.0)], look=STUDIO, intervals={EVIL: (0.9, 1.0)}),
        calls_bar([(EVIL, 100)], truth=EVIL, look=STUDIO),
        standout_strip([(EVIL, 50, EVIL, EVIL)], look=STUDIO),
    ],
    ids=["mix_bars", "calls_bar", "standout_strip"],
)
def test_a_chart_never_reads_a_name_as_html(figure):
    assert not [text for text in texts(figure) if "<a" in text]
    assert [text for text in texts(figure) if "&lt;a" in text]
