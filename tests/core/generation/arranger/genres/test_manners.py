"""What makes a genre itself: the habits of its players, held over many clips."""

from functools import cache

import pytest

from core.generation.arranger import GENRES, arrange, brief_for
from core.generation.arranger.drums import CRASH, KICK, OPEN_HAT, PEDAL_HAT, SIDE_STICK, SNARE
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


class TestElectronica:
    def test_has_a_kick_on_every_beat_of_most_clips_and_a_break_in_the_others(self):
        straight = 0
        for clip in clips("electronica"):
            (drums,) = [part.notes for part in clip.parts if part.is_drum]
            theme = next(section for section in clip.sections if section.name == "A")
            bars = range(theme.first_bar, theme.first_bar + theme.n_bars - 1)
            kicks = places(clip, "drums", key=KICK)
            straight += {(bar, beat) for bar in bars for beat in (0.0, 1.0, 2.0, 3.0)} <= kicks
            assert {(bar, 0.0) for bar in range(clip.n_bars)} <= kicks
            assert {note.beat * 4 % 1 for note in drums} == {0.0}
        assert len(clips("electronica")) > straight > len(clips("electronica")) / 2

    def test_builds_up_from_bare_drums_without_a_bass_to_all_of_them(self):
        for clip in clips("electronica"):
            (drums,) = [part.notes for part in clip.parts if part.is_drum]
            firsts = {section.name: section.first_bar for section in reversed(clip.sections)}
            bare, most, all_ = (
                {note.pitch for note in drums if note.beat // 4 == firsts[name]} - {CRASH}
                for name in ("intro", "A", "B")
            )
            assert bare < most < all_
            bass = {bar for bar, _ in places(clip, "bass")}
            assert not bass & {0, 1}
            assert bass == set(range(2, clip.n_bars))

    def test_repeats_one_arpeggio_in_every_bar(self):
        for clip in clips("electronica"):
            rhythm = places(clip, "arpeggio")
            assert rhythm == {(bar, beat) for bar in range(clip.n_bars) for beat in on(rhythm)}
            assert len(on(rhythm)) >= 8


class TestFunk:
    def test_stands_on_the_one_with_kick_and_root(self):
        for clip in clips("funk"):
            ones = {(bar, 0.0) for bar in range(clip.n_bars)}
            assert ones <= places(clip, "drums", key=KICK)
            (bass,) = [part.notes for part in clip.parts if part.role == "bass"]
            firsts = [note for note in bass if note.beat % 4 == 0]
            assert len(firsts) == clip.n_bars
            assert all(note.pitch % 12 == clip.chord_at(note.beat).root for note in firsts)

    def test_has_a_backbeat_and_ghost_notes_around_it(self):
        for clip in clips("funk"):
            (drums,) = [part.notes for part in clip.parts if part.is_drum]
            snares = [note for note in drums if note.pitch == SNARE]
            loud = {(note.beat // 4, note.beat % 4) for note in snares if note.velocity > 90}
            assert {(bar, 1.0) for bar in range(clip.n_bars)} <= loud
            assert sum(note.velocity < 60 for note in snares) > clip.n_bars / 2

    def test_plays_sixteenths_between_the_eighths_in_bass_and_guitar(self):
        for clip in clips("funk"):
            for role in ("bass", "comp"):
                assert on(places(clip, role)) & {0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75}

    def test_is_a_vamp_of_two_bars_on_sevenths_and_ninths(self):
        for clip in clips("funk"):
            assert {change.chord.quality for change in clip.chords} <= {"7", "9", "13", "m7", "m9"}
            (bass,) = [part for part in clip.parts if part.role == "bass"]
            for section in clip.sections:
                if section.n_bars == 4:
                    assert heard(bass, section.first_bar, 2) == heard(bass, section.first_bar + 2, 2)


class TestOrchestral:
    def test_has_timpani_on_the_first_beat_of_every_bar_and_no_drum_kit(self):
        for clip in clips("orchestral"):
            assert not [part for part in clip.parts if part.is_drum]
            assert {(bar, 0.0) for bar in range(clip.n_bars)} <= places(clip, "timpani")

    def test_is_played_in_three_and_in_four(self):
        assert {clip.beats_per_bar for clip in clips("orchestral")} == {3, 4}

    def test_lets_woodwinds_imitate_the_theme_while_it_goes_on(self):
        n_heard = 0
        for clip in clips("orchestral"):
            (tune,) = [part.notes for part in clip.parts if part.role == "lead"]
            winds = [note for part in clip.parts if part.role == "winds" for note in part.notes]
            if winds:
                theme = {(note.beat, note.length) for note in tune}
                assert any({(n.beat - late, n.length) for n in winds} <= theme for late in (2.0, 3.0, 4.0))
                n_heard += 1
        assert n_heard > len(clips("orchestral")) / 2

    def test_grows_through_the_theme_until_the_brass_joins_in_chords(self):
        for clip in clips("orchestral"):
            theme = next(section for section in clip.sections if section.name == "A")
            notes = [note for part in clip.parts if part.role in ("comp", "bass", "lead") for note in part.notes]
            first, last = (mean_velocity(notes, bar, clip) for bar in (theme.first_bar, theme.first_bar + 3))
            assert last > 1.2 * first
            brass = {bar for bar, _ in places(clip, "brass")}
            if "B" in {section.name for section in clip.sections}:
                assert brass <= {
                    bar for s in clip.sections if s.name == "B" for bar in range(s.first_bar, s.first_bar + s.n_bars)
                }


def mean_velocity(notes, bar, clip):
    levels = [note.velocity for note in notes if note.beat // clip.beats_per_bar == bar]
    return sum(levels) / len(levels)


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
