"""What holds for the band of every genre: one contract over the whole registry."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from benchmarks import band_notes
from core.data.datasets import gtzan
from core.errors import DataError
from core.generation.arranger import GENRES, arrange, brief_for
from core.generation.arranger.harmony import chord
from core.generation.arranger.instruments import DRUM_KITS, INSTRUMENTS
from core.generation.arranger.score import to_midi

SEEDS = range(8)


def clips(genre, *, duration_s=16.0):
    return [arrange(brief_for(genre, seed=seed, duration_s=duration_s)) for seed in SEEDS]


def notes(arrangement):
    return [(part.name, part.role, part.notes) for part in arrangement.parts]


def test_the_genres_are_those_of_gtzan_in_their_order_and_behind_them_those_of_other_sets():
    assert tuple(GENRES) == (*gtzan.GENRES, "electronica", "funk", "orchestral")


@pytest.mark.parametrize("genre", GENRES)
class TestGenre:
    def test_says_what_it_plays(self, genre):
        style = GENRES[genre]
        assert style.genre == genre
        assert style.title
        assert style.about.endswith(".")
        assert 40 <= style.tempo_bpm[0] < style.tempo_bpm[1] <= 240

    def test_has_an_instrument_in_one_seat_only_and_knows_how_it_is_played(self, genre):
        names = [name for seat in GENRES[genre].band for name in seat.instruments]
        assert len(names) == len(set(names))
        for seat in GENRES[genre].band:
            assert set(seat.instruments) <= set(DRUM_KITS if seat.role == "drums" else INSTRUMENTS)

    def test_has_progressions_that_can_be_read_for_every_mode_and_moods_for_each(self, genre):
        style = GENRES[genre]
        assert set(style.modes) == set(style.progressions) <= {"major", "minor"}
        assert all(style.modes.values())
        for lines in style.progressions.values():
            assert {"intro", "A", "B"} == set(lines)
            for line in itertools.chain(*lines.values()):
                assert all(chord(name) for bar in line.split("|") for name in bar.split())
                assert all(bar.split() for bar in line.split("|"))

    def test_draws_briefs_that_its_band_can_play(self, genre):
        style = GENRES[genre]
        for seed in range(40):
            brief = brief_for(genre, seed=seed)
            assert style.tempo_bpm[0] <= brief.tempo_bpm <= style.tempo_bpm[1]
            assert brief.tonic in style.tonics
            assert brief.mood in style.modes[brief.mode]
            assert len(brief.instruments) == len(set(brief.instruments))
            seats = [[name for name in seat.instruments if name in brief.instruments] for seat in style.band]
            assert all(len(taken) == 1 for taken, seat in zip(seats, style.band, strict=True) if seat.chance == 1)
            assert brief.tags == {
                "genre": genre,
                "tempo": brief.tempo_word,
                "mode": brief.mode,
                "mood": brief.mood,
                "instruments": list(brief.instruments),
            }

    def test_has_chord_tones_in_the_bass_on_strong_beats(self, genre):
        for clip in clips(genre):
            n_in_chord, n_notes = band_notes.bass_on_strong_beats(clip)
            assert n_in_chord == n_notes > 0

    def test_keeps_every_part_in_its_register(self, genre):
        for clip in clips(genre):
            assert band_notes.out_of_register(clip) == 0
            for part in clip.parts:
                assert part.is_drum or part.register == INSTRUMENTS[part.name].register

    def test_writes_the_tempo_of_the_brief_and_plays_its_swing(self, genre):
        for clip in clips(genre):
            assert band_notes.midi_tempo_bpm(clip) == pytest.approx(clip.brief.tempo_bpm, abs=0.01)
            assert band_notes.swing_ratio(clip) == pytest.approx(clip.swing, rel=0.06)

    def test_keeps_time_on_the_grid_and_leaves_no_bar_empty(self, genre):
        for clip in clips(genre):
            assert (band_notes.off_grid(clip), band_notes.empty_bars(clip)) == (0, 0)

    def test_begins_on_the_first_beat_and_plays_to_the_end(self, genre):
        for clip in clips(genre):
            bar_s = clip.beats_per_bar * 60 / clip.brief.tempo_bpm
            assert (clip.n_bars - 1) * bar_s < clip.brief.duration_s <= clip.n_bars * bar_s + 1e-9
            starts = np.array(sorted(note.time for track in to_midi(clip).to("second").tracks for note in track.notes))
            assert starts[0] < 0.05
            assert np.diff(np.append(starts, clip.brief.duration_s)).max() < 1.5

    def test_has_chords_and_sections_for_every_bar(self, genre):
        for clip in clips(genre):
            ends = [section.first_bar + section.n_bars for section in clip.sections]
            assert [section.first_bar for section in clip.sections] == [0, *ends[:-1]]
            assert ends[-1] == clip.n_bars
            ends = [change.beat + change.length for change in clip.chords]
            assert [change.beat for change in clip.chords] == [0, *ends[:-1]]

    def test_plays_the_same_notes_for_the_same_brief_and_others_for_another_seed(self, genre):
        brief = brief_for(genre, seed=3, duration_s=8.0)
        assert notes(arrange(brief)) == notes(arrange(brief))
        assert to_midi(arrange(brief)) == to_midi(arrange(brief))
        assert notes(arrange(brief)) != notes(arrange(replace(brief, seed=4)))

    def test_shares_few_bars_between_two_clips(self, genre):
        shares = band_notes.shared_bars([band_notes.bars(clip) for clip in clips(genre)])
        assert shares.max() < 0.3

    def test_plays_what_is_asked_for(self, genre):
        style = GENRES[genre]
        mode = next(iter(style.modes))
        brief = brief_for(genre, seed=0, duration_s=4.0, tempo_bpm=111.5, key=f"F# {mode}", mood=style.modes[mode][-1])
        assert (brief.tempo_bpm, brief.key, brief.mood) == (111.5, f"F# {mode}", style.modes[mode][-1])
        clip = arrange(brief)
        assert band_notes.midi_tempo_bpm(clip) == pytest.approx(111.5, abs=0.01)
        assert chord("F#").root in {change.chord.root for change in arrange(replace(brief, duration_s=30.0)).chords}

    def test_plays_with_any_of_its_instruments_at_any_length(self, genre):
        for seat in GENRES[genre].band:
            for name in seat.instruments:
                drawn = brief_for(genre, seed=1, duration_s=2.0).instruments
                others = tuple(other for other in drawn if other not in seat.instruments)
                clip = arrange(brief_for(genre, seed=1, duration_s=2.0, instruments=(*others, name)))
                assert name in {part.name for part in clip.parts} | ({name} if seat.chance < 1 else set())

    def test_refuses_what_it_cannot_play(self, genre):
        with pytest.raises(DataError, match="has no seat for 'kazoo'"):
            arrange(brief_for(genre, seed=0, instruments=("kazoo",)))
        drawn = brief_for(genre, seed=0)
        seat = next(seat for seat in GENRES[genre].band if seat.role == "bass")
        without = replace(drawn, instruments=tuple(set(drawn.instruments) - set(seat.instruments)))
        with pytest.raises(DataError, match="needs bass; add one of"):
            arrange(without)


def test_a_tempo_has_a_word():
    words = [brief_for("blues", seed=0, tempo_bpm=tempo).tempo_word for tempo in (60, 100, 120, 180)]
    assert words == ["slow", "medium", "lively", "fast"]


@pytest.mark.parametrize(
    ("wish", "complaint"),
    [
        ({"seed": -1}, "seed=-1 must be a whole number from 0 on"),
        ({"duration_s": 1.9}, r"duration_s=1\.9 must lie between 2 and 300"),
        ({"tempo_bpm": float("nan")}, "tempo_bpm=nan must lie between 40 and 240"),
        ({"key": "Cis moll"}, r'key=\'Cis moll\' must be a tonic and a mode, such as "Eb major"'),
        ({"key": "C dorian"}, "key='C dorian': the band plays blues in major or minor only"),
        ({"mood": "blue"}, "mood='blue' is none that blues has; choose one of laid-back"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_in_words(wish, complaint):
    with pytest.raises(DataError, match=complaint):
        brief_for("blues", **({"seed": 0} | wish))


def test_an_unknown_genre_is_refused_with_the_known_ones():
    with pytest.raises(DataError, match="the band does not know genre='polka'; it plays blues, classical"):
        brief_for("polka", seed=0)
