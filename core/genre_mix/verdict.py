"""What a model saw of a song's cells -> whether it knows such sound, in one of four words, and why not."""

import numpy as np

from core.likeness import about_input
from core.models.backbones.yamnet_classes import CLASSES, MUSIC_CLASSES
from core.models.loaded import LoadedModel
from core.models.novelty import typical_excess

KNOWN = "known"
# Music, but unlike all that the model was trained on.
OTHER_MUSIC = "other-music"
NOT_MUSIC = "not-music"
# Unlike all that the model was trained on; it cannot tell whether it is music.
UNLIKE = "unlike"
VERDICTS = (KNOWN, OTHER_MUSIC, NOT_MUSIC, UNLIKE)

_NOT_MUSIC_CLASSES = tuple(name for name in CLASSES if name not in MUSIC_CLASSES)


def verdict_of(X: np.ndarray, *, model: LoadedModel) -> tuple[str, str]:
    """The verdict on a song, and the reason; no reason where the song is known.

    A song is what most of its cells are. Whether it is music comes first: what is none has no genre, even if it lies
    near some track.

    Parameters
    ----------
    X : np.ndarray, shape (n_cells, n_inputs)
    """
    detector = model.detector
    if detector.tells_music and typical_excess(detector.lack_of_music(X)) > 0:
        return NOT_MUSIC, _no_music(X, model)
    excess = detector.excess(X)
    if typical_excess(excess) <= 0:
        return KNOWN, ""
    n_tracks = model.training["track_id"].nunique()
    unlike = f"{100 * np.mean(excess > 0):.0f} % of this sound is unlike the {n_tracks} tracks the model was trained on"
    if detector.tells_music:
        return OTHER_MUSIC, f"it is music, but {unlike}, so none of its {len(model.genres)} genres may fit"
    return UNLIKE, unlike + _most_unusual(X[excess > 0].mean(axis=0), model)


def _no_music(X: np.ndarray, model: LoadedModel) -> str:
    lacking = model.detector.lack_of_music(X) > 0
    heard = _NOT_MUSIC_CLASSES[int(X[lacking][:, model.detector.other_].mean(axis=0).argmax())]
    return (
        f"in {100 * np.mean(lacking):.0f} % of this sound less speaks for music than in almost any training track; "
        f"what is heard most is “{heard}”"
    )


def _most_unusual(strange: np.ndarray, model: LoadedModel) -> str:
    """The two numbers that are odd in the cells; of an embedding there are none that people could read."""
    if model.backbones:
        return ""
    names = [about_input(model.view.names[i]) for i in model.detector.most_unusual(strange)[:2]]
    return f"; most unusual: {names[0]}; {names[1]}"
