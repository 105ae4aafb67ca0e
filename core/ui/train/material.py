"""A dataset and one of its tables in, what a training can do with them out; read in the background."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import CoreError
from core.figures.words import as_sentence
from core.licences import LICENCES
from core.ui.explore.background import Background
from core.ui.explore.sources import NumberSource, state_of
from core.ui.markup import banner, show, tag

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.train.engine import FeatureTable, InputView, Suits

MADE = (
    "Made clips, no real music",
    "A program made all of these tracks: a score on them says nothing about real music.",
)
_looked_at = Background("training-tables", max_entries=3)


@dataclass(frozen=True, eq=False)
class Material:
    """What is learnt from.

    Attributes
    ----------
    suits : what each protocol makes of the table, by its name
    views : what a model may see of it, by the name in a configuration
    """

    opened: OpenDataset
    source: NumberSource
    table: FeatureTable
    suits: Mapping[str, Suits]
    views: Mapping[str, InputView]

    @property
    def key(self) -> str:
        """Part of the keys of widgets that another table has others of."""
        return f"{self.opened.id}-{self.source.name}"


def material_of(opened: OpenDataset, source: NumberSource) -> Material | None:
    """The material; while it is looked at, or cannot be used, the page says so and this is None."""
    try:
        found = _looked_at.get(
            state_of(source, opened), lambda: _look(source), f"Looking which protocols fit “{source.title}”."
        )
    except CoreError as error:
        banner("error", f"No model can be trained on “{source.title}”", as_sentence(str(error)))
        return None
    except OSError as error:
        reason = f"{source.file.name} cannot be read: {error.strerror}; is the drive still there?"
        banner("error", f"No model can be trained on “{source.title}”", as_sentence(reason))
        return None
    return None if found is None else Material(opened, source, *found)


def introduce(material: Material) -> None:
    """Show what is learnt from, in a line."""
    show(
        tag(
            "p",
            f"{material.opened.title}, {material.source.title[:1].lower()}{material.source.title[1:]}",
            cls="gs-label",
        ),
        tag("p", size_words(material.table), cls="gs-strong"),
    )


def warn(material: Material) -> None:
    """Say what a score on this table cannot mean, and what its provider does not want."""
    table = material.table
    if table.is_synthetic.all():
        banner("note", *MADE)
    if table.licence.key == LICENCES["no-training"].key:
        banner("unsure", "Its provider forbids training", as_sentence(table.licence_words))


def size_words(table: FeatureTable) -> str:
    """ "1,000 tracks in 10 genres by 329 artists"."""
    n_tracks, n_rows = len(table.track_ids), len(table.rows)
    segments = f" cut in {n_rows:,} segments" if n_rows > n_tracks else ""
    return f"{n_tracks:,} tracks{segments} in {len(table.genres)} genres, {artist_words(table)}"


def artist_words(table: FeatureTable) -> str:
    """How many artists are known; that nobody knows them decides what a score can promise."""
    known = table.tracks["artist"].dropna()
    if known.empty:
        return "artists unknown"
    n = known.nunique()
    by = f"by {n:,} artist{'s' * (n != 1)}"
    return by if len(known) == len(table.tracks) else f"{by} (unknown for {len(table.tracks) - len(known):,})"


def _look(source: NumberSource):
    from core.ui.train.engine import look_at

    return look_at(source.source, segment_s=source.segment_s)
