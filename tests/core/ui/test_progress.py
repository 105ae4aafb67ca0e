"""Work over a second is told in words, with the time that is left."""

import pytest

from core.ui.progress import ProgressLine, time_left


class Place:
    """Where a progress bar would stand; keeps what it was told."""

    def __init__(self):
        self.told = []

    def progress(self, share, text):
        self.told.append((share, text))


def test_the_words_and_the_time_left_are_told():
    now, place = [0.0], Place()
    line = ProgressLine(place, prefix="Song 2 of 5. ", clock_s=lambda: now[0])
    line(0.0, "Reading the sound")
    # Twenty seconds of decoding say nothing about the pace of listening.
    now[0] = 20.0
    line(0.1, "Listening: 1 of 80 cells")
    now[0] = 22.0
    line(0.5, "Listening: 40 of 80 cells")
    assert [text for _, text in place.told] == [
        "Song 2 of 5. Reading the sound",
        "Song 2 of 5. Listening: 1 of 80 cells",
        "Song 2 of 5. Listening: 40 of 80 cells, 3 s left",
    ]


def test_the_browser_is_not_told_more_often_than_it_can_show_but_always_of_the_end():
    now, place = [0.0], Place()
    line = ProgressLine(place, clock_s=lambda: now[0])
    for step in range(101):
        now[0] += 0.001
        line(step / 100, f"{step}")
    assert [text for _, text in place.told] == ["0", "100"]


def test_a_share_beyond_its_range_does_no_harm():
    place = Place()
    ProgressLine(place)(1.2, "done")
    assert place.told == [(1.0, "done")]


@pytest.mark.parametrize(("share", "passed_s"), [(0.0, 9.0), (1.0, 9.0), (0.5, 0.1)])
def test_no_time_is_promised_while_it_is_a_guess(share, passed_s):
    assert time_left(share, passed_s) == ""


def test_the_time_left_follows_the_pace_so_far():
    assert time_left(0.25, 2.0) == ", 6 s left"
    assert time_left(0.25, 2.0, whole=0.5) == ", 2 s left"
