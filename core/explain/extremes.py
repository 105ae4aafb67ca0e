"""A feature of a run -> the training tracks that are lowest and highest in it, to be listened to."""

from dataclasses import dataclass

from core.errors import ModelError
from core.models.inputs import input_view
from core.runs import StoredRun


@dataclass(frozen=True)
class Extreme:
    """A track at one end of a feature; ``recording`` is what to play from ``start_s`` on, ``value`` its mean there."""

    track_id: str
    recording: str
    start_s: float
    genre: str
    value: float


@dataclass(frozen=True)
class Extremes:
    """The tracks ``lowest`` and ``highest`` in a feature, the most extreme first."""

    feature: str
    lowest: tuple[Extreme, ...]
    highest: tuple[Extreme, ...]


def extremes(run: StoredRun, feature: str, *, n: int = 5) -> Extremes:
    """The ``n`` tracks at either end of ``feature``; no track stands at both.

    Raises
    ------
    ModelError
        The run was not trained on that feature.
    """
    rows, config = run.training, run.record.config
    if feature not in input_view(config["inputs"], config.get("columns", ())).names or feature not in rows:
        raise ModelError(f"the run {run.record.name!r} was not trained on {feature!r}; choose one of its features")
    start = {"start_s": ("start_s", "first")} if "start_s" in rows else {}
    tracks = rows.groupby("track_id", sort=True).agg(genre=("genre", "first"), value=(feature, "mean"), **start)
    ordered = tracks.sort_values("value", kind="stable")
    n = min(n, len(ordered) // 2)
    recordings = _recordings(run)
    ends = (ordered.head(n), ordered.iloc[::-1].head(n))
    lowest, highest = (tuple(_extreme(row, recordings) for row in end.reset_index().to_dict("records")) for end in ends)
    return Extremes(feature, lowest, highest)


def _recordings(run: StoredRun) -> dict[str, str]:
    """The recording of each track that is a segment of one."""
    held_out = run.held_out
    return dict(zip(held_out["track_id"], held_out["recording"], strict=True)) if "recording" in held_out else {}


def _extreme(row: dict, recordings: dict[str, str]) -> Extreme:
    track_id = str(row["track_id"])
    return Extreme(
        track_id=track_id,
        recording=str(recordings.get(track_id, track_id)),
        start_s=float(row.get("start_s", 0.0)),
        genre=str(row["genre"]),
        value=float(row["value"]),
    )
