"""Makers: a genre and a description as the two papers put them together."""

import pytest

from core.errors import DataError
from core.generation.prompts import MAKERS, VOCABULARIES, Description, make_prompt, make_prompts
from core.generation.prompts.voices import mentions_voice

SLOW = Description("A slow blues at 60 BPM.", "blues", tempo_bpm=60.0)


def text(maker, description):
    return make_prompt(description, maker=maker).text


def test_gtzan_synth_says_the_genre_twice():
    assert text("gtzan-synth", SLOW) == "blues blues A slow blues at 60 BPM."


def test_once_says_it_once():
    assert text("gtzan-synth-once", SLOW) == "blues A slow blues at 60 BPM."


def test_musicgen_mir_makes_two_sentences():
    assert text("musicgen-mir", SLOW) == "A blues track. A slow blues at 60 BPM."


@pytest.mark.parametrize("written", ["strings swell", "strings swell.", "Strings swell..", " strings swell. "])
def test_musicgen_mir_never_ends_with_two_full_stops(written):
    assert text("musicgen-mir", Description(written, "orchestral")) == "An orchestral track. Strings swell."


def test_musicgen_mir_keeps_another_mark_at_the_end():
    assert text("musicgen-mir", Description("Strings, fast!", "pop")) == "A pop track. Strings, fast!"


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("genre", VOCABULARIES)
def test_every_maker_makes_every_genre(genre, maker):
    prompts = list(make_prompts(genre, n=20, seed=5, maker=maker))
    assert len({prompt.text for prompt in prompts}) == len({prompt.id for prompt in prompts}) == 20
    for prompt in prompts:
        assert (prompt.genre, prompt.maker) == (genre, maker)
        assert genre in prompt.text
        assert prompt.description.text in prompt.text
        assert prompt.text.endswith(".")
        assert ".." not in prompt.text
        assert mentions_voice(prompt.text) is None
        assert len(prompt.text) < 400


@pytest.mark.parametrize("maker", MAKERS)
def test_a_maker_tells_what_it_does(maker):
    assert MAKERS[maker].name == maker
    assert "{genre}" in MAKERS[maker].template
    assert "{description}" in MAKERS[maker].template
    assert MAKERS[maker].about


def test_makers_use_the_same_descriptions_for_the_same_seed():
    drawn = [[prompt.description for prompt in make_prompts("funk", n=9, seed=2, maker=maker)] for maker in MAKERS]
    assert drawn[0] == drawn[1] == drawn[2]


def test_the_same_text_has_the_same_id_and_another_text_another():
    assert make_prompt(SLOW, maker="gtzan-synth").id == make_prompt(SLOW, maker="gtzan-synth").id
    assert make_prompt(SLOW, maker="gtzan-synth").id != make_prompt(SLOW, maker="gtzan-synth-once").id


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"maker": "mine"}, "no prompt maker has the name 'mine'; choose one of gtzan-synth, gtzan-synth-once"),
        ({"n": 0}, "n=0 prompts are asked for; ask for at least one"),
        ({"genre": ""}, "genre='' must be a word or a few"),
        ({"genre": "a\nb"}, "must be a word or a few"),
        ({"genre": "x" * 61}, "at most 60 characters"),
        ({"genre": "polka"}, "the grammar does not know genre='polka'"),
    ],
)
def test_what_cannot_be_made_is_told_at_once(asked, complaint):
    genre = asked.pop("genre", "blues")
    with pytest.raises(DataError, match=complaint):
        make_prompts(genre, **({"n": 3, "seed": 0} | asked))


def test_a_description_without_a_maker_is_told():
    with pytest.raises(DataError, match="no prompt maker has the name 'mine'"):
        make_prompt(SLOW, maker="mine")
