"""Commands on models: `train` one under a protocol, `models` lists what there is."""

import argparse
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from core.cli.data import segment_seconds
from core.cli.output import common_options, complain, one_line, percent, print_json, print_table, score, span, tell_gaps
from core.cli.progress import bar
from core.errors import ModelError

if TYPE_CHECKING:
    from core.runs import RunRecord

MAX_SEED = 2**32 - 1
TRAIN_EXAMPLES = """\
examples:
  python -m core train --dataset gtzan --model svm --protocol artist-folds
  python -m core train --dataset my_table.csv --model logistic --protocol random-tracks --seed 1
  python -m core train --dataset gtzan:/data/GTZAN/genres --model vote --protocol fault-filtered --json
  python -m core train --dataset emotify --segment-s 3 --protocol random-tracks

`python -m core models` lists models and protocols. With --json one object: accuracy (0-1, over all
held-out tracks), accuracy_sd (over folds, null for one split), interval (95 %), baseline (always the
most frequent genre), n_tracks, n_artists, per_genre, labels, confusion [true][predicted], log_loss,
brier, ece (calibration error) and ece_band, folds; and dataset, model, protocol, seed, run.
"""


def register(commands: argparse._SubParsersAction) -> None:
    _register_train(commands)
    command = commands.add_parser(
        "models",
        help="the models there are, with their scores",
        description="The trained models that `mix` can use, with their scores; what `train` can train, and how.",
        epilog="With --json one object: models, trainable, protocols.",
    )
    common_options(command)
    command.set_defaults(run=models)


