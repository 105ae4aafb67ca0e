"""Notes and how they shall be played in; a score of them as MusicXML, by the library partitura, out.

Tokens are written as what they are, eighths, at the tempo, with the swing in words. Of a performance no beats are
known: it is put on a grid of tenths of a second, a sixteenth each, and says so. Each hand (from middle C upwards, and
below) is one voice: a note ends at the latest where the next one of its hand begins, and what falls on one step of the
grid is one chord. It is the pianist's part alone; bass and drums of a trio stand in the MIDI file.
"""

from typing import TYPE_CHECKING

import numpy as np

from core.generation.carriers import SCORE_FIELD
from core.generation.marks import SOFTWARE, Mark
from core.jazz.notes import Notes, check_notes
from core.jazz.playing.harmony import estimate_key
from core.jazz.playing.params import STRAIGHT, PlayParams
from core.jazz.representations.tokens import STEP_S

if TYPE_CHECKING:
    from partitura.score import Part

GRID_S = 0.1  # a sixteenth of a performance
_WRITABLE = (16, 12, 8, 6, 4, 3, 2, 1)  # steps that one note head with at most one dot stands for
_MIDDLE_C = 60
_FLATS = ("C", "F", "Bb", "Eb", "Ab", "Db")  # major keys by their number of flats
_SHARPS = ("C", "G", "D", "A", "E", "B", "F#")


def musicxml(notes: Notes, params: PlayParams, mark: Mark, *, is_timed: bool) -> bytes:
    """The notes, transposed as ``params`` say, as MusicXML with the mark in it.

    Raises
    ------
    DataError
        There is no note, or none is left on the piano once they are transposed.
    """
    # Here, because partitura loads slowly and nothing else needs it.
    from partitura import save_musicxml
    from partitura.score import Score

    moved = notes.transposed(params.transpose)
    check_notes(moved)
    per_quarter, bpm, words = _reading(params, is_timed=is_timed)
    rows = written(moved, is_timed=is_timed)
    part = _part(rows, per_quarter=per_quarter, name=params.instrument, key=estimate_key(moved))
    _head(part, bpm=bpm, words=words)
    return _with_mark(save_musicxml(Score([part])), mark)


def written(notes: Notes, *, is_timed: bool) -> np.ndarray:
    """What is written: int64, shape (n_notes, 4): hand (1 or 2), step of the grid, its length in steps, pitch."""
    grid_s = GRID_S if is_timed else STEP_S
    notes = notes.from_zero() if is_timed else notes
    begins = np.rint(notes.start_s / grid_s).astype(int)
    lengths = np.maximum(np.rint(notes.duration_s / grid_s), 1).astype(int)
    hands = np.where(notes.pitch >= _MIDDLE_C, 1, 2)
    rows = []
    for hand in (1, 2):
        steps = np.unique(begins[hands == hand])
        ends = np.append(steps[1:], np.iinfo(np.int64).max)[: steps.size]
        for step, following in zip(steps, ends, strict=True):
            chord = (hands == hand) & (begins == step)
            length = min(lengths[chord].max(), following - step)
            rows += [(hand, step, int(length), pitch) for pitch in np.unique(notes.pitch[chord])]
    return np.array(sorted(rows, key=lambda row: (row[1], row[3])), dtype=np.int64)


def _reading(params: PlayParams, *, is_timed: bool) -> tuple[int, float, str]:
    """(steps of the grid in a quarter note, quarter notes a minute, words above the first bar)."""
    if is_timed:
        return 4, 15 / GRID_S, f"no beats known: a sixteenth is {GRID_S:g} s"
    swing = "straight" if params.swing == STRAIGHT else f"swing {params.swing:.2g} : 1"
    return 2, params.tempo_bpm, f"{params.tempo_bpm:g} quarter notes a minute, {swing}"


