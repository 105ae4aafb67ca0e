"""A run in, the recordings behind its tracks out: where its dataset is on this machine, and the visitor may hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.data.opened import opened_before
from core.errors import CoreError
from core.figures.words import as_sentence
from core.ui.datasets.contents import track_named
from core.ui.datasets.reading import PATIENCE_S, contents_now

if TYPE_CHECKING:
    from core.data.datasets import Track
    from core.data.opened import OpenDataset
    from core.runs import RunRecord
    from core.ui.datasets.contents import Contents


@dataclass(frozen=True, eq=False)
class Sounds:
    """The recordings of a run's dataset; ``words`` say why there are none."""

    contents: Contents | None
    words: str = ""

    def track(self, identity: str) -> Track | None:
        """The track of that name if it can be heard here."""
        track = None if self.contents is None else track_named(self.contents, identity)
        return track if track is not None and track.sound is not None else None


def dataset_of(record: RunRecord) -> OpenDataset | None:
    """The opened dataset that a run was scored on, whoever's it is; None where it was never opened here."""
    return opened_before(record.extra.get("source") or record.data["name"])


def sounds_of(record: RunRecord, visitor: str) -> Sounds:
    """What can be heard of the data that a run was scored on."""
    name = record.data["name"]
    try:
        opened = dataset_of(record)
        if opened is None or opened.owner not in ("", visitor):
            return Sounds(None, f"The recordings of “{name}” are not on this machine, so nothing here can be played.")
        contents = contents_now(opened, wait_s=PATIENCE_S)
    except CoreError as error:
        return Sounds(None, f"The recordings of “{name}” cannot be read: {as_sentence(str(error))}")
    if contents is None:
        return Sounds(None, f"“{opened.title}” is still being looked through; its sound comes when you click again.")
    if not contents.n_with_sound:
        return Sounds(None, f"“{opened.title}” comes as numbers, without sound.")
    return Sounds(contents)
