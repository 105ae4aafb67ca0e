"""Short words for numbers, and names that stay plain text."""

import pytest

from core.figures.words import (
    as_sentence,
    chart_text,
    clock,
    give_or_take,
    listed,
    percent,
    printable,
    shortened,
    tied_with_first,
)


@pytest.mark.parametrize(
    ("share", "words"), [(0.46, "46 %"), (0.4649, "46 %"), (0.465, "47 %"), (0, "0 %"), (0.004, "< 1 %"), (1, "100 %")]
)
def test_a_share_is_told_in_whole_percent(share, words):
    assert percent(share).replace("\u00a0", " ") == words


def test_give_or_take_reaches_the_farther_end_of_the_interval():
    assert give_or_take(0.46, 0.40, 0.55) == 9
    assert give_or_take(0.46, 0.30, 0.55) == 16
    assert give_or_take(0.5, 0.5, 0.5) == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0:00"), (0.5, "0:01"), (21.4, "0:21"), (222, "3:42"), (239.6, "4:00"), (3723, "1:02:03")],
)
def test_a_place_in_a_song_is_told_as_a_clock(seconds, words):
    assert clock(seconds) == words


RANKING = [("reggae", 0.20), ("country", 0.195), ("rock", 0.14), ("jazz", 0.135)]


@pytest.mark.parametrize(
    ("half_width", "tied"),
    [(0.06, ["country", "rock"]), (0.004, []), (0.005, ["country"]), (0.07, ["country", "rock", "jazz"])],
)
def test_what_lies_within_the_half_width_of_the_first_is_tied_with_it(half_width, tied):
    assert [genre for genre, _ in tied_with_first(RANKING, half_width=half_width)] == tied


def test_without_an_interval_five_points_are_a_tie():
    assert [genre for genre, _ in tied_with_first([("a", 0.45), ("b", 0.40), ("c", 0.39)], half_width=None)] == ["b"]
    assert tied_with_first([("a", 1.0)], half_width=None) == []


@pytest.mark.parametrize(("words", "said"), [("a", "a"), ("ab", "a and b"), ("abc", "a, b and c")])
def test_words_are_listed_as_in_a_sentence(words, said):
    assert listed(list(words)) == said


def test_words_become_a_sentence():
    assert as_sentence("the file is empty") == "The file is empty."
    assert as_sentence("Done.") == "Done."
    assert as_sentence("made of “slow blues.”") == "Made of “slow blues.”"
    assert as_sentence("") == ""


def test_a_name_cannot_turn_the_reading_direction_or_start_a_new_line():
    assert printable("a\u202etxt.3pm\nb\x00") == "a txt.3pm b "
    assert printable("Veränderung - 変化 👩‍🎤") == "Veränderung - 変化 👩‍🎤"


def test_a_long_name_is_cut_to_what_fits_and_says_so():
    assert shortened("bluegrass", 9) == "bluegrass"
    assert shortened("bluegrass", 5) == "blue…"


def test_a_chart_shows_tags_as_text():
    assert chart_text("<b>rock</b> & roll") == "&lt;b&gt;rock&lt;/b&gt; &amp; roll"
