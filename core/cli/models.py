"""The command `models`: what has been trained, with its scores, and what `train` can train."""

import argparse
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from core.cli.output import common_options, complain, one_line, percent, print_json, print_table, score, span

if TYPE_CHECKING:
    from core.runs import RunRecord


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "models",
        help="the models there are, with their scores",
        description="The trained models that `mix` can use, with their scores; what `train` can train, and how.",
        epilog="With --json one object: models, trainable, protocols.",
    )
    common_options(command)
    command.set_defaults(run=models)


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
