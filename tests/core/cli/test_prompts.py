"""`prompts`: one a line, the same for the same seed; its report; its JSON; its complaints."""

import json
import time

import pytest

from core.generation.prompts import MAKERS, VOCABULARIES, language_model, make_prompts
from core.generation.prompts.csv_table import read_table_file
from core.generation.prompts.endpoint import KEY_VARIABLE, MODEL_VARIABLE, URL_VARIABLE, Answer
from tests.core.generation.prompts.served_model import Reply, serving

SAID = "A slow blues at 70 BPM with piano and harmonica.\nA fast blues at 140 BPM with piano.\nA blues sung at 90 BPM."


def test_prompts_stand_one_on_a_line_as_the_engine_makes_them(run):
    done = run("prompts", "--genre", "blues", "--maker", "musicgen-mir", "--n", 4, "--seed", 7)
    assert (done.status, done.err) == (0, "")
    made = make_prompts("blues", n=4, seed=7, maker="musicgen-mir")
    assert done.out.splitlines() == [prompt.text for prompt in made]


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("genre", VOCABULARIES)
def test_every_genre_and_maker_can_be_asked_for(run, genre, maker):
    done = run("prompts", "--genre", genre, "--maker", maker, "--n", 2)
    assert (done.status, len(done.out.splitlines())) == (0, 2)


def test_json_is_the_contract(run):
    done = run("prompts", "--genre", "jazz", "--n", 3, "--seed", 1, "--json", "--report")
    assert (done.status, done.err) == (0, "")
    *prompts, last = map(json.loads, done.out.splitlines())
    keys = "prompt id genre maker descriptions seed description tempo_bpm key mood kind instruments"
    assert [list(prompt) for prompt in prompts] == 3 * [keys.split()]
    assert prompts[0]["prompt"] == f"jazz jazz {prompts[0]['description']}"
    assert (prompts[0]["seed"], prompts[0]["descriptions"]) == (1, "grammar")
    assert f"{prompts[0]['tempo_bpm']:g} B" in prompts[0]["prompt"].replace("beats", "B")
    assert list(last) == ["report"]
    assert list(last["report"]) == [
        *("n", "n_distinct", "distinct_1", "distinct_2", "distinct_3", "nearest_median", "nearest_min"),
        *("nearest_pair", "words_median", "n_with_tempo", "tempo_bpm", "tempo_coverage", "instrument_coverage"),
        *("rarely", "n_voices"),
    ]
    assert list(last["report"]["tempo_coverage"]) == ["n_named", "n_known", "share"]


def test_the_report_is_told_in_words(run):
    done = run("prompts", "--genre", "funk", "--n", 40, "--report")
    assert done.status == 0
    assert "different prompts" in done.out
    assert "40 of 40" in done.out
    assert "that the grammar knows" in done.out


