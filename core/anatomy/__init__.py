"""A signal -> what it is made of: the facts that people know a song by, and descriptors to look at, frame by frame."""

from core.anatomy.descriptor import Descriptor, Rows
from core.anatomy.descriptors import DESCRIPTORS
from core.anatomy.facts import SongFacts, song_facts
from core.anatomy.shown import Grid, Image, Line
from core.anatomy.song import Anatomy, take_apart

__all__ = [
    "DESCRIPTORS",
    "Anatomy",
    "Descriptor",
    "Grid",
    "Image",
    "Line",
    "Rows",
    "SongFacts",
    "song_facts",
    "take_apart",
]
