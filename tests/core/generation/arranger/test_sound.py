"""Recordings of the band: exactly as long, as loud and as wide as promised, and always alike."""

from dataclasses import replace

import numpy as np
import pytest
import symusic

from benchmarks.band_sound import longest_gap_s
from core.generation.arranger import GENRES, RULES_NOTE, arrange, brief_for, midi_bytes, play
from core.generation.arranger.sound import CEILING_DBFS, TARGET_LUFS, record, stems
from core.generation.arranger.style import Sound
from core.sound.loudness import limited, loudness_lufs, peak_dbfs

SR = 44_100
PLAIN = Sound(room=0.0)


def clip(genre="blues", *, seed=0, duration_s=4.0):
    return arrange(brief_for(genre, seed=seed, duration_s=duration_s))


def spectrum(y):
    """Power of the mono mix by frequency, in Hz."""
    power = np.abs(np.fft.rfft(y.mean(axis=0))) ** 2
    return np.fft.rfftfreq(y.shape[1], 1 / SR), power


def share_above(y, hz):
    frequencies, power = spectrum(y)
    return power[frequencies > hz].sum() / power.sum()


@pytest.mark.parametrize("genre", GENRES)
def test_a_recording_keeps_what_is_promised(genre):
    arrangement = clip(genre, seed=2, duration_s=4.321)
    y = play(arrangement)
    assert (y.dtype, y.shape) == (np.float32, (2, round(4.321 * SR)))
    assert loudness_lufs(y, sr=SR) == pytest.approx(TARGET_LUFS, abs=1)
    assert peak_dbfs(y) <= CEILING_DBFS + 0.01 < -1
    assert longest_gap_s(y, sr=SR) < 0.3
    assert np.abs(y[:, : SR // 10]).max() > 0.05
    assert np.abs(y[:, -50:]).max() < 0.01
    assert np.isfinite(y).all()
    whole = loudness_lufs(y, sr=SR)
    players = stems(arrangement, GENRES[genre].sound)
    together = loudness_lufs(sum(players.values()), sr=SR)
    assert {role for role, stem in players.items() if loudness_lufs(stem, sr=SR) < together - 18} == set()
    assert whole > -17


def test_the_same_brief_gives_the_same_samples_and_another_seed_others():
    np.testing.assert_array_equal(play(clip("hiphop")), play(clip("hiphop")))
    assert not np.array_equal(play(clip("hiphop")), play(clip("hiphop", seed=1)))


def test_another_rate_is_the_same_music():
    y, low = play(clip()), play(clip(), sr=22_050)
    assert low.shape == (2, y.shape[1] // 2)
    assert loudness_lufs(low, sr=22_050) == pytest.approx(TARGET_LUFS, abs=1)


def test_a_filter_beyond_what_a_rate_holds_leaves_the_sound_as_it_is():
    arrangement = clip("electronica")
    plain = Sound(room=0.0, opens_hz={"pad": (400.0, 20_000.0)})
    filtered = record(arrangement, replace(plain, low_pass_hz=12_000.0), sr=22_050)
    np.testing.assert_array_equal(filtered, record(arrangement, plain, sr=22_050))
    assert np.isfinite(filtered).all()


def test_width_and_pan_are_heeded():
    arrangement = clip()
    middle = record(arrangement, replace(PLAIN, width=0.0))
    np.testing.assert_allclose(middle[0], middle[1], atol=1e-6)
    wide = record(arrangement, PLAIN)
    assert np.corrcoef(wide)[0, 1] < 0.999


def test_filters_and_shelves_move_the_spectrum():
    arrangement = clip()
    plain = share_above(record(arrangement, PLAIN), 5_000)
    assert share_above(record(arrangement, replace(PLAIN, low_pass_hz=2_000)), 5_000) < 0.1 * plain
    assert share_above(record(arrangement, replace(PLAIN, high_shelf_db=9.0)), 5_000) > 3 * plain
    low = 1 - share_above(record(arrangement, PLAIN), 100)
    assert 1 - share_above(record(arrangement, replace(PLAIN, high_pass_hz=400)), 100) < 0.1 * low
    assert 1 - share_above(record(arrangement, replace(PLAIN, low_shelf_db=6.0)), 100) > low


def test_an_amplifier_adds_overtones_to_one_player_alone_and_keeps_his_level():
    arrangement = clip("metal")
    clean, driven = stems(arrangement, PLAIN), stems(arrangement, replace(PLAIN, drive_db={"comp": 20.0}))
    by_name = stems(arrangement, replace(PLAIN, drive_db={"distorted guitar": 20.0}))
    np.testing.assert_array_equal(driven["comp"], by_name["comp"])
    np.testing.assert_array_equal(clean["bass"], driven["bass"])
    assert not np.allclose(clean["comp"], driven["comp"])
    assert loudness_lufs(driven["comp"], sr=SR) == pytest.approx(loudness_lufs(clean["comp"], sr=SR), abs=4)


def test_faders_set_how_loud_players_are_whatever_their_instrument():
    levels = []
    for name in ("clean guitar", "piano", "organ"):
        brief = replace(
            brief_for("blues", seed=0, duration_s=4.0), instruments=("drum kit", "upright bass", name, "harmonica")
        )
        levels.append(loudness_lufs(stems(arrange(brief), PLAIN)["comp"], sr=SR))
    assert max(levels) - min(levels) < 4


def test_compression_brings_loud_and_soft_moments_together():
    arrangement = clip("jazz", duration_s=6.0)

    def spread_db(y):
        blocks = y[:, : 55 * SR // 10].reshape(2, 55, -1)
        return np.diff(np.percentile(10 * np.log10((blocks**2).mean(axis=(0, 2))), [10, 90]))

    assert spread_db(record(arrangement, replace(PLAIN, squeeze=6.0))) < spread_db(record(arrangement, PLAIN)) - 0.5


def test_an_old_record_crackles_at_the_level_that_is_asked_for():
    arrangement = clip("jazz")
    crackling = record(arrangement, replace(PLAIN, vinyl_dbfs=-30.0))
    difference = crackling - record(arrangement, PLAIN)
    assert -36 < 20 * np.log10(difference.std()) < -24


def test_a_room_makes_the_sound_longer_and_not_louder():
    arrangement = clip()
    dry, wet = record(arrangement, PLAIN), record(arrangement, replace(PLAIN, room=0.5, room_size=0.9))
    assert loudness_lufs(wet, sr=SR) == pytest.approx(loudness_lufs(dry, sr=SR), abs=0.5)
    assert np.corrcoef(wet)[0, 1] < np.corrcoef(dry)[0, 1]


def test_midi_is_a_file_that_others_read():
    score = symusic.Score.from_midi(midi_bytes(clip()))
    assert [track.name for track in score.tracks] == [part.name for part in clip().parts]
    assert score.tracks[0].is_drum
    assert score.note_num() == sum(len(part.notes) for part in clip().parts)


def test_a_limiter_leaves_what_is_under_its_ceiling_alone(noise):
    y = 0.1 * np.stack([noise(1.0, SR), noise(1.0, SR, seed=1)])
    np.testing.assert_allclose(limited(y, sr=SR), y, rtol=1e-6)
    y[:, SR // 2] = 4.0
    assert peak_dbfs(limited(y, sr=SR, ceiling_dbfs=-3.0)) <= -3.0 + 0.01


def test_it_is_said_that_rules_made_it():
    assert RULES_NOTE == "arranged by rules of this project, played by a soundfont: no AI, no real music"


def test_a_player_who_would_begin_after_the_end_is_not_waited_for():
    late = clip("rock", duration_s=2.0)
    for part in late.parts[1:]:
        part.notes[:] = [note._replace(beat=note.beat + 100) for note in part.notes]
    assert list(stems(late, PLAIN)) == ["drums"]
    assert play(late).shape == (2, 2 * SR)
