"""A ``FeatureTable``: the segments of a dataset's tracks as rows of named numbers. `core.data.loading` makes them.

Every table passes the same checks on its way in, so that whoever gets one may rely on finite numbers, one genre and
one artist for each track, and segments that are there once.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from core.data.audio import SEGMENT_S, is_short
from core.data.datasets import gtzan
from core.data.exclusions import NOTHING, Exclusions, one_recording, pairs_among
from core.data.hashing import hash_rows
from core.data.same_numbers import same_rows
from core.intervals import ARTISTS, PROMPT_GROUPS, TRACKS
from core.licences import Licence


@dataclass(frozen=True, eq=False)
class FeatureTable:
    """Segments of tracks as numbers.

    Attributes
    ----------
    rows : pd.DataFrame
        ``track_id``, ``segment`` (counted from 0), ``start_s``, ``genre``, ``artist`` (None where unknown),
        perhaps ``synthetic`` (bool), ``split`` (as published), ``heard_s`` (seconds of sound behind a row) and
        ``prompt_group`` (what clips by a program share that were made of the same), then the features. Where segments
        stand as tracks of their own (``by_segment``), ``recording`` is the track that they are from.
    columns : the names of the features, in order
    licence : the strictest of all rows; ``licence_words`` tells a mixture
    failures : (file, reason) of each recording that could not be read
    notes : (file, what to know) of each recording that was read in part, or of columns that were left out
    asked_segment_s : seconds of a segment where the features were computed here; None where nobody knows
    exclusions : what was left out of the rows, and what has to leave training parts
    leaky_only : why no honest score is possible with these rows; "" where one is
    """

    rows: pd.DataFrame
    columns: tuple[str, ...]
    name: str
    licence: Licence
    source: str
    failures: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    asked_segment_s: float | None = None
    exclusions: Exclusions = NOTHING
    leaky_only: str = ""
    licence_note: str = ""

    @cached_property
    def track_ids(self) -> tuple[str, ...]:
        """Each track once, in the order of the rows."""
        return tuple(self.rows["track_id"].unique())

    @cached_property
    def genres(self) -> tuple[str, ...]:
        return tuple(sorted(self.rows["genre"].unique()))

    @cached_property
    def X(self) -> np.ndarray:
        """The features, shape (n_rows, n_columns), float64."""
        return self.rows[list(self.columns)].to_numpy(dtype=np.float64)

    @cached_property
    def y(self) -> np.ndarray:
        """The genre of each row."""
        return self.rows["genre"].to_numpy(dtype=object).astype(str)

    @cached_property
    def recordings(self) -> np.ndarray:
        """The track of each row, also where its segments stand as tracks of their own."""
        ids = self.rows["recording" if "recording" in self.rows else "track_id"]
        return ids.to_numpy(dtype=object).astype(str)

    @cached_property
    def groups(self) -> np.ndarray:
        """What must not stand on both sides of a split, for each row.

        Its artist; of a clip by a program what it shares with others; ``track:<id>`` where both are unknown.
        """
        alone = pd.Series("track:" + self.recordings.astype(object), index=self.rows.index)
        if "prompt_group" in self.rows:
            made_of = self.rows["prompt_group"].astype(object)
            alone = ("prompt:" + made_of).where(made_of != "", alone)
        return self.rows["artist"].where(self.rows["artist"].notna(), alone).to_numpy(dtype=object).astype(str)

    @cached_property
    def inner_groups(self) -> np.ndarray:
        """``groups`` for folds of our own making: two artists who share a recording count as one.

        The published lists stay as they are published; folds inside their training parts need not repeat their slips.
        """
        group_of = dict(zip(self.recordings, self.groups, strict=True))
        merged = one_recording((group_of[copy], group_of[first]) for copy, first in self.copies)
        return np.array([merged.get(group, group) for group in self.groups])

    @cached_property
    def recording_groups(self) -> np.ndarray:
        """For each row, what is one recording with it, by the name of one track: near duplicates have one name."""
        recording = one_recording(self.copies)
        return np.array([recording.get(track_id, track_id) for track_id in self.recordings])

    @cached_property
    def copies(self) -> tuple[tuple[str, str], ...]:
        """Pairs of tracks that hold one recording: as was decided, as is known of GTZAN, or by equal numbers."""
        present = set(self.recordings)
        known = {id: fault.repeats for id, fault in gtzan.FAULTS.items() if fault.repeats and id in self.gtzan_ids}
        return (*pairs_among([*self.exclusions.twins, *known.items()], present), *self._equal_tracks())

    def _equal_tracks(self) -> list[tuple[str, str]]:
        means = pd.DataFrame(self.X).groupby(self.recordings).mean()
        return [pair for rows in same_rows(means.to_numpy()) for pair in pairwise(means.index[rows])]

    @cached_property
    def twins(self) -> tuple[tuple[str, str], ...]:
        """The pairs of tracks that were decided to be one recording, among those that are here."""
        return pairs_among(self.exclusions.twins, set(self.track_ids))

    @property
    def licence_words(self) -> str:
        """What one may do with the table, as people read it."""
        return self.licence_note or self.licence.words

    @cached_property
    def gtzan_ids(self) -> frozenset[str]:
        """The tracks that are GTZAN's: real ones under a plain GTZAN id, which loading gives them."""
        real = self.tracks["recording"][~self.tracks["synthetic"]].unique()
        return frozenset(track_id for track_id in real if gtzan.parse_id(track_id) == track_id)

    @cached_property
    def artists_known(self) -> bool:
        """Whether most tracks name their artist; if not, numbers over artists are numbers over tracks."""
        return bool(self.tracks["artist"].notna().mean() > 0.5)

    @cached_property
    def drawn_over(self) -> str:
        """What intervals of scores draw whole, by its name: artists; of clips by a program what they were made of; else
        tracks.
        """
        if self.artists_known:
            return ARTISTS
        tells_prompts = "prompt_group" in self.rows and (self.rows["prompt_group"] != "").any()
        return PROMPT_GROUPS if tells_prompts else TRACKS

    @cached_property
    def tracks(self) -> pd.DataFrame:
        """One row for each track, indexed by its id.

        Its genre, artist, group, recording, whether it is synthetic, and the published split or "".
        """
        keys = self.rows[["track_id", "genre", "artist"]].assign(group=self.groups, synthetic=self.is_synthetic)
        keys["recording"] = self.recordings
        keys["split"] = self.rows.get("split", "")
        return keys.drop_duplicates("track_id").set_index("track_id")

    @cached_property
    def segment_s(self) -> float:
        """Seconds of sound behind a row: as asked, else the step between segments, or 30 s where there is none."""
        if self.asked_segment_s is not None:
            return self.asked_segment_s
        steps = self.rows.sort_values(["track_id", "start_s"]).groupby("track_id")["start_s"].diff().dropna()
        return float(steps.median()) if len(steps) else SEGMENT_S

    @cached_property
    def heard_s(self) -> np.ndarray:
        """Seconds of sound behind each row; those of a whole segment where the table says nothing of it."""
        if "heard_s" not in self.rows:
            return np.full(len(self.rows), self.segment_s)
        return self.rows["heard_s"].to_numpy(dtype=np.float64)

    @cached_property
    def short(self) -> np.ndarray:
        """For each row, whether less than half of a segment was there to be heard."""
        return is_short(self.heard_s, segment_s=self.segment_s)

    @cached_property
    def is_synthetic(self) -> np.ndarray:
        """For each row, whether a program made its track."""
        if "synthetic" not in self.rows:
            return np.zeros(len(self.rows), dtype=bool)
        return self.rows["synthetic"].to_numpy(dtype=bool)

    @cached_property
    def data_hash(self) -> str:
        """sha256 over the content, the same in whatever order the rows stand."""
        rows = self.rows.sort_values(["track_id", "segment"])
        content = hash_rows(lambda columns: [rows[columns]], present=rows.columns, columns=self.columns)
        if not self.exclusions:
            return content
        return hashlib.sha256(f"{content}\n{self.exclusions.digest}".encode()).hexdigest()

    def select(self, track_ids: Collection[str]) -> "FeatureTable":
        """The same table with the rows of these tracks alone."""
        rows = self.rows[self.rows["track_id"].isin(set(track_ids))].reset_index(drop=True)
        return replace(self, rows=rows)

    def without(self, exclusions: Exclusions) -> "FeatureTable":
        """The table without the tracks that leave every part, and with a note of what has to leave training parts."""
        kept = self.select(set(self.track_ids) - set(exclusions.everywhere)) if exclusions else self
        return replace(kept, exclusions=exclusions)

    @cached_property
    def by_segment(self) -> "FeatureTable":
        """The table in which every segment is a track of its own, and nothing holds the segments of a song together.

        Their ids are ``<track>#<segment>``; ``recording`` keeps the track. Itself where that is so already.
        """
        if "recording" in self.rows:
            return self
        ids = self.rows["track_id"].astype(str) + "#" + self.rows["segment"].astype(str)
        doubted = self.exclusions.training
        training = {id: doubted[track] for id, track in zip(ids, self.recordings, strict=True) if track in doubted}
        return replace(
            self,
            rows=self.rows.assign(recording=self.recordings, track_id=ids),
            asked_segment_s=self.segment_s,
            exclusions=replace(self.exclusions, training=training, twins=()),
        )
