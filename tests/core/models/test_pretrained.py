"""Which listeners a run hears by, and what people read for what it looks at."""

from dataclasses import replace

import pytest

from core.models.inputs import input_view
from core.models.pretrained import (
    LISTENERS,
    gain_of,
    inputs_words,
    is_pretrained,
    listener_titles,
    listeners_of,
    view_title,
)
from tests.core.made_runs import made_run


def record(inputs: str, columns: tuple[str, ...] = ()):
    made = made_run("made").record
    return replace(made, config={**made.config, "inputs": inputs, "columns": list(columns)})


@pytest.mark.parametrize(
    ("inputs", "title"),
    [
        ("robust", "37 robust numbers"),
        ("gtzan-57", "The 57 public columns"),
        ("musicnn-jamendo", "What musicnn (Jamendo) hears: 200 numbers"),
        ("musicnn-jamendo#tags", "What musicnn (Jamendo) hears: its 50 tags"),
        ("musicnn-jamendo+yamnet", "What musicnn (Jamendo) and YAMNet hear: 721 numbers"),
        ("yamnet-genres", "What YAMNet says of the 10 genres"),
    ],
)
def test_a_view_has_a_title_in_words(inputs, title):
    assert view_title(input_view(inputs)) == title


def test_a_run_is_pretrained_where_a_listener_measures_what_it_sees():
    assert not is_pretrained(record("robust"))
    assert [listener.name for listener in listeners_of(record("musicnn-jamendo+yamnet"))] == [
        "musicnn-jamendo",
        "yamnet",
    ]
    assert is_pretrained(record("table", ("tempo", "debug:000")))


def test_a_run_of_listeners_that_nobody_knows_here_keeps_its_own_word():
    assert inputs_words(record("gone-listener")) == "gone-listener"


def test_the_badge_stays_where_the_folder_of_a_listener_is_gone():
    told = record("gone-listener")
    assert listener_titles(replace(told, extra={LISTENERS: {"gone-listener": "Gone"}})) == ("Gone",)
    for gone in (record("hf-mert+yamnet"), record("hf-mert#tags"), record("table", ("tempo", "hf-mert:000"))):
        assert listeners_of(gone) == ()
        assert is_pretrained(gone)
        assert "hf-mert" in listener_titles(gone)


def test_the_gain_is_that_of_a_model_that_no_test_track_had_a_say_in_on_the_most_tracks():
    rows = [
        {"model": model, "n_tracks": n_tracks, "accuracy": accuracy, "of_classic": 0.5}
        for model, n_tracks, accuracy in (
            ("this model", 484, 0.8),
            ("chosen inside each training part", 123, 0.9),
            ("chosen inside each training part", 484, 0.7),
        )
    ]
    one = record("yamnet")
    assert gain_of(replace(one, extra={"beside_classic": rows}))["accuracy"] == 0.7
    plain = [{key: value for key, value in row.items() if key != "model"} for row in rows[1:]]
    assert gain_of(replace(one, extra={"beside_classic": plain}))["accuracy"] == 0.7
    assert gain_of(replace(one, extra={})) is None
