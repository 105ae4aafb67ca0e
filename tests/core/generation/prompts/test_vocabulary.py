"""What is typed of each genre: articles, plurals, no instrument twice in a band."""

import re
from itertools import chain, combinations

import pytest

from core.generation.prompts import VOCABULARIES
from core.generation.prompts.sentences import SENTENCES, fields
from core.generation.prompts.vocabulary import Phrase, between_bars, kind
from core.generation.prompts.voices import mentions_voice
from core.generation.wording import with_article

KINDS = [(genre, each) for genre, words in VOCABULARIES.items() for each in words.kinds]
names = [f"{genre}: {each.name}" for genre, each in KINDS]


@pytest.mark.parametrize(("genre", "each"), KINDS, ids=names)
def test_a_kind_has_phrases_with_the_right_article_or_in_the_plural(genre, each):
    for phrase in chain.from_iterable(each.parts.values()):
        first, _, rest = phrase.text.partition(" ")
        if first in ("a", "an"):
            assert with_article(rest) == phrase.text
        else:
            assert re.search(r"\w+s\b|timpani", phrase.text), f"{phrase.text} is neither one nor many"
        assert not re.search(r"[,.;:\[\]|]| and ", phrase.text), f"{phrase.text} cannot stand in a list"


@pytest.mark.parametrize(("genre", "each"), KINDS, ids=names)
def test_a_kind_has_a_range_of_tempi_moods_and_no_instrument_in_two_parts(genre, each):
    low, high = each.tempo_bpm
    assert 40 <= low < high <= 240  # what the band can play
    assert len(set(each.moods)) == len(each.moods) >= 5
    assert frozenset(each.parts) in SENTENCES
    for part, phrases in each.parts.items():
        assert len({phrase.text for phrase in phrases}) == len(phrases) >= 3, part
    played = [{name for phrase in phrases for name in phrase.instruments} for phrases in each.parts.values()]
    assert [first & second for first, second in combinations(played, 2) if first & second] == []


@pytest.mark.parametrize("words", VOCABULARIES.values(), ids=VOCABULARIES)
def test_a_genre_has_kinds_keys_sounds_and_instruments_enough_for_variety(words):
    assert len({each.name for each in words.kinds}) == len(words.kinds) >= 5
    assert len(words.instruments) >= 20
    assert all(re.fullmatch(r"[A-G]( flat| sharp)? (major|minor)", key) for key in between_bars(words.keys))
    assert not any(mentions_voice(sound) for sound in between_bars(words.sounds))


@pytest.mark.parametrize("parts", SENTENCES, ids=lambda parts: "+".join(sorted(parts)))
def test_a_sentence_names_every_part_once_and_nothing_else(parts):
    for sentence in SENTENCES[parts]:
        assert fields(sentence) >= parts | {"tempo", "key", "sound"}
        assert len(fields(sentence) & {"mood", "a_mood"}) == len(fields(sentence) & {"kind", "a_kind"}) == 1
        assert fields(sentence) <= parts | {"tempo", "key", "sound", "mood", "a_mood", "kind", "a_kind"}
    assert len(set(SENTENCES[parts])) == len(SENTENCES[parts]) >= 8


def test_brackets_name_the_instruments_of_a_phrase():
    tune = kind("tune", (60, 80), moods="odd | even", lead="a sad [oboe] with a [harp] | [horns]", harmony="a foot")
    assert tune.parts["lead"] == (Phrase("a sad oboe with a harp", ("oboe", "harp")), Phrase("horns", ("horns",)))
    assert tune.parts["harmony"] == (Phrase("a foot", ()),)
    assert (tune.moods, set(tune.parts)) == (("odd", "even"), {"lead", "harmony"})


def test_the_verb_goes_with_one_or_many():
    assert "{0} {0:plays|play}".format(Phrase("a flute")) == "a flute plays"
    assert "{0} {0:plays|play}".format(Phrase("horns")) == "horns play"
