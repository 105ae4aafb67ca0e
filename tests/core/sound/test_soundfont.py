import numpy as np
import pytest

from core.sound.soundfont import general_midi


@pytest.mark.parametrize("program", range(128))
def test_every_instrument_of_general_midi_has_a_recording_for_its_middle_keys(program):
    for key in (48, 60, 72):
        for velocity in (1, 64, 127):
            zones = general_midi().zones(program, key=key, velocity=velocity)
            assert 1 <= len(zones) <= 6
            for zone in zones:
                assert zone.samples.dtype == np.float32
                assert np.abs(zone.samples).max() <= 1
                assert -0.5 <= zone.pan <= 0.5
                assert zone.level_db <= 0
                assert min(zone.attack_s, zone.decay_s, zone.release_s) > 0
                if zone.loop:
                    assert 0 <= zone.loop[0] < zone.loop[1] < zone.samples.size


def test_the_drum_kit_has_its_drums_and_the_hats_silence_each_other():
    classes = set()
    for key in (36, 38, 40, 42, 44, 46, 49, 51):
        zones = general_midi().zones(0, key=key, velocity=100, is_drum=True)
        assert zones
        if key in (42, 44, 46):
            classes |= {zone.silences for zone in zones}
    assert len(classes) == 1
    assert classes != {0}


def test_a_drum_kit_that_is_missing_is_played_by_the_first():
    font = general_midi()
    assert font.zones(99, key=36, velocity=100, is_drum=True) == font.zones(0, key=36, velocity=100, is_drum=True)
