"""Feature columns -> the numbers a model sees: all of them, or only what a good recording chain leaves alone.

Turning a song up must not change its genre, nor must storing it at 44.1 kHz or as mp3 of 128 kb/s. Seven of the public
columns follow the level; three ratios say the same without it: how much of the energy is harmonic, how much is
percussive, and how much the loudness varies. The cepstral coefficients from 13 on follow the uppermost band, which a
resampler or an encoder cuts off: GTZAN's own files differ in it by their source more than by their music.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import ModelError
from core.features import GTZAN_COLUMNS
from core.models.backbones import BACKBONES, JOIN, Backbone, backbone_of, backbones_of, yamnet
from core.models.backbones.yamnet_classes import GENRE_CLASSES

FIRST_FRAGILE_MFCC = 13
# A gain of g multiplies these by g or g squared, or (mfcc1_mean, the mean log energy) shifts them.
LEVEL_COLUMNS = (
    "rms_mean",
    "rms_var",
    "harmony_mean",
    "harmony_var",
    "perceptr_mean",
    "perceptr_var",
    "mfcc1_mean",
)
ABOUT_RATIOS = {
    "harmonic_share": "share of the energy in steady tones (harmonic part)",
    "percussive_share": "share of the energy in hits and noise (percussive part)",
    "rms_variation": "how much the loudness varies (RMS)",
}
# Keeps the ratios of digital silence finite; far below the power of any recording.
TINY_POWER = 1e-12


@dataclass(frozen=True)
class InputView:
    """``columns`` are read from the table, ``names`` are what ``compute`` makes of them.

    ``backbones`` are the pretrained listeners that measure columns of it; none where all are features.
    """

    name: str
    about: str
    columns: tuple[str, ...]
    names: tuple[str, ...]
    compute: Callable[[np.ndarray], np.ndarray]
    backbones: tuple[Backbone, ...] = ()


def _robust(X: np.ndarray) -> np.ndarray:
    column = dict(zip(ROBUST.columns, X.T, strict=True))
    # The mean of squared RMS: the power of the recording, so that both shares are shares of it.
    power = column["rms_mean"] ** 2 + column["rms_var"] + TINY_POWER
    ratios = (
        column["harmony_var"] / power,
        column["perceptr_var"] / power,
        column["rms_var"] / (column["rms_mean"] ** 2 + TINY_POWER),
    )
    return np.column_stack([column[name] for name in _KEPT] + list(ratios))


BANDWIDTH_COLUMNS = tuple(
    f"mfcc{order}_{statistic}" for order in range(FIRST_FRAGILE_MFCC, 21) for statistic in ("mean", "var")
)
_KEPT = tuple(name for name in GTZAN_COLUMNS if name not in (*LEVEL_COLUMNS, *BANDWIDTH_COLUMNS))
ROBUST = InputView(
    name="robust",
    about="37 numbers that follow neither the recording level nor what 44.1 kHz or mp3 at 128 kb/s leave out",
    columns=(*_KEPT, "rms_mean", "rms_var", "harmony_var", "perceptr_var"),
    names=(*_KEPT, *ABOUT_RATIOS),
    compute=_robust,
)
ALL_COLUMNS = InputView(
    name="gtzan-57",
    about="the 57 public columns as they are; the answer depends on the recording level",
    columns=GTZAN_COLUMNS,
    names=GTZAN_COLUMNS,
    compute=np.asarray,
)
INPUT_VIEWS = {view.name: view for view in (ROBUST, ALL_COLUMNS)}


# The view of a table with columns of its own: all of them as they are.
TABLE = "table"
# After the name of a listener: its named tags instead of its embedding.
TAGS = "#tags"
# What stands beside every score of a model that listens by them.
PRETRAINED = "pretrained: may have heard these artists"
YAMNET_GENRES = InputView(
    name="yamnet-genres",
    about=f"how surely {yamnet.SPEC.title} hears each of the ten genres of GTZAN, as logarithms; {PRETRAINED}",
    columns=tuple(f"{yamnet.SPEC.name}#{said}" for said in GENRE_CLASSES.values()),
    names=tuple(GENRE_CLASSES),
    compute=yamnet.log_scores,
    backbones=(yamnet.SPEC,),
)


def input_view(name: str, columns: Sequence[str] = ()) -> InputView:
    """The view of that name; raises ModelError for one that there is not.

    "table" is made of the ``columns`` it is given; ``musicnn-jamendo+yamnet`` are the joined embeddings of those
    listeners, ``musicnn-jamendo#tags`` are the tags of one, ``yamnet-genres`` YAMNet's tags of the ten genres.
    """
    if name == TABLE:
        own = tuple(columns)
        heard = tuple(dict.fromkeys(filter(None, map(backbone_of, own))))
        return InputView(TABLE, f"{len(own)} columns of the table as they are", own, own, np.asarray, heard)
    if name in INPUT_VIEWS:
        return INPUT_VIEWS[name]
    if name == YAMNET_GENRES.name:
        return YAMNET_GENRES
    try:
        return _tags_view(name) if name.endswith(TAGS) else _embedding_view(name)
    except ModelError as error:
        known = ", ".join((*INPUT_VIEWS, TABLE))
        raise ModelError(f"inputs={name!r} is not known; choose one of {known}, or listeners: {error}") from error


def _embedding_view(name: str) -> InputView:
    backbones = backbones_of(name)
    columns = tuple(column for backbone in backbones for column in backbone.columns)
    titles = " and ".join(backbone.title for backbone in backbones)
    about = f"{len(columns)} numbers of what {titles} hear{'s' * (len(backbones) == 1)}; {PRETRAINED}"
    return InputView(name, about, columns, columns, np.asarray, backbones)


def _tags_view(name: str) -> InputView:
    (backbone, *others) = backbones_of(name.removesuffix(TAGS))
    if others or not backbone.tags:
        raise ModelError(f"{name!r} must be the name of one listener that has tags, and {TAGS}")
    about = f"{len(backbone.tags)} tags that {backbone.title} names, each with how sure it is; {PRETRAINED}"
    return InputView(name, about, backbone.tag_columns, backbone.tag_columns, np.asarray, (backbone,))


def views_among(columns: Collection[str]) -> dict[str, InputView]:
    """The views of listeners whose columns are all there: all joined, each one's embedding, each one's tags, genres."""
    held = set(columns)
    names = [name for name, backbone in BACKBONES.items() if held.issuperset(backbone.columns)]
    tagged = [name + TAGS for name in names if BACKBONES[name].tags and held.issuperset(BACKBONES[name].tag_columns)]
    joined = [JOIN.join(names)] if len(names) > 1 else []
    genres = [YAMNET_GENRES.name] if held.issuperset(YAMNET_GENRES.columns) else []
    return {name: input_view(name) for name in (*joined, *names, *tagged, *genres)}
