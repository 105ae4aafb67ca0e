"""The measures of the band's benchmark find what was planted."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import band_notes, band_sound
from core.features import SR
from core.generation.arranger import arrange, brief_for


@pytest.fixture
def clip():
    return arrange(brief_for("jazz", seed=0, duration_s=8.0))


def test_a_wrong_bass_note_on_a_strong_beat_is_counted(clip):
    (low,) = [part for part in clip.parts if part.role == "bass"]
    right, n_notes = band_notes.bass_on_strong_beats(clip)
    i = next(i for i, note in enumerate(low.notes) if note.beat == 4)
    wrong = next(pitch for pitch in range(40, 52) if pitch % 12 not in clip.chord_at(4).tones)
    low.notes[i] = low.notes[i]._replace(pitch=wrong)
    assert band_notes.bass_on_strong_beats(clip) == (right - 1, n_notes)


def test_a_note_out_of_its_register_is_counted(clip):
    (low,) = [part for part in clip.parts if part.role == "bass"]
    low.notes[0] = low.notes[0]._replace(pitch=90)
    assert band_notes.out_of_register(clip) == 1


def test_a_note_between_the_places_of_the_grid_and_a_bar_without_notes_are_counted(clip):
    assert (band_notes.off_grid(clip), band_notes.empty_bars(clip)) == (0, 0)
    kit = next(part for part in clip.parts if part.is_drum)
    kit.notes[3] = kit.notes[3]._replace(beat=kit.notes[3].beat + 0.03)
    assert band_notes.off_grid(clip) == 1
    for part in clip.parts:
        part.notes[:] = [note for note in part.notes if not 4 <= note.beat < 8]
    assert band_notes.empty_bars(clip) == 1


def test_the_swing_is_read_from_the_midi(clip):
    for swing in (1.0, 1.5, 2.5):
        assert band_notes.swing_ratio(replace(clip, swing=swing)) == pytest.approx(swing, rel=0.06)


def test_a_clip_shares_all_bars_with_itself_in_another_key_and_none_with_another(clip):
    brief = clip.brief
    moved = arrange(replace(brief, key=f"G {brief.mode}"))
    drums = [band_notes.bars(one, "drums") for one in (clip, moved)]
    assert band_notes.shared_bars(drums).min() == 1
    lines = [band_notes.bars(arrange(brief_for("jazz", seed=seed)), "lead") for seed in (0, 1)]
    assert band_notes.shared_bars(lines).max() < 0.3
    assert band_notes.shared_bars([lines[0], lines[0][:2]]).tolist() == [pytest.approx(2 / len(lines[0])), 1]


def test_a_gap_is_found_but_the_fade_is_none(noise):
    y = np.stack([noise(4.0, SR), noise(4.0, SR, seed=1)])
    assert band_sound.longest_gap_s(y, sr=SR) == 0
    y[:, SR : SR + SR // 2] = 0
    y[:, -SR // 3 :] = 0
    assert band_sound.longest_gap_s(y, sr=SR) == pytest.approx(0.5, abs=0.06)


def test_a_sine_has_its_own_centroid_and_a_crest_of_3_db(tone):
    found = band_sound.compared(tone(1000, 4.0))
    assert found["centroid_hz"] == pytest.approx(1000, rel=0.05)
    assert found["crest_db"] == pytest.approx(3.01, abs=0.1)
