"""A brief as a sentence."""

from dataclasses import replace

import pytest

from core.generation.arranger import GENRES, brief_for
from core.generation.briefs import Brief, describe
from core.generation.prompts.description import read_description
from core.generation.prompts.voices import mentions_voice

BRIEF = Brief("blues", 84.0, "Eb major", "laid-back", ("drum kit", "upright bass", "harmonica"), 20.0, 7)


def test_it_says_mood_genre_key_tempo_and_instruments():
    assert describe(BRIEF) == (
        "A laid-back instrumental blues track in E flat major at 84 BPM, "
        "played by drum kit, upright bass and harmonica."
    )


def test_what_is_empty_is_left_out_and_words_are_those_that_people_say():
    bare = replace(BRIEF, genre="hiphop", mood="", instruments=(), key="F# minor", tempo_bpm=90.5)
    assert describe(bare) == "An instrumental hip hop track in F sharp minor at 90.5 BPM."


def test_length_and_seed_are_no_matter_of_words():
    assert describe(replace(BRIEF, duration_s=5.0, seed=8)) == describe(BRIEF)


@pytest.mark.parametrize("genre", GENRES)
def test_every_brief_of_the_band_can_be_said_and_read_again(genre):
    for seed in range(5):
        brief = brief_for(genre, seed=seed, duration_s=10.0)
        text = describe(brief)
        read = read_description(text, genre=genre, instruments=tuple(sorted(brief.instruments)))
        assert read.tempo_bpm == brief.tempo_bpm
        assert set(read.instruments) == set(brief.instruments)
        assert brief.mood in text
        assert mentions_voice(text) is None
