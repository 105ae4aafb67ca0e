"""A signal -> what it is made of: the facts that people know a song by, and descriptors to look at, frame by frame."""

from core.anatomy.facts import SongFacts, song_facts

__all__ = ["SongFacts", "song_facts"]
