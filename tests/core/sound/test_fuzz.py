"""Whatever the bytes are, either a finite signal or an AudioError comes out, in bounded time."""

import time

import numpy as np
import pytest

from core.errors import AudioError
from core.sound.decode import Signal, decode
from tests.core.sound.conftest import FORMS
from tests.core.sound.files import SR

EXTREMES = (b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", bytes(4), b"\x00\x00\x00\x01")


def outcome(data: bytes) -> Signal | AudioError:
    began = time.perf_counter()
    try:
        result = decode(data, sr=SR)
    except AudioError as error:
        result = error
    assert time.perf_counter() - began < 10
    if isinstance(result, Signal):
        assert result.y.dtype == np.float32
        assert np.isfinite(result.y).all()
        assert result.y.size
    return result


def changed(data: bytes, rng: np.random.Generator) -> bytes:
    """One of: some bytes flipped anywhere, some in the header, a field made extreme, a piece cut out, noise put in."""
    mutant = bytearray(data)
    start, stop = sorted(rng.integers(0, len(mutant), 2))
    kind = rng.integers(5)
    if kind < 2:
        for at in rng.integers(0, len(mutant) if kind else min(400, len(mutant)), rng.integers(1, 10)):
            mutant[at] = rng.integers(256)
    elif kind == 2:
        at = rng.integers(0, min(600, len(mutant) - 4))
        mutant[at : at + 4] = EXTREMES[rng.integers(len(EXTREMES))]
    elif kind == 3:
        del mutant[start:stop]
    else:
        mutant[start : start + 500] = rng.bytes(500)
    return bytes(mutant)


@pytest.mark.parametrize("form", FORMS)
def test_damaged_files_give_a_signal_or_an_error(form, encoded):
    data = encoded(form, duration_s=0.5)
    rng = np.random.default_rng(FORMS.index(form))
    for _ in range(30):
        outcome(changed(data, rng))


@pytest.mark.parametrize("form", FORMS)
def test_files_cut_at_many_places_give_a_signal_or_an_error(form, encoded):
    data = encoded(form, duration_s=0.5)
    places = {*range(0, 120, 7), *np.linspace(0, len(data), 20).astype(int)}
    outcomes = {place: outcome(data[:place]) for place in sorted(places)}
    assert isinstance(outcomes[0], AudioError)
    assert isinstance(outcomes[len(data)], Signal)


def test_random_bytes_are_refused():
    rng = np.random.default_rng(0)
    for n_bytes in (1, 3, 4, 12, 100, 5_000, 300_000):
        for _ in range(5):
            assert isinstance(outcome(rng.bytes(n_bytes)), AudioError)


@pytest.mark.parametrize(
    "mark",
    [
        b"RIFF\x00\x01\x00\x00WAVE",
        b"RF64\xff\xff\xff\xffWAVE",
        b"fLaC",
        b"OggS",
        b".snd",
        b"FORM\x00\x01\x00\x00AIFF",
        b"\x00\x00\x00\x20ftypM4A ",
        b"\x1aE\xdf\xa3",
        bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"),
        b"ID3\x04\x00\x00\x00\x00\x00\x08",
    ],
)
def test_random_bytes_behind_a_true_signature_are_refused(mark):
    rng = np.random.default_rng(1)
    for n_bytes in (0, 10, 1_000, 20_000):
        assert isinstance(outcome(mark + rng.bytes(n_bytes)), AudioError)
