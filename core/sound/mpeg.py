"""Bytes of an MPEG stream (mp3) in; its whole frames without what lies between them, and the length it states, out.

libsndfile reads mp3 only up to a length that it guesses from the first frame, far too short for a stream of varying
bit rate that states none, and at some kinds of damage it gives up for good. So the frames are walked here first, and
libsndfile gets an unbroken stream whose first frame states the true number of frames.

Layout of headers: ISO/IEC 11172-3 and 13818-3; of the frame that states the length: the Xing and VBRI conventions.
"""

import struct
from dataclasses import dataclass
from functools import cache

_BIT_RATES = {  # kbit/s by (is MPEG-1, layer), for the indices 1 to 14
    (True, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}  # Hz, by version bits
_JUNK_BEFORE = 262_144  # bytes searched for the first frame
_MAX_FALSE_STARTS = 200_000  # in all gaps together: bounds the time that a hostile file can take
_FRAMES_STATED, _BYTES_STATED = 1, 2  # flags of a Xing frame


@dataclass(frozen=True, eq=False)
class Stream:
    """Whole frames in a row; ``stated_s`` is None where the stream states no length."""

    data: bytes
    stated_s: float | None
    damaged: bool


def id3_size(data: bytes, start: int) -> int:
    """Bytes of the ID3v2 tag that begins at ``start``; 0 where there is none."""
    head = data[start : start + 10]
    if len(head) < 10 or head[:3] != b"ID3" or any(byte & 0x80 for byte in head[6:10]):
        return 0
    size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    return 10 + size + (10 if head[5] & 0x10 else 0)


def _tail_size(data: bytes, start: int) -> int:
    """Bytes of the ID3v1 or APE tag that begins at ``start``; 0 where there is none."""
    if data.startswith(b"TAG", start):
        return 128
    if data.startswith(b"APETAGEX", start) and start + 32 <= len(data):
        return 32 + struct.unpack_from("<I", data, start + 12)[0]
    return 0


def adts_chain(data: bytes, start: int) -> bool:
    """True where two frames of raw AAC (ADTS) follow each other."""
    for _ in range(2):
        head = data[start : start + 7]
        if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
            return False
        size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
        start += size
        if size < 7:
            return False
    return True


def first_frame(data: bytes, start: int) -> int | None:
    """Where the first of three frames in a row begins, at ``start`` or a little behind; None where there is none."""
    return _Walk(data).find(start, start + _JUNK_BEFORE)


def whole_frames(data: bytes, start: int, *, max_duration_s: float) -> Stream:
    """Collect the frames from ``start``, where one begins, to the end or a little beyond ``max_duration_s``."""
    walk = _Walk(data)
    walk.run(start, max_duration_s=max_duration_s)
    frames = b"".join([data[begin:end] for begin, end in walk.runs])
    information = _Information.of(frames)
    if information is None:
        return Stream(_information_frame(frames, n_frames=walk.n_frames) + frames, None, walk.damaged)
    n_frames = walk.n_frames - 1  # the informative frame does not count itself
    stated_s = information.n_frames * walk.header.n_samples / walk.header.sr or None
    if abs(information.n_frames - n_frames) > 1:  # some encoders do count it
        frames = information.corrected(frames, n_frames=n_frames)
    return Stream(frames, stated_s, walk.damaged)


@dataclass(frozen=True)
class _Header:
    size: int  # bytes of the whole frame
    n_samples: int
    sr: int  # Hz
    form: tuple[int, int, int]  # version, layer and rate index: what never changes within a stream


@cache
def _header(second: int, third: int) -> _Header | None:
    """What the second and third byte of a frame tell; None where they cannot stand in a header."""
    version, layer = second >> 3 & 3, 4 - (second >> 1 & 3)
    rate_index, bit_rate_index = third >> 2 & 3, third >> 4
    if second & 0xE0 != 0xE0 or version == 1 or layer == 4 or rate_index == 3 or bit_rate_index in (0, 15):
        return None
    mpeg1 = version == 3
    sr = _SAMPLE_RATES[version][rate_index]
    bit_rate = 1000 * _BIT_RATES[mpeg1, layer][bit_rate_index - 1]
    n_samples = 384 if layer == 1 else 1152 if layer == 2 or mpeg1 else 576
    slot = 4 if layer == 1 else 1  # bytes
    size = (n_samples // 8 // slot * bit_rate // sr + (third >> 1 & 1)) * slot
    return _Header(size, n_samples, sr, (version, layer, rate_index))


class _Walk:
    """The runs of whole frames found in ``data``, as (begin, end), and whether anything but tags lies between."""

    def __init__(self, data: bytes):
        self.data = data
        self.header: _Header | None = None
        self.runs: list[tuple[int, int]] = []
        self.n_frames = 0
        self.damaged = False
        self._false_starts = 0

    def run(self, start: int, *, max_duration_s: float) -> None:
        self.header = self._frame(start)
        # A few frames more than asked for, so that the reader sees that the recording goes on.
        max_frames = int(max_duration_s * self.header.sr / self.header.n_samples) + 16
        at: int | None = start
        while at is not None and self.n_frames < max_frames:
            begin = at
            while self.n_frames < max_frames and (header := self._frame(at)) is not None:
                at += header.size
                self.n_frames += 1
            self.runs.append((begin, at))
            if self.n_frames < max_frames:
                at = self._behind_gap(at)

    def find(self, start: int, stop: int) -> int | None:
        """The first place from ``start`` and before ``stop`` where three frames follow each other."""
        at = self.data.find(b"\xff", start, stop)
        while at >= 0 and self._false_starts < _MAX_FALSE_STARTS:
            if self._chain(at):
                return at
            self._false_starts += 1
            at = self.data.find(b"\xff", at + 1, stop)
        return None

    def _behind_gap(self, at: int) -> int | None:
        """Where the next frames begin; None at the end of the sound."""
        while size := id3_size(self.data, at) or _tail_size(self.data, at):  # joined files carry tags inside
            at += size
        if at >= len(self.data):
            return None
        if self._frame(at):
            return at
        following = self.find(at, len(self.data))
        self.damaged |= following is not None or bool(self.data[at:].strip(b"\0"))
        return following

    def _chain(self, at: int) -> bool:
        """Three frames in a row, or two that end where the file or its sound ends."""
        form = self.header and self.header.form
        for n_found in range(3):
            if n_found == 2 and (at == len(self.data) or _tail_size(self.data, at)):
                return True
            header = self._frame(at)
            if header is None or form not in (None, header.form):
                return False
            form = header.form
            at += header.size
        return True

    def _frame(self, at: int) -> _Header | None:
        """The header at ``at`` where a whole frame of this stream stands there."""
        head = self.data[at : at + 4]
        if len(head) < 4 or head[0] != 0xFF:
            return None
        header = _header(head[1], head[2])
        if header is None or at + header.size > len(self.data):
            return None
        return header if self.header is None or header.form == self.header.form else None


@dataclass(frozen=True)
class _Information:
    """The first frame, where it carries no sound but the number of frames (0: it does not say)."""

    n_frames: int
    flags_at: int  # 0 in the VBRI layout, which libsndfile does not read

    @classmethod
    def of(cls, frames: bytes) -> "_Information | None":
        at = _information_at(frames)
        if frames[at : at + 4] in (b"Xing", b"Info"):
            flags, n_frames = struct.unpack_from(">II", frames, at + 4)
            return cls(n_frames if flags & _FRAMES_STATED else 0, at + 4)
        if frames[36:40] == b"VBRI":
            return cls(int.from_bytes(frames[50:54]), 0)
        return None

    def corrected(self, frames: bytes, *, n_frames: int) -> bytes:
        """The same frames, stating their true number; the encoder's delay is kept where it is told."""
        behind = frames[_header(frames[1], frames[2]).size :]
        if not self.flags_at:
            return _information_frame(behind, n_frames=n_frames) + behind
        (flags,) = struct.unpack_from(">I", frames, self.flags_at)
        if not flags & _FRAMES_STATED:
            return _information_frame(behind, n_frames=n_frames) + behind
        mended = bytearray(frames)
        struct.pack_into(">I", mended, self.flags_at + 4, n_frames)
        if flags & _BYTES_STATED:
            struct.pack_into(">I", mended, self.flags_at + 8, len(frames))
        return bytes(mended)


def _information_at(frames: bytes) -> int:
    """Where the Xing mark stands in a first frame: behind the side information of layer III."""
    mpeg1, mono, checksum = frames[1] & 8, frames[3] >> 6 == 3, not frames[1] & 1
    side = (17 if mono else 32) if mpeg1 else (9 if mono else 17)
    return 4 + side + (2 if checksum else 0)


def _information_frame(frames: bytes, *, n_frames: int) -> bytes:
    """A frame of the form of the first of ``frames`` that states ``n_frames``."""
    # Bit rate index 9 makes any frame long enough for the mark; no checksum, no padding.
    head = bytes([0xFF, frames[1] | 1, 0x90 | (frames[2] & 0x0C), frames[3]])
    frame = bytearray(_header(head[1], head[2]).size)
    frame[:4] = head
    at = _information_at(head)
    frame[at : at + 12] = b"Info" + struct.pack(">II", _FRAMES_STATED, n_frames)
    return bytes(frame)
