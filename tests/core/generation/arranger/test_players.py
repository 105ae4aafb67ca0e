"""The players' manners, one by one, on lead sheets of a few bars."""

from dataclasses import replace

import numpy as np
import pytest

from core.generation.arranger import bass, brief_for, comping, drums, dynamics, lead
from core.generation.arranger.drums import CLOSED_HAT, CRASH, KICK, SNARE
from core.generation.arranger.harmony import chord
from core.generation.arranger.instruments import DRUM_KIT
from core.generation.arranger.score import Part, swung
from core.generation.arranger.sheet import write_sheet
from core.generation.arranger.style import Seat, Style


@pytest.fixture
def sheet():
    """``sheet("C7 | F7", n_bars=4)``: a lead sheet in C at 120 BPM, section A alone."""

    def write(line, *, n_bars=4, other=None, intro_bars=0, beats_per_bar=4):
        lines = {"intro": (line,), "A": (line,), "B": (other or line,)}
        style = Style(
            genre="blues",
            title="Test",
            about="Test.",
            tempo_bpm=(60, 180),
            modes={"major": ("calm",)},
            tonics=("C",),
            progressions={"major": lines},
            band=(Seat("drums", (DRUM_KIT,)), Seat("bass", ("upright bass",)), Seat("lead", ("flute",), chance=0.5)),
            play=lambda sheet: [],
            meters=(beats_per_bar,),
            intro_bars=intro_bars,
        )
        drawn = brief_for("blues", seed=0, duration_s=n_bars * beats_per_bar / 2, tempo_bpm=120.0, key="C major")
        return write_sheet(replace(drawn, instruments=(DRUM_KIT, "upright bass")), style)

    return write


def part(role="comp", register=(36, 96)):
    return Part("player", role, register=register)


def at(part, beat):
    return sorted(note.pitch for note in part.notes if note.beat == pytest.approx(beat))


class TestSheet:
    def test_has_an_intro_and_a_and_b_in_turn(self, sheet):
        found = sheet("C | F", n_bars=8, other="G | G", intro_bars=2).sections
        assert [(section.name, section.first_bar, section.n_bars) for section in found] == [
            ("intro", 0, 2),
            ("A", 2, 2),
            ("B", 4, 2),
            ("A", 6, 2),
        ]

    def test_has_no_intro_where_there_is_no_room(self, sheet):
        assert sheet("C | F", n_bars=4, intro_bars=2).sections[0].name == "A"

    def test_divides_a_bar_among_its_chords(self, sheet):
        found = sheet("C F | G", n_bars=2)
        assert [(change.beat, change.length) for change in found.chords] == [(0, 2), (2, 2), (4, 4)]
        assert [found.chord_at(beat) for beat in (0, 1.9, 2, 7.9)] == [chord(name) for name in "CCFG"]
        in_three = sheet("C F", n_bars=2, beats_per_bar=3)
        assert [(change.beat, change.length) for change in in_three.chords[:2]] == [(0, 2), (2, 1)]

    def test_knows_who_plays_and_which_seats_are_free(self, sheet):
        found = sheet("C")
        assert found.part("drums").is_drum
        assert (found.part("bass").name, found.part("bass").register) == ("upright bass", (28, 55))
        assert found.part("lead") is None

    def test_knows_where_a_section_ends(self, sheet):
        found = sheet("C | F", n_bars=4)
        assert [found.ends_section(bar) for bar in range(4)] == [False, True, False, True]