def test_a_table_of_ones_own_is_used(run, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("genre,description\npolka,Fast tuba.\npolka,Slow tuba.\n", encoding="utf-8")
    done = run("prompts", "--genre", "polka", "--n", 2, "--descriptions", path, "--report")
    assert done.status == 0
    assert sorted(done.out.splitlines()[:2]) == ["polka polka Fast tuba.", "polka polka Slow tuba."]
    assert "the grammar does not know the genre" in done.out


def test_a_language_model_is_asked_and_what_it_said_of_voices_is_told(run, monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, "sk-secret")
    with serving() as server:
        server.replies = [Reply(SAID)]
        monkeypatch.setenv(URL_VARIABLE, server.url)
        monkeypatch.setenv(MODEL_VARIABLE, "toy")
        done = run("prompts", "--genre", "blues", "--n", 2, "--descriptions", "llm", "--json")
        assert server.asked[0][1]["Authorization"] == "Bearer sk-secret"
        run("prompts", "--genre", "blues", "--n", 2, "--descriptions", "llm", "--llm-no-key", "--llm-model", "other")
        assert "Authorization" not in server.asked[1][1]
        assert server.asked[1][2]["model"] == "other"
    first, second = map(json.loads, done.out.splitlines())
    assert (first["tempo_bpm"], first["instruments"], first["seed"]) == (70.0, ["piano", "harmonica"], None)
    assert second["prompt"] == "blues blues A fast blues at 140 BPM with piano."
    assert "1 that mention a voice" in done.err
    assert "sk-secret" not in done.out + done.err


def test_that_a_language_model_is_asked_again_is_told_unless_nobody_wants_to_know(run, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with serving() as server:
        words = ("--descriptions", "llm", "--llm-url", server.url, "--llm-model", "toy", "--llm-no-key")
        for quiet, n_told in (((), 1), (("--quiet",), 0)):
            server.replies = [Reply(status=503, raw=b""), Reply(SAID)]
            done = run("prompts", "--genre", "blues", "--n", 2, *words, *quiet)
            assert (done.status, done.err.count("(status 503); asking again, 2 of 5")) == (0, n_told)


def test_what_a_language_model_gave_before_an_error_is_printed(run):
    with serving() as server:
        server.replies = [Reply(SAID), Reply(status=400, raw=b'{"error": {"message": "enough"}}')]
        words = ("--descriptions", "llm", "--llm-url", server.url, "--llm-model", "toy", "--llm-no-key")
        done = run("prompts", "--genre", "blues", "--n", 5, "--quiet", *words)
    assert (done.status, len(done.out.splitlines())) == (2, 2)
    assert "refuses the request (status 400: enough)" in done.err


def test_what_a_language_model_gave_is_on_the_disk_before_it_is_asked_again(run, monkeypatch, tmp_path):
    table, n_there = tmp_path / "mine.csv", []

    def chat(*_, **__):
        n_there.append(len(read_table_file(table).rows) if table.exists() else 0)
        return Answer("\n".join(f"A blues, take {i + 10 * len(n_there)}, with piano." for i in range(10)), cut=False)

    monkeypatch.setattr(language_model, "chat", chat)
    words = ("--descriptions", "llm", "--llm-url", "http://toy", "--llm-model", "toy", "--llm-no-key")
    run("prompts", "--genre", "blues", "--n", 25, "--out", table, *words)
    assert n_there == [0, 10, 20]
    assert len(read_table_file(table).rows) == 25


def test_a_table_for_synth_is_written_genre_by_genre_and_no_other_file_is_touched(run, one_complaint, tmp_path):
    table = tmp_path / "mine.csv"
    for genre in ("blues", "funk"):
        assert run("prompts", "--genre", genre, "--n", 2, "--out", table).status == 0
    assert [row.genre for row in read_table_file(table).rows] == ["blues", "blues", "funk", "funk"]
    other = tmp_path / "notes.txt"
    other.write_text("my notes")
    complaint = one_complaint(run("prompts", "--genre", "blues", "--out", other))
    assert "its first line must name genre and description" in complaint
    assert other.read_text() == "my notes"
    other.write_text("genre,description,mine\nblues,Slow.,a note\n")
    complaint = one_complaint(run("prompts", "--genre", "blues", "--out", other))
    assert "notes.txt holds more than genre and description, which would be lost; name another file" in complaint


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--genre", "polka"), "the grammar does not know genre='polka'; it describes blues, classical"),
        (("--genre", "blues", "--maker", "mine"), "no prompt maker has the name 'mine'; choose one of gtzan-synth"),
        (("--genre", "blues", "--n", "0"), "'0' is not a whole number from 1"),
        (("--genre", "blues", "--n", "999999999"), "descriptions of blues before one comes twice"),
        (("--genre", "blues", "--seed", "-1"), "'-1' is not a whole number from 0"),
        (("--genre", "blues", "--descriptions", "none.csv"), "none.csv cannot be read (No such file"),
        (("--genre", "blues", "--descriptions", "/dev/zero"), "zero has 10 MB, and 10 MB are read at most"),
        (("--genre", "blues", "--out", f"{300 * 'x'}.csv"), "cannot be written: File name too long"),
        (("--genre", "blues", "--n", "20001", "--report"), "--report compares at most 20,000 prompts"),
        (("--genre", "blues", "--llm-model", "toy"), "are for --descriptions llm; add it"),
        (("--genre", "blues", "--descriptions", "llm"), "no language model is named; set GENRESCOPE_LLM_URL"),
        ((), "the following arguments are required: --genre"),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_line(run, one_complaint, monkeypatch, words, complaint):
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    assert complaint in one_complaint(run("prompts", *words))
