"""Which listeners a run hears by, and what people read for what it looks at."""

from dataclasses import replace

import pytest

from core.models.inputs import input_view
from core.models.pretrained import inputs_words, is_pretrained, listeners_of, view_title
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
    assert not is_pretrained(record("gone-listener"))
    assert inputs_words(record("gone-listener")) == "gone-listener"
