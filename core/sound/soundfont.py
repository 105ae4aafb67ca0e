"""A SoundFont 2 file in; the recordings that sound when a key of an instrument is struck, and how they are played, out.

Generators follow the SoundFont 2.01 specification, section 8.1. Left out are the slow vibrato and the sweep of the
filter: the filter stays where its envelope begins.
"""

import importlib.util
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

DRUM_BANK = 128
_GUARD = 8  # samples behind the end of a recording, for the reader who looks one ahead; the format has 46 zeros there
_RECORDS = {
    "phdr": [("name", "S20"), ("preset", "<u2"), ("bank", "<u2"), ("bag", "<u2"), ("rest", "V12")],
    "inst": [("name", "S20"), ("bag", "<u2")],
    "pbag": [("gen", "<u2"), ("mod", "<u2")],
    "ibag": [("gen", "<u2"), ("mod", "<u2")],
    "pgen": [("what", "<u2"), ("amount", "<i2")],
    "igen": [("what", "<u2"), ("amount", "<i2")],
    "shdr": [
        ("name", "S20"), ("start", "<u4"), ("end", "<u4"), ("loop_start", "<u4"), ("loop_end", "<u4"), ("sr", "<u4"),
        ("pitch", "u1"), ("correction", "i1"), ("link", "<u2"), ("type", "<u2"),
    ],
}  # fmt: skip
# Numbers of the generators that are heeded, and what holds where a zone does not name them.
_START, _END, _LOOP_START, _LOOP_END, _CUTOFF, _ENVELOPE_TO_CUTOFF, _PAN = 0, 1, 2, 3, 8, 11, 17
_ATTACK, _HOLD, _DECAY, _SUSTAIN, _RELEASE, _INSTRUMENT, _KEYS, _VELOCITIES = 34, 35, 36, 37, 38, 41, 43, 44
_ATTENUATION, _COARSE_TUNE, _FINE_TUNE, _SAMPLE, _LOOPS, _SCALE, _CLASS, _ROOT = 48, 51, 52, 53, 54, 56, 57, 58
_INSTANT = -12_000  # timecents
_DEFAULTS = {_CUTOFF: 13_500, _SCALE: 100, _ROOT: -1} | dict.fromkeys((_ATTACK, _HOLD, _DECAY, _RELEASE), _INSTANT)
_ATTENUATION_USED = 0.4  # of the stated one: so did the hardware that soundfonts were tuned on


@dataclass(frozen=True, eq=False)
class Zone:
    """One recording as an instrument plays it."""

    samples: np.ndarray  # float32, mono
    loop: tuple[int, int] | None  # (begin, end) in samples
    sr: int  # Hz
    root: int  # the key at which it sounds as recorded
    semitones_per_key: float
    tuning: float  # semitones to add
    level_db: float
    pan: float  # -0.5 (left) to 0.5
    cutoff_hz: float
    attack_s: float
    hold_s: float
    decay_s: float  # for 100 dB
    sustain_db: float  # below the peak
    release_s: float  # for 100 dB
    silences: int  # the other sounds of this class end when it begins; 0: none


