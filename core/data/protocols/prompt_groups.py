"""Three folds for clips that a program made: those of one prompt, or of one pattern and progression, stay together.

Clips of one prompt resemble each other more than clips of two. A score over such folds says how well a model knows the
genres of this program in clips that were made of something else, and nothing about real music.
"""

from core.data.protocols.choice import N_FOLDS, check_enough, chosen_tracks
from core.data.splits import PROMPT, Protocol, Split, inner_folds
from core.data.table import FeatureTable
from core.errors import DataError


def make(table: FeatureTable, seed: int) -> list[Split]:
    """Three folds by genre with no prompt group on both sides; clips of equal numbers count as one group."""
    real = table.tracks.index[~table.tracks["synthetic"]]
    if len(real):
        raise DataError(
            f"{PROTOCOL.name} is for clips that a program made, but {table.name} holds {len(real)} real "
            f"track{'s' * (len(real) > 1)}, such as {real[0]}; use a protocol for real tracks, which tests no clips"
        )
    if "prompt_group" not in table.rows or (table.rows["prompt_group"] == "").all():
        raise DataError(
            f"{PROTOCOL.name} keeps clips of one prompt together, but {table.name} tells nobody's prompt; use "
            f"track-groups, which keeps near duplicates together"
        )
    tracks, note = chosen_tracks(table, PROTOCOL.name, as_lesson=True)
    group = dict(zip(table.recordings, table.inner_groups, strict=True))
    tracks = tracks.assign(group=tracks["recording"].map(group))
    check_enough(tracks, PROTOCOL.name, by="group", what="prompt group")
    folds = inner_folds(tracks["group"], tracks["genre"], n_folds=N_FOLDS, seed=seed, apart=PROMPT)
    ids = tracks.index.to_numpy(dtype=object)
    return [Split(tuple(ids[train]), (), tuple(ids[test]), note) for train, test in folds]


PROTOCOL = Protocol(
    name="prompt-groups",
    badge="one program made both sides",
    sentence=(
        "Three random folds of clips that a program made: those of one prompt, or of one pattern and progression, are "
        "kept together. The score says nothing about real music."
    ),
    leaky=True,
    make=make,
    apart=PROMPT,
)
