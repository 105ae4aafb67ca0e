"""What the doctor can find in a dataset: the kinds of findings, and one finding as a plain value.

``KINDS`` is in the order in which a listener reads them: what cannot be used, what is damaged, what is there twice,
what is worth a thought.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from core.errors import DataError


@dataclass(frozen=True)
class FindingKind:
    """One kind of finding.

    ``objective``: it lies in the recording and no model disagreed, so the track may leave a test set too. ``pair``:
    there are always two tracks; findings of other kinds may name a second one too.
    """

    name: str
    title: str
    about: str
    objective: bool
    pair: bool = False


_KINDS = (
    FindingKind(
        "unreadable",
        "Unreadable or damaged",
        "The file could not be decoded, or only a damaged part of it.",
        objective=True,
    ),
    FindingKind(
        "too-short",
        "Too short",
        "The recording is far shorter than others here, or than a genre needs.",
        objective=True,
    ),
    FindingKind("silent", "Silent", "All of the recording, or a large part of it, holds no sound.", objective=True),
    FindingKind("clipped", "Clipped", "Peaks are cut off flat: it was recorded or saved too loud.", objective=True),
    FindingKind(
        "dc-offset", "Constant offset", "The waveform does not swing around zero but around a constant.", objective=True
    ),
    FindingKind(
        "band-limited",
        "Cut off in the treble",
        "Nothing is left above a frequency at which other recordings here still sound.",
        objective=True,
    ),
    FindingKind(
        "exact-duplicate",
        "The same recording",
        "Two tracks hold the same sound, sample by sample.",
        objective=True,
        pair=True,
    ),
    FindingKind(
        "near-duplicate",
        "Nearly the same recording",
        "Two tracks hold the same recording: shifted, trimmed, encoded again, or at another level or speed.",
        objective=True,
        pair=True,
    ),
    FindingKind(
        "published-fault", "Published fault", "People who studied this dataset published this fault.", objective=True
    ),
    FindingKind(
        "artist-in-genres",
        "One artist in several genres",
        "That may be right, or one of the labels may be worth a listen.",
        objective=False,
    ),
    FindingKind(
        "doubtful-label",
        "Label worth a listen",
        "A model that never heard this track, nor its artist if that is named, hears another genre. It may be wrong.",
        objective=False,
    ),
)
KINDS: Mapping[str, FindingKind] = {kind.name: kind for kind in _KINDS}


@dataclass(frozen=True)
class Finding:
    """One thing worth knowing of a track, in words with the values behind them.

    ``other`` is the second track of a pair. ``score`` orders findings of one kind, the strongest first; two kinds are
    never compared by it.
    """

    track: str
    kind: str
    reason: str
    other: str | None = None
    score: float | None = None

    def __post_init__(self):
        if self.kind not in KINDS:
            raise DataError(f"kind={self.kind!r} of a finding is not known; choose one of {', '.join(KINDS)}")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Finding":
        """What ``to_json`` wrote; raises DataError where something else stands."""
        texts = [stored.get("track"), stored.get("kind"), stored.get("reason")]
        other, score = stored.get("other"), stored.get("score")
        is_number = isinstance(score, (int, float)) and not isinstance(score, bool)
        if (
            not all(isinstance(text, str) for text in texts)
            or not isinstance(other, (str, type(None)))
            or not (score is None or is_number)
        ):
            raise DataError(
                "a stored finding is not {track, kind, reason, other, score} with texts and a number; "
                "run the doctor again"
            )
        return cls(*texts, other, None if score is None else float(score))