def _part(rows: np.ndarray, *, per_quarter: int, name: str, key: str) -> "Part":
    """A part on two staves, in measures of four quarter notes."""
    from partitura import score

    part = score.Part("P1", name, quarter_duration=per_quarter)
    part.add(score.TimeSignature(4, 4), 0)
    part.add(score.KeySignature(_fifths(key), key.split()[1]), 0)
    part.add(score.Clef(1, "G", 2, 0), 0)
    part.add(score.Clef(2, "F", 4, 0), 0)
    per_bar = 4 * per_quarter
    end = -int(-(rows[:, 1] + rows[:, 2]).max() // per_bar) * per_bar
    for row, spelling in zip(rows.tolist(), _spelt(rows, per_quarter), strict=True):
        _add_note(part, row, spelling, per_bar=per_bar)
    for hand in (1, 2):
        for step, length in _silences(rows[rows[:, 0] == hand], end):
            for begin, n_steps in pieces(step, step + length, per_bar=per_bar):
                part.add(score.Rest(voice=hand, staff=hand), begin, begin + n_steps)
    score.add_measures(part)
    return part


def pieces(begin: int, end: int, *, per_bar: int) -> list[tuple[int, int]]:
    """(step, length) of the notes, tied, that a length is written with: none over a bar line, all with one head."""
    found = []
    while begin < end:
        room = min(end, (begin // per_bar + 1) * per_bar) - begin
        length = next(length for length in _WRITABLE if length <= room)
        found.append((begin, length))
        begin += length
    return found


def _add_note(part: "Part", row: list[int], spelling: tuple[str, int, int], *, per_bar: int) -> None:
    from partitura import score

    (hand, step, length, _), (letter, alter, octave) = row, spelling
    before = None
    for begin, n_steps in pieces(step, step + length, per_bar=per_bar):
        note = score.Note(step=letter, octave=octave, alter=alter or None, voice=hand, staff=hand)
        part.add(note, begin, begin + n_steps)
        if before:
            before.tie_next, note.tie_prev = note, before
        before = note


def _spelt(rows: np.ndarray, per_quarter: int) -> list[tuple[str, int, int]]:
    """(letter, semitones up, octave) of each note, by Meredith's ps13."""
    from partitura.musicanalysis import estimate_spelling

    names = [("onset_quarter", "f4"), ("duration_quarter", "f4"), ("pitch", "i4")]
    table = [(step / per_quarter, length / per_quarter, pitch) for _, step, length, pitch in rows.tolist()]
    spelt = estimate_spelling(np.array(table, dtype=names))
    return [(str(note["step"]), int(note["alter"]), int(note["octave"])) for note in spelt]


def _silences(rows: np.ndarray, end: int) -> list[tuple[int, int]]:
    """(step, length) where a hand rests, up to ``end``."""
    heard = np.zeros(end, dtype=bool)
    for _, step, length, _ in rows:
        heard[step : step + length] = True
    edges = np.flatnonzero(np.diff(np.concatenate([[True], heard, [True]]).astype(int)))
    return [(int(begin), int(stop - begin)) for begin, stop in edges.reshape(-1, 2)]


def _head(part: "Part", *, bpm: float, words: str) -> None:
    from partitura import score

    part.add(score.Tempo(round(bpm), "q"), 0)
    part.add(score.ConstantTempoDirection(words, raw_text=words, staff=1), 0)


def _fifths(key: str) -> int:
    """How many sharps a key has; flats are negative."""
    from core.generation.arranger.harmony import pitch_class

    tonic, mode = key.split()
    major = (pitch_class(tonic) + (3 if mode == "minor" else 0)) % 12
    flats = [pitch_class(name) for name in _FLATS]
    return -flats.index(major) if major in flats else [pitch_class(name) for name in _SHARPS].index(major)


def _with_mark(content: bytes, mark: Mark) -> bytes:
    """The score with who made it, where MusicXML wants that: before the list of parts. partitura writes none."""
    from lxml import etree

    root = etree.fromstring(content)
    about = etree.Element("identification")
    etree.SubElement(about, "creator", type="composer").text = mark.words
    etree.SubElement(etree.SubElement(about, "encoding"), "software").text = SOFTWARE
    etree.SubElement(about, "source").text = mark.source_uri
    fields = etree.SubElement(about, "miscellaneous")
    etree.SubElement(fields, "miscellaneous-field", name=SCORE_FIELD).text = mark.text
    root.insert(0, about)
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, pretty_print=True)
