"""Descriptions by a language model: ten a call, none twice, none of a voice, and an end to one that repeats itself."""

from itertools import islice

import pytest

from core.errors import ServiceError
from core.generation.prompts import make_prompts
from core.generation.prompts.endpoint import KEY_VARIABLE, Answer, Endpoint
from core.generation.prompts.language_model import LanguageModel, lines_of
from tests.core.generation.prompts.served_model import Reply


def sentences(start, n=10):
    return [f"A slow blues at {60 + i} BPM with piano and upright bass number {i}." for i in range(start, start + n)]


def said(*lines):
    return Reply("\n".join(lines))


@pytest.fixture
def model(server):
    """``model(reply, ...)`` -> a source that asks the server."""

    def make(*replies, **options):
        server.replies = list(replies)
        return LanguageModel(Endpoint(url=server.url, model="toy", needs_key=False, backoff_s=0.01), **options)

    return make


def texts(source, n, genre="blues"):
    return [each.text for each in source.draw(genre, n=n, seed=0)]


def test_ten_are_asked_for_at_a_time_as_the_paper_did_in_our_words(model, server):
    source = model(said(*sentences(0)), said(*sentences(10)), said(*sentences(20)))
    assert texts(source, 25) == sentences(0, 25)
    assert len(server.asked) == 3
    body = server.asked[0][2]
    assert body["temperature"] == 0.5
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    request = body["messages"][1]["content"]
    assert request.startswith("Write 10 different descriptions of an instrumental blues track. Each is one sentence")
    assert "tempo" in request
    assert "instruments" in request


def test_a_call_is_made_only_when_it_is_needed(model, server):
    drawn = model(said(*sentences(0)), said(*sentences(10))).draw("blues", n=20, seed=0)
    assert len(server.asked) == 0
    assert len(list(islice(drawn, 10))) == 10
    assert len(server.asked) == 1


def test_whoever_waits_is_told_that_and_why_it_is_asked_again(model):
    told = []
    busy = Reply(status=503, raw=b"")
    texts(model(busy, busy, said(*sentences(0)), on_delay=told.append), 5)
    assert [words.partition(" is ")[2] for words in told] == [
        "busy or broken (status 503); asking again, 2 of 5",
        "busy or broken (status 503); asking again, 3 of 5",
    ]


def test_tempo_and_instruments_are_read_from_what_it_writes(model):
    drawn = next(iter(model(said("A slow blues at 61 BPM with piano and upright bass.")).draw("blues", n=1, seed=0)))
    assert (drawn.genre, drawn.tempo_bpm, drawn.instruments) == ("blues", 61.0, ("piano", "upright bass"))


def test_a_genre_that_the_grammar_does_not_know_can_be_asked_for(model):
    assert texts(model(said(*sentences(0))), 3, genre="polka") == sentences(0, 3)


def test_what_comes_twice_is_left_out_whatever_its_marks_and_case(model):
    source = model(said(*sentences(0, 2), sentences(0)[0].upper(), sentences(1)[0].rstrip(".")), said(*sentences(2)))
    assert texts(source, 6) == sentences(0, 6)
    assert source.tally.n_twice == 2


def test_what_mentions_a_voice_is_refused_and_counted(model):
    source = model(
        said("A slow blues at 70 BPM with smoky vocals and piano.", "A blues, no Singing, at 80 BPM.", *sentences(0, 2))
    )
    assert texts(source, 2) == sentences(0, 2)
    assert source.tally.voices == ["vocals", "singing"]
    assert "2 that mention a voice" in source.tally.sentence


def test_what_is_no_description_is_left_out_and_counted(model):
    source = model(said("Here are ten descriptions of blues:", "Sure!", "x " * 300, *sentences(0, 2)))
    assert texts(source, 2) == sentences(0, 2)
    assert (source.tally.n_unusable, source.tally.n_kept, source.tally.n_calls) == (3, 2, 1)


def test_a_model_that_only_repeats_itself_comes_to_an_end_and_what_there_is_stays(model, server):
    source = model(said(*sentences(0, 3)), max_barren_calls=4)
    drawn, kept = source.draw("blues", n=10, seed=0), []
    with pytest.raises(ServiceError, match=r"model='toy' brought nothing new 4 times in a row .*3 descriptions of 5"):
        kept.extend(drawn)  # a list keeps what came before the error
    assert [each.text for each in kept] == sentences(0, 3)
    assert len(server.asked) == 5


def test_a_model_that_only_sings_comes_to_an_end(model):
    with pytest.raises(ServiceError, match=r"brought nothing new 5 times .*5 that mention a voice"):
        texts(model(said("A slow blues sung by a tenor over piano.")), 1)


def test_an_error_on_the_way_leaves_what_came_before(model):
    kept = []
    with pytest.raises(ServiceError, match=r"refuses the key"):
        kept.extend(model(said(*sentences(0)), Reply(status=401, raw=b"")).draw("blues", n=20, seed=0))
    assert len(kept) == 10


def test_a_missing_key_is_told_before_the_first_call(server, monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    with pytest.raises(ServiceError, match=rf"there is no key for 127.0.0.1:\d+: set {KEY_VARIABLE}"):
        make_prompts("blues", n=1, seed=0, source=LanguageModel(Endpoint(url=server.url, model="toy")))


def test_makers_take_its_descriptions(model):
    prompts = make_prompts("blues", n=2, seed=0, maker="musicgen-mir", source=model(said(*sentences(0))))
    assert [prompt.text for prompt in prompts] == [f"A blues track. {text}" for text in sentences(0, 2)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("1. One.\n2) Two.\n(3) Three.\n4: Four.", ["One.", "Two.", "Three.", "Four."]),
        ("- One.\n* Two.\n• Three.", ["One.", "Two.", "Three."]),
        ('"One."\n“Two.”\n**Three.**', ["One.", "Two.", "Three."]),
        ("\n\nOne.\n\n  Two.  \n", ["One.", "Two."]),
        ("```\nOne.\nTwo.\n```", ["One.", "Two."]),
        ('["One.", "Two."]', ["One.", "Two."]),
        ('```json\n["One.",\n "Two."]\n```', ["One.", "Two."]),
        ("[1, 2]", ["[1, 2]"]),
        ("[Intro] One.", ["[Intro] One."]),
        ("<think>Hm.\nTwo?</think>\nOne.", ["One."]),
        ("<think>I never end", []),
        ("120 BPM, a track.\n90 BPM: a track.", ["120 BPM, a track.", "90 BPM: a track."]),
        ("One\x07 \x1b[31mtwo.", ["One [31mtwo."]),
        ("", []),
    ],
)
def test_lines_lose_what_models_put_around_them(text, lines):
    assert lines_of(Answer(text, cut=False)) == lines


def test_the_last_line_of_an_answer_that_was_cut_is_left_out():
    assert lines_of(Answer("One.\nTwo.\nThr", cut=True)) == ["One.", "Two."]
