"""The bytes of a MIDI file in, its notes going on and off and its changes of tempo out, each with its tick.

Written out here because the files are strangers': the libraries refuse a whole file for a key signature that they do
not know (mido), believe lengths that the file states (symusic), or hold an object of half a kilobyte for every event.
Format: The Complete MIDI 1.0 Detailed Specification, Standard MIDI Files 1.0 (MIDI Manufacturers Association, 1996).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.errors import DataError

DRUM_CHANNEL = 9  # counted from 0

_HEADER, _CHUNK = struct.Struct(">4sIHHH"), struct.Struct(">4sI")
_NOTE_OFF, _NOTE_ON, _SYSEX, _SYSEX_GOES_ON, _META = 0x80, 0x90, 0xF0, 0xF7, 0xFF
_TEMPO, _END_OF_TRACK = 0x51, 0x2F
_N_DATA = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2}
_MAX_NUMBER_BYTES = 4


@dataclass(frozen=True)
class Stroke:
    """A note as the file tells it; times in ticks."""

    start: int
    end: int
    channel: int
    pitch: int
    velocity: int


@dataclass
class Track:
    """One track, as long as its last event: its notes, and (tick, microseconds of a quarter note) for each tempo."""

    strokes: list[Stroke] = field(default_factory=list)
    tempos: list[tuple[int, int]] = field(default_factory=list)
    end: int = 0


@dataclass(frozen=True)
class MidiFile:
    """``kind`` is 0 or 1 for tracks that sound together, 2 for tracks that have nothing to do with each other.

    ``division`` says how long a tick lasts, in one of two ways: see `core.jazz.midi`.
    """

    kind: int
    division: int
    tracks: tuple[Track, ...]


def read_events(content: bytes, *, max_tracks: int, max_notes: int) -> MidiFile:
    """The notes and tempos of a file; no more of it is read than the limits allow.

    Raises
    ------
    DataError
        It is no MIDI file, it is cut or broken, or it has too many tracks or notes.
    """
    if content[:4] != b"MThd":
        raise DataError("the file does not begin as a MIDI file does; export it again as .mid")
    if len(content) < _HEADER.size:
        raise DataError(f"the file ends after {len(content)} bytes, inside its header; copy it again")
    _, n_header, kind, _, division = _HEADER.unpack_from(content)
    if kind > 2:
        raise DataError(f"the file is of MIDI format {kind}, 0 to 2 are known; export it again as .mid")
    tracks: list[Track] = []
    for chunk in _tracks(content, begin=_CHUNK.size + n_header):
        if len(tracks) == max_tracks:
            raise DataError(f"the file has more than {max_tracks} tracks; keep those that matter and export it again")
        n_left = max_notes - sum(len(track.strokes) for track in tracks)
        tracks.append(_track(chunk, n_left=n_left, max_notes=max_notes))
    return MidiFile(kind, division, tuple(tracks))


def _tracks(content: bytes, *, begin: int) -> Iterator[bytes]:
    """What lies inside the chunks that are tracks; others are passed over, as the format asks for."""
    at = begin
    while at + _CHUNK.size <= len(content):
        name, size = _CHUNK.unpack_from(content, at)
        at += _CHUNK.size
        if at + size > len(content):
            raise DataError(
                f"the file ends inside a part of {size:,} bytes, {len(content) - at:,} are there; copy it again"
            )
        if name == b"MTrk":
            yield content[at : at + size]
        at += size


def _track(chunk: bytes, *, n_left: int, max_notes: int) -> Track:
    track, sounding, n_begun = Track(), {}, 0
    for tick, status, first, second in _events(_Bytes(chunk)):
        track.end = tick
        key = (status & 0x0F, first)
        if status == _META:
            track.tempos.append((tick, first))
        elif status & 0xF0 == _NOTE_ON and second:
            n_begun += 1
            if n_begun > n_left:
                raise DataError(f"the file has more than {max_notes:,} notes; cut it into shorter files")
            sounding.setdefault(key, []).append((tick, second))
        elif waiting := sounding.get(key):
            start, velocity = waiting.pop(0)
            track.strokes.append(Stroke(start, tick, *key, velocity))
    return track


def _events(data: "_Bytes") -> Iterator[tuple[int, int, int, int]]:
    """(tick, status, first, second) of notes; of tempos (tick, _META, microseconds, 0); at last, the track's end."""
    tick, status = 0, 0
    while data:
        tick += data.number()
        if data.peek() >= 0x80:
            event = data.byte()
        elif status:
            event = status  # the same kind as before
        else:
            raise DataError("a track begins in the middle of an event; copy the file again")
        if event == _META:
            kind, content = data.byte(), data.take(data.number())
            if kind == _TEMPO and len(content) == 3:
                yield tick, _META, int.from_bytes(content, "big"), 0
            if kind == _END_OF_TRACK:
                break
        elif event in (_SYSEX, _SYSEX_GOES_ON):
            data.take(data.number())
        else:
            status = event
            first, second = data.values(status)
            if status & 0xF0 in (_NOTE_ON, _NOTE_OFF):
                yield tick, status, first, second
    yield tick, _NOTE_OFF, -1, 0  # ends no note


class _Bytes:
    """Bytes with a place in them; none is read twice, none behind the end."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def __bool__(self) -> bool:
        return self._at < len(self._data)

    def peek(self) -> int:
        if self._at >= len(self._data):
            raise DataError("a track ends in the middle of an event; copy the file again")
        return self._data[self._at]

    def byte(self) -> int:
        value = self.peek()
        self._at += 1
        return value

    def take(self, n: int) -> bytes:
        if self._at + n > len(self._data):
            raise DataError("a track ends in the middle of an event; copy the file again")
        self._at += n
        return self._data[self._at - n : self._at]

    def number(self) -> int:
        """A number of one to four bytes, each of which holds seven bits of it."""
        value = 0
        for _ in range(_MAX_NUMBER_BYTES):
            byte = self.byte()
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value
        raise DataError(
            f"a number in a track is longer than {_MAX_NUMBER_BYTES} bytes; the file is broken, export it again"
        )

    def values(self, status: int) -> tuple[int, int]:
        """The one or two values of an event."""
        n = _N_DATA.get(status & 0xF0)
        if n is None:
            raise DataError(f"a track holds an event {status:#x}, which no file may; it is broken, export it again")
        data = self.take(n)
        if max(data) > 0x7F:
            raise DataError(f"an event in a track has the value {max(data)}, at most 127 is allowed; export it again")
        return data[0], data[1] if n == 2 else 0
