"""All models under all protocols on the public GTZAN table -> accuracy with intervals, calibration, baselines.

    python -m benchmarks.accuracy [--json] [--models svm lda] [--protocols artist-folds]

Protocols have other tracks and sizes than each other, and some are leaky, which their badges say: compare models
within one protocol only.
"""

from typing import Any

from benchmarks.report import parser, run, show
from core.data.loading import load_table
from core.data.protocols import PROTOCOLS
from core.data.table import FeatureTable
from core.models import MODELS
from core.training.choose import BEST
from core.training.config import TrainConfig
from core.training.train import hold_out

OF_PUBLIC_TABLE = ("artist-folds", "fault-filtered", "artist-groups", "track-groups", "random-tracks")
SHOWN = (
    *("accuracy", "interval", "accuracy_sd", "macro_f1", "log_loss", "brier", "ece", "ece_band"),
    *("baseline", "n_tracks", "n_artists"),
)


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--models", nargs="+", default=[*MODELS, BEST], choices=[*MODELS, BEST])
    arguments.add_argument("--protocols", nargs="+", default=list(OF_PUBLIC_TABLE), choices=list(PROTOCOLS))
    arguments.add_argument("--seed", type=int, default=0)
    asked = arguments.parse_args()
    table = load_table("gtzan")
    tables = {
        f"{name}: {PROTOCOLS[name].badge}": [_row(table, model, name, seed=asked.seed) for model in asked.models]
        for name in asked.protocols
    }
    show(tables, as_json=asked.json)


def _row(table: FeatureTable, model: str, protocol: str, *, seed: int) -> dict[str, Any]:
    scores = hold_out(table, config=TrainConfig(model=model, seed=seed), protocol=protocol).scores.to_json()
    return {"model": model} | {key: scores[key] for key in SHOWN}


if __name__ == "__main__":
    run(main)
