"""Files to take away: each reads back to the same music, carries its mark, and has an honest name."""

import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import mido
import numpy as np
import pytest
import soundfile as sf

from core.errors import DataError
from core.generation.marks import IPTC, TRAINED, read_mark
from core.jazz.midi import read_midi
from core.jazz.notes import Notes
from core.jazz.playing.exports import EXPORTS, Clip, file_name, flac_bytes, mark_of, midi_bytes, wav_bytes
from core.jazz.playing.notation import GRID_S, musicxml, pieces, written
from core.jazz.playing.params import PlayParams
from core.jazz.playing.sound import SR, players
from core.jazz.playing.timing import as_played

PARAMS = PlayParams("vibraphone", swing=1.6, transpose=-2)
SAMPLING = {"temperature": 1.1, "top_p": 0.95, "z": None}
MARK = mark_of("jazz-tokens-lstm", seed=7, sampling=SAMPLING, params=PARAMS)


@pytest.fixture(scope="module")
def clip(tokens) -> Clip:
    return Clip(tokens.taken(slice(0, 24)), PARAMS, False, MARK)


def far() -> Notes:
    """A few notes with a pause of some bars, long and short ones, in both hands."""
    return Notes.of(
        [(0.0, 0.5, 72, 63), (0.0, 1.3, 40, 63), (0.2, 0.1, 76, 63), (9.7, 4.9, 30, 63), (9.7, 0.1, 31, 63)]
    )


class TestEveryKind:
    @pytest.mark.parametrize("suffix", EXPORTS)
    def test_has_a_title_a_kind_and_an_honest_name(self, suffix):
        kind = EXPORTS[suffix]
        assert kind.suffix == suffix
        assert kind.title
        assert "/" in kind.mime
        assert file_name(MARK, suffix) == f"genrescope_jazz_jazz-tokens-lstm_seed7.{suffix}"

    @pytest.mark.parametrize("suffix", EXPORTS)
    def test_carries_its_mark(self, suffix, clip):
        found = read_mark(EXPORTS[suffix].content(clip))
        assert replace(found, loudness_lufs=None) == MARK
        assert found.loudness_lufs == (pytest.approx(-16, abs=1) if suffix in ("wav", "flac") else None)
        assert (found.source_type, found.licence) == (TRAINED, "made-here")
        assert found.settings["sampling"] == SAMPLING
        assert PlayParams(**found.settings["playing"]) == PARAMS

    def test_of_a_model_of_the_visitors_is_the_visitors_to_know(self):
        assert mark_of("mine", seed=7, sampling={}, params=PARAMS).licence == "own"

    @pytest.mark.parametrize("suffix", EXPORTS)
    def test_is_the_same_for_the_same_clip(self, suffix, clip):
        assert EXPORTS[suffix].content(clip) == EXPORTS[suffix].content(replace(clip))

    def test_a_name_holds_nothing_that_a_path_could_be_made_of(self):
        mark = mark_of("../My model: 1/2", seed=3, sampling={}, params=PARAMS)
        assert file_name(mark, "mid") == "genrescope_jazz_My-model-1-2_seed3.mid"
        assert file_name(mark_of("..", seed=3, sampling={}, params=PARAMS), "wav") == "genrescope_jazz_model_seed3.wav"


class TestMidi:
    def test_of_a_performance_has_the_same_notes_to_the_millisecond(self, performance):
        params = PlayParams("harp", transpose=3)
        found = read_midi(midi_bytes(performance, params, MARK, is_timed=True))
        expected = as_played(performance, params, is_timed=True).from_zero()
        np.testing.assert_array_equal(found.pitch, expected.pitch)
        np.testing.assert_array_equal(found.velocity, expected.velocity)
        np.testing.assert_allclose(found.start_s, expected.start_s, atol=1e-9)
        np.testing.assert_allclose(found.duration_s, expected.duration_s, atol=1e-9)

    @pytest.mark.parametrize("swing", [1.0, 1.6])
    def test_of_tokens_has_them_as_eighths_of_the_tempo(self, tokens, swing):
        params = PlayParams(tempo_bpm=137, swing=swing)
        file = mido.MidiFile(file=io.BytesIO(midi_bytes(tokens, params, MARK, is_timed=False)))
        tempo = next(event.tempo for track in file.tracks for event in track if event.type == "set_tempo")
        assert tempo == pytest.approx(60e6 / 137, abs=1)
        at, strokes = 0, []
        for event in file.tracks[-1]:
            at += event.time
            if event.type == "note_on" and event.velocity:
                strokes.append((at, event.note))
        eighth = file.ticks_per_beat // 2
        late = round(2 * eighth * swing / (1 + swing)) - eighth
        steps = np.rint(tokens.start_s / 0.25).astype(int)
        expected = zip(steps * eighth + steps % 2 * late, tokens.pitch, strict=True)
        assert sorted(strokes) == sorted((int(at), int(pitch)) for at, pitch in expected)

    def test_of_a_trio_has_three_players_and_a_text(self, tokens):
        file = mido.MidiFile(file=io.BytesIO(midi_bytes(tokens, PlayParams(trio=True), MARK, is_timed=False)))
        texts = [event.text for track in file.tracks for event in track if event.type == "text"]
        assert texts == [MARK.text]
        n_notes = {}
        for track in file.tracks:
            for event in track:
                if event.type == "note_on" and event.velocity:
                    n_notes[event.channel] = n_notes.get(event.channel, 0) + 1
        trio = players(tokens, PlayParams(trio=True), is_timed=False)
        assert len(n_notes) == 3
        assert n_notes[9] == len(next(player for player in trio if player.is_drum).notes)
        assert sorted(n_notes.values()) == sorted(len(player.notes) for player in trio)

    def test_names_its_instrument(self, clip):
        file = mido.MidiFile(file=io.BytesIO(EXPORTS["mid"].content(clip)))
        assert {event.program for track in file.tracks for event in track if event.type == "program_change"} == {11}


