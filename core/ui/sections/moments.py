"""A song and what was heard in it in, the player with its ribbon out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import figures
from core.ui.anatomy.sending import anatomy_button
from core.ui.markup import caption, heading
from core.ui.playable import playable
from core.ui.player import mix_player
from core.ui.state import Song

if TYPE_CHECKING:
    from core.ui.engine import Heard


def moments(song: Song, heard: Heard, *, context_s: float) -> None:
    """Play the song over its waveform and its ribbon of genres."""
    mix = heard.mix
    heading("Moment by moment")
    data, mime = playable(song)
    mix_player(
        data,
        mime=mime,
        peaks=heard.peaks,
        duration_s=mix.duration_s,
        starts_s=mix.starts_s,
        ends_s=mix.ends_s,
        proba=mix.proba,
        genres=mix.genres,
        colours=figures.genre_colours(mix.genres),
        key=f"{song.sha256[:12]}",
        gain_db=heard.facts.playback_gain_db,
        known=mix.known,
        name=song.name,
    )
    caption(ribbon_words(mix.duration_s, context_s=context_s))
    anatomy_button(song, key="take-apart")


def ribbon_words(duration_s: float, *, context_s: float) -> str:
    """What the ribbon shows, and that its columns look finer than the model listens."""
    judged = (
        f"each column is judged from the {context_s:.0f} s around it"
        if duration_s >= context_s
        else f"the song is shorter than the {context_s:.0f} s the model listens to, so all columns are the same"
    )
    return (
        "Each column of the ribbon is about 3 seconds, cut by how likely each genre is there; click one to jump there. "
        f"The ribbon looks finer than it is: {judged}. Loudness is evened for listening only."
    )
