"""Spliced clips of known genres and shares -> how far the mix is from the truth, classic and listener.

    python -m benchmarks.medley [--json] [--n 200]
    python -m benchmarks.medley --contexts [--n 20]

Each splice joins clips of one test fold and is listened to by the models of that fold, which have heard none of their
artists. ``--contexts`` tells how many seconds the listener should hear at once: for each fold on splices of its
training clips alone, by models that are held back from those clips' artists too; n splices for each of six parts.

One context, ``CONTEXT_S`` = 10 s, serves all folds. It was chosen by the mean over the splices of all folds, and a
training clip of one fold is a test clip of another: the choice of this one number has met the clips that are scored,
though no model has learnt from those that it is scored on.
"""

import sys
from typing import Any

import numpy as np

from benchmarks.fold_models import CLASSIC, HEARING, FoldModel, fold_model, fold_models, table_of
from benchmarks.medley_scores import SCORES, compared, scores_of
from benchmarks.recordings import Recording, gtzan_clips
from benchmarks.report import parser, run, show
from benchmarks.splices import Splice, draw_splices
from core.data.splits import inner_folds
from core.genre_mix import genre_mix
from core.models.measuring import measure
from core.sound.segments import around, cells

SEED, DEVELOPMENT_SEED = 20261121, 7
N_INNER = 2
CLASSIC_CONTEXT_S, CONTEXT_S = 30.0, 10.0
CONTEXTS_S = (3.0, 6.0, 10.0, 15.0, 30.0)


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--contexts", action="store_true", help="choose the listener's context instead")
    arguments.add_argument("--n", type=int, help="splices: 200 in all, or 20 for each part of the choice")
    arguments.add_argument("--context-s", type=float, default=CONTEXT_S, help="of the listener")
    asked = arguments.parse_args()
    tables = contexts(asked.n or 20) if asked.contexts else medley(asked.n or 200, context_s=asked.context_s)
    show(tables, as_json=asked.json)


def medley(n: int, *, context_s: float) -> dict[str, list[dict[str, Any]]]:
    """The tables of ``n`` splices, shared out among the folds by how many clips they hold."""
    of_kind = {
        CLASSIC: fold_models(CLASSIC, context_s=CLASSIC_CONTEXT_S),
        HEARING: fold_models(HEARING, context_s=context_s),
    }
    rng = np.random.default_rng(SEED)
    clips = [_clips_of(held_out) for held_out in of_kind[CLASSIC]]
    heard: list[Splice] = []
    scores: dict[str, list[dict[str, float]]] = {}
    for fold, n_of_fold in enumerate(_shared_out(n, [len(each) for each in clips])):
        for splice in draw_splices(clips[fold], n=n_of_fold, rng=rng):
            signal = splice.signal()
            found: dict[str, dict[str, float]] = {}  # what needs no model is the same for both
            for kind, models in of_kind.items():
                _check_unheard(splice, models[fold])
                mix = genre_mix(signal, model=models[fold].model)
                found |= scores_of(mix.proba, mix.starts_s, mix.ends_s, splice, mix.genres, kind)
            for answer, each in found.items():
                scores.setdefault(answer, []).append(each)
            heard.append(splice)
            print(f"\r{len(heard)} of {n}", end="", file=sys.stderr, flush=True)
    n_clips, n_artists = (len(set(each)) for each in zip(*_used(heard), strict=True))
    title = (
        f"{len(heard)} splices of {n_clips} clips by {n_artists} artists; the listener hears {context_s:g} s at once"
    )
    return compared(scores, heard, title=title, pair=(HEARING, CLASSIC))


def contexts(n: int) -> dict[str, list[dict[str, Any]]]:
    """A row per context and fold: the scores on splices of training clips by artists that were held back."""
    found: dict[tuple[int, float], list[dict[str, float]]] = {}
    rng = np.random.default_rng(DEVELOPMENT_SEED)
    for fold, outer in enumerate(fold_models(HEARING, context_s=CONTEXT_S)):
        for inner in _inner_models(outer):
            for splice in draw_splices(_clips_of(inner), n=n, rng=rng):
                _check_unheard(splice, inner)
                for context_s, scores in _by_context(splice, inner).items():
                    found.setdefault((fold, context_s), []).append(scores)
                print(f"\rfold {fold + 1}, {sum(map(len, found.values()))}", end="", file=sys.stderr, flush=True)
    rows = [{"fold": fold + 1, "context_s": context_s, **_means(each)} for (fold, context_s), each in found.items()]
    together = [
        {"context_s": context_s, **_means([one for (_, of), each in found.items() if of == context_s for one in each])}
        for context_s in CONTEXTS_S
    ]
    return {"Development splices, by fold": rows, "All folds": together}


def _inner_models(outer: FoldModel) -> list[FoldModel]:
    """The training part of a fold cut in two by artist, copies together: each half is heard by a model of the other."""
    table = table_of(HEARING)
    part = table.rows["track_id"].isin(outer.train).to_numpy()
    ids, groups = table.rows.loc[part, "track_id"].to_numpy(dtype=str), table.inner_groups[part]
    folds = inner_folds(groups, table.y[part], n_folds=N_INNER, seed=0, lone_stay=True)
    return [fold_model(HEARING, ids[train], ids[test], context_s=CONTEXT_S) for train, test in folds]


def _by_context(splice: Splice, inner: FoldModel) -> dict[float, dict[str, float]]:
    """The scores with each context; the listeners hear the splice once."""
    signal, model = splice.signal(), inner.model
    of_song = cells(signal.duration_s)
    spans = [
        [around(cell, context_s=context_s, duration_s=signal.duration_s) for cell in of_song]
        for context_s in CONTEXTS_S
    ]
    X = measure(signal, columns=model.columns, spans=[(one.start_s, one.end_s) for each in spans for one in each]).X
    proba = np.split(model.predict(X), len(CONTEXTS_S))
    starts_s, ends_s = (np.array([getattr(cell, end) for cell in of_song]) for end in ("start_s", "end_s"))
    return {
        context_s: scores_of(each, starts_s, ends_s, splice, model.genres, HEARING)[HEARING]
        for context_s, each in zip(CONTEXTS_S, proba, strict=True)
    }


def _clips_of(held_out: FoldModel) -> list[Recording]:
    return [clip for clip in gtzan_clips() if clip.name in held_out.test]


def _check_unheard(splice: Splice, fold: FoldModel) -> None:
    rows = table_of(HEARING).rows
    heard = set(rows.loc[rows["track_id"].isin(fold.train), "artist"].dropna())
    known = [piece.clip.name for piece in splice.pieces if piece.clip.name in fold.train or piece.clip.artist in heard]
    if known:
        raise AssertionError(f"{known} were learnt from, or their artists were")


def _shared_out(n: int, weights: list[int]) -> list[int]:
    """``n`` as whole parts in the proportion of ``weights``."""
    ends = np.round(n * np.cumsum(weights) / sum(weights)).astype(int)
    return np.diff([0, *ends]).tolist()


def _used(splices: list[Splice]) -> list[tuple[str, str]]:
    return [(piece.clip.name, piece.clip.artist) for splice in splices for piece in splice.pieces]


def _means(scores: list[dict[str, float]]) -> dict[str, float]:
    return {"n": len(scores), **{name: float(np.mean([one[name] for one in scores])) for name in SCORES}}


if __name__ == "__main__":
    run(main)
