"""A finished training in, the run that is stored out: its model, what it was scored on, and where it all came from."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from core.data.splits import Protocol
from core.data.table import FeatureTable
from core.models.inputs import input_view
from core.models.pretrained import LISTENERS
from core.models.storage import to_bytes
from core.runs import RunRecord, StoredRun, now, versions, weights_hash
from core.training.choose import Candidate
from core.training.config import TrainConfig
from core.training.fit import Fitted
from core.training.rows import ALL, Prepared

if TYPE_CHECKING:
    from core.training.train import HeldOut

MAX_CANDIDATES = 200  # that a run tells of
SHORT = "short"  # a column of the training rows, where of some of them less than half of a segment was heard


@dataclass(frozen=True, eq=False)
class Origin:
    """What a run says of its making beside the numbers.

    ``table`` is the table as it was loaded; ``source`` and ``segment_s`` are what loads it again; ``history`` holds
    learning curves.
    """

    name: str
    table: FeatureTable
    source: str = ""
    segment_s: float | None = None
    train_s: float | None = None
    ranked: Sequence[Candidate] = ()
    history: pd.DataFrame | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


def describe(
    prepared: Prepared, held_out: "HeldOut", *, final: TrainConfig, fitted: Fitted, origin: Origin
) -> StoredRun:
    """Put the model, its scores and its origin together."""
    weights = to_bytes({"classifier": fitted.classifier, "detector": fitted.detector})
    return assemble(
        prepared,
        held_out,
        final=final,
        weights=weights,
        genres=[str(genre) for genre in fitted.classifier.classes_],
        origin=origin,
    )


def assemble(
    prepared: Prepared,
    held_out: "HeldOut",
    *,
    final: TrainConfig,
    weights: bytes,
    genres: list[str],
    origin: Origin,
) -> StoredRun:
    """The same from the bytes of a model that was fitted elsewhere."""
    config, table = prepared.config, origin.table
    used = prepared.learnt(ALL)
    record = RunRecord(
        name=origin.name,
        model=final.model,
        config={**asdict(final), "asked_for": config.model, "context_s": table.segment_s},
        data=_about_data(table, n_tracks=len(set(prepared.rows.recordings[used]))),
        protocol=_about_protocol(prepared.rules.as_used_on(table), held_out.note),
        scores=held_out.scores.to_json(),
        genres=genres,
        made=now(),
        versions=versions(),
        weights_sha256=weights_hash(weights),
        extra={
            "chosen_in_folds": [asdict(chosen) for chosen in held_out.chosen],
            **_about_making(prepared, origin),
            "size_bytes": len(weights),
            "search": _about_search(config, origin.ranked),
            **_about_listeners(final),
            **origin.more,
        },
    )
    return StoredRun(
        record=record,
        weights=weights,
        held_out=held_out.tracks,
        training=_training(prepared, used),
        splits=_splits(prepared),
        history=origin.history,
    )


def _about_making(prepared: Prepared, origin: Origin) -> dict[str, Any]:
    return {
        "source": origin.source,
        "segment_s": origin.segment_s,
        "command": command(origin, prepared.config, prepared.rules.name),
        "train_s": origin.train_s,
    }


def command(origin: Origin, config: TrainConfig, protocol: str) -> str:
    """The line that trains the same run again; "" where nobody knows what loads its table."""
    if not origin.source:
        return ""
    plain = TrainConfig(config.model)
    said = ["python", "-m", "core", "train", "--dataset", origin.source, "--model", config.model]
    said += ["--protocol", protocol]
    if origin.segment_s is not None:
        said += ["--segment-s", f"{origin.segment_s:g}"]
    for option in ("inputs", "scaling", "selection", "n_selected", "search", "n_draws", "search_by", "seed"):
        if (value := getattr(config, option)) != getattr(plain, option):
            said += ["--" + option.replace("_", "-"), str(value)]
    for name, value in config.settings.items():
        said += ["--set", f"{name}={value}"]
    for name, values in config.grid.items():
        said += ["--try", f"{name}={','.join(map(str, values))}"]
    return shlex.join(said)


def _about_listeners(config: TrainConfig) -> dict[str, Any]:
    """The listeners by name and title: whose folder is gone some day is told of all the same."""
    heard_by = input_view(config.inputs, config.columns).backbones
    return {LISTENERS: {one.name: one.title for one in heard_by}} if heard_by else {}


def _about_search(config: TrainConfig, ranked: Sequence[Candidate]) -> dict[str, Any] | None:
    if not ranked:
        return None
    tried = [
        {
            "model": one.config.model,
            "settings": dict(one.config.settings),
            **{step: getattr(one.config, step) for step in ("scaling", "selection", "n_selected")},
            "log_loss": one.log_loss,
            "accuracy": one.accuracy,
        }
        for one in ranked
    ]
    return {"kind": config.search, "by": config.search_by, "n": len(tried), "candidates": tried[:MAX_CANDIDATES]}


def _about_protocol(rules: Protocol, note: str) -> dict[str, Any]:
    return {
        "name": rules.name,
        "badge": rules.badge,
        "sentence": rules.sentence,
        "leaky": rules.leaky,
        "note": note,
        "unit": rules.unit,
        "apart": rules.apart,
    }


def _about_data(table: FeatureTable, *, n_tracks: int) -> dict[str, Any]:
    return {
        "name": table.name,
        "hash": table.data_hash,
        "n_tracks": n_tracks,
        "licence": table.licence_words,
        "licence_key": table.licence.key,
        "artists_known": table.artists_known,
        "synthetic": bool(table.is_synthetic.all()),
        **({"excluded": table.exclusions.to_json()} if table.exclusions else {}),
    }


def _training(prepared: Prepared, used: np.ndarray) -> pd.DataFrame:
    """The rows behind the final model, for "which training tracks is this song near to" and for its folds again."""
    view = input_view(prepared.config.inputs, prepared.config.columns)
    facts = prepared.table.rows.iloc[used][["track_id", "segment", "start_s", "genre", "artist"]].reset_index(drop=True)
    facts = facts.fillna({"artist": "unknown"}).assign(group=prepared.rows.inner_groups[used])
    if (short := prepared.rows.short[used]).any():
        facts = facts.assign(**{SHORT: short})
    numbers = pd.DataFrame(prepared.rows.X[used].astype(np.float32), columns=list(view.names))
    return pd.concat([facts, numbers], axis=1)


def _splits(prepared: Prepared) -> pd.DataFrame:
    """Which track stands in which part of which fold."""
    rows = [
        (fold, split.draw, track_id, part)
        for fold, split in enumerate(prepared.splits)
        for part in ("train", "valid", "test")
        for track_id in getattr(split, part)
    ]
    return pd.DataFrame(rows, columns=["fold", "draw", "track_id", "part"])
