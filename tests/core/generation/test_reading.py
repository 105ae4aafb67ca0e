"""What the band reads of a sentence: all that a brief says, nothing that is not there, and the rest is told."""

import pytest

from core.errors import DataError
from core.generation.arranger import GENRES, arrange, brief_for
from core.generation.briefs import describe
from core.generation.prompts import MAKERS, Description, make_prompt
from core.generation.reading import brief_of, params_of, read_prompt


@pytest.mark.parametrize("genre", GENRES)
@pytest.mark.parametrize("seed", [0, 7])
def test_the_sentence_of_a_brief_is_read_back_whole(genre, seed):
    brief = brief_for(genre, seed=seed, duration_s=10.0)
    reading = read_prompt(describe(brief))
    assert brief_of(reading, seed=seed, duration_s=10.0) == brief
    assert reading.unread == ()


@pytest.mark.parametrize("maker", MAKERS)
def test_every_prompt_maker_names_the_genre(maker):
    for genre in GENRES:
        prompt = make_prompt(Description(describe(brief_for(genre, seed=3)), genre), maker=maker)
        assert read_prompt(prompt.text).genre == genre


@pytest.mark.parametrize(
    ("sentence", "genre", "wishes"),
    [
        ("Hip-hop at 92 BPM", "hiphop", {"tempo_bpm": 92.0}),
        ("a HIP HOP beat in B flat minor", "hiphop", {"key": "Bb minor"}),
        ("rock in F# major, 120 beats per minute", "rock", {"key": "F# major", "tempo_bpm": 120.0}),
        ("jazz in E Minor", "jazz", {"key": "E minor"}),
        ("jazz in bb minor", "jazz", {"key": "Bb minor"}),
        ("jazz in the key of e Flat MAJOR", "jazz", {"key": "Eb major"}),
        ("jazz in a minor mood", "jazz", {}),
        ("orchestra, heroic", "orchestral", {"mood": "heroic"}),
        ("a slow blues", "blues", {"tempo_bpm": 76.0}),
        ("a slow, sad blues", "blues", {"mood": "sad", "tempo_bpm": 71.0}),
        ("fast jazz", "jazz", {"tempo_bpm": 158.0}),
        ("synthpop for Sunday", "", {}),
    ],
)
def test_names_of_genres_tempi_keys_and_moods_are_read(sentence, genre, wishes):
    reading = read_prompt(sentence)
    assert (reading.genre, dict(reading.wishes)) == (genre, wishes)


def test_who_is_named_takes_the_seat_and_the_others_stay():
    drawn = brief_for("blues", seed=1, duration_s=5.0)
    brief = brief_of(read_prompt("blues with harmonicas and an upright bass"), seed=1, duration_s=5.0)
    assert {"harmonica", "upright bass"} <= set(brief.instruments)
    assert len(brief.instruments) == len(drawn.instruments)
    arrange(brief)


def test_a_jazz_guitar_makes_no_jazz_of_a_blues_but_stands_for_it_alone():
    assert read_prompt("A blues with jazz guitar").genres == ("blues",)
    assert read_prompt("jazz guitar and brushes").genres == ("jazz",)
    assert read_prompt("rock, or blues").genres == ("rock", "blues")


def test_what_is_not_read_is_told_once_and_in_order():
    reading = read_prompt("A rainy blues on a rainy evening, with 静かな trombone")
    assert reading.unread == ("rainy", "evening", "静かな", "trombone")
    assert reading.unread_words == "“rainy”, “evening”, “静かな” and “trombone”"
    assert reading.words == "blues"
    assert read_prompt("blues").unread_words == ""


@pytest.mark.parametrize(
    ("sentence", "words", "unread"),
    [
        ("jazz without piano", "jazz", ("without piano",)),
        ("a blues, no harmonica, in E minor", "blues, E minor", ("no harmonica",)),
        ("rock, not too fast, at 120 BPM", "rock, 120 BPM", ("not too fast",)),
        ("blues, not jazz", "blues", ("not jazz",)),
        ("a not too fast jazz with piano", "jazz, piano", ("not too fast",)),
        ("not sad blues", "blues", ("not sad",)),
        ("no drums hip hop at 90.5 BPM", "hip-hop, 90.5 BPM", ("no drums",)),
        ("a blues without a jazz guitar", "blues", ("without a jazz guitar",)),
        (
            "a blues without upright bass or piano but with harmonica",
            "blues, harmonica",
            ("without upright bass or piano",),
        ),
    ],
)
def test_what_somebody_does_not_want_is_no_wish_and_told(sentence, words, unread):
    reading = read_prompt(sentence)
    assert reading.words == words
    assert reading.unread == unread


def test_a_second_tempo_key_mood_or_player_of_a_seat_is_told():
    reading = read_prompt(
        "sad or brooding blues at 90 BPM, then 140 BPM, in C minor or E minor, for harmonica, jazz guitar"
    )
    assert reading.words == "blues, 90 BPM, C minor, sad, harmonica"
    assert set(reading.unread) == {"140 BPM", "E minor", "brooding", "jazz guitar"}
    assert read_prompt("rock at 90 BPM, yes, 90 BPM").unread == ("yes",)


def test_a_chosen_genre_is_read_for_whatever_the_sentence_says():
    reading = read_prompt("a smoky evening in E minor", genre="jazz")
    assert reading.words == "jazz, E minor, smoky"
    with pytest.raises(DataError, match="the band does not know genre='polka'"):
        read_prompt("polka", genre="polka")


def test_the_fields_for_a_job_are_those_of_the_brief():
    params = params_of(read_prompt("funk at 104 BPM with horns"), seed=3, duration_s=4.0, n_clips=2)
    assert (params["genre"], params["tempo_bpm"], params["seed"], params["n_clips"]) == ("funk", 104.0, 3, 2)
    assert "horns" in params["instruments"]
    assert params_of(read_prompt("funk"), seed=3, duration_s=4.0)["instruments"] == ()


def test_what_the_band_cannot_play_is_refused():
    with pytest.raises(DataError, match="names no genre that the band plays; add one of blues"):
        brief_of(read_prompt("calm piano"), seed=0, duration_s=5.0)
    with pytest.raises(DataError, match="cannot play at 300 BPM; name a tempo from 40 to 240"):
        read_prompt("rock at 300 BPM")
    with pytest.raises(DataError, match="plays Metal in minor only, and not in C major"):
        read_prompt("metal in C major")
