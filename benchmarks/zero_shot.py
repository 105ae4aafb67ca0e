"""The genre tags of each pretrained listener as they are, on Emotify -> accuracy beside chance, interval over artists.

    python -m benchmarks.zero_shot [--json]

A clip is of the genre whose surest tag is heard most surely, in the mean over the clip; nothing is learned. Words that
are heard often with everybody win too often: ``accuracy, evened`` divides the score of each genre by its mean over the
clips first, which asks for many clips at once but for no label. A listener without a word for a genre is scored on the
clips of the others.
"""

from typing import Any

import numpy as np

from benchmarks.recordings import Recording, emotify_clips
from benchmarks.report import parser, run, show
from core.downloads import is_here
from core.errors import DataError
from core.intervals import interval_if_enough
from core.models.backbones import BACKBONES
from core.models.backbones.listening import at_rate, listen
from core.models.backbones.spec import Backbone
from core.sound.decode import decode

SR = 44_100
# Written down before the first run; of each listener those that it has.
TAGS = {
    "classical": {"classical", "classic", "orchestral", "opera", "choral", "classical music"},
    "electronic": {
        *("electronic", "electronica", "electro", "techno", "trance", "house", "downtempo", "ambient", "chillout"),
        *("electronic music", "house music", "trance music", "ambient music", "electronic dance music"),
        *("dubstep", "drum and bass"),
    },
    "pop": {"pop", "indie pop", "instrumental pop", "pop folk", "pop music"},
    "rock": {
        *("rock", "alternative rock", "classic rock", "indie rock", "hard rock", "metal", "heavy metal", "punk"),
        *("progressive rock", "rock music", "punk rock", "grunge", "rock and roll", "psychedelic rock"),
    },
}


def main() -> None:
    asked = parser(__doc__.splitlines()[0]).parse_args()
    listeners = [one for one in BACKBONES.values() if one.is_offered and len(words_of(one)) > 1]
    here = [one for one in listeners if all(map(is_here, one.files))]
    if not here:
        raise DataError("no file of a pretrained listener is here; set GENRESCOPE_MIRROR to the folder that holds them")
    clips = emotify_clips()
    sounds = [decode(clip.path, sr=SR, name=clip.name).y for clip in clips]
    show({"Emotify, by genre tags alone": [row(one, clips, sounds) for one in here]}, as_json=asked.json)


def words_of(backbone: Backbone) -> dict[str, list[int]]:
    """The genres that a listener has words for -> the places of these words among its tags."""
    places = {
        genre: [i for i, tag in enumerate(backbone.tags) if tag.lower() in words] for genre, words in TAGS.items()
    }
    return {genre: found for genre, found in places.items() if found}


def row(backbone: Backbone, clips: list[Recording], sounds: list[np.ndarray]) -> dict[str, Any]:
    """One listener's accuracy, as it is and evened, and the share of each genre that it finds."""
    words = words_of(backbone)
    chosen = [(clip, y) for clip, y in zip(clips, sounds, strict=True) if clip.genre in words]
    tags = np.concatenate([heard(y, backbone) for _, y in chosen])
    scores = np.stack([tags[:, places].max(axis=1) for places in words.values()], axis=1)
    truth, artists = np.array([clip.genre for clip, _ in chosen]), [clip.artist for clip, _ in chosen]
    plain, evened = (
        np.array(list(words))[values.argmax(axis=1)] == truth for values in (scores, scores / scores.mean(axis=0))
    )
    return {
        "listener": backbone.name,
        "chance": 1 / len(words),
        "accuracy": float(plain.mean()),
        "interval": interval_if_enough(plain, artists),
        "accuracy, evened": float(evened.mean()),
        "interval, evened": interval_if_enough(evened, artists),
        **{f"{genre} found": float(plain[truth == genre].mean()) if genre in words else None for genre in TAGS},
        "n_tracks": len(chosen),
        "n_artists": len(set(artists)),
    }


def heard(y: np.ndarray, backbone: Backbone) -> np.ndarray:
    """How surely each tag is heard in a whole clip: (1, n_tags)."""
    return listen(at_rate(y, sr=SR, wanted=backbone.sr), sr=backbone.sr, backbone=backbone).tags


if __name__ == "__main__":
    run(main)
