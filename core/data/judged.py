"""Clips that a model chose, and the tracks of a training part, in; a refusal where that model learnt from others, out.

Of several takes of a clip `core.synthesis` can keep the one that a genre model likes best. What the model learnt from
then has a say in the clips: trained on together with real tracks, they would carry test tracks into the training part.
So a list of what it learnt from lies beside the clips, and whoever puts both together asks here first.

No protocol puts both together yet: in a table that holds real tracks, clips stand in no part of a split.
"""

import json
from collections.abc import Collection, Iterable
from hashlib import sha256
from pathlib import Path

from core.data.datasets import Track
from core.data.datasets.synthetic import JUDGE, KEPT_BY
from core.errors import DataError
from core.generation.marks import mark_at
from core.workspace import write_atomic

_MAX_BYTES = 64_000_000  # of the ids of a million tracks


def note_learnt_from(folder: Path, *, kept_by: str, track_ids: Iterable[str]) -> None:
    """Write into the folder of a dataset what the model of these weights learnt from; raises OSError."""
    said = {KEPT_BY: kept_by, "tracks": sorted(set(track_ids))}
    write_atomic(_list_of(folder, kept_by), (json.dumps(said, indent=0) + "\n").encode())


def check_clips_for_fold(tracks: Iterable[Track], training_ids: Collection[str]) -> None:
    """Let a fold learn from clips only where every model that chose one of them learnt from its training part alone.

    Parameters
    ----------
    tracks : of any kind; those that no model chose are passed over
    training_ids : the ids of the fold's real training tracks, as the table of the judge names them

    Raises
    ------
    DataError
        A judge learnt from another track, or nobody knows from which, or a mark cannot be read.
    """
    allowed, clips = frozenset(training_ids), {}
    for track in tracks:
        mark = mark_at(track.path) if track.path else None
        if mark is not None and KEPT_BY in mark.settings:
            # Genre folders lie in the folder of the dataset; of all clips that one model chose there, one tells.
            where = track.path.parent.parent, str(mark.settings[KEPT_BY])
            clips.setdefault(where, (track.id, str(mark.settings.get(JUDGE) or "a model without a name")))
    for (folder, kept_by), (clip, judge) in clips.items():
        learnt = _learnt_from(folder, kept_by)
        if learnt is None:
            raise DataError(
                f"{clip} was chosen by {judge}, and nobody knows which tracks that learnt from, so that it may know "
                "test tracks; leave such clips out, or make them again with `synth`"
            )
        if strange := sorted(learnt - allowed):
            raise DataError(
                f"{clip} was chosen by {judge}, which learnt from {len(strange):,} tracks that are not among the "
                f"fold's training tracks, such as {strange[0]}; make clips with a judge that was trained on those alone"
            )


def _learnt_from(folder: Path, kept_by: str) -> frozenset[str] | None:
    """The ids in the list; None where there is none of these weights: strangers may write anything there."""
    try:
        with _list_of(folder, kept_by).open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        said = json.loads(content) if len(content) <= _MAX_BYTES else None
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get(KEPT_BY) != kept_by:
        return None
    tracks = said.get("tracks")
    is_list = isinstance(tracks, list) and tracks and all(isinstance(one, str) for one in tracks)
    return frozenset(tracks) if is_list else None


def _list_of(folder: Path, kept_by: str) -> Path:
    """Where the list of a judge lies; a mark of a stranger's may name it as it likes, so the name is a digest."""
    return folder / f"judge-{sha256(kept_by.encode()).hexdigest()[:16]}.json"
