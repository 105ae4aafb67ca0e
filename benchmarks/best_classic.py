"""The best honest score of this project's own features and models, against the plain SVM on the same tracks.

    python -m benchmarks.best_classic [--json]

Family and settings are chosen in inner folds of each training part, grouped by artist, by calibrated log loss: of all
candidates of all families below. The test folds decide nothing. The gain is paired: the same tracks, its interval a
bootstrap over artists, its p by flipping the signs of artists.
"""

from collections.abc import Iterator

from benchmarks.report import parser, run, show
from core.data.loading import load_table
from core.data.table import FeatureTable
from core.evaluation.hardest import one_row_per_track
from core.evaluation.paired import difference
from core.training.choose import words_of
from core.training.config import TrainConfig
from core.training.folds import choose_in, fit_in, predict_in, settled
from core.training.rows import Prepared, prepare
from core.training.train import HeldOut, held_out_of, hold_out

PROTOCOL = "artist-folds"
CS, GAMMAS = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0), (0.001, 0.003, 0.01, 0.03, 0.1)
FAMILIES = (
    TrainConfig("logistic", search="grid", grid={"C": (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)}),
    TrainConfig("lda"),
    TrainConfig("kernel-logistic", search="grid", grid={"gamma": GAMMAS, "C": CS}),
    TrainConfig("svm", search="grid", grid={"gamma": GAMMAS, "C": CS}),
    TrainConfig("extra-trees", search="grid", grid={"n_estimators": (100,), "min_samples_leaf": (1, 2, 5)}),
    TrainConfig("knn", search="grid"),
    TrainConfig("naive-bayes"),
    TrainConfig("xgboost"),
    TrainConfig("vote"),
)
PLAIN = {
    "SVM on the same inputs": TrainConfig("svm"),
    "SVM on the 57 public columns": TrainConfig("svm", inputs="gtzan-57"),
}


def main() -> None:
    asked = parser(__doc__.splitlines()[0]).parse_args()
    table = load_table("gtzan")
    best = _best(table)
    rows = [{"model": "chosen in inner folds", **_scores(best), "gain": "", "interval of the gain": ""}]
    for words, config in PLAIN.items():
        plain = hold_out(table, config=config, protocol=PROTOCOL)
        rows.append({"model": words, **_scores(plain), **_gain(best, plain, table)})
    chosen = "; ".join(words_of(config) for config in best.chosen)
    show({f"{PROTOCOL}; chosen inside the three training parts: {chosen}": rows}, as_json=asked.json)


def _best(table: FeatureTable) -> HeldOut:
    """Each fold by the candidate of all families that has the least log loss in its own inner folds."""
    cut = prepare(table, config=FAMILIES[0], protocol=PROTOCOL)
    chosen = [settled(min(_candidates(table, fold), key=lambda one: one.log_loss).config) for fold in range(3)]
    parts = [predict_in(cut, fold, fit_in(cut, fold, config)) for fold, config in enumerate(chosen)]
    return held_out_of(cut, parts, chosen)


def _candidates(table: FeatureTable, fold: int) -> Iterator:
    for family in FAMILIES:
        own: Prepared = prepare(table, config=family, protocol=PROTOCOL)
        yield from choose_in(own, fold)


def _scores(held_out: HeldOut) -> dict[str, str | float]:
    scores = held_out.scores
    low, high = scores.interval
    return {
        "accuracy": round(scores.accuracy, 3),
        "95 % over artists": f"{low:.3f}-{high:.3f}",
        "log loss": round(scores.log_loss, 3),
        "calibration error": round(scores.ece, 3),
    }


def _gain(best: HeldOut, plain: HeldOut, table: FeatureTable) -> dict[str, str | float]:
    """How much more often the best is right, on the same tracks."""
    first, second = (one_row_per_track(one.tracks).set_index("track_id") for one in (best, plain))
    second = second.loc[first.index]
    hits = [(one["guess"] == one["genre"]).to_numpy(dtype=float) for one in (first, second)]
    found = difference(*hits, first["group"].to_numpy(dtype=str), over=table.drawn_over)
    low, high = found.interval
    return {"gain": round(found.value, 3), "interval of the gain": f"{low:.3f} to {high:.3f}, p = {found.p:.4f}"}


if __name__ == "__main__":
    run(main)
