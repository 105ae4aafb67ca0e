"""What makes a genre itself: the habits of its players, held over many clips."""

from functools import cache

import pytest

from core.generation.arranger import GENRES, arrange, brief_for
from core.generation.arranger.drums import KICK, OPEN_HAT, PEDAL_HAT, SIDE_STICK, SNARE
from core.generation.arranger.harmony import SCALES, pitch_class
from core.generation.arranger.score import to_midi

SEEDS = range(12)


@cache
def clips(genre):
    return [arrange(brief_for(genre, seed=seed)) for seed in SEEDS]


def places(clip, role, *, key=None):
    """(bar, beat in the bar) of what a role plays; of one drum, if its key is given."""
    return {
        (int(note.beat // clip.beats_per_bar), note.beat % clip.beats_per_bar)
        for part in clip.parts
        if part.role == role
        for note in part.notes
        if key in (None, note.pitch)
    }


def on(places):
    return {beat for _, beat in places}


class TestDisco:
    def test_has_a_kick_on_every_beat_and_none_between(self):
        for clip in clips("disco"):
            assert places(clip, "drums", key=KICK) == {(bar, beat) for bar in range(clip.n_bars) for beat in range(4)}

    def test_opens_the_hat_between_the_beats_only(self):
        for clip in clips("disco"):
            assert on(places(clip, "drums", key=OPEN_HAT)) <= {0.5, 1.5, 2.5, 3.5}

    def test_leaps_octaves_in_the_bass_of_every_bar(self):
        for clip in clips("disco"):
            (bass,) = [part.notes for part in clip.parts if part.role == "bass"]
            for bar in range(clip.n_bars):
                pitches = {note.pitch for note in bass if bar == note.beat // 4}
                assert any(pitch + 12 in pitches for pitch in pitches)


class TestReggae:
    def test_drops_the_first_beat_and_falls_on_the_third(self):
        for clip in clips("reggae"):
            kicks = places(clip, "drums", key=KICK)
            assert 0 not in on(kicks)
            assert kicks >= {(bar, 2) for bar in range(clip.n_bars)}
            assert places(clip, "drums", key=SIDE_STICK) | places(clip, "drums", key=SNARE) >= kicks & {
                (bar, 2) for bar in range(clip.n_bars)
            }

    def test_plays_chords_after_the_beats_that_the_bass_stands_on(self):
        for clip in clips("reggae"):
            (skank,) = [part.notes for part in clip.parts if part.role == "comp"]
            strums = {round(2 * note.beat) / 2 % 4 for note in skank}  # the strings of a strum follow one another
            assert {1, 3} <= strums <= {1, 1.5, 3, 3.5}


class TestHipHop:
    def test_answers_every_kick_on_one_with_a_snare_on_two_and_four(self):
        for clip in clips("hiphop"):
            assert places(clip, "drums", key=KICK) >= {(bar, 0) for bar in range(clip.n_bars)}
            assert places(clip, "drums", key=SNARE) >= {(bar, beat) for bar in range(clip.n_bars) for beat in (1, 3)}

    def test_plays_a_loop_of_two_bars(self):
        for clip in clips("hiphop"):
            loops = {
                section.name: section for section in clip.sections if section.name != "intro" and section.n_bars == 4
            }
            assert loops
            for section in loops.values():
                for part in clip.parts:
                    if part.role in ("bass", "comp", "lead"):
                        assert heard(part, section.first_bar, 2) == heard(part, section.first_bar + 2, 2)

    def test_swings_its_sixteenths(self):
        assert all((clip.swing_unit, clip.swing > 1.2) == (0.25, True) for clip in clips("hiphop"))


class TestPop:
    def test_goes_round_in_four_chords(self):
        for clip in clips("pop"):
            for section in clip.sections:
                if section.n_bars == 4:
                    here = [clip.chord_at(4.0 * (section.first_bar + bar)) for bar in range(4)]
                    assert 3 <= len(set(here)) <= 4

    def test_brings_its_hook_back(self):
        for clip in clips("pop"):
            (hook,) = [part for part in clip.parts if part.role == "lead"]
            sections = [section for section in clip.sections if section.name == "A"]
            for section in sections[1:]:
                assert heard(hook, section.first_bar, section.n_bars) == heard(
                    hook, sections[0].first_bar, section.n_bars
                )


class TestClassical:
    def test_has_no_drums(self):
        assert not [part for clip in clips("classical") for part in clip.parts if part.is_drum]

    def test_is_played_in_three_and_in_four(self):
        assert {clip.beats_per_bar for clip in clips("classical")} == {3, 4}

    def test_closes_a_phrase_with_a_long_tone_of_the_chord(self):
        for clip in clips("classical"):
            (tune,) = [part.notes for part in clip.parts if part.role == "lead"]
            for section in clip.sections:
                last = max(
                    note for note in tune if note.beat < (section.first_bar + section.n_bars) * clip.beats_per_bar
                )
                assert last.length > 1.5
                assert last.pitch % 12 in clip.chord_at(last.beat).tones

    def test_is_louder_in_one_phrase_than_in_the_next(self):
        for clip in clips("classical"):
            (tune,) = [part.notes for part in clip.parts if part.role == "lead"]
            loud = [
                [n.velocity for n in tune if s.first_bar <= n.beat / clip.beats_per_bar < s.first_bar + s.n_bars]
                for s in clip.sections
            ]
            means = [sum(levels) / len(levels) for levels in loud]
            assert max(means) > 1.15 * min(means)


class TestBlues:
    def test_swings_in_triplets_over_dominant_sevenths(self):
        for clip in clips("blues"):
            assert clip.swing == 2.0
            assert {change.chord.quality for change in clip.chords} <= {"7", "m7"}

    def test_goes_round_in_twelve_bars(self):
        for clip in clips("blues"):
            choruses = [section for section in clip.sections if section.name != "intro"]
            assert all(section.n_bars == 12 for section in choruses[:-1])
            assert choruses[-1].n_bars <= 12


class TestJazz:
    def test_walks_in_the_bass_on_every_beat(self):
        for clip in clips("jazz"):
            beats = {(bar, float(beat)) for bar in range(clip.n_bars) for beat in range(4)}
            assert beats <= places(clip, "bass")

    def test_swings_less_the_faster_it_is(self):
        tempi_and_swings = sorted((clip.brief.tempo_bpm, clip.swing) for clip in clips("jazz"))
        swings = [swing for _, swing in tempi_and_swings]
        assert swings == sorted(swings, reverse=True)
        assert 1.5 < swings[-1] < swings[0] < 2.3

    def test_steps_on_the_hat_on_two_and_four(self):
        for clip in clips("jazz"):
            assert on(places(clip, "drums", key=PEDAL_HAT)) == {1.0, 3.0}

    def test_leads_into_tones_on_the_beat_by_half_steps_from_outside_of_the_scale(self):
        outside = 0
        for clip in clips("jazz"):
            scale = {(pitch_class(clip.brief.tonic) + step) % 12 for step in SCALES[clip.brief.mode]}
            (tune,) = [part.notes for part in clip.parts if part.role == "lead"]
            outside += sum(note.pitch % 12 not in scale for note in tune if note.beat % 1)
        assert outside > 20


class TestCountry:
    def test_goes_in_two_between_root_and_fifth(self):
        for clip in clips("country"):
            (low,) = [part for part in clip.parts if part.role == "bass"]
            firsts = [note for note in low.notes if note.beat % 4 == 0]
            assert len(firsts) == clip.n_bars
            assert all(note.pitch % 12 == clip.chord_at(note.beat).root for note in firsts)

    def test_strums_between_the_beats_of_the_bass(self):
        for clip in clips("country"):
            assert not {0.0} & {round(beat, 1) for beat in on(places(clip, "comp"))}


class TestRock:
    def test_has_a_backbeat_in_most_bars(self):
        for clip in clips("rock"):
            backbeats = {(bar, beat) for bar in range(clip.n_bars) for beat in (1.0, 3.0)}
            assert len(backbeats & places(clip, "drums", key=SNARE)) > 0.75 * len(backbeats)

    def test_keeps_its_riff_for_the_verse_and_its_solo_for_the_chorus(self):
        for clip in clips("rock"):
            (tune,) = [part for part in clip.parts if part.role == "lead"]
            verses = [section for section in clip.sections if section.name == "A"]
            first = {note.beat % 4 for note in tune.notes if note.beat // 4 == verses[0].first_bar}
            for bar in range(verses[0].first_bar, verses[0].first_bar + verses[0].n_bars):
                assert {note.beat % 4 for note in tune.notes if note.beat // 4 == bar} == first


class TestMetal:
    def test_is_always_in_minor_and_mostly_without_a_third(self):
        for clip in clips("metal"):
            assert clip.brief.mode == "minor"
        chords = [change.chord.quality for clip in clips("metal") for change in clip.chords]
        assert chords.count("5") > 0.6 * len(chords)

    def test_plays_its_power_chords_twice_left_and_right(self):
        for clip in clips("metal"):
            left, right = [part for part in clip.parts if part.role == "comp"]
            assert left.notes == right.notes
            assert left.pan + right.pan == 127
            midi = [track for track in to_midi(clip).tracks if track.name == left.name]
            assert [note.time for note in midi[0].notes] != [note.time for note in midi[1].notes]

    def test_mutes_with_the_palm_more_often_than_it_lets_ring_in_the_verse(self):
        n_muted = n_open = 0
        for clip in clips("metal"):
            left = next(part for part in clip.parts if part.role == "comp")
            verse = next(s for s in clip.sections if s.name == "A")
            beats = [n.beat for n in left.notes if verse.first_bar <= n.beat // 4 < verse.first_bar + verse.n_bars]
            n_muted += sum(beats.count(beat) == 1 for beat in set(beats))
            n_open += sum(beats.count(beat) == 3 for beat in set(beats))
        assert n_muted > n_open > 0


def heard(part, first_bar, n_bars):
    """The notes of some bars, from the first of them on."""
    return [
        (note.beat - 4 * first_bar, note.length, note.pitch, note.velocity)
        for note in sorted(part.notes)
        if 4 * first_bar <= note.beat < 4 * (first_bar + n_bars)
    ]


@pytest.mark.parametrize("genre", GENRES)
def test_every_clip_of_a_genre_finds_its_own_notes(genre):
    tunes = [tuple(note for part in clip.parts if part.role == "lead" for note in part.notes) for clip in clips(genre)]
    played = [tune for tune in tunes if tune]
    assert len(set(played)) == len(played)
