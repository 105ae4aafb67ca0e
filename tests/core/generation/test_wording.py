"""Small words: articles, lists, one mark at the end."""

import pytest

from core.generation.wording import as_sentence, listed, with_article


@pytest.mark.parametrize(
    ("phrase", "article"),
    [
        ("flute", "a"),
        ("oboe", "an"),
        ("upright bass", "an"),
        ("urgent tune", "an"),
        ("unhurried tune", "an"),
        ("uneasy tune", "an"),
        ("uplifting tune", "an"),
        ("euphoric tune", "a"),
        ("ukulele", "a"),
        ("unison line", "a"),
        ("useful beat", "a"),
        ("one-drop groove", "a"),
        ("honest tune", "an"),
        ("hour of rain", "an"),
        ("heavy beat", "a"),
        ("8-bit lead", "an"),
        ("808 bass", "an"),
        ("909 drum machine", "a"),
        ("Afro-funk groove", "an"),
    ],
)
def test_the_article_goes_by_the_sound(phrase, article):
    assert with_article(phrase) == f"{article} {phrase}"


def test_lists_have_an_and_before_the_last():
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("slow.", "Slow."), ("slow", "Slow."), (" slow.. ", "Slow."), ("Why?", "Why?"), ("9 bars", "9 bars."), ("", ".")],
)
def test_a_sentence_begins_with_a_capital_and_ends_once(text, sentence):
    assert as_sentence(text) == sentence
