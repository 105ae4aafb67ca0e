"""The thesis' table of models, twice: as its pieces of songs are shuffled, and with no artist on both sides.

Pricop's thesis (2023, figure 5.1.1) cuts GTZAN in pieces of 3 s and lets pieces of one song stand in training and test.
Here each of its models is scored with its own best settings on features scaled from 0 to 1, as it did: under
``leaky-segments`` on the pieces that are here, on the same clips with artists apart, and under ``artist-folds`` on the
public table of whole clips. Nothing is searched and nothing calibrated: what is compared is accuracy.
"""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from core.data.loading import load_table
from core.data.table import FeatureTable
from core.errors import ModelError
from core.jobs import Workbench
from core.models import MODELS
from core.training.config import TrainConfig
from core.training.cut_file import read_cut, store_cut
from core.training.folds import hits_in
from core.training.leakage.plan import with_enough_artists
from core.training.packing import frame_bytes, frame_of
from core.training.rows import Prepared, prepare
from core.training.train import held_out_of
from core.workspace import not_written, workspace, write_atomic

KIND = "thesis-table"
VERSION = 2  # of the way in which the table is made and stored
CITATION = (
    "Pricop. Enhancing our lives through music: Genre Classification and Generation. Bachelor's thesis, Alexandru Ioan "
    "Cuza University, Iasi, 2023"
)
COLUMNS = (
    *("model", "settings", "half", "protocol", "leaky", "unit", "accuracy", "low", "high"),
    *("baseline", "n_scored", "n_artists"),
)


@dataclass(frozen=True)
class Claim:
    """A line of the thesis' table: its words, the accuracy it says (0 to 1), and the model here that is the same."""

    words: str
    accuracy: float
    model: str

    @property
    def config(self) -> TrainConfig:
        settings = dict(MODELS[self.model].thesis_best)
        return TrainConfig(self.model, inputs="gtzan-57", scaling="min-max", settings=settings)


CLAIMS = (
    Claim("KNN k=1", 0.92, "knn"),
    Claim("SVM rbf C=100 gamma=1", 0.91, "svm"),
    Claim("Random Forest 200", 0.87, "random-forest"),
    Claim("Logistic Regression", 0.72, "logistic"),
    Claim("Naive Bayes", 0.50, "naive-bayes"),
    Claim("XGBoost 200 depth 7 lr 0.1", 0.87, "xgboost"),
    Claim("Voting", 0.88, "vote-all"),
    Claim("Stacking", 0.92, "stack"),
    Claim("5-block dense, 50 epochs", 0.89, "dense"),
)


@dataclass(frozen=True)
class Half:
    """One way to score the models; ``words`` name it in a sentence."""

    name: str
    protocol: str
    of_pieces: bool
    words: str


HALVES = (
    Half("leaky", "leaky-segments", True, "pieces of the same song in training and test"),
    Half(
        "same clips", "artist-groups", True, "those whose artist is known, no artist on both sides, mean of ten draws"
    ),
    Half("honest", "artist-folds", False, "whole clips, the published artist folds"),
)


@dataclass(frozen=True)
class ThesisParams:
    """``pieces`` loads the table of segments, ``segment_s`` its length; ``whole`` the one of whole clips."""

    pieces: str
    segment_s: float | None = 3.0
    whole: str = "gtzan"
    models: tuple[str, ...] = ()  # all of the thesis' where none is named

    @property
    def claims(self) -> tuple[Claim, ...]:
        known = {claim.model: claim for claim in CLAIMS}
        if unknown := [model for model in self.models if model not in known]:
            raise ModelError(f"model={unknown[0]!r} is none of the thesis' table; choose of {', '.join(known)}")
        return tuple(known[model] for model in self.models) or CLAIMS

    @property
    def folder(self) -> Path:
        said = json.dumps(asdict(self), sort_keys=True)
        return workspace() / "thesis" / hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class _Task:
    cut: str
    config: str
    fold: int


def thesis_table(params: ThesisParams, bench: Workbench) -> dict[str, Any]:
    """The job: score every model in every half, a part for each fold, and keep the table as CSV and JSON.

    Returns
    -------
    dict of ``folder``, ``rows`` (a row per model and half, in the order of ``COLUMNS``: ``accuracy`` is of ``n_scored``
    pieces where ``unit`` is "segment", of tracks where it is "track"), ``covers``, ``citation``, ``version`` and
    ``data`` (the hash of each table as it was loaded)
    """
    bench.tell(0, "reading the tables")
    tables = _loaded(params)
    data = _hashes(tables)
    tables[True] = _drawable(tables[True])
    cuts = {half: _cut(tables[half.of_pieces], half, params.claims) for half in HALVES}
    items = dict(_tasks(cuts, params.claims, bench.folder))
    paths = bench.each(hits_part, items, words="{done} of {all} models fitted", span=(0.05, 0.98))
    rows = [_row(claim, half, cut, paths) for half, cut in cuts.items() for claim in params.claims]
    covers = {half.name: _covers(half, cut) for half, cut in cuts.items()}
    found = {"rows": rows, "covers": covers, "citation": CITATION, "version": VERSION, "data": data}
    _store(params, found)
    return {"folder": str(params.folder), **found}


