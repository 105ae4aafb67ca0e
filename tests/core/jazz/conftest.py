"""Notes and MIDI files made by hand."""

import struct
from collections.abc import Callable

import numpy as np
import pytest

from core.jazz.notes import Notes

END = b"\x00\xff\x2f\x00"


@pytest.fixture
def midi_file() -> Callable[..., bytes]:
    """``midi_file(*tracks, kind=0, division=500)``: a header and the bytes of tracks, each ended as it must be."""

    def make(*tracks: bytes, kind: int = 0, division: int = 500, end: bytes = END) -> bytes:
        header = struct.pack(">4sIHHH", b"MThd", 6, kind, len(tracks), division)
        chunks = (struct.pack(">4sI", b"MTrk", len(track + end)) + track + end for track in tracks)
        return header + b"".join(chunks)

    return make


@pytest.fixture
def some_notes() -> Callable[..., Notes]:
    """``some_notes(n, seed=0)``: notes on a grid of milliseconds as one keyboard can play them."""

    def make(n: int = 200, *, seed: int = 0) -> Notes:
        rng = np.random.default_rng(seed)
        start = np.cumsum(rng.choice([0, 7, 90, 250, 1234], n))
        free = np.zeros(128, dtype=int)  # from when on each key can be struck
        rows = []
        for at in start.tolist():
            pitch, length = int(rng.integers(21, 109)), int(rng.integers(20, 900))
            if free[pitch] <= at:
                rows.append((at / 1000, length / 1000, pitch, int(rng.integers(1, 128))))
                free[pitch] = at + length
        return Notes.of(rows)

    return make


@pytest.fixture
def same_notes() -> Callable[[Notes, Notes], None]:
    """Assert that two pieces are the same, their times to a nanosecond."""

    def check(one: Notes, other: Notes) -> None:
        assert one.pitch.tolist() == other.pitch.tolist()
        assert one.velocity.tolist() == other.velocity.tolist()
        np.testing.assert_allclose(one.start_s, other.start_s, atol=1e-9)
        np.testing.assert_allclose(one.duration_s, other.duration_s, atol=1e-9)

    return check
