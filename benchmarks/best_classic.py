"""The best honest score of this project's own features and models, against the plain SVM on the same tracks.

    python -m benchmarks.best_classic [--json]

Every setting is chosen in inner folds of each training part, grouped by artist; the test folds decide nothing. The
gain is paired: the same tracks, its interval a bootstrap over artists, its p by flipping the signs of artists.
"""

from benchmarks.report import parser, run, show
from core.data.loading import load_table
from core.data.table import FeatureTable
from core.evaluation.hardest import one_row_per_track
from core.evaluation.paired import difference
from core.training.config import TrainConfig
from core.training.train import HeldOut, hold_out

PROTOCOL = "artist-folds"
BEST = TrainConfig("kernel-logistic", search="grid")
PLAIN = {
    "SVM on the same inputs": TrainConfig("svm"),
    "SVM on the 57 public columns": TrainConfig("svm", inputs="gtzan-57"),
}


def main() -> None:
    asked = parser(__doc__.splitlines()[0]).parse_args()
    table = load_table("gtzan")
    best = hold_out(table, config=BEST, protocol=PROTOCOL)
    rows = [{"model": "kernel logistic regression, searched", **_scores(best), "gain": "", "interval of the gain": ""}]
    for words, config in PLAIN.items():
        plain = hold_out(table, config=config, protocol=PROTOCOL)
        rows.append({"model": words, **_scores(plain), **_gain(best, plain, table)})
    chosen = "; ".join(", ".join(f"{k}={v}" for k, v in config.settings.items()) for config in best.chosen)
    show({f"{PROTOCOL}; chosen inside the three training parts: {chosen}": rows}, as_json=asked.json)


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
    groups = first["group"].to_numpy(dtype=str)
    found = difference(*hits, groups, artists_known=table.artists_known)
    low, high = found.interval
    return {"gain": round(found.value, 3), "interval of the gain": f"{low:.3f} to {high:.3f}, p = {found.p:.4f}"}


if __name__ == "__main__":
    run(main)
