import io
import time

import numpy as np
import pytest
import soundfile as sf

from core.generation.arranger.harmony import chord
from core.generation.demos import DEMOS, SR, make_demo
from core.generation.demos.band import Piece, line
from core.generation.demos.mixing import CEILING_DBFS, TARGET_LUFS, mix_down
from core.sound.decode import decode
from core.sound.loudness import loudness_lufs, peak_dbfs
from core.sound.song import check_song


@pytest.fixture(scope="module")
def clips() -> dict[str, bytes]:
    return {name: make_demo(name) for name in DEMOS}


def test_there_are_three_and_each_says_that_rules_composed_it():
    assert len(DEMOS) == 3
    for name, demo in DEMOS.items():
        assert demo.name == name
        assert demo.title
        assert "Composed by rules, played by a soundfont." in demo.about


@pytest.mark.parametrize("name", DEMOS)
class TestClip:
    def test_is_a_song_of_20_to_35_seconds(self, name, clips):
        signal = decode(clips[name], sr=SR)
        check_song(signal)
        assert 20 <= signal.duration_s <= 35
        assert signal.notes == ()

    def test_has_the_loudness_of_the_others_and_does_not_clip(self, name, clips):
        y = stereo(clips[name])
        assert loudness_lufs(y, sr=SR) == pytest.approx(TARGET_LUFS, abs=1)
        assert peak_dbfs(y) <= CEILING_DBFS + 0.05

    def test_has_no_gap_of_silence_before_its_last_second(self, name, clips):
        y = stereo(clips[name])[:, :-SR]
        n_samples = SR // 4
        levels = [
            np.sqrt(np.mean(y[:, at : at + n_samples] ** 2)) for at in range(0, y.shape[1] - n_samples, n_samples)
        ]
        assert 20 * np.log10(min(levels)) > -45

    def test_is_wide_but_heard_on_both_sides(self, name, clips):
        left, right = stereo(clips[name])
        assert 0.3 < np.corrcoef(left, right)[0, 1] < 0.999
        assert abs(20 * np.log10(left.std() / right.std())) < 3

    def test_is_the_same_bytes_each_time(self, name, clips):
        assert make_demo(name) == clips[name]

    def test_is_made_in_seconds(self, name, clips):
        began = time.process_time()
        make_demo(name)
        assert time.process_time() - began < 10  # measured 0.6 to 1.2 s

    def test_another_seed_gives_another_piece(self, name):
        notes = [sorted(part.notes for part in DEMOS[name].compose(seed).parts) for seed in (1, 2)]
        assert notes[0] != notes[1]

    def test_stays_in_the_range_of_its_instruments(self, name):
        for part in DEMOS[name].compose(DEMOS[name].seed).parts:
            assert part.notes
            for beat, length, pitch, velocity in part.notes:
                assert beat >= 0
                assert length > 0
                assert 28 <= pitch <= 90
                assert 1 <= velocity <= 127

    def test_is_played_at_its_tempo(self, name):
        demo = DEMOS[name]
        score = demo.compose(demo.seed).score(tempo_bpm=demo.tempo_bpm, seed=demo.seed)
        last_beat = max(beat for part in demo.compose(demo.seed).parts for beat, *_ in part.notes)
        last_s = max(note.time for track in score.to("second").tracks for note in track.notes)
        assert last_s == pytest.approx(last_beat * 60 / demo.tempo_bpm, rel=0.06)  # the last bars may slow down


def stereo(flac: bytes) -> np.ndarray:
    y, sr = sf.read(io.BytesIO(flac))
    assert sr == SR
    return y.T


def test_an_unknown_demo_is_a_bug():
    with pytest.raises(KeyError):
        make_demo("polka")


def test_a_line_has_chord_tones_where_it_is_strong_and_stays_in_its_span():
    rhythm = [(i / 2, 0.5) for i in range(64)]
    harmony = chord("Dm")
    melody = line(
        rhythm,
        chord_at=lambda beat: harmony,
        scale=(0, 2, 4, 5, 7, 9, 10),
        start=69,
        span=(62, 79),
        rng=np.random.default_rng(0),
    )
    assert [(beat, length) for beat, length, _ in melody] == rhythm
    assert all(62 <= pitch <= 79 for *_, pitch in melody)
    assert all(pitch % 12 in harmony.tones for beat, _, pitch in melody if beat % 2 == 0 and 62 < pitch < 79)
    assert len({pitch for *_, pitch in melody}) > 4


def test_players_are_a_little_uneven_and_never_early_at_the_start():
    demo = DEMOS["disco"]
    piece = demo.compose(demo.seed)
    score = Piece([piece.parts[1]]).score(tempo_bpm=120.0, seed=0)
    planned = np.array(sorted(beat for beat, *_ in piece.parts[1].notes)) / 2
    played = np.array(sorted(note.time for note in score.to("second").tracks[0].notes))
    assert 0 < np.abs(played - planned).max() < 0.02
    assert played.min() >= 0
    assert len({note.velocity for note in score.tracks[0].notes}) > 5


def test_mixing_keeps_even_a_loud_click_under_the_ceiling(noise):
    y = np.stack([noise(5.0, SR), noise(5.0, SR, seed=1)])
    y[:, SR] = 3.0
    mixed = mix_down(y, sr=SR, seed=0)
    assert peak_dbfs(mixed) <= CEILING_DBFS + 0.05
    assert loudness_lufs(mixed, sr=SR) == pytest.approx(TARGET_LUFS, abs=0.5)
    assert mixed.dtype == np.float32
