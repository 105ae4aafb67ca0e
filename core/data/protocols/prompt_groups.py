"""Three folds for clips that a program made: those of one prompt, or of one pattern and progression, stay together.

Clips of one prompt resemble each other more than clips of two. A score over such folds says how well a model knows the
genres of this program in clips that were made of something else, and nothing about real music.
"""

from core.data.protocols.choice import three_folds
from core.data.splits import PROMPT, Protocol, Split
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
    return three_folds(table, table.inner_groups, PROTOCOL.name, what="prompt group", apart=PROMPT, seed=seed)


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
