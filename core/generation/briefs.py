"""What a clip shall be, in the words that every generator understands: the brief."""

from dataclasses import dataclass
from typing import Any

# Upper ends in beats a minute, and the word for what lies under each.
_TEMPO_WORDS = ((76.0, "slow"), (108.0, "medium"), (136.0, "lively"), (float("inf"), "fast"))


@dataclass(frozen=True)
class Brief:
    """The description that one clip is made from; equal briefs give equal clips.

    Attributes
    ----------
    tempo_bpm : beats (quarter notes) a minute
    key : tonic and mode, such as "Eb major" or "A minor"
    mood : one word
    instruments : in plain words, the rhythm section first
    """

    genre: str
    tempo_bpm: float
    key: str
    mood: str
    instruments: tuple[str, ...]
    duration_s: float
    seed: int

    @property
    def tonic(self) -> str:
        return self.key.split()[0]

    @property
    def mode(self) -> str:
        """ "major" or "minor"."""
        return self.key.split()[1]

    @property
    def tempo_word(self) -> str:
        return tempo_word(self.tempo_bpm)

    @property
    def tags(self) -> dict[str, Any]:
        """What a clip made from this brief is tagged with: words only."""
        return {
            "genre": self.genre,
            "tempo": self.tempo_word,
            "mode": self.mode,
            "mood": self.mood,
            "instruments": list(self.instruments),
        }


def tempo_word(tempo_bpm: float) -> str:
    """A tempo in beats a minute as a word: "slow", "medium", "lively" or "fast"."""
    return next(word for below, word in _TEMPO_WORDS if tempo_bpm < below)
