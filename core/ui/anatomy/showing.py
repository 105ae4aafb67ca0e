"""What was found in a song in, its player with one group of lanes under the waveform out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from core.figures.lanes import Lane, MarksLane, line_limits
from core.ui.lanes import image_lane, line_lane
from core.ui.markup import caption
from core.ui.player import sound_player

if TYPE_CHECKING:
    from core.ui.anatomy.engine import Descriptor, TakenApart
    from core.ui.anatomy.groups import Group

Limits = Mapping[str, tuple[float, float]]


def anatomy_player(
    taken: TakenApart, group: Group, descriptors: Sequence[Descriptor], *, limits: Limits, name: str, key: str
) -> None:
    """The player of a song; under another group of lanes it plays on."""
    sound_player(
        taken.sound,
        mime="audio/flac",
        peaks=taken.peaks,
        duration_s=taken.duration_s,
        key=key,
        gain_db=taken.gain_db,
        name=name,
        lanes=lanes_of(taken, group, descriptors, limits=limits),
        parts=True,
        beats_s=taken.beats_s,
    )
    caption("Played as it is measured: one channel at 22,050 Hz, so that both parts add up to the song.")


def shared_limits(songs: Sequence[TakenApart], descriptors: Sequence[Descriptor]) -> Limits:
    """One axis for each line: songs beside each other are measured on the same."""
    limits: dict[str, tuple[float, float]] = {}
    for descriptor in descriptors:
        lines = [song.lines[descriptor.name] for song in songs if descriptor.name in song.lines]
        if lines:
            limits[descriptor.name] = line_limits(*(ends for line in lines for ends in (line.lowest, line.highest)))
    return limits


def lanes_of(taken: TakenApart, group: Group, descriptors: Sequence[Descriptor], *, limits: Limits) -> tuple[Lane, ...]:
    """A lane for each descriptor, and the beats above them where the group is about these."""
    lanes: list[Lane] = []
    if group.beats:
        lanes.append(_beats(taken))
    for descriptor in descriptors:
        if descriptor.name in taken.images:
            lanes.append(image_lane(descriptor, taken.images[descriptor.name], taken.grid))
        else:
            line = taken.lines[descriptor.name]
            lanes.append(line_lane(descriptor, line, taken.grid, limits=limits[descriptor.name]))
    return tuple(lanes)


def _beats(taken: TakenApart) -> MarksLane:
    if len(taken.beats_s) == 0:
        return MarksLane(title="Beats", times_s=taken.beats_s, about="No pulse was found in it.")
    words = (
        f"When one would tap along, at about {taken.tempo_bpm:.0f} beats per minute; tick the box above to hear them."
    )
    return MarksLane(title="Beats", times_s=taken.beats_s, about=words)