class TestDrums:
    def test_read_strokes_and_accents_from_text(self):
        assert drums.steps("X.o.", n_beats=4) == [(0, 1, 112), (2, 1, 58)]
        assert [beat for beat, _, _ in drums.steps("xxx", n_beats=4)] == pytest.approx([0, 4 / 3, 8 / 3])

    def test_keep_time_fill_at_the_end_of_a_section_and_crash_into_the_next(self, sheet):
        kit = part("drums")
        pattern, fill = {KICK: "x...", CLOSED_HAT: "xxxx"}, {SNARE: "xxxx"}
        drums.groove(kit, sheet("C | F"), {"A": [pattern]}, fills=[fill])
        assert at(kit, 0) == [KICK, CLOSED_HAT]
        assert at(kit, 4) == [SNARE]
        assert at(kit, 8) == [KICK, CLOSED_HAT, CRASH]

    def test_sprinkle_soft_strokes_where_nothing_is_played(self, sheet):
        kit = part("drums")
        drums.groove(kit, sheet("C", n_bars=8), {"A": [{KICK: "x..."}]}, ghosts={SNARE: 0.5}, crash=False)
        ghosts = [note for note in kit.notes if note.pitch == SNARE]
        assert 30 < len(ghosts) < 90
        assert max(note.velocity for note in ghosts) < 60
        assert not {note.beat % 4 for note in ghosts} & {0.0}


class TestBass:
    def test_plays_what_its_pattern_means(self, sheet):
        low = part("bass", register=(28, 55))
        bass.pattern_line(low, sheet("C7 | F7", n_bars=2), ["r-35o7.<"])
        pitches = [note.pitch for note in low.notes if note.beat < 4]
        root = pitches[0]
        assert [pitch % 12 for pitch in pitches[:5]] == [0, 4, 7, 0, 10]
        assert pitches[3] == root + 12
        assert abs(pitches[5] % 12 - 5) in (1, 2)
        assert low.notes[0].length == pytest.approx(0.92)
        assert low.notes[1].length == pytest.approx(0.46)

    def test_refuses_a_mark_that_means_nothing(self, sheet):
        with pytest.raises(ValueError, match=r"bass pattern: 'q' is none of r o 3 5 7 < - \."):
            bass.pattern_line(part("bass"), sheet("C"), ["q..."])

    def test_walks_from_chord_tone_to_chord_tone_by_small_steps(self, sheet):
        low, song = part("bass", register=(28, 55)), sheet("Dm7 | G7 | Cmaj7 | A7", n_bars=8)
        bass.walking_line(low, song, skips=0.0)
        assert [note.beat for note in low.notes] == list(range(32))
        assert all(note.pitch % 12 in song.chord_at(note.beat).tones for note in low.notes if note.beat % 2 == 0)
        assert all(note.pitch % 12 == song.chord_at(note.beat).root for note in low.notes if note.beat % 4 == 0)
        assert np.abs(np.diff([note.pitch for note in low.notes])).max() <= 12


class TestComping:
    def test_leaves_root_and_fifth_to_others_in_shells(self, sheet):
        comp = part()
        comping.chords_on(comp, sheet("G7", n_bars=1), ["x..."], centre=60, shell=True)
        assert {pitch % 12 for pitch in at(comp, 0)} == {11, 5}

    def test_strums_down_and_up(self, sheet):
        comp = part()
        comping.chords_on(comp, sheet("C", n_bars=1), ["xx"], centre=60, strum_s=0.02)
        down, up = comp.notes[:3], comp.notes[3:]
        assert [note.pitch for note in down] == [note.pitch for note in up][::-1]
        assert np.diff([note.beat for note in down]) == pytest.approx(0.04)

    def test_breaks_chords_in_alberti_s_order(self, sheet):
        comp = part()
        comping.broken_chords(comp, sheet("C", n_bars=1), ["0212"], centre=60)
        low, middle, high = sorted({note.pitch for note in comp.notes})
        assert [note.pitch for note in comp.notes] == [low, high, middle, high]

    def test_holds_a_pad_as_long_as_its_chord(self, sheet):
        comp = part()
        comping.pad(comp, sheet("C F | G", n_bars=2), centre=60)
        assert {note.length for note in comp.notes} == {0.98 * 2, 0.98 * 4}

    def test_mutes_soft_power_chords_to_their_root(self, sheet):
        comp = part()
        comping.power_chords(comp, sheet("E5", n_bars=1), ["Xo.."], low=40)
        assert at(comp, 0) == [40, 47, 52]
        assert at(comp, 1) == [40]
        assert comp.notes[-1].length < 0.5


