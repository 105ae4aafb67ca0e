"""Bass and drums beside the pianist: on the beats, in the chords, and silent where the pianist is."""

import numpy as np
import pytest

from core.errors import DataError
from core.generation.arranger.drums import RIDE
from core.jazz.notes import Notes
from core.jazz.playing.harmony import estimate_chords, estimate_key
from core.jazz.playing.params import PlayParams
from core.jazz.playing.sound import players
from core.jazz.playing.timing import as_played

BAR_S = 2.0  # at 120
TRIO = PlayParams(trio=True)


def by_role(notes, params=TRIO, *, is_timed=False):
    return {player.role: player for player in players(notes, params, is_timed=is_timed)}


def same(one: Notes, other: Notes) -> bool:
    names = ("start_s", "duration_s", "pitch", "velocity")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


@pytest.mark.parametrize("is_timed", [False, True])
def test_a_trio_has_the_pianists_notes_untouched_and_two_players_more(tokens, performance, is_timed):
    notes = performance if is_timed else tokens
    alone, trio = by_role(notes, PlayParams(), is_timed=is_timed), by_role(notes, is_timed=is_timed)
    assert set(alone) == {"piano"}
    assert set(trio) == {"piano", "bass", "drums"}
    assert same(trio["piano"].notes, alone["piano"].notes)
    assert trio["drums"].is_drum
    assert not trio["bass"].is_drum


@pytest.mark.parametrize("is_timed", [False, True])
def test_the_two_play_neither_before_the_first_note_nor_after_the_last(tokens, performance, is_timed):
    trio = by_role(performance if is_timed else tokens, is_timed=is_timed)
    piano = trio["piano"].notes
    for role in ("bass", "drums"):
        starts = trio[role].notes.start_s
        assert starts.min() >= piano.start_s.min() - 0.001
        assert starts.max() < piano.end_s
        assert len(starts) > piano.end_s


def test_the_two_rest_in_bars_in_which_the_pianist_does(tokens):
    silent = (tokens.start_s >= 3 * BAR_S) & (tokens.start_s < 5 * BAR_S)
    trio = by_role(tokens.taken(~silent))
    for role in ("bass", "drums"):
        bars = set((trio[role].notes.start_s // BAR_S).astype(int))
        assert {2, 5} <= bars
        # A player may be a few milliseconds early.
        inside = (trio[role].notes.start_s > 3 * BAR_S + 0.02) & (trio[role].notes.start_s < 5 * BAR_S - 0.03)
        assert not inside.any()


def test_the_bass_walks_on_the_beats_and_begins_chords_on_their_roots(tokens):
    trio = by_role(tokens)
    bass, piano = trio["bass"].notes, trio["piano"].notes
    beats = np.arange(int(piano.end_s / 0.5)) * 0.5
    off_s = np.abs(beats[:, None] - bass.start_s).min(axis=1)
    assert (off_s < 0.025).all()
    assert bass.pitch.min() >= 28
    assert bass.pitch.max() <= 55
    chords = estimate_chords(piano, np.arange(int(piano.end_s / BAR_S) + 1) * BAR_S, key=estimate_key(piano))
    at = [bass.pitch[np.abs(bass.start_s - bar * BAR_S).argmin()] % 12 for bar in range(len(chords))]
    new = [bar for bar in range(1, len(chords)) if chords[bar] != chords[bar - 1]]
    assert new
    assert [at[bar] for bar in new] == [chords[bar].root for bar in new]


def test_the_ride_swings_as_the_pianist_does(tokens):
    for swing in (1.0, 2.0):
        params = PlayParams(trio=True, swing=swing, tempo_bpm=100)
        trio = by_role(tokens, params)
        drums = trio["drums"].notes
        ride = drums.start_s[drums.pitch == RIDE]
        steps = np.unique(as_played(tokens, params, is_timed=False).start_s)
        assert np.abs(ride[:, None] - steps).min(axis=1).max() < 0.025


def test_faders_stand_as_asked_and_at_0_a_player_is_gone(tokens):
    trio = by_role(tokens, PlayParams(trio=True, bass_volume=90, drums_volume=0))
    assert set(trio) == {"piano", "bass"}
    assert trio["bass"].volume == 90


def test_the_same_notes_get_the_same_players_and_others_get_others(tokens):
    assert same(by_role(tokens)["bass"].notes, by_role(tokens)["bass"].notes)
    other = by_role(tokens.transposed(1))
    assert not same(by_role(tokens)["drums"].notes, other["drums"].notes)


def test_one_token_is_enough_for_a_trio_but_not_one_note_of_a_performance():
    one = Notes.of([(0.0, 0.25, 60, 80)])
    assert len(by_role(one)["drums"].notes) >= 1
    with pytest.raises(DataError, match="1 strokes tell no pulse"):
        by_role(one, is_timed=True)
