"""Rebuild the built-in listener from GTZAN's clips and excerpts, measure it, and write it with its card.

    python -m benchmarks.listener_model [--json]

Reads GENRESCOPE_DATA (gtzan/, emotify/), the fold lists and the files of the listeners; writes
assets/models/gtzan-listener, whole or not at all. Which listeners it hears by (of ``CANDIDATES`` in
`benchmarks.listeners`), C and what a short track counts are chosen in inner folds grouped by artist, and no test fold
has a say. To stay under a megabyte it keeps of its training tracks their names and, in its detector, their places.
"""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from benchmarks.listener_card import render_listener_card
from benchmarks.listeners import PROTOCOL, Answers, best_set, chosen_set, compared, listened, on_clips, said_of
from benchmarks.report import parser, run, show
from core.data.table import FeatureTable
from core.models.inputs import PRETRAINED
from core.models.loaded import BUILT_IN, LISTENER, load_run
from core.runs import StoredRun, read_run, save_run
from core.training.record import SHORT
from core.training.rows import ALL
from core.training.train import hold_out, refit
from core.workspace import asset

CONTEXT_S = 10.0  # `python -m benchmarks.medley --contexts` tells what others do
SHOWN = ("accuracy", "interval", "log_loss", "ece", "ece_band")
KEPT = ("track_id", "segment", "start_s", "genre", "artist", "group", SHORT)
ABOUT = {
    "title": "GTZAN listener",
    "about": "hears ten genres in what networks that others trained make of a sound; research use, labels of about "
    "2001, Western, ten genres",
    "licence": "the head: MIT; learnt from recordings of GTZAN (no licence stated): research use; the listeners have "
    "licences of their own",
    "command": "GENRESCOPE_DATA=<folder with gtzan, emotify> python -m benchmarks.listener_model",
    "label": PRETRAINED,
}


def main() -> None:
    asked = parser(__doc__.splitlines()[0]).parse_args()
    built = build(listened("gtzan"))
    measured = measure(built)
    card = render_listener_card(measured.record)
    save_run(measured, asset("models", LISTENER), card=card)
    if asked.json:
        show({LISTENER: [{key: measured.record.scores[key] for key in SHOWN}]}, as_json=True)
    else:
        print(card)


def build(table: FeatureTable) -> StoredRun:
    """Choose listeners and settings inside each training part and score that; choose over all tracks and fit.

    The scores are those of the whole procedure: no test track had a say in the model that answers for it. What the
    final choice, which has seen all tracks, reaches in the same folds stands beside them as ``final_in_folds``.
    """
    held_out, chosen = chosen_set(table), best_set(table, ALL)
    own = hold_out(table, config=chosen, protocol=PROTOCOL)
    built = refit(table, held_out, config=chosen, protocol=PROTOCOL, name=LISTENER)
    short = built.training[SHORT].to_numpy(dtype=bool)
    extra = {
        **built.record.extra,
        "final_in_folds": {key: own.scores.to_json()[key] for key in SHOWN},
        "chosen_in": said_of(held_out.chosen).split("; "),
        "n_short": int(short.sum()),
        "unknown": float((built.held_out["unknown"] > 0).mean()),
        "beside_classic": beside_classic(held_out.tracks, whole=set(built.training["track_id"][~short])),
        **ABOUT,
    }
    record = replace(built.record, config={**built.record.config, "context_s": CONTEXT_S}, extra=extra)
    return replace(built, record=record, training=built.training[list(KEPT)])


def beside_classic(tracks: pd.DataFrame, *, whole: Collection[str]) -> list[dict[str, Any]]:
    """The paired gain over the built-in classic model, which learnt from whole tracks, on the same held-out tracks."""
    one, classic = Answers(LISTENER, tracks), Answers(BUILT_IN, read_run(asset("models", BUILT_IN)).held_out)
    heard = set(tracks["track_id"])
    scopes = {"with a clip of 30 s": heard & set(whole), "with any sound": heard}
    return [{"tracks": words, **compared(one, classic, among=among)} for words, among in scopes.items()]


def measure(built: StoredRun) -> StoredRun:
    """Add what needs sound: music from elsewhere."""
    with TemporaryDirectory() as folder:
        model = load_run(save_run(built, Path(folder) / LISTENER))
        elsewhere = {"data": "Emotify (Magnatune excerpts), one prediction per clip", **on_clips(model)}
    return replace(built, record=replace(built.record, extra={**built.record.extra, "external": elsewhere}))


if __name__ == "__main__":
    run(main)