def hits_part(task: _Task, bench: Workbench) -> bytes:
    """The held-out predictions of one model in one fold."""
    return frame_bytes(hits_in(read_cut(Path(task.cut)), task.fold, TrainConfig.from_json(task.config)))


def stored_table(params: ThesisParams) -> dict[str, Any] | None:
    """What was found before with the same wish, in this way; None where nothing was.

    Its tables may be others by now: ``is_of_now`` reads them and tells.
    """
    try:
        found = json.loads((params.folder / "table.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None  # it reads as one that was never made, and making it again is what helps
    return found if isinstance(found, dict) and found.get("version") == VERSION else None


def is_of_now(found: Mapping[str, Any], params: ThesisParams) -> bool:
    """Whether both tables still are those that this was found on; raises DataError where one cannot be read."""
    return found["data"] == _hashes(_loaded(params))


def csv_of(found: Mapping[str, Any]) -> bytes:
    """The table as CSV: a row per model and half, the thesis' own numbers first."""
    published = {"half": "as published", "protocol": "leaky-segments", "leaky": True, "unit": "segment"}
    told = {row["model"] for row in found["rows"]}
    claimed = [{**published, "model": c.words, "accuracy": c.accuracy} for c in CLAIMS if c.words in told]
    buffer = io.StringIO()
    pd.DataFrame([*claimed, *found["rows"]], columns=list(COLUMNS)).to_csv(buffer, index=False)
    return buffer.getvalue().encode()


def _loaded(params: ThesisParams) -> dict[bool, FeatureTable]:
    """The pieces (True) and the whole clips (False)."""
    return {True: load_table(params.pieces, segment_s=params.segment_s), False: load_table(params.whole)}


def _hashes(tables: Mapping[bool, FeatureTable]) -> dict[str, str]:
    return {"pieces": tables[True].data_hash, "whole": tables[False].data_hash}


def _drawable(pieces: FeatureTable) -> FeatureTable:
    """The pieces without genres by fewer than three artists, which cannot be drawn by artist.

    They leave both halves of pieces, so that these are of the same clips.
    """
    return with_enough_artists(pieces)[0]


def _cut(table: FeatureTable, half: Half, claims: Sequence[Claim]) -> Prepared:
    """The table of a half, cut once: its models differ in their settings alone."""
    return prepare(table, config=claims[0].config, protocol=half.protocol)


def _tasks(cuts: Mapping[Half, Prepared], claims: Sequence[Claim], folder: Path) -> Iterator[tuple[str, _Task]]:
    """Every fold of every model and half; the rows of a half are stored once."""
    for half, cut in cuts.items():
        path = folder / f"cut-{half.protocol}-{cut.table.data_hash[:16]}.npz"
        if not path.is_file():
            store_cut(cut, path)
        for claim in claims:
            for fold in range(len(cut.splits)):
                yield _name(claim, half, cut, fold), _Task(str(path), claim.config.to_json(), fold)


def _name(claim: Claim, half: Half, cut: Prepared, fold: int) -> str:
    return f"{cut.table.data_hash[:16]} {half.name} {claim.model} {fold}"


def _row(claim: Claim, half: Half, cut: Prepared, paths: Mapping[str, Path]) -> dict[str, Any]:
    folds = range(len(cut.splits))
    parts = [frame_of(paths[_name(claim, half, cut, fold)].read_bytes()) for fold in folds]
    scores = held_out_of(cut, parts, []).scores
    low, high = scores.interval or (None, None)
    return {
        "model": claim.words,
        "settings": ", ".join(f"{name}={value}" for name, value in claim.config.settings.items()) or "as they stand",
        "half": half.name,
        "protocol": half.protocol,
        "leaky": cut.rules.leaky,
        "unit": cut.rules.unit,
        "accuracy": scores.accuracy,
        "low": low,
        "high": high,
        "baseline": scores.baseline,
        "n_scored": scores.n_tracks,
        "n_artists": scores.n_artists,
    }


def _covers(half: Half, cut: Prepared) -> str:
    """What a half was scored on and what its accuracy counts, in one sentence."""
    used = cut.rows.of(cut.all_tracks)
    n_songs, genres = len(set(cut.rows.recordings[used])), len(set(cut.rows.y[used]))
    pieces = f"{len(used):,} segments of {cut.table.segment_s:g} s from " if half.of_pieces else ""
    return f"{half.words}: {pieces}{n_songs} tracks in {genres} genres ({half.protocol}), right by {cut.rules.unit}"


def _store(params: ThesisParams, found: Mapping[str, Any]) -> None:
    try:
        write_atomic(params.folder / "table.csv", csv_of(found))
        write_atomic(params.folder / "table.json", json.dumps(found, ensure_ascii=False, allow_nan=False).encode())
    except OSError as error:
        raise not_written(params.folder, error) from error