class SoundFont:
    """The instruments of one file."""

    def __init__(self, data: bytes):
        chunks = dict(_chunks(data))
        self._records = {name: np.frombuffer(chunks[name], dtype) for name, dtype in _RECORDS.items()}
        self._samples = np.frombuffer(chunks["smpl"], "<i2")
        self._presets = {(int(row["bank"]), int(row["preset"])): i for i, row in enumerate(self._records["phdr"][:-1])}
        self._zones: dict[tuple[int, int], list[tuple[dict[int, int], Zone]]] = {}

    def zones(self, program: int, *, key: int, velocity: int, is_drum: bool = False) -> list[Zone]:
        """What sounds when ``key`` is struck; an instrument that is missing is played by the first of its bank."""
        bank = DRUM_BANK if is_drum else 0
        place = (bank, program) if (bank, program) in self._presets else (bank, 0)
        if place not in self._zones:
            self._zones[place] = list(self._read_preset(self._presets[place]))
        return [
            zone
            for ranges, zone in self._zones[place]
            if _within(key, ranges[_KEYS]) and _within(velocity, ranges[_VELOCITIES])
        ]

    def _read_preset(self, preset: int) -> Iterator[tuple[dict[int, int], Zone]]:
        for offsets in self._generators("phdr", "pbag", "pgen", preset, needed=_INSTRUMENT):
            for values in self._generators("inst", "ibag", "igen", offsets[_INSTRUMENT], needed=_SAMPLE):
                ranges = {what: values.get(what, offsets.get(what, 0x7F00)) for what in (_KEYS, _VELOCITIES)}
                total = defaultdict(int, _DEFAULTS) | values
                for what, amount in offsets.items():
                    if what not in (_KEYS, _VELOCITIES, _INSTRUMENT):
                        total[what] += amount
                yield ranges, self._zone(total)

    def _generators(self, heads: str, bags: str, gens: str, index: int, *, needed: int) -> Iterator[dict[int, int]]:
        """The generators of each zone that names a sample or instrument, over those of the zone that holds for all."""
        head, bag, gen = self._records[heads], self._records[bags]["gen"], self._records[gens]
        common: dict[int, int] = {}
        for i in range(head["bag"][index], head["bag"][index + 1]):
            rows = gen[bag[i] : bag[i + 1]]
            values = dict(zip(rows["what"].tolist(), rows["amount"].tolist(), strict=True))
            if needed in values:
                yield common | values
            else:
                common = values

    def _zone(self, values: dict[int, int]) -> Zone:
        headers = self._records["shdr"]
        sample = dict(zip(headers.dtype.names, headers[values[_SAMPLE]].item(), strict=True))
        start = sample["start"] + values[_START]
        loop = sample["loop_start"] + values[_LOOP_START] - start, sample["loop_end"] + values[_LOOP_END] - start
        return Zone(
            samples=self._samples[start : sample["end"] + values[_END] + _GUARD] / np.float32(32768),
            loop=loop if values[_LOOPS] & 1 and loop[1] - loop[0] > 1 else None,
            sr=sample["sr"],
            root=values[_ROOT] if values[_ROOT] >= 0 else min(sample["pitch"], 127),
            semitones_per_key=values[_SCALE] / 100,
            tuning=values[_COARSE_TUNE] + (values[_FINE_TUNE] + sample["correction"]) / 100,
            level_db=-_ATTENUATION_USED * values[_ATTENUATION] / 10,
            pan=float(np.clip(values[_PAN] / 1000, -0.5, 0.5)),
            cutoff_hz=8.176 * 2 ** ((values[_CUTOFF] + values[_ENVELOPE_TO_CUTOFF]) / 1200),
            attack_s=2 ** (values[_ATTACK] / 1200),
            hold_s=2 ** (values[_HOLD] / 1200),
            decay_s=2 ** (values[_DECAY] / 1200),
            sustain_db=values[_SUSTAIN] / 10,
            release_s=2 ** (values[_RELEASE] / 1200),
            silences=values[_CLASS],
        )


@cache
def general_midi() -> SoundFont:
    """TimGM6mb.sf2, which pretty_midi carries and which need not be imported for it."""
    spec = importlib.util.find_spec("pretty_midi")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pretty_midi is not installed; it carries the soundfont")
    return SoundFont(Path(spec.submodule_search_locations[0], "TimGM6mb.sf2").read_bytes())


def _chunks(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and contents of all chunks inside the lists of a RIFF file."""
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name == b"LIST":
            at += 12
            continue
        yield name.decode("latin-1"), data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _within(value: int, both_ends: int) -> bool:
    return both_ends & 0xFF <= value <= both_ends >> 8 & 0xFF
