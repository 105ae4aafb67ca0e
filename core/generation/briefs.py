"""What a clip shall be, in the words that every generator understands: the brief."""

from dataclasses import dataclass
from typing import Any

from core.generation.wording import as_sentence, listed, with_article

# Upper ends in beats a minute, and the word for what lies under each.
_TEMPO_WORDS = ((76.0, "slow"), (108.0, "medium"), (136.0, "lively"), (float("inf"), "fast"))
_SPOKEN = {"hiphop": "hip hop"}  # labels that are not what people say


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


def describe(brief: Brief) -> str:
    """A brief as one sentence for a generator that reads: mood, genre, key, tempo and instruments.

    How long the clip is and its seed are no matter of words; a mood or instruments that are empty are not mentioned.
    """
    tonic = {"b": " flat", "#": " sharp"}
    key = f"{brief.tonic[0]}{tonic.get(brief.tonic[1:], '')} {brief.mode}"
    what = " ".join(filter(None, [brief.mood, "instrumental", _SPOKEN.get(brief.genre, brief.genre), "track"]))
    players = f", played by {listed(brief.instruments)}" if brief.instruments else ""
    return as_sentence(f"{with_article(what)} in {key} at {brief.tempo_bpm:g} BPM{players}")