class TestLead:
    def test_sings_chord_tones_on_strong_beats_and_stays_in_its_span(self, sheet):
        tune, song = part("lead"), sheet("C | Am | F | G", n_bars=16)
        lead.melody(tune, song, [[(i / 2, 0.5) for i in range(8)]], span=(60, 79), rests=0.0)
        assert len(tune.notes) == 128
        assert all(60 <= note.pitch <= 79 for note in tune.notes)
        assert all(n.pitch % 12 in song.chord_at(n.beat).tones for n in tune.notes if n.beat % 2 == 0)
        assert all(n.pitch % 12 in song.scale() for n in tune.notes)
        assert len({note.pitch for note in tune.notes}) > 6

    def test_moves_a_riff_with_the_root(self, sheet):
        tune = part("lead")
        lead.riff(tune, sheet("C5 | G5", n_bars=2), [(0, 0.5), (1, 0.5), (2.5, 0.5)], scale="minor pentatonic", low=48)
        assert [note.beat for note in tune.notes] == [0, 1, 2.5, 4, 5, 6.5]
        assert [tune.notes[0].pitch % 12, tune.notes[3].pitch % 12] == [0, 7]

    def test_comes_back_with_the_same_notes(self, sheet):
        tune, song = part("lead"), sheet("C | F | G | C", n_bars=8)
        lead.melody(tune, song, [[(0, 1), (1, 1), (2, 2)]], rests=0.0)
        lead.come_back(tune, song, 2)
        bars = [[n.pitch for n in tune.notes if n.beat // 4 == bar] for bar in range(4)]
        assert bars[0] == bars[2]
        assert bars[1] == bars[3]


class TestDynamics:
    def test_grow_from_one_level_to_another_in_every_section_of_a_name(self, sheet):
        tune, song = part("lead"), sheet("C | F", n_bars=4, other="G | C")
        for beat in range(16):
            tune.play(beat, 1, 60, 100)
        dynamics.grow([tune, None], song, {"A": (0.5, 1.0), "B": (1.2, 0.8)})
        levels = [note.velocity for note in tune.notes]
        assert (levels[0], levels[4], levels[8], levels[12]) == pytest.approx((50, 75, 120, 100), abs=1)
        assert levels[:8] == sorted(levels[:8])
        assert levels[8:] == sorted(levels[8:], reverse=True)

    def test_rest_in_the_sections_that_are_named(self, sheet):
        tune, song = part("lead"), sheet("C | F", n_bars=4, other="G | C")
        for beat in range(16):
            tune.play(beat, 1, 60, 100)
        dynamics.tacet(tune, song, "A")
        assert [note.beat for note in tune.notes] == list(range(8, 16))


class TestPlayed:
    def test_swing_moves_the_middle_of_each_pair_and_nothing_else(self):
        straight = np.array([0, 0.5, 1, 1.5, 2])
        np.testing.assert_allclose(swung(straight, swing=2.0, unit=0.5), [0, 2 / 3, 1, 5 / 3, 2])
        np.testing.assert_allclose(swung(straight, swing=1.0, unit=0.5), straight)
        assert (np.diff(swung(np.linspace(0, 8, 200), swing=2.5, unit=0.25)) > 0).all()

    def test_a_note_out_of_reach_is_moved_by_octaves_but_a_drum_is_not(self):
        low, kit = part("bass", register=(28, 40)), part("drums")
        low.play(0, 1, 60, 200)
        kit.play(0, 1, 120, 0)
        assert (low.notes[0].pitch, low.notes[0].velocity) == (36, 127)
        assert (kit.notes[0].pitch, kit.notes[0].velocity) == (120, 1)
