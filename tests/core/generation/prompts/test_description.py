"""A description that others wrote: its tempo and its instruments, found in the words."""

import pytest

from core.generation.prompts.description import Description, read_description, words_of

KNOWN = ("bass", "upright bass", "drums", "violin", "tenor saxophone")


@pytest.mark.parametrize(
    ("text", "tempo_bpm"),
    [
        ("A track at 120 BPM.", 120.0),
        ("A 92-bpm groove", 92.0),
        ("around 75bpm", 75.0),
        ("at 140 beats per minute", 140.0),
        ("at 140 beats a minute", 140.0),
        ("from 80 to 100 BPM", 100.0),
        ("an 808 in 4/4, 12 bars", None),
        ("fast", None),
    ],
)
def test_a_tempo_is_a_number_with_its_unit(text, tempo_bpm):
    assert read_description(text, genre="pop").tempo_bpm == tempo_bpm


def test_instruments_are_found_once_the_longest_name_first_in_the_plural_too():
    text = "Two Violins over an upright bass, DRUMS and a violin; tenor saxophones"
    found = read_description(text, genre="jazz", instruments=KNOWN)
    assert found.instruments == ("violin", "upright bass", "drums", "tenor saxophone")


def test_a_word_within_another_is_no_instrument():
    assert read_description("a bassoon and humdrums", genre="jazz", instruments=KNOWN).instruments == ()


def test_what_is_not_said_is_not_known():
    assert read_description("Loud.", genre="polka") == Description("Loud.", "polka")
    assert Description("Loud.", "polka").wishes == {}


def test_wishes_spell_keys_as_the_band_does():
    assert Description("x", "jazz", tempo_bpm=90.0, key="B flat major").wishes == {"tempo_bpm": 90.0, "key": "Bb major"}
    assert Description("x", "metal", key="F sharp minor").wishes == {"key": "F# minor"}


def test_words_leave_out_marks_and_case():
    assert words_of("It's a Lo-Fi beat, at 90 BPM!") == ("it", "s", "a", "lo", "fi", "beat", "at", "90", "bpm")
    assert words_of("... !") == ()
