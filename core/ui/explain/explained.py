"""One explanation on the page, with all that its sections share: the run, the tracks, who ranks with whom, names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from core.ui.explain.naming import titles_of
from core.ui.runs.sounds import Sounds

if TYPE_CHECKING:
    from core.ui.explain.engine import ExplainParams, Explanation, Trust
    from core.ui.runs.reading import OpenRun

NO_SOUNDS = Sounds(None)


@dataclass(frozen=True, eq=False)
class Explained:
    """What a page shows of a run; ``trust`` is None until it is measured, ``sounds`` where nothing is to be heard."""

    run: OpenRun
    params: ExplainParams
    made: Explanation
    trust: Trust | None
    sounds: Sounds = NO_SOUNDS

    @property
    def place(self) -> str:
        """Names this explanation on the page and in the session."""
        return f"explain-{self.params.key[-12:]}"

    @property
    def quantity(self) -> str:
        return self.made.output.quantity

    @cached_property
    def titles(self) -> dict[str, str]:
        return titles_of(self.made)

    @cached_property
    def blocks(self) -> dict[str, int]:
        """Player -> the number of its block, from the most important on; empty while ranks were not compared."""
        stability = None if self.trust is None else self.trust.stability
        if stability is None:
            return {}
        own = np.abs(self.made.values).mean(axis=0).sum(axis=1)  # what is drawn is one of the times, too
        return dict(zip(self.made.players.names, blocks_of(np.vstack([stability.importances, own])), strict=True))

    @cached_property
    def tracks(self) -> pd.DataFrame:
        """A row per explained track in the order of the rows: row, track_id, recording, start_s, truth and answers."""
        made = self.made
        order = np.argsort(-made.proba, axis=1)
        best, second = (made.proba[np.arange(len(made)), order[:, place]] for place in (0, 1))
        genres = list(made.genres)
        p_truth = [
            made.proba[row, genres.index(name)] if name in genres else np.nan for row, name in enumerate(made.truth)
        ]
        frame = pd.DataFrame(
            {
                "row": np.arange(len(made)),
                "track_id": made.ids,
                "genre": made.truth,
                "guess": [genres[place] for place in order[:, 0]],
                "p_guess": best,
                "p_truth": p_truth,
                "margin": best - second,
            }
        ).drop_duplicates("track_id")
        return frame.merge(self.run.tracks[["track_id", "recording", "start_s"]], on="track_id", how="left").assign(
            recording=lambda rows: rows["recording"].fillna(rows["track_id"]),
            start_s=lambda rows: rows["start_s"].fillna(0.0),
        )


def blocks_of(importances: np.ndarray) -> list[int]:
    """The block of each player: two that change places, from one time to another, are of one, and so are theirs.

    Between players of two blocks the order is the same every time.

    Parameters
    ----------
    importances : np.ndarray, shape (n_times, n_players)

    Returns
    -------
    Numbers from 0, the block of the most important players, upwards
    """
    n_players = importances.shape[1]
    ahead = (importances[:, :, None] > importances[:, None, :]).any(axis=0)
    together = ahead & ahead.T
    block = list(range(n_players))
    for i in range(n_players):
        for j in np.flatnonzero(together[i]):
            block = [block[i] if own == block[j] else own for own in block]
    mean = importances.mean(axis=0)
    first = sorted(set(block), key=lambda own: -max(mean[i] for i in range(n_players) if block[i] == own))
    return [first.index(own) for own in block]
