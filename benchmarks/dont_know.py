"""How well "I don't know" is told: classic and listener, on sounds that are no music and on music of other genres.

    python -m benchmarks.dont_know [--json] [--n-each 4] [--context-s 10]

Known are the clips of the artist folds, each heard by the model of the fold that knows none of its artists. Far sounds
are no music; near ones are Emotify's electronic music, and one genre of GTZAN at a time that a model never learnt from.
Emotify's classical, pop and rock stand beside its electronic music: how far they seem strange, too, comes from where
they were recorded, not from their genre. Nothing here sets a threshold or chooses a setting.
"""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.far_sounds import far_sounds
from benchmarks.fold_models import CLASSIC, HEARING, PROTOCOL, FoldModel, config_of, fold_models, table_of
from benchmarks.medley import CLASSIC_CONTEXT_S, CONTEXT_S
from benchmarks.recordings import emotify_clips, gtzan_clips
from benchmarks.report import parser, run, show
from core.data.protocols import PROTOCOLS
from core.data.splits import inner_folds
from core.features import SR
from core.genre_mix import VERDICTS
from core.genre_mix.verdict import verdict_of
from core.models.inputs import input_view
from core.models.loaded import LoadedModel
from core.models.measuring import measure
from core.models.novelty import fit_detector, typical_excess
from core.sound.decode import Signal, decode
from core.sound.segments import around, cells
from core.training.rows import rows_of

SEED = 20261122
RECALL = 0.95
NEAR, SAME_GENRES = "Emotify, electronic", "Emotify, genres it knows"
Score = Callable[[np.ndarray, LoadedModel], float]
SCORES: dict[str, Score] = {
    "unlike the training": lambda X, model: typical_excess(model.detector.excess(X)),
    "lack of music": lambda X, model: typical_excess(model.detector.lack_of_music(X)),
}
SCORES_OF = {CLASSIC: list(SCORES)[:1], HEARING: list(SCORES)}


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--n-each", type=int, default=4, help="sounds of each kind that is drawn")
    arguments.add_argument("--context-s", type=float, default=CONTEXT_S, help="of the listener")
    asked = arguments.parse_args()
    strange = far_sounds(n_each=asked.n_each, seed=SEED)
    for clip in emotify_clips():
        name = NEAR if clip.genre == "electronic" else SAME_GENRES
        strange.setdefault(name, []).append(decode(clip.path, sr=SR).y)
    told, verdicts, left_out = [], [], []
    for kind in (CLASSIC, HEARING):
        context_s = asked.context_s if kind == HEARING else CLASSIC_CONTEXT_S
        of_kind = told_apart(kind, strange, context_s=context_s)
        told += of_kind[0]
        verdicts += of_kind[1]
        left_out += genres_left_out(kind)
    means = f"false: share of the known clips that are called strange where {RECALL:.0%} of the strange ones are"
    tables = {f"Strange sounds ({means})": told, "What is said of them": verdicts, "One genre left out": left_out}
    show(tables, as_json=asked.json)


def told_apart(
    kind: str, strange: dict[str, list[np.ndarray]], *, context_s: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A row per kind of sound and score, the mean over the models of the folds; and what is said of each kind."""
    folds = fold_models(kind, context_s=context_s)
    X_strange = {name: [_cells(Signal(y, SR), folds[0].model, name) for y in each] for name, each in strange.items()}
    X_known = [[_cells(decode(path, sr=SR), fold.model, "known") for path in _clips(fold)] for fold in folds]
    far = [X for name, each in X_strange.items() if name not in (NEAR, SAME_GENRES) for X in each]
    rows = []
    for name, each in {**X_strange, "all far sounds": far}.items():
        for score in SCORES_OF[kind]:
            of = SCORES[score]
            found = [
                apart([of(X, fold.model) for X in known], [of(X, fold.model) for X in each])
                for fold, known in zip(folds, X_known, strict=True)
            ]
            auroc, false = (float(np.mean(part)) for part in zip(*found, strict=True))
            rows.append({"sound": name, "n": len(each), "model": kind, "score": score, "AUROC": auroc, "false": false})
    heard = {"known clips": list(zip(folds, X_known, strict=True))}
    heard |= {name: [(fold, each) for fold in folds] for name, each in {**X_strange, "all far sounds": far}.items()}
    said = {
        name: [verdict_of(X, model=fold.model)[0] for fold, each in by_fold for X in each]
        for name, by_fold in heard.items()
    }
    verdicts = [
        {"sound": name, "model": kind, **{verdict: each.count(verdict) / len(each) for verdict in VERDICTS}}
        for name, each in said.items()
    ]
    return rows, verdicts


def genres_left_out(kind: str) -> list[dict[str, Any]]:
    """A row per genre: the detector never learnt from it; its held-out clips against those of the other genres."""
    table, config = table_of(kind), config_of(kind)
    rows, names = rows_of(table, config), input_view(config.inputs, config.columns).names
    clips = {clip.name for clip in gtzan_clips()}
    found: dict[str, list[tuple[float, float]]] = {}
    for split in PROTOCOLS[PROTOCOL].splits(table):
        train, test = rows.of(split.train), rows.of(clips & set(split.test))
        for genre in np.unique(rows.y):
            part = train[rows.y[train] != genre]
            is_strange = rows.y[test] == genre
            if not is_strange.any():
                continue
            options = {"n_folds": config.n_inner_folds, "seed": config.seed, "lone_stay": True}
            inner = inner_folds(rows.inner_groups[part], rows.y[part], **options)
            detector = fit_detector(rows.X[part], names=names, folds=inner, rate=config.novelty_rate)
            excess = detector.excess(rows.X[test])
            found.setdefault(str(genre), []).append(apart(excess[~is_strange], excess[is_strange]))
    means = {genre: np.mean(each, axis=0) for genre, each in found.items()}
    means["mean of the ten"] = np.mean(list(means.values()), axis=0)
    return [
        {"left out": genre, "model": kind, "AUROC": float(auroc), "false": float(false)}
        for genre, (auroc, false) in means.items()
    ]


def apart(known: np.ndarray, strange: np.ndarray) -> tuple[float, float]:
    """AUROC, and the share of the known that scores as high as what catches ``RECALL`` of the strange."""
    truth = np.repeat([0, 1], [len(known), len(strange)])
    threshold = np.quantile(strange, 1 - RECALL, method="lower")
    return float(roc_auc_score(truth, np.concatenate([known, strange]))), float(np.mean(np.asarray(known) >= threshold))


def _clips(fold: FoldModel) -> list:
    return [clip.path for clip in gtzan_clips() if clip.name in fold.test]


def _cells(signal: Signal, model: LoadedModel, name: str) -> np.ndarray:
    """What the model sees of the cells of a sound."""
    print(f"\r{model.name}: {name:40}", end="", file=sys.stderr, flush=True)
    spans = [around(cell, context_s=model.context_s, duration_s=signal.duration_s) for cell in cells(signal.duration_s)]
    measured = measure(signal, columns=model.columns, spans=[(one.start_s, one.end_s) for one in spans], n_threads=2)
    return model.inputs(measured.X)


if __name__ == "__main__":
    run(main)
