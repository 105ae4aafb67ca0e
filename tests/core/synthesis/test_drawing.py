"""Descriptions by a language model for a recipe: asked for once, kept as a table, gone on with after an error."""

import time

import pytest

from core.errors import DataError, ServiceError
from core.generation.prompts.csv_table import read_table_file
from core.generation.prompts.endpoint import KEY_VARIABLE, MODEL_VARIABLE, URL_VARIABLE
from core.jobs import run_here
from core.synthesis import Recipe
from core.synthesis.drawing import DrawWish, draw_descriptions
from core.synthesis.plan import orders_of
from tests.core.generation.prompts.served_model import Reply, serving

DISCO = 'A "loud" disco at 118 BPM, with strings and bass.\nA disco with a singer and a piano at 120 BPM.\n'
FUNK = "A dry funk groove at 98 BPM with bass and drums.\nA slow funk groove at 84 BPM with a clavinet."


@pytest.fixture
def server(monkeypatch):
    with serving() as httpd:
        monkeypatch.setenv(URL_VARIABLE, httpd.url)
        monkeypatch.setenv(MODEL_VARIABLE, "toy")
        monkeypatch.setenv(KEY_VARIABLE, "sk-secret")
        yield httpd


def test_what_a_model_says_is_kept_as_a_table_that_a_recipe_reads(server, workspace):
    server.replies = [Reply(DISCO), Reply(FUNK)]
    drawn = run_here(draw_descriptions, DrawWish(("disco", "funk"), 1))
    assert (drawn["n"], drawn["refused"]) == ({"disco": 1, "funk": 1}, 1)
    assert "1 that mention a voice" in drawn["words"]
    assert [row.text for row in read_table_file(workspace / "descriptions" / drawn["file"]).rows] == [
        'A "loud" disco at 118 BPM, with strings and bass.',
        "A dry funk groove at 98 BPM with bass and drums.",
    ]
    recipe = Recipe("tiny", ("disco", "funk"), clips_per_genre=1, descriptions=drawn["path"])
    assert [order.prompt.description.tempo_bpm for order in orders_of(recipe)] == [118.0, 98.0]
    assert "sk-secret" not in (workspace / "descriptions" / drawn["file"]).read_text()


def test_a_job_that_has_to_ask_again_says_so_and_how_far_it_is(server, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    server.replies, told = [Reply(DISCO), Reply(status=503, raw=b""), Reply(FUNK)], []
    run_here(draw_descriptions, DrawWish(("disco", "funk"), 1), progress=lambda *said: told.append(said))
    assert [share for share, _ in told] == [0.0, 0.5, 0.5, 0.5, 1.0]
    assert told[3][1].endswith("is busy or broken (status 503); asking again, 2 of 5")


def test_after_an_error_only_the_other_genres_are_asked_for(server, tmp_path):
    server.replies = [Reply(DISCO), Reply(status=400, raw=b"{}")]
    wish, folder = DrawWish(("disco", "funk"), 1), tmp_path / "job"
    with pytest.raises(ServiceError, match="refuses the request"):
        run_here(draw_descriptions, wish, folder=folder)
    server.replies, n_asked = [Reply(FUNK)], len(server.asked)
    assert run_here(draw_descriptions, wish, folder=folder)["n"] == {"disco": 1, "funk": 1}
    assert len(server.asked) == n_asked + 1


def test_what_a_genre_has_before_an_error_is_kept_for_the_next_job_and_said_once(server, workspace):
    server.replies = [Reply(DISCO), Reply(status=400, raw=b"{}")]
    with pytest.raises(ServiceError, match="refuses the request"):
        run_here(draw_descriptions, DrawWish(("disco",), 2))
    server.replies, n_asked = [Reply(DISCO + "A late disco at 124 BPM, with brass.")], len(server.asked)
    drawn = run_here(draw_descriptions, DrawWish(("disco",), 2))
    assert len(server.asked) == n_asked + 1
    assert [row.text for row in read_table_file(workspace / "descriptions" / drawn["file"]).rows] == [
        'A "loud" disco at 118 BPM, with strings and bass.',
        "A late disco at 124 BPM, with brass.",
    ]
    server.replies = [Reply("A cold disco at 121 BPM, with a synth.")]
    again = run_here(draw_descriptions, DrawWish(("disco",), 1))
    assert "A cold disco" in (workspace / "descriptions" / again["file"]).read_text()


def test_the_descriptions_that_there_are_can_be_taken(server, workspace):
    server.replies = [Reply(FUNK), Reply(status=400, raw=b"{}")]
    with pytest.raises(ServiceError):
        run_here(draw_descriptions, DrawWish(("funk",), 3))
    n_asked = len(server.asked)
    assert run_here(draw_descriptions, DrawWish(("funk",), 1))["n"] == {"funk": 1}
    assert run_here(draw_descriptions, DrawWish(("funk",), 1))["n"] == {"funk": 1}
    assert len(server.asked) == n_asked
    assert len({path.read_bytes() for path in (workspace / "descriptions").glob("*.csv")}) == 2


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (DrawWish((), 1), "genres=none: name one or more, each once"),
        (DrawWish(("funk", "funk"), 1), "genres=funk, funk: name one or more, each once"),
        (DrawWish(("funk",), 0), "n=0 of 1 genres must be 1 to 100,000 descriptions in all"),
        (DrawWish(("funk", "disco"), 60_000), "n=60000 of 2 genres must be 1 to 100,000"),
    ],
)
def test_what_cannot_be_drawn_is_said(wish, message):
    with pytest.raises(DataError, match=message):
        run_here(draw_descriptions, wish)