class TestSound:
    @pytest.mark.parametrize(("encode", "subtype"), [(wav_bytes, "WAV"), (flac_bytes, "FLAC")])
    def test_has_the_same_samples_to_16_bits(self, encode, subtype, clip):
        with sf.SoundFile(io.BytesIO(encode(clip.sound, MARK))) as file:
            assert (file.format, file.samplerate, file.channels) == (subtype, SR, 2)
            np.testing.assert_allclose(file.read(dtype="float32").T, clip.sound, atol=2**-15)


class TestMusicXml:
    @pytest.mark.parametrize("is_timed", [False, True])
    def test_has_the_pitches_in_their_order(self, tokens, performance, is_timed):
        notes = performance if is_timed else tokens
        content = musicxml(notes, PARAMS, MARK, is_timed=is_timed)
        expected = [(step, pitch) for _, step, _, pitch in written(notes.transposed(-2), is_timed=is_timed).tolist()]
        assert _strokes(content) == sorted(expected)
        if not is_timed:
            assert [pitch for _, pitch in _strokes(content)] == (notes.pitch - 2).tolist()

    @pytest.mark.parametrize("is_timed", [False, True])
    def test_has_full_measures_of_notes_that_can_be_written(self, tokens, performance, is_timed):
        notes = performance if is_timed else tokens
        for some in (notes, far(), far().taken(slice(0, 1))):
            root = ET.fromstring(musicxml(some, PlayParams(), MARK, is_timed=is_timed))
            assert all(note.find("type") is not None for note in root.iter("note"))
            per_bar = 16 if is_timed else 8
            for measure in root.iter("measure"):
                assert _filled(measure) == {"1": per_bar, "2": per_bar}

    def test_of_a_performance_lies_on_the_grid_that_it_names(self, performance):
        root = ET.fromstring(musicxml(performance, PlayParams(), MARK, is_timed=True))
        assert root.findtext(".//words") == "no beats known: a sixteenth is 0.1 s"
        assert root.find(".//sound").get("tempo") == "150"
        steps = {step for step, _ in _strokes(ET.tostring(root))}
        assert steps == set(np.rint(performance.from_zero().start_s / GRID_S).astype(int).tolist())

    def test_of_tokens_says_tempo_and_swing(self, tokens):
        root = ET.fromstring(musicxml(tokens, PlayParams(tempo_bpm=96, swing=2), MARK, is_timed=False))
        assert root.findtext(".//words") == "96 quarter notes a minute, swing 2 : 1"
        assert root.find(".//sound").get("tempo") == "96"
        straight = ET.fromstring(musicxml(tokens, PlayParams(), MARK, is_timed=False))
        assert straight.findtext(".//words").endswith("straight")

    def test_says_that_a_machine_made_it(self, clip):
        about = ET.fromstring(EXPORTS["musicxml"].content(clip)).find("identification")
        assert about.findtext("creator") == "Machine-made: Genrescope jazz, model jazz-tokens-lstm, seed 7"
        assert about.findtext("source") == IPTC + TRAINED
        assert json.loads(about.findtext(".//miscellaneous-field").partition("genrescope-mark ")[2])["seed"] == 7

    def test_ties_what_goes_over_a_bar_line_and_what_no_note_head_stands_for(self):
        assert pieces(6, 10, per_bar=8) == [(6, 2), (8, 2)]
        assert pieces(0, 5, per_bar=16) == [(0, 4), (4, 1)]
        assert pieces(0, 16, per_bar=16) == [(0, 16)]
        assert pieces(3, 3, per_bar=16) == []

    def test_writes_the_key_that_it_hears(self):
        scale = [(i * 0.25, 0.25, 53 + step, 80) for i, step in enumerate((0, 2, 4, 5, 7, 9, 11, 12, 7, 4, 0, 0))]
        root = ET.fromstring(musicxml(Notes.of(scale), PlayParams(transpose=5), MARK, is_timed=False))
        assert root.findtext(".//fifths") == "-2"
        assert root.findtext(".//mode") == "major"

    def test_without_notes_is_an_error_in_words(self):
        with pytest.raises(DataError, match="has 0 notes"):
            musicxml(Notes.of([]), PlayParams(), MARK, is_timed=True)


def _filled(measure: ET.Element) -> dict[str, int]:
    """Voice -> steps of its notes and rests together."""
    filled: dict[str, int] = {}
    for note in measure.iter("note"):
        if note.find("chord") is None:
            voice = note.findtext("voice")
            filled[voice] = filled.get(voice, 0) + int(note.findtext("duration"))
    return filled


def _strokes(content: bytes) -> list[tuple[int, int]]:
    """(step, pitch) of every note that is struck, read from MusicXML by its own rules."""
    found, begin = [], 0
    for measure in ET.fromstring(content).iter("measure"):
        now = last = begin
        longest = 0
        for element in measure:
            length = int(element.findtext("duration") or 0)
            if element.tag in ("backup", "forward"):
                now += length if element.tag == "forward" else -length
            elif element.tag == "note":
                at = last if element.find("chord") is not None else now
                is_struck = "stop" not in [tie.get("type") for tie in element.findall("tie")]
                if element.find("pitch") is not None and is_struck:
                    found.append((at, _pitch(element.find("pitch"))))
                if element.find("chord") is None:
                    last, now = now, now + length
            longest = max(longest, now)
        begin = longest
    return sorted(found)


def _pitch(element: ET.Element) -> int:
    letter = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}[element.findtext("step")]
    return letter + int(element.findtext("alter") or 0) + 12 * (int(element.findtext("octave")) + 1)
