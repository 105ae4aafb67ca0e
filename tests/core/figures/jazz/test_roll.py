"""The piano roll: every note lies where it sounds, and its words name it as musicians do."""

import numpy as np
import pytest

from core.figures.jazz.roll import BASS, DRUMS, GIVEN, LEAST_ROWS, OWN, NotesLane, notes_data, pitch_name, pitch_range
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
    lane = roll(parts=(GIVEN, GIVEN, OWN), names={OWN: "piano", GIVEN: "your phrase"})
    (data,) = lanes_data([lane], STUDIO)["lanes"]
    assert data["kind"] == "notes"
    assert alt_text(lane) == "Notes: 3 notes from C4 to B♭4. The first 2 are the phrase that you brought."
    empty = np.array([])
    nothing = NotesLane("Notes", empty, empty, empty.astype(int), empty)
    assert alt_text(nothing) == "Notes: no notes."
    notes_data(nothing)


def test_each_note_points_at_the_legend_which_names_no_part_that_is_not_drawn():
    data = notes_data(roll())
    assert (data["parts"], data["voices"]) == ([0, 0, 0], [{"part": "own", "name": ""}])
    lane = roll(pitch=np.array([63, 30, 70]), parts=(OWN, BASS, OWN), names={OWN: "harp", BASS: "bass", GIVEN: "yours"})
    data = notes_data(lane)
    assert data["voices"] == [{"part": "own", "name": "harp"}, {"part": "bass", "name": "bass"}]
    assert data["parts"] == [0, 1, 0]
    assert data["low"] < 30
    assert alt_text(lane) == "Notes: 2 notes from E♭4 to B♭4. The bass plays 1 note from F♯1 to F♯1."


def test_drums_have_a_named_row_each_and_no_keys():
    lane = roll(title="Drums", pitch=np.array([0, 1, 0]), parts=(DRUMS,) * 3, row_names=("kick", "ride cymbal"))
    data = notes_data(lane)
    assert (data["low"], data["high"], data["n_rows"], data["keys"]) == (0, 1, 2, False)
    assert data["ticks"] == [[0.25, "kick"], [0.75, "ride cymbal"]]
    assert alt_text(lane) == "Drums: 3 strokes of ride cymbal, kick."


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"pitch": np.array([60])}, "arrays of .* notes"),
        ({"parts": (OWN,)}, "arrays of .* notes"),
        ({"start_s": np.array([0.0, np.nan, 1.0])}, "a time is not finite"),
        ({"parts": (OWN, "tuba", OWN)}, r"parts \['tuba'\] are unknown"),
        ({"row_names": ("kick",)}, "a stroke lies on none of the 1 rows"),
    ],
)
def test_what_cannot_be_drawn_is_refused(changed, words):
    with pytest.raises(ValueError, match=words):
        notes_data(roll(**changed))
