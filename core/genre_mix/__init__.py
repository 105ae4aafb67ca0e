"""A song + a model -> the genre mix: a probability of each genre for every 3 s cell, and their mean.

``genre_mix`` listens, ``GenreMix`` is what it gives.
"""

from core.genre_mix.interval import within_song_interval
from core.genre_mix.result import GenreMix, TagTrack
from core.genre_mix.song import Progress, check_listens, genre_mix
from core.genre_mix.verdict import KNOWN, NOT_MUSIC, OTHER_MUSIC, UNLIKE, VERDICTS

__all__ = [
    "KNOWN",
    "NOT_MUSIC",
    "OTHER_MUSIC",
    "UNLIKE",
    "VERDICTS",
    "GenreMix",
    "Progress",
    "TagTrack",
    "check_listens",
    "genre_mix",
    "within_song_interval",
]
