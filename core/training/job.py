"""A training as a job: a part for each candidate and inner fold, one for each fold, and at the end a run.

Every part is stored as it ends. A training that was killed or cancelled and is started again does what is missing;
the run appears whole, when everything is there, and once.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from core.data.loading import load_table
from core.data.opened import opened_before
from core.errors import DataError, ModelError
from core.jobs import Workbench
from core.models.storage import to_bytes
from core.runs import keep_to, new_run_name, runs_folder, save_run
from core.training.choose import Candidate, candidates, judge, leaves_a_choice, ranked, scored
from core.training.clock import Clock
from core.training.config import TrainConfig
from core.training.curves import SHARES, epoch_rows, epochs_of, point_with_fewer, tracks_rows
from core.training.cut_file import keep_cut, read_cut
from core.training.folds import fit_in, predict_in, search_space, settled
from core.training.live import Live, telling_epochs
from core.training.packing import frame_bytes, frame_of, judged_bytes, judged_of, pack, unpack
from core.training.record import Origin, assemble
from core.training.rows import ALL, Cut, Prepared, prepare
from core.training.train import HeldOut, held_out_of
from core.workspace import write_atomic

KIND = "train"
_NAME = "run.txt"
# The shares of the job at which its stages begin.
_SEARCH, _FOLDS, _CURVE, _STORE = 0.02, 0.55, 0.9, 0.98


@dataclass(frozen=True)
class TrainParams:
    """What to train: ``source`` and ``segment_s`` as `core.data.loading.load_table` takes them.

    ``config`` is the JSON text of a ``TrainConfig``; ``curve`` asks for the accuracy with fewer tracks to learn from.
    """

    source: str
    config: str
    protocol: str
    segment_s: float | None = None
    curve: bool = True

    @property
    def train_config(self) -> TrainConfig:
        return TrainConfig.from_json(self.config)


@dataclass(frozen=True)
class _Task:
    """One part of a training: what a worker needs to know."""

    cut: str
    config: str
    fold: int
    inner: int = 0
    share: float = 1.0


def train_run(params: TrainParams, bench: Workbench) -> dict[str, Any]:
    """The job: search inside each training part, fit each fold, refit on all tracks, score, store the run.

    Returns
    -------
    dict of ``run`` (its name), ``accuracy``, ``protocol``, ``model``, and ``failures`` and ``notes`` of the table

    Raises
    ------
    DataError, ModelError
        The table, the model and the protocol do not fit together.
    """
    clock = Clock(bench.folder)
    bench.tell(0, "reading the table")
    config = params.train_config
    table = load_table(params.source, segment_s=params.segment_s, listeners=config.listeners)
    prepared = prepare(table, config=config, protocol=params.protocol)
    work = _Work(bench, prepared, keep_cut(_plain(prepared), bench.folder), clock)
    live = Live(bench.folder)
    chosen = work.search(live)
    live.say(chosen=chosen[ALL][0].config)
    fitted = work.fit({fold: settled(own[0].config) for fold, own in chosen.items()})
    history, left_out = _history(work, params, settled(chosen[ALL][0].config), fitted)
    bench.tell(_STORE, "scoring and storing")
    origin = Origin(
        name=_run_name(params, bench),
        table=table,
        source=params.source,
        segment_s=params.segment_s,
        train_s=clock.seconds(),
        ranked=chosen[ALL] if leaves_a_choice(prepared.config) else (),
        history=history,
        more={**_about_epochs(fitted), **({"curve_note": left_out} if left_out else {})},
    )
    opened = opened_before(params.source)
    if opened is not None and opened.owner:
        keep_to(opened.owner, origin.name)  # before there is a run, so that nobody else ever sees it
    return _store(prepared, fitted, {fold: settled(own[0].config) for fold, own in chosen.items()}, origin)


class _Work:
    """The parts of one training, each named by all that it depends on beside the cut."""

    def __init__(self, bench: Workbench, prepared: Prepared, cut: Path, clock: Clock) -> None:
        self.bench, self.prepared, self.cut, self.clock = bench, prepared, cut, clock
        self.folds = [ALL, *range(len(prepared.splits))]

    def search(self, live: Live) -> dict[int, list[Candidate]]:
        """Fold -> its candidates, best first; of a training that leaves nothing open its one configuration."""
        todo = candidates(self.prepared.config)
        if not leaves_a_choice(self.prepared.config):
            return {fold: [Candidate(todo[0], float("nan"), float("nan"))] for fold in self.folds}
        n_inner = {fold: len(search_space(self.prepared, fold)[1]) for fold in self.folds}
        keys = [(c, fold, k) for fold in self.folds for c in range(len(todo)) for k in range(n_inner[fold])]
        items = {f"{self._mark} candidate {c} fold {f} inner {k}": self._task(todo[c], f, k) for c, f, k in keys}
        place = dict(zip(items, keys, strict=True))

        def seen(name: str, path: Path) -> str:
            self.clock.tick()
            return live.judged(todo[place[name][0]], judged_of(path.read_bytes()).accuracy)

        paths = self.bench.each(
            judge_part, items, words="search: {done} of {all} fits", span=(_SEARCH, _FOLDS), seen=seen
        )
        by_place = {place[name]: judged_of(path.read_bytes()) for name, path in paths.items()}
        return {
            fold: ranked(
                (scored(own, [by_place[c, fold, k] for k in range(n_inner[fold])]) for c, own in enumerate(todo)),
                by=self.prepared.config.search_by,
            )
            for fold in self.folds
        }

    def fit(self, chosen: Mapping[int, TrainConfig]) -> dict[int, dict[str, bytes]]:
        """Fold -> what its model says, as named bytes; ``ALL`` has the model itself."""
        items = {f"{self._mark} model {f} {_digest(chosen[f])}": self._task(chosen[f], f) for f in self.folds}
        words = f"learning: {{done}} of {{all}} models ({len(self.folds) - 1} folds and all tracks)"
        paths = self.bench.each(fit_part, items, words=words, span=(_FOLDS, _CURVE), seen=self.clock.tick)
        return {items[name].fold: unpack(path.read_bytes()) for name, path in paths.items()}

    def curve(self, config: TrainConfig) -> tuple[pd.DataFrame | None, str]:
        """Accuracy with fewer tracks to learn from, in inner folds over all tracks; and why points are missing."""
        n_inner = len(self.prepared.inner(self.prepared.learnt(ALL)))
        items = {
            f"{self._mark} share {share} inner {k} {_digest(config)}": self._task(config, ALL, k, share)
            for share in SHARES
            for k in range(n_inner)
        }
        words = "learning from fewer tracks: {done} of {all}"
        paths = self.bench.each(curve_part, items, words=words, span=(_CURVE, _STORE), seen=self.clock.tick)
        points = [frame_of(path.read_bytes()).assign(share=items[name].share) for name, path in paths.items()]
        return tracks_rows(pd.concat(points, ignore_index=True))

    @property
    def _mark(self) -> str:
        return self.cut.stem

    def _task(self, config: TrainConfig, fold: int, inner: int = 0, share: float = 1.0) -> _Task:
        return _Task(str(self.cut), config.to_json(), fold, inner, share)


def judge_part(task: _Task, bench: Workbench) -> bytes:
    """What one candidate says of the held-out rows of one inner fold."""
    cut = read_cut(Path(task.cut))
    part, folds = search_space(cut, task.fold)
    rows, config = cut.rows, TrainConfig.from_json(task.config)
    said = judge(
        rows.X[part],
        rows.y[part],
        config,
        folds,
        task.inner,
        tracks=rows.track_ids[part],
        about_rows=rows.about(part),
    )
    return judged_bytes(said)


def fit_part(task: _Task, bench: Workbench) -> bytes:
    """The model of one fold: its held-out predictions and epochs; of all tracks the model itself."""
    cut, config = read_cut(Path(task.cut)), TrainConfig.from_json(task.config)
    with telling_epochs(bench, fold=task.fold):
        fitted = fit_in(cut, task.fold, config)
    epochs, best = epochs_of(fitted.classifier)
    found = {"epochs": frame_bytes(epoch_rows(epochs, fold=task.fold)), "best": str(best or "").encode()}
    if task.fold == ALL:
        found["weights"] = to_bytes({"classifier": fitted.classifier, "detector": fitted.detector})
        found["genres"] = "\n".join(map(str, fitted.classifier.classes_)).encode()
    else:
        found["held_out"] = frame_bytes(predict_in(cut, task.fold, fitted))
    return pack(found)


def curve_part(task: _Task, bench: Workbench) -> bytes:
    """Accuracies with a share of the tracks to learn from, or why there are too few: no reason to lose a training."""
    cut = read_cut(Path(task.cut))
    try:
        point = point_with_fewer(cut, TrainConfig.from_json(task.config), share=task.share, k=task.inner)
    except (DataError, ModelError) as error:
        point = {"problem": str(error)}
    return frame_bytes(pd.DataFrame([point]))


def _plain(prepared: Prepared) -> Cut:
    return Cut(**{field.name: getattr(prepared, field.name) for field in fields(Cut)})


def _history(
    work: _Work, params: TrainParams, config: TrainConfig, fitted: Mapping[int, Mapping[str, bytes]]
) -> tuple[pd.DataFrame | None, str]:
    """Learning curves, and what of them is missing and why."""
    epochs = [frame_of(said["epochs"]) for said in fitted.values()]
    epochs = [frame for frame in epochs if len(frame)]
    if epochs:
        return pd.concat(epochs, ignore_index=True), ""
    return work.curve(config) if params.curve else (None, "")


def _about_epochs(fitted: Mapping[int, Mapping[str, bytes]]) -> dict[str, Any]:
    best = fitted[ALL]["best"].decode()
    return {"epochs": {"best": int(best), "n": len(frame_of(fitted[ALL]["epochs"]))}} if best else {}


def _store(prepared: Prepared, fitted, chosen: Mapping[int, TrainConfig], origin: Origin) -> dict[str, Any]:
    n_folds = len(prepared.splits)
    parts = [frame_of(fitted[fold]["held_out"]) for fold in range(n_folds)]
    held_out: HeldOut = held_out_of(prepared, parts, [chosen[fold] for fold in range(n_folds)])
    path = runs_folder() / origin.name
    if not path.exists():
        run = assemble(
            prepared,
            held_out,
            final=chosen[ALL],
            weights=fitted[ALL]["weights"],
            genres=fitted[ALL]["genres"].decode().split("\n"),
            origin=origin,
        )
        save_run(run, path)
    return {
        "run": origin.name,
        "accuracy": held_out.scores.accuracy,
        "protocol": prepared.rules.as_used_on(origin.table).name,
        "model": prepared.config.model,
        "failures": [list(pair) for pair in origin.table.failures],
        "notes": [list(pair) for pair in origin.table.notes],
    }


def _run_name(params: TrainParams, bench: Workbench) -> str:
    """The name that this job's run has, whichever attempt stores it."""
    note = bench.folder / _NAME
    if not note.is_file():
        name = new_run_name(model=params.train_config.model, protocol=params.protocol)
        write_atomic(note, name.encode())
    return note.read_text(encoding="utf-8")


def _digest(config: TrainConfig) -> str:
    return hashlib.sha256(config.to_json().encode()).hexdigest()[:12]
