"""Segments of sound in, embeddings and named tags out, by networks that others trained and that stay as they are.

One file per network with a ``SPEC`` (or several), one line each in ``BACKBONES``; folders of `transformers` that
GENRESCOPE_LISTENERS names join them. Nothing is loaded until it listens.
"""

from collections.abc import Sequence

from core.errors import ModelError
from core.models.backbones import debug, hf, musicnn, musicnn_keras, passt, yamnet
from core.models.backbones.spec import Backbone

BACKBONES: dict[str, Backbone] = {
    spec.name: spec
    for spec in (
        musicnn.JAMENDO,
        musicnn.MTAT,
        musicnn_keras.MUSICNN,
        musicnn_keras.VGG,
        yamnet.SPEC,
        passt.SPEC,
        debug.SPEC,
        *hf.named_folders(),
    )
}

JOIN = "+"


def backbones_of(names: str | Sequence[str]) -> tuple[Backbone, ...]:
    """The backbones of a list of names, or of names joined by ``+``; raises ModelError for one that there is not."""
    asked = names.split(JOIN) if isinstance(names, str) else list(names)
    unknown = [name for name in asked if name not in BACKBONES]
    if unknown:
        raise ModelError(f"there is no listener {unknown[0]!r}; choose among {', '.join(BACKBONES)}")
    if len(set(asked)) < len(asked):
        raise ModelError(f"listeners={JOIN.join(asked)!r} names one twice; name each once")
    return tuple(BACKBONES[name] for name in asked)


def backbone_of(column: str) -> Backbone | None:
    """The backbone whose embedding or tags a column of a table holds; None for any other column."""
    name = column.partition("#")[0].partition(":")[0]
    found = BACKBONES.get(name) if name != column else None
    return found if found and column in found.all_columns else None


def about_column(column: str) -> str:
    """What a column of a backbone says, in plain words; KeyError for another."""
    found = backbone_of(column)
    if found is None:
        raise KeyError(column)
    if column in found.tag_columns:
        return f"how surely {found.title} hears “{column.partition('#')[2]}”"
    return f"number {int(column.rpartition(':')[2]) + 1} of {found.n_dims} of what {found.title} hears"
