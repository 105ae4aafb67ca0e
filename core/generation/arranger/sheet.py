"""A brief and a style in; the lead sheet that the players read (form, chords, scale, seats) out."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.errors import DataError
from core.generation.arranger.harmony import SCALES, Chord, chord, pitch_class
from core.generation.arranger.instruments import DRUM_KITS, INSTRUMENTS
from core.generation.arranger.score import Change, Part, Section
from core.generation.arranger.style import Seat, Style
from core.generation.briefs import Brief


@dataclass(frozen=True, eq=False)
class Sheet:
    """What all players of one clip share. ``rng`` is drawn from by one player after the other."""

    brief: Brief
    style: Style
    sections: tuple[Section, ...]
    chords: tuple[Change, ...]
    n_bars: int
    beats_per_bar: int
    rng: np.random.Generator

    @property
    def tonic(self) -> int:
        return pitch_class(self.brief.tonic)

    def scale(self, name: str = "") -> tuple[int, ...]:
        """Pitch classes of a scale on the tonic, by default the one of the brief's mode."""
        return tuple((self.tonic + step) % 12 for step in SCALES[name or self.brief.mode])

    def chord_at(self, beat: float) -> Chord:
        return self._chords_by_bar[min(int(beat // self.beats_per_bar), self.n_bars - 1)].at(beat)

    def bars(self, *names: str) -> Iterator[tuple[int, float, Section]]:
        """(bar, its first beat, its section) of the sections named, or of all."""
        for section in self.sections:
            if not names or section.name in names:
                for bar in range(section.first_bar, section.first_bar + section.n_bars):
                    yield bar, float(bar * self.beats_per_bar), section

    def ends_section(self, bar: int) -> bool:
        """Whether the next bar begins another section: the place for a fill."""
        return any(bar == section.first_bar + section.n_bars - 1 for section in self.sections)

    def part(self, role: str) -> Part | None:
        """An empty part for who sits there in this brief; None where the seat is free."""
        seat = next(seat for seat in self.style.band if seat.role == role)
        name = next((name for name in self.brief.instruments if name in seat.instruments), None)
        return _part(seat, name) if name else None

    def few(self, variants: Sequence, n: int = 1) -> list:
        """``n`` of the variants, or all if there are fewer, drawn for the whole clip."""
        picked = self.rng.choice(len(variants), min(n, len(variants)), replace=False)
        return [variants[i] for i in picked]

    @cached_property
    def _chords_by_bar(self) -> list["_Bar"]:
        bars = [_Bar([]) for _ in range(self.n_bars)]
        for change in self.chords:
            bars[int(change.beat // self.beats_per_bar)].changes.append(change)
        return bars


@dataclass(frozen=True)
class _Bar:
    changes: list[Change]

    def at(self, beat: float) -> Chord:
        return next((c.chord for c in reversed(self.changes) if c.beat <= beat + 1e-9), self.changes[0].chord)


def write_sheet(brief: Brief, style: Style) -> Sheet:
    """The lead sheet of a brief: as many bars as its seconds need; an intro where there is room, A and B in turn.

    Raises
    ------
    DataError
        The genre does not know the brief's mode or one of its instruments, or a seat that it needs is free.
    """
    _check(brief, style)
    rng = np.random.default_rng([brief.seed, 0])
    beats_per_bar = int(np.random.default_rng([brief.seed, 4]).choice(style.meters))
    bar_s = beats_per_bar * 60 / brief.tempo_bpm
    n_bars = max(math.ceil(brief.duration_s / bar_s - 1e-9), 1)
    lines = {name: _drawn(variants, rng) for name, variants in style.progressions[brief.mode].items()}
    sections = _form(lines, n_bars=n_bars, intro_bars=style.intro_bars)
    changes = [
        change
        for section in sections
        for i in range(section.n_bars)
        for change in _changes(
            lines[section.name][i % len(lines[section.name])],
            first=(section.first_bar + i) * beats_per_bar,
            n_beats=beats_per_bar,
            up=pitch_class(brief.tonic),
        )
    ]
    return Sheet(brief, style, sections, tuple(changes), n_bars, beats_per_bar, rng)


def seats_taken(style: Style, rng: np.random.Generator) -> tuple[str, ...]:
    """Who plays: one instrument for each seat that is taken, none twice."""
    taken: list[str] = []
    for seat in style.band:
        free = [name for name in seat.instruments if name not in taken]
        if free and rng.random() < seat.chance:
            taken.append(str(rng.choice(free)))
    return tuple(taken)


def _check(brief: Brief, style: Style) -> None:
    if brief.mode not in style.progressions:
        raise DataError(f"key={brief.key!r}: {style.title} is played in {' or '.join(style.progressions)} only")
    known = [name for seat in style.band for name in seat.instruments]
    for name in brief.instruments:
        if name not in known:
            raise DataError(f"instruments: {style.title} has no seat for {name!r}; it has some for {', '.join(known)}")
    for seat in style.band:
        if seat.chance >= 1 and not set(seat.instruments) & set(brief.instruments):
            raise DataError(f"instruments: {style.title} needs {seat.role}; add one of {', '.join(seat.instruments)}")


def _drawn(variants: Sequence[str], rng: np.random.Generator) -> list[list[str]]:
    return [bar.split() for bar in variants[rng.integers(len(variants))].split("|")]


def _form(lines: dict[str, list], *, n_bars: int, intro_bars: int) -> tuple[Section, ...]:
    n_intro = intro_bars if n_bars >= 3 * intro_bars else 0
    sections = [Section("intro", 0, n_intro)] if n_intro else []
    bar, turn = n_intro, 0
    while bar < n_bars:
        name = "AB"[turn % 2]
        length = min(len(lines[name]), n_bars - bar)
        sections.append(Section(name, bar, length))
        bar, turn = bar + length, turn + 1
    return tuple(sections)


def _changes(names: list[str], *, first: float, n_beats: int, up: int) -> list[Change]:
    """The chords of one bar, each from a beat on: two in a bar of three have two beats and one."""
    ends = [math.ceil(i * n_beats / len(names)) for i in range(len(names) + 1)]
    return [
        Change(first + start, end - start, chord(name).transposed(up))
        for name, (start, end) in zip(names, itertools.pairwise(ends), strict=True)
    ]


def _part(seat: Seat, name: str) -> Part:
    if name in DRUM_KITS:
        return Part(name, seat.role, DRUM_KITS[name], volume=seat.volume, pan=seat.pan)
    instrument = INSTRUMENTS[name]
    return Part(name, seat.role, instrument.program, instrument.register, seat.volume, seat.pan)
