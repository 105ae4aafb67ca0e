"""The command `train`: a model on a table under a protocol, by a job; its scores, with their protocol, printed."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.cli.data import segment_seconds
from core.cli.options import count, seed, setting, values
from core.cli.output import common_options, one_line, print_json, print_table, score, span, tell_gaps
from core.cli.waiting import run_as_job
from core.errors import ModelError

if TYPE_CHECKING:
    from core.runs import RunRecord
    from core.training.config import TrainConfig

EXAMPLES = """\
examples:
  python -m core train --dataset gtzan --model svm --protocol artist-folds
  python -m core train --dataset my_table.csv --model logistic --protocol random-tracks --seed 1
  python -m core train --dataset gtzan --model random-forest --set n_estimators=200 --selection f --n-selected 25
  python -m core train --dataset gtzan --model svm --search grid --try C=1,3,10 --try gamma=0.01,0.03
  python -m core train --dataset emotify --segment-s 3 --protocol leaky-segments
  python -m core train --dataset gtzan:my_gtzan --inputs musicnn-jamendo --model logistic

`python -m core models` lists models and protocols. A search looks at inner folds of each training part alone. What
is interrupted is taken up again by `python -m core jobs --again ID`, which does only what is missing. With --json one
object: accuracy (0-1, over all held-out tracks), accuracy_sd (over folds, null for one split), interval (95 %),
baseline (always the most frequent genre), n_tracks, n_artists, per_genre, labels, confusion [true][predicted],
log_loss, brier, ece (calibration error) and ece_band, folds, draws; and dataset, model, protocol, seed, run.
"""
# name, metavar, default, help; the choices stand in the engine and are looked up when the command runs.
NAMED = (
    ("--model", "NAME", "svm", "what to train; best: inner folds choose among several (default: svm)"),
    ("--protocol", "NAME", "artist-folds", "how training and held-out tracks are separated (default: artist-folds)"),
    ("--scaling", "NAME", "quantile", "of the columns: quantile, standard, min-max or none (default: quantile)"),
    ("--selection", "NAME", "none", "of columns, inside each training part: chi2, f, l1, rfe, ... (default: none)"),
    ("--search", "HOW", "none", "of settings, in inner folds: none, grid or random (default: none)"),
    ("--search-by", "WHAT", "log-loss", "what the search makes best: log-loss or accuracy (default: log-loss)"),
    (
        *("--inputs", "NAME", "robust"),
        "robust: numbers that follow neither level nor bandwidth; gtzan-57: the public columns as they are; table: all "
        "columns of the table; musicnn-jamendo+yamnet: what these pretrained listeners hear, of a folder of recordings "
        "or a table that was made with --listen; musicnn-jamendo#tags: the tags of one (default: robust)",
    ),
)


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "train",
        help="train a model and score it on tracks it has not heard",
        description="Score a model on held-out tracks, then train it on all tracks and keep it for `mix`.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument(
        "--dataset",
        required=True,
        metavar="DATASET",
        help="gtzan, a .csv or .parquet table, the name or id of a dataset whose `table` was made, or NAME:PATH of a "
        "folder",
    )
    command.add_argument(
        "--segment-s",
        type=segment_seconds,
        metavar="SECONDS",
        help="length of a segment in seconds, where the dataset leaves a choice (default: 30)",
    )
    for option, metavar, default, words in NAMED:
        command.add_argument(option, metavar=metavar, default=default, help=words)
    command.add_argument("--n-selected", type=count, default=20, metavar="N", help="columns to keep (default: 20)")
    command.add_argument("--n-draws", type=count, default=10, metavar="N", help="of a random search (default: 10)")
    command.add_argument(
        "--set", type=setting, action="append", default=[], metavar="NAME=VALUE", help="a setting of the model"
    )
    command.add_argument(
        "--try",
        dest="tries",
        type=values,
        action="append",
        default=[],
        metavar="NAME=VALUE,VALUE",
        help="a setting for the search to vary; also scaling, selection and n_selected (default: the model's own grid)",
    )
    command.add_argument("--seed", type=seed, default=0, metavar="N", help="the same seed, the same run (default: 0)")
    common_options(command)
    command.set_defaults(run=train)


def train(asked: argparse.Namespace) -> int:
    """Train by a job, store the run in the workspace and print its scores with their protocol."""
    from core.runs import read_record, runs_folder
    from core.training.job import KIND, TrainParams, train_run
    from core.workspace import check_writable

    config = _config(asked)
    check_writable()
    params = TrainParams(asked.dataset, config.to_json(), asked.protocol, asked.segment_s)
    title = f"{asked.model} on {asked.dataset}, {asked.protocol}"
    found = run_as_job(train_run, params, kind=KIND, title=title, quiet=asked.quiet)
    record = read_record(runs_folder() / found["run"])
    status = tell_gaps(found["failures"], found["notes"])
    if asked.json:
        print_json(_facts(asked, record))
    else:
        _print(asked, record)
    return status


def _config(asked: argparse.Namespace) -> "TrainConfig":
    """What is asked for, its names looked at before any work."""
    from core.data.protocols import PROTOCOLS
    from core.models import MODELS
    from core.models.inputs import input_view
    from core.models.selection import SELECTIONS
    from core.models.steps import SCALINGS
    from core.training.choose import BEST, candidates
    from core.training.config import CRITERIA, SEARCHES, TrainConfig

    choices = {
        "model": (*MODELS, BEST),
        "protocol": PROTOCOLS,
        "scaling": SCALINGS,
        "selection": SELECTIONS,
        "search": SEARCHES,
        "search_by": CRITERIA,
    }
    for option, known in choices.items():
        name = getattr(asked, option)
        if name not in known:
            raise ModelError(f"--{option.replace('_', '-')} {name!r} is not known; choose one of {', '.join(known)}")
    input_view(asked.inputs)  # raises for a name that there is not
    settings = dict(asked.set)
    if asked.model != BEST:
        settings = {**settings, **{k: v for k, v in MODELS[asked.model].settings(**settings).items() if k in settings}}
    options = ("inputs", "scaling", "selection", "n_selected", "search", "search_by", "n_draws", "seed")
    named = {option: getattr(asked, option) for option in options}
    config = TrainConfig(asked.model, settings=settings, grid=dict(asked.tries), **named)
    config.check()
    candidates(config)  # raises for a grid of settings that there are not
    return config


def _facts(asked: argparse.Namespace, record: "RunRecord") -> dict[str, Any]:
    """One object: the choice, the run, and its scores. The protocol may be another than asked for, where faulty tracks
    left its test set."""
    choice = {"dataset": record.data["name"], "model": asked.model, "protocol": record.protocol["name"]}
    return {**choice, "seed": asked.seed, "run": record.name, **record.scores}


def _print(asked: argparse.Namespace, record: "RunRecord") -> None:
    protocol = record.protocol
    named = f"{protocol['name']} ({protocol['badge']}): {protocol['sentence']}"
    print(one_line(f"{asked.model} on {record.data['name']}, {named}"))
    if note := protocol["note"]:
        print(f"Here: {one_line(note)}.")
    if tried := record.extra.get("search"):
        best = ", ".join(f"{name}={value}" for name, value in record.config["settings"].items())
        print(one_line(f"Chosen of {tried['n']} by {tried['by']} in inner folds: {record.model} {best}"))
    print_scores(record.scores)
    print(f"\nKept as {record.name}; hear it with `python -m core mix FILE --model {record.name}`")


def print_scores(scores: Mapping[str, Any]) -> None:
    """The scores of a run as tables."""
    low, high = scores["ece_band"]
    sd = "one split" if scores["accuracy_sd"] is None else f"sd over folds {score(scores['accuracy_sd'])}"
    artists = "unknown artists" if scores["n_artists"] is None else f"{scores['n_artists']} artists"
    draws = scores.get("draws")
    over = f"; mean of {len(draws)} draws, {score(min(draws))}-{score(max(draws))}" if draws else ""
    print_table(
        [
            (
                "accuracy",
                score(scores["accuracy"]),
                f"95 % interval {span(scores['interval'])} over {scores['interval_over']}; {sd}{over}",
            ),
            ("baseline", score(scores["baseline"]), "always the most frequent genre"),
            ("held out", str(scores["n_tracks"]), f"{_units(scores)}, {artists}"),
            ("macro F1", score(scores["macro_f1"]), "the mean over the genres"),
            ("log loss", score(scores["log_loss"]), ""),
            ("Brier", score(scores["brier"]), "0 is perfect, 2 is worst"),
            (
                "calibration",
                score(scores["ece"]),
                f"a perfectly calibrated model shows {score(low)}-{score(high)} here",
            ),
        ]
    )
    print()
    _print_genres(scores["per_genre"])
    print("\n  true genre in rows, predicted in columns" + (", summed over the draws" if draws else ""))
    print_table(
        ((label, *map(str, row)) for label, row in zip(scores["labels"], scores["confusion"], strict=True)),
        header=("", *(label[:6] for label in scores["labels"])),
    )


def _units(scores: Mapping[str, Any]) -> str:
    return "segments" if scores.get("unit") == "segment" else "tracks"


def _print_genres(per_genre: Mapping[str, Mapping[str, Any]]) -> None:
    print_table(
        (
            (
                genre,
                *(score(row[key]) for key in ("precision", "recall", "f1")),
                span(row["recall_interval"]) if row["recall_interval"] else row["note"],
                str(row["n_tracks"]),
            )
            for genre, row in per_genre.items()
        ),
        header=("genre", "precision", "recall", "F1", "95 % of recall", "tracks"),
    )
