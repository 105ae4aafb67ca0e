"""The command `leakage`: how far the score of a model falls as one leak after another is closed, by a job."""

import argparse
from typing import TYPE_CHECKING

from core.cli.data import segment_seconds
from core.cli.options import seed, setting
from core.cli.output import common_options, one_line, print_json, print_table, score, span, tell_gaps
from core.cli.waiting import run_as_job
from core.errors import ModelError

if TYPE_CHECKING:
    from core.training.config import TrainConfig
    from core.training.leakage.result import Bar, Leakage, Pair

EXAMPLES = """\
examples:
  python -m core leakage --dataset gtzan --model svm
  python -m core leakage --dataset gtzan:/data/GTZAN/genres --segment-s 3 --model knn --set n_neighbors=1

Every bar scores the same tracks after learning from as many rows: shuffled segments, whole tracks, duplicates apart,
artists apart, the official folds. A bar that is not possible says why. What is interrupted is taken up again by
`python -m core jobs --again ID`. With --json one object: model, data, note, n_tracks, n_train, baseline, bars [name,
protocol, leaky, accuracy (of tracks, 0-1), interval (95 %), band (of draws), by_segment, reason], fall [first, last,
difference, interval, by_segment], pairs_under, pairs [name, honest, leaky, difference, interval, reason].
"""


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "leakage",
        help="how far a model's score falls when songs and artists may not stand on both sides",
        description="Train one model on the same tracks under ever stricter ways to separate train and test.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument(
        "--dataset", required=True, metavar="NAME|PATH", help="gtzan, a table, a dataset's name or id, or NAME:PATH"
    )
    command.add_argument("--model", required=True, metavar="NAME", help="what to train, as `models` lists it")
    command.add_argument(
        "--segment-s",
        type=segment_seconds,
        metavar="SECONDS",
        help="length of a segment in seconds, where the dataset leaves a choice (default: 30)",
    )
    command.add_argument(
        "--inputs", default="robust", metavar="NAME", help="robust, gtzan-57 or table, as in `train` (default: robust)"
    )
    command.add_argument(
        "--scaling", default="quantile", metavar="NAME", help="quantile, standard, min-max or none (default: quantile)"
    )
    command.add_argument(
        "--set", type=setting, action="append", default=[], metavar="NAME=VALUE", help="a setting of the model"
    )
    command.add_argument("--seed", type=seed, default=0, metavar="N", help="the same seed, the same folds (default: 0)")
    common_options(command)
    command.set_defaults(run=leakage)


def leakage(asked: argparse.Namespace) -> int:
    """Measure by a job and print the bars, the fall and the pairs; 2 where a recording could not be read."""
    from core.errors import DataError
    from core.training.leakage.job import KIND, LeakageParams, measure_leakage
    from core.training.leakage.stored import read_leakage
    from core.workspace import check_writable

    config = _config(asked)
    check_writable()
    params = LeakageParams(asked.dataset, config.to_json(), asked.segment_s)
    title = f"Leaks of {asked.model} on {asked.dataset}"
    done = run_as_job(measure_leakage, params, kind=KIND, title=title, quiet=asked.quiet)
    found = read_leakage(done["key"])
    if found is None:  # somebody deleted it meanwhile
        raise DataError("the result was deleted before it could be read; run the command again")
    status = tell_gaps(done["failures"], done["notes"])
    if asked.json:
        print_json(found.to_json())
    else:
        _print(found)
    return status


def _config(asked: argparse.Namespace) -> "TrainConfig":
    """What is asked for, its names looked at before any work."""
    from core.models.inputs import input_view
    from core.models.steps import SCALINGS
    from core.training.config import TrainConfig
    from core.training.leakage.job import check_config

    input_view(asked.inputs)  # raises for a name that there is not
    if asked.scaling not in SCALINGS:
        raise ModelError(f"--scaling {asked.scaling!r} is not known; choose one of {', '.join(SCALINGS)}")
    named = {option: getattr(asked, option) for option in ("inputs", "scaling", "seed")}
    config = TrainConfig(asked.model, settings=dict(asked.set), **named)
    check_config(config)
    return config


def _print(found: "Leakage") -> None:
    print(one_line(f"{found.title} on {found.data}: {found.note}"))
    print(
        f"{found.n_tracks} tracks in every bar, {found.n_train} rows to learn from in every fold; always the most "
        f"frequent genre: {score(found.baseline)}; 95 % intervals over {found.interval_over}\n"
    )
    print_table(
        (_cells(bar) for bar in found.bars if not bar.reason),
        header=("bar", "tracks right", "95 % interval", "its draws", "segments right", "leaky", "protocol"),
    )
    for one in (*found.bars, *found.pairs):
        if one.reason:
            print(one_line(f"  Missing: {one.title}: {one.reason}"))
    if fall := found.fall:
        titles = {bar.name: bar.title for bar in found.bars}
        segments = "" if fall.by_segment is None else f"; of segments {score(fall.by_segment)}"
        print(
            f"\nThe fall from {titles[fall.first].lower()} to {titles[fall.last].lower()}: {score(fall.difference)} "
            f"of tracks (95 % interval {span(fall.interval)}){segments}"
        )
    print(f"\nWhat the test fold is not for, under {found.pairs_under}:")
    print_table(
        (_twins(pair) for pair in found.pairs if not pair.reason),
        header=("slip", "honest", "leaky", "gain", "95 % interval"),
    )


def _cells(bar: "Bar") -> tuple[str, ...]:
    leaky = "leaky" if bar.leaky else "-"
    numbers = (score(bar.accuracy), span(bar.interval), span(bar.band), score(bar.by_segment))
    return bar.title, *numbers, leaky, bar.protocol


def _twins(pair: "Pair") -> tuple[str, ...]:
    # Differences have a sign: the dash of `span` would be taken for one.
    between = "-" if pair.interval is None else " to ".join(map(score, pair.interval))
    return pair.title, score(pair.honest), score(pair.leaky), score(pair.difference), between
