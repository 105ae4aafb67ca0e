"""Labels of the public table flipped at random -> how many of the doctor's first suspicions are flipped ones.

    python -m benchmarks.doctor_labels [--json]

Method and model were chosen with other seeds. Labels that were doubtful before count as wrong suspicions.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.report import parser, run, show
from core.data.loading import load_table
from core.data.table import FeatureTable
from core.doctor.labels import DEFAULT_CONFIG, LabelConfig, rank_labels

SEEDS = tuple(range(9_001, 9_011))
SHARE = 0.05  # of the labels that are flipped
N_FIRST = 50


def main() -> None:
    asked = parser(__doc__.splitlines()[0]).parse_args()
    show(tables(), as_json=asked.json)


def tables(*, seeds: tuple[int, ...] = SEEDS, config: LabelConfig = DEFAULT_CONFIG) -> dict[str, list[dict[str, Any]]]:
    """The tables of this part of the doctor's benchmark."""
    table = load_table("gtzan")
    rows = [_flipped(table, seed, config) for seed in seeds]
    worst = min(rows, key=lambda row: row["precision"])
    mean = {key: float(np.mean([row[key] for row in rows])) for key in worst}
    title = f"The first {N_FIRST} suspicions among {len(table.track_ids)} tracks, {100 * SHARE:.0f} % of labels flipped"
    return {title: [{"seeds": f"mean of {len(rows)}", **mean}, {"seeds": "worst", **worst}]}


def _flipped(table: FeatureTable, seed: int, config: LabelConfig) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    ids = np.array(table.track_ids)
    flipped = rng.choice(ids, round(SHARE * len(ids)), replace=False)
    wrong = {id: rng.choice([g for g in table.genres if g != table.tracks.at[id, "genre"]]) for id in flipped}
    genre = [wrong.get(id, genre) for id, genre in zip(table.rows["track_id"], table.rows["genre"], strict=True)]
    ranked = rank_labels(replace(table, rows=table.rows.assign(genre=genre)), config)
    is_flipped = ranked["track_id"].isin(flipped).to_numpy()
    listed = int((ranked["odds"] >= config.min_odds).sum())
    precision = float(is_flipped[:N_FIRST].mean())
    return {
        "precision": precision,
        "chance": float(is_flipped.mean()),
        "times chance": precision / float(is_flipped.mean()),
        "findings": listed,
        "flipped among findings": float(is_flipped[:listed].mean()),
        "flipped that are found": float(is_flipped[:listed].sum() / is_flipped.sum()),
    }


if __name__ == "__main__":
    run(main)
