"""What speaks of a voice, and what only seems to."""

import pytest

from core.generation.prompts.voices import mentions_voice


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A ballad with soft vocals", "vocals"),
        ("An instrumental track without vocals", "vocals"),
        ("A SINGER over a piano", "singer"),
        ("gospel choir and organ", "choir"),
        ("a choral swell", "choral"),
        ("a beat for rapping", "rapping"),
        ("rap over drums", "rap"),
        ("catchy lyrics", "lyrics"),
        ("a cappella harmonies", "a cappella"),
        ("Gregorian chant", "chant"),
        ("scat over a walking bass", "scat"),
        ("humming along", "humming"),
        ("spoken word and bongos", "spoken"),
        ("a human voice", "voice"),
        ("a vocoder lead", "vocoder"),
        ("dreamy oohs and aahs", "oohs"),
        ("soft ahhs", "ahhs"),
        ("beatboxing", "beatboxing"),
        ("an operatic soprano", "operatic"),
        ("a lone soprano above the strings", "soprano"),
        ("doo-wop harmonies", "doo-wop"),
        ("yodelling over guitars", "yodelling"),
    ],
)
def test_a_voice_is_found(text, word):
    assert mentions_voice(text) == word


@pytest.mark.parametrize(
    "text",
    [
        "a tenor saxophone and a soprano sax",
        "alto and tenor saxophones in thirds",
        "baritone guitar",
        "rich chord voicings on the piano",
        "wrapped in reverb",
        "a chorus pedal on the guitar, and a big chorus",
        "a rotary-speaker organ",
        "a wailing harmonica and a screaming guitar",
        "a single note, swinging and using space",
        "a catchy song for strings",
        "MCMXC, a mellotron and a balalaika",
        "a chorale for brass",
    ],
)
def test_what_no_voice_makes_is_not(text):
    assert mentions_voice(text) is None