def _register_train(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "train",
        help="train a model and score it on tracks it has not heard",
        description="Score a model on held-out tracks, then train it on all tracks and keep it for `mix`.",
        epilog=TRAIN_EXAMPLES,
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
    command.add_argument(
        "--model", default="svm", metavar="NAME", help="what to train; best: inner folds choose (default: svm)"
    )
    command.add_argument(
        "--protocol",
        default="artist-folds",
        metavar="NAME",
        help="how training and held-out tracks are separated (default: artist-folds)",
    )
    command.add_argument(
        "--scaling", default="quantile", metavar="NAME", help="of the columns: quantile or standard (default: quantile)"
    )
    command.add_argument(
        "--inputs",
        default="robust",
        metavar="NAME",
        help="robust: numbers that follow neither level nor bandwidth; gtzan-57: the public columns as they are "
        "(default: robust)",
    )
    command.add_argument("--seed", type=_seed, default=0, metavar="N", help="the same seed, the same run (default: 0)")
    common_options(command)
    command.set_defaults(run=train)


def train(asked: argparse.Namespace) -> int:
    """Train, store the run in the workspace and print its scores with their protocol."""
    from core.data.loading import load_table
    from core.training.config import TrainConfig
    from core.training.train import train as train_on
    from core.workspace import check_writable

    _check_names(asked)
    check_writable()
    with bar(asked.dataset, quiet=asked.quiet) as progress:
        table = load_table(asked.dataset, segment_s=asked.segment_s, progress=progress)
    with bar(asked.model, quiet=asked.quiet) as progress:
        config = TrainConfig(model=asked.model, inputs=asked.inputs, scaling=asked.scaling, seed=asked.seed)
        trained = train_on(table, config=config, protocol=asked.protocol, progress=progress)
    status = tell_gaps(table.failures, table.notes)
    scores = trained.scores.to_json()
    protocol = trained.run.record.protocol  # another one than asked for, where faulty tracks left its test set
    choice = {"dataset": table.name, "model": asked.model, "protocol": protocol["name"], "seed": asked.seed}
    if asked.json:
        print_json({**choice, "run": trained.run_path.name, **scores})
        return status
    named = f"{protocol['name']} ({protocol['badge']}): {protocol['sentence']}"
    print(one_line(f"{asked.model} on {table.name}, {named}"))
    if note := protocol["note"]:
        print(f"Here: {one_line(note)}.")
    _print_scores(scores)
    print(f"\nKept as {trained.run_path.name}; hear it with `python -m core mix FILE --model {trained.run_path.name}`")
    return status


def models(asked: argparse.Namespace) -> int:
    """List the trained models by protocol (scores of two protocols never share a list), then what can be trained."""
    from core.data.protocols import PROTOCOLS
    from core.models import MODELS
    from core.models.loaded import BUILT_IN_MODELS, describe_models, hidden_runs

    records = describe_models()
    for problem in hidden_runs():
        complain(problem)
    if asked.json:
        print_json(
            {
                "models": [_facts(record, built_in=record.name in BUILT_IN_MODELS) for record in records],
                "trainable": [{"name": m.name, "title": m.title, "about": m.about} for m in MODELS.values()],
                "protocols": [
                    {"name": p.name, "badge": p.badge, "sentence": p.sentence, "leaky": p.leaky}
                    for p in PROTOCOLS.values()
                ],
            }
        )
        return 0
    by_protocol = sorted(records, key=lambda record: record.protocol["name"])
    for name, group in groupby(by_protocol, key=lambda record: record.protocol["name"]):
        _print_models(name, list(group))
    print("To train:")
    print_table((spec.name, spec.about) for spec in MODELS.values())
    print("\nProtocols:")
    print_table((protocol.name, f"{protocol.badge}: {protocol.sentence}") for protocol in PROTOCOLS.values())
    return 0


def score_sentence(scores: Mapping[str, Any], protocol: Mapping[str, Any]) -> str:
    """How far to believe a model, in one sentence: accuracy, interval, baseline and the protocol behind them."""
    interval = scores["interval"]
    between = "no interval" if interval is None else f"95 % interval {percent(interval[0])} to {percent(interval[1])}"
    return (
        f"right for {percent(scores['accuracy'])} of {scores['n_tracks']} tracks it had not heard "
        f"({between} over {scores['interval_over']}, always the most frequent genre: {percent(scores['baseline'])}; "
        f"{protocol['name']}, {protocol['badge']})"
    )


def _check_names(asked: argparse.Namespace) -> None:
    """Look at the names before reading a folder of recordings, not after."""
    from core.data.protocols import PROTOCOLS
    from core.models import MODELS
    from core.models.inputs import INPUT_VIEWS
    from core.models.steps import SCALINGS
    from core.training.choose import BEST

    choices = {
        "model": (*MODELS, BEST),
        "protocol": PROTOCOLS,
        "scaling": SCALINGS,
        "inputs": INPUT_VIEWS,
    }
    for option, known in choices.items():
        name = getattr(asked, option)
        if name not in known:
            raise ModelError(f"--{option} {name!r} is not known; choose one of {', '.join(known)}")


def _print_models(protocol: str, records: Sequence["RunRecord"]) -> None:
    print(one_line(f"Scored by {protocol} ({records[0].protocol['badge']}):"))
    print_table(
        (
            (
                record.name,
                score(record.scores["accuracy"]),
                span(record.scores["interval"]),
                score(record.scores["baseline"]),
                str(record.scores["n_tracks"]),
                record.data["name"],
                f"{record.config['context_s']:.0f} s",
                record.made[:10],
            )
            for record in records
        ),
        header=("model", "accuracy", "95 % interval", "baseline", "tracks", "data", "listens to", "made"),
    )
    print()


def _print_scores(scores: Mapping[str, Any]) -> None:
    low, high = scores["ece_band"]
    sd = "one split" if scores["accuracy_sd"] is None else f"sd over folds {score(scores['accuracy_sd'])}"
    artists = "unknown artists" if scores["n_artists"] is None else f"{scores['n_artists']} artists"
    print_table(
        [
            (
                "accuracy",
                score(scores["accuracy"]),
                f"95 % interval {span(scores['interval'])} over {scores['interval_over']}; {sd}",
            ),
            ("baseline", score(scores["baseline"]), "always the most frequent genre"),
            ("held out", str(scores["n_tracks"]), f"tracks, {artists}"),
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
    print_table(
        (
            (
                genre,
                *(score(row[key]) for key in ("precision", "recall", "f1")),
                span(row["recall_interval"]) if row["recall_interval"] else row["note"],
                str(row["n_tracks"]),
            )
            for genre, row in scores["per_genre"].items()
        ),
        header=("genre", "precision", "recall", "F1", "95 % of recall", "tracks"),
    )
    print("\n  true genre in rows, predicted in columns")
    print_table(
        ((label, *map(str, row)) for label, row in zip(scores["labels"], scores["confusion"], strict=True)),
        header=("", *(label[:6] for label in scores["labels"])),
    )


def _facts(record: "RunRecord", *, built_in: bool) -> dict[str, Any]:
    return {
        "name": record.name,
        "built_in": built_in,
        "model": record.model,
        "genres": record.genres,
        "context_s": record.config["context_s"],
        "data": record.data,
        "protocol": record.protocol,
        "scores": record.scores,
        "made": record.made,
    }


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) > MAX_SEED:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {MAX_SEED}")
    return int(text)
