"""A song and what was heard in it in, the player with its ribbon out."""

from core import figures
from core.ui.cache import Heard
from core.ui.markup import caption, heading
from core.ui.playable import playable
from core.ui.player import mix_player
from core.ui.state import Song


def moments(song: Song, heard: Heard) -> None:
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
    caption(
        "Each column of the ribbon is about 3 seconds, cut by how likely each genre is there; click one to hear it. "
        "Loudness is evened for listening only."
    )
