"""Heads on pretrained listeners -> their scores on GTZAN by artists, beside the classic model on the very same tracks.

    python -m benchmarks.listeners [--json] [--sets musicnn-jamendo yamnet] [--heads logistic] [--only folds]

Every track of which there is any sound is one row: the mean of what a listener hears in its clip, or in its excerpt of
2 to 3 s, which is tiled and counts as much as inner folds say. C and that weight are chosen in inner folds of each
training part, grouped by artist; the test folds decide nothing. "Listeners chosen inside" chooses among ``CANDIDATES``
in the same folds, too: the score to trust of the way in which the listener that ships was chosen. Each gain is paired:
the same tracks, its interval a bootstrap over artists, its p by flipping the signs of artists.

The classic model is there twice: as it ships, held out in the same folds while it learnt from 948 whole tracks; and
learnt from the features of just this sound. A plain SVM on the 57 public columns stands beside it, as in the reference.
All of the listeners may have heard these artists.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.recordings import data_folder
from benchmarks.report import Tables, parser, run, show
from core.data.loading import load_table
from core.data.table import FeatureTable
from core.evaluation import scores
from core.evaluation.calibration import calibration_error, perfect_band
from core.evaluation.hardest import genres_of, probabilities
from core.evaluation.paired import difference
from core.intervals import ARTISTS, interval_if_enough
from core.models.backbones import JOIN
from core.models.inputs import ALL_COLUMNS, PRETRAINED, YAMNET_GENRES
from core.models.loaded import BUILT_IN, LoadedModel
from core.runs import read_run
from core.training.choose import Candidate, words_of
from core.training.config import TrainConfig
from core.training.folds import choose_in, chosen_in, fit_in, predict_in, settled
from core.training.rows import ALL, Prepared, prepare, rows_of
from core.training.train import HeldOut, held_out_of, hold_out
from core.workspace import asset

PROTOCOL = "artist-folds"
LISTENERS = ("musicnn-jamendo", "musicnn-mtat", "musicnn-msd", "vgg-msd", "yamnet")
# What the listener that ships may hear by: YAMNet, which tells music from what is none, and one to three others. VGG is
# not among them: it learnt the same tags from the same recordings as musicnn-msd. The list was drawn up after a first
# look at scores of single listeners on the test folds (which had shown that the join without musicnn-msd gains too
# little); which of the list is heard, inner folds choose alone.
CANDIDATES = tuple(JOIN.join((*some, "yamnet")) for n in (1, 2, 3) for some in combinations(LISTENERS[:3], n))
SETS = (*LISTENERS, "musicnn-jamendo+musicnn-mtat", *CANDIDATES, JOIN.join(LISTENERS))
# One training part has all of its reggae by one artist, who stays in every inner part.
HEADS = {
    name: TrainConfig(f"head-{name}", scaling="standard", search="grid", lone_stay=True)
    for name in ("logistic", "dense")
}
ZERO_SHOT = TrainConfig("zero-shot", inputs=YAMNET_GENRES.name, scaling="none", lone_stay=True)
SHARED_GENRES = ("classical", "pop", "rock")


@dataclass(frozen=True, eq=False)
class Answers:
    """What a model says of held-out tracks (a row each, probabilities as ``p:<genre>``), and how it was chosen."""

    title: str
    tracks: pd.DataFrame
    chosen: str = ""
    label: str = PRETRAINED


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--sets", nargs="+", default=list(SETS), help="listeners, joined by +")
    arguments.add_argument("--heads", nargs="+", default=list(HEADS), choices=list(HEADS))
    arguments.add_argument("--only", nargs="+", default=["folds", "elsewhere"], choices=["folds", "elsewhere"])
    asked = arguments.parse_args()
    tables: Tables = {}
    if "folds" in asked.only:
        tables |= in_folds(listened("gtzan"), asked.sets, asked.heads)
    if "elsewhere" in asked.only:
        tables |= elsewhere(asked.sets, asked.heads)
    show(tables, as_json=asked.json)


@lru_cache
def listened(name: str) -> FeatureTable:
    """Every track of a shared dataset by the 57 features and all listeners, a row each; slow the first time."""
    return load_table(f"{name}:{data_folder() / name}", segment_s=30.0, listeners=LISTENERS)


def in_folds(table: FeatureTable, sets: Sequence[str], heads: Sequence[str]) -> Tables:
    """The scores of all ways on the tracks with a whole clip, and on those with any sound."""
    classic = classic_answers(table)
    ways = [held_out(table, inputs, head) for inputs in sets for head in heads]
    ways += [Answers("YAMNet's own genres (zero-shot)", hold_out(table, config=ZERO_SHOT, protocol=PROTOCOL).tracks)]
    if set(CANDIDATES) <= set(sets) and "logistic" in heads:
        found = chosen_set(table)
        ways.append(Answers("listeners chosen inside, logistic", found.tracks, said_of(found.chosen)))
    whole = set(table.rows["track_id"][~table.short])
    heard = set(ways[0].tracks["track_id"])
    scopes = {"tracks with a clip of 30 s": heard & whole, "all tracks with any sound": heard}
    return {
        f"GTZAN, {PROTOCOL}, {words}": [_row(one, among, classic) for one in (*ways, *classic)]
        for words, among in scopes.items()
    } | {"Chosen inside the three training parts": [{"model": one.title, "chosen": one.chosen} for one in ways]}


def held_out(table: FeatureTable, inputs: str, head: str) -> Answers:
    """A head on joined listeners, its settings chosen inside each training part."""
    cut = cut_of(table, inputs, head)
    chosen = [settled(best_inside(table, inputs, head, fold).config) for fold in range(len(cut.splits))]
    return _answers(f"{inputs}, {head}", [cut] * len(chosen), chosen)


@lru_cache
def cut_of(table: FeatureTable, inputs: str, head: str) -> Prepared:
    return prepare(table, config=replace(HEADS[head], inputs=inputs), protocol=PROTOCOL)


@lru_cache
def best_inside(table: FeatureTable, inputs: str, head: str, fold: int) -> Candidate:
    """The settings that do best in inner folds of the training part of a fold."""
    return choose_in(cut_of(table, inputs, head), fold)[0]


def _answers(title: str, cuts: Sequence[Prepared], chosen: Sequence[TrainConfig]) -> Answers:
    """What the chosen models say, each of the tracks of its own fold."""
    return Answers(title, _held_out(cuts, chosen).tracks, said_of(chosen))


def said_of(chosen: Sequence[TrainConfig]) -> str:
    """What each training part chose."""
    return "; ".join(f"{config.inputs}: {words_of(config)}" for config in chosen)


def _held_out(cuts: Sequence[Prepared], chosen: Sequence[TrainConfig]) -> HeldOut:
    folds = enumerate(zip(cuts, chosen, strict=True))
    parts = [predict_in(cut, fold, fit_in(cut, fold, config)) for fold, (cut, config) in folds]
    return held_out_of(cuts[0], parts, list(chosen))


def chosen_set(table: FeatureTable) -> HeldOut:
    """The logistic head, by which of the candidates it hears chosen inside each training part, too."""
    n_folds = len(cut_of(table, CANDIDATES[0], "logistic").splits)
    chosen = [best_set(table, fold) for fold in range(n_folds)]
    return _held_out([cut_of(table, config.inputs, "logistic") for config in chosen], chosen)


def best_set(table: FeatureTable, fold: int) -> TrainConfig:
    """The candidate with the least calibrated log loss in inner folds of the training part of a fold."""
    best = (best_inside(table, inputs, "logistic", fold) for inputs in CANDIDATES)
    return settled(min(best, key=lambda one: one.log_loss).config)


def classic_answers(table: FeatureTable) -> tuple[Answers, ...]:
    """The built-in classic model as it ships, the same learnt from this very sound, and a plain SVM on whole tracks."""
    shipped = read_run(asset("models", BUILT_IN))
    config = replace(TrainConfig.of_run(shipped.record.config), lone_stay=True)
    own = hold_out(table, config=config, protocol=PROTOCOL)
    plain = hold_out(load_table("gtzan"), config=TrainConfig("svm", inputs=ALL_COLUMNS.name), protocol=PROTOCOL)
    return (
        Answers(f"classic 1: {BUILT_IN}, learnt from whole tracks", shipped.held_out, label=""),
        Answers(f"classic 2: {BUILT_IN}, learnt from this sound", own.tracks, label=""),
        Answers("classic 3: SVM on the 57 public columns, learnt from whole tracks", plain.tracks, label=""),
    )


def _row(one: Answers, among: set[str], classic: Sequence[Answers]) -> dict[str, Any]:
    """The scores of one way on some tracks, and how much more often it is right than either classic model."""
    tracks = _only(one.tracks, among)
    proba, hits = probabilities(tracks), _hits(tracks)
    truth = np.array([genres_of(tracks).index(genre) for genre in tracks["genre"]])
    row = {
        "model": one.title,
        "accuracy": float(hits.mean()),
        "95 % over artists": interval_if_enough(hits, tracks["group"]),
        "tracks": len(tracks),
        "artists": tracks["group"].nunique(),
        "log loss": scores.log_loss(truth, proba),
        "ECE": calibration_error(truth, proba),
        "ECE if perfect": list(perfect_band(proba)),
    }
    for number, other in enumerate(classic, start=1):
        found = None if one is other else compared(one, other, among=among)
        named = {"gain": "gain", "interval": "its 95 %", "p": "p"}
        row |= {f"{words} over classic {number}": found and found[key] for key, words in named.items()}
    return row | {"label": one.label}


def compared(one: Answers, other: Answers, *, among: set[str]) -> dict[str, Any]:
    """How much more often one is right than another on the same tracks, with an interval and p over artists."""
    own, others = _only(one.tracks, among), _only(other.tracks, among)
    hits = [_hits(tracks) for tracks in (own, others)]
    groups = own["group"].to_numpy(dtype=str)
    found = difference(*hits, groups, over=ARTISTS)
    return {
        "n_tracks": len(own),
        "n_artists": len(set(groups)),
        "accuracy": float(hits[0].mean()),
        "of_classic": float(hits[1].mean()),
        "gain": found.value,
        "interval": found.interval and list(found.interval),
        "p": found.p,
    }


def _only(tracks: pd.DataFrame, among: set[str]) -> pd.DataFrame:
    return tracks[tracks["track_id"].isin(among)].sort_values("track_id", ignore_index=True)


def _hits(tracks: pd.DataFrame) -> np.ndarray:
    guess = np.array(genres_of(tracks))[probabilities(tracks).argmax(axis=1)]
    return (guess == tracks["genre"].to_numpy(dtype=str)).astype(np.float64)


def elsewhere(sets: Sequence[str], heads: Sequence[str]) -> Tables:
    """Each head learnt from all tracks, on the clips of Emotify in genres of both worlds; all ten are answers."""
    table, emotify = listened("gtzan"), listened("emotify")
    shared = emotify.select(emotify.tracks.index[emotify.tracks["genre"].isin(SHARED_GENRES)])
    configs = {f"{inputs}, {head}": replace(HEADS[head], inputs=inputs) for inputs in sets for head in heads}
    configs |= {"YAMNet's own genres (zero-shot)": ZERO_SHOT}
    classic = TrainConfig.of_run(read_run(asset("models", BUILT_IN)).record.config)
    configs |= {f"{BUILT_IN}, learnt from this sound": replace(classic, lone_stay=True)}
    rows = [{"model": title, **_accuracies(table, shared, config)} for title, config in configs.items()]
    return {"Emotify, one prediction per clip, learnt from all tracks of the artist folds": rows}


def on_clips(model: LoadedModel) -> dict[str, Any]:
    """The accuracy of a trained listener on the same clips, in all and by genre, as `benchmarks.external` tells it."""
    emotify = listened("emotify")
    rows = emotify.rows[emotify.rows["genre"].isin(SHARED_GENRES)]
    guess = np.array(model.genres)[model.predict(rows[list(model.columns)].to_numpy(dtype=np.float64)).argmax(axis=1)]
    hits, groups = (guess == rows["genre"]).to_numpy(dtype=np.float64), emotify.groups[rows.index]

    def of(own: np.ndarray) -> dict[str, Any]:
        counted = {"n_tracks": int(own.sum()), "n_artists": len(set(groups[own]))}
        return {"accuracy": float(hits[own].mean()), "interval": interval_if_enough(hits[own], groups[own]), **counted}

    per_genre = {genre: of((rows["genre"] == genre).to_numpy()) for genre in SHARED_GENRES}
    return {"all": of(np.ones(len(rows), dtype=bool)), "per_genre": per_genre}


def _accuracies(table: FeatureTable, others: FeatureTable, config: TrainConfig) -> dict[str, Any]:
    cut = prepare(table, config=config, protocol=PROTOCOL)
    chosen = chosen_in(cut, ALL)
    rows = rows_of(others, chosen)
    hits = (fit_in(cut, ALL, chosen).classifier.predict(rows.X) == rows.y).astype(np.float64)
    per_genre = {genre: float(hits[rows.y == genre].mean()) for genre in SHARED_GENRES}
    found = {"accuracy": float(hits.mean()), "95 % over artists": interval_if_enough(hits, rows.groups)}
    counted = {"clips": len(hits), "artists": len(set(rows.groups))}
    return found | per_genre | counted | {"label": PRETRAINED if config.listeners else ""}


if __name__ == "__main__":
    run(main)
