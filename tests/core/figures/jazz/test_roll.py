"""The piano roll: every note lies where it sounds, and its words name it as musicians do."""

import numpy as np
import pytest

from core.figures.jazz.roll import LEAST_ROWS, NotesLane, notes_data, pitch_name, pitch_range
from core.figures.lanes import alt_text, lanes_data
from core.figures.look import STUDIO


def roll(**changed) -> NotesLane:
    values = {
        "title": "Notes",
        "start_s": np.array([0.0, 0.5, 0.5]),
        "duration_s": np.array([0.5, 1.0, 0.25]),
        "pitch": np.array([60, 63, 70]),
        "loudness": np.array([0.5, 1.0, 0.25]),
    }
    return NotesLane(**(values | changed))


def test_keys_have_the_names_that_musicians_use():
    assert [pitch_name(pitch) for pitch in (21, 60, 61, 63, 66, 70, 108)] == [
        "A0",
        "C4",
        "D♭4",
        "E♭4",
        "F♯4",
        "B♭4",
        "C8",
    ]


def test_every_note_has_a_row_and_a_name():
    data = notes_data(roll())
    assert data["low"] < 60
    assert data["high"] > 70
    assert [data["row_names"][pitch - data["low"]] for pitch in data["pitches"]] == ["C4", "E♭4", "B♭4"]
    assert (data["starts_s"], data["durations_s"]) == ([0.0, 0.5, 0.5], [0.5, 1.0, 0.25])
    assert [words for _, words in data["ticks"]] == ["C4", "C5"][: len(data["ticks"])]


def test_a_roll_is_at_least_two_octaves_high_and_holds_all_notes():
    low, high = pitch_range(np.array([60]))
    assert high - low + 1 == LEAST_ROWS
    assert low < 60 < high
    assert pitch_range(np.array([21, 108])) == (20, 109)
    assert pitch_range(np.array([], dtype=int))[0] < 60


def test_it_is_a_lane_of_the_player_and_told_in_a_sentence():
    lane = roll(n_given=2)
    (data,) = lanes_data([lane], STUDIO)["lanes"]
    assert (data["kind"], data["n_given"]) == ("notes", 2)
    assert alt_text(lane) == "Notes: 3 notes from C4 to B♭4. The first 2 are the phrase that you brought."
    empty = np.array([])
    nothing = NotesLane("Notes", empty, empty, empty.astype(int), empty)
    assert alt_text(nothing) == "Notes: no notes."
    notes_data(nothing)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"pitch": np.array([60])}, "arrays of .* notes"),
        ({"start_s": np.array([0.0, np.nan, 1.0])}, "a time is not finite"),
    ],
)
def test_what_cannot_be_drawn_is_refused(changed, words):
    with pytest.raises(ValueError, match=words):
        notes_data(roll(**changed))
