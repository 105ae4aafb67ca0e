"""Commands on runs: `runs` lists their scores by protocol and data, `compare` holds two against each other."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from core.cli.output import common_options, complain, one_line, print_json, print_table, score, span
from core.errors import ModelError

if TYPE_CHECKING:
    from core.comparison import Comparison
    from core.evaluation.paired import Difference
    from core.leaderboard import Row, ScoreList
    from core.runs import StoredRun

N_SHOWN = 20  # tracks of a comparison as text
RUNS_EXAMPLES = """\
examples:
  python -m core runs
  python -m core runs --dataset gtzan --protocol artist-folds
  python -m core runs --forget 20260101-120000-svm-artist-folds-1a2b

One list for each protocol and each state of the data: scores of different lists cannot be ranked. Published
figures stand in a list only where the protocol and the tracks are the same. With --json one object: lists
(protocol, leaky, synthetic, data_name, data_hash, n_tracks, rows, ceilings, notes), each row with kind (run,
built-in, baseline, published), name, title, accuracy (0-1), interval (95 %), sd (over folds), macro_f1,
log_loss, ece and ece_band (calibration), train_s (seconds), size_bytes, best_epoch [best, of],
settings, made, source, citation, words; null where nobody knows. broken: runs that cannot be read.
"""
COMPARE_EXAMPLES = """\
examples:
  python -m core compare gtzan-classic 20260101-120000-svm-artist-folds-1a2b
  python -m core compare RUN RUN --json

Both runs need the same protocol and the same data. Differences are the first run minus the second. The interval
draws whole artists (a paired bootstrap), the test flips the signs of whole artists; where artists are unknown,
tracks stand for them (McNemar's test), and the answer says so. With --json one object: first, second,
protocol, dataset, n_tracks, artists_known, accuracy and log_loss (each: first, second, difference,
interval, p, test, over, n_groups), counts (tracks that both, one or neither has right), notes, and differ (the
tracks that one run alone has right).
"""


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "runs",
        help="the scores of all runs, by protocol and data",
        description="The scores of all runs in one list for each protocol and data, with baseline and published ones.",
        epilog=RUNS_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--protocol", metavar="NAME", help="only lists of this protocol")
    command.add_argument("--dataset", metavar="NAME", help="only lists of this dataset")
    command.add_argument("--forget", metavar="RUN", help="delete a run of the workspace, with its model, and list none")
    common_options(command)
    command.set_defaults(run=runs)
    _register_compare(commands)


def _register_compare(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "compare",
        help="whether one run is better than another on the same tracks",
        description="Hold two runs against each other, track by track: which is better, and may that be chance?",
        epilog=COMPARE_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("first", metavar="RUN", help="one of `python -m core runs`")
    command.add_argument("second", metavar="RUN", help="another one, of the same list")
    common_options(command)
    command.set_defaults(run=compare)


def runs(asked: argparse.Namespace) -> int:
    """Print the lists of scores, or delete one run."""
    from core.leaderboard import score_lists
    from core.models.loaded import describe_models, hidden_runs

    if asked.forget is not None:
        return _forget(asked.forget, as_json=asked.json)
    broken = hidden_runs()
    for problem in broken:
        complain(problem)
    lists = _chosen(score_lists(describe_models()), asked)
    if asked.json:
        print_json({"lists": [asdict(one) for one in lists], "broken": broken})
        return 0
    for n, one in enumerate(lists):
        print("\n" * (n > 0), end="")
        _print_list(one)
    if not lists:
        print("There are no runs yet; `python -m core train --help` says how to make one.")
    return 0


def compare(asked: argparse.Namespace) -> int:
    """Compare two runs and print what differs."""
    from core.comparison import compare as compare_runs

    first, second = _read(asked.first), _read(asked.second)
    found = compare_runs(first, second)
    if asked.json:
        print_json(_as_json(found))
    else:
        _print_comparison(found)
    return 0


def _forget(name: str, *, as_json: bool) -> int:
    from core.explain.stored import forget_run
    from core.models.loaded import BUILT_IN_MODELS

    if name in BUILT_IN_MODELS:
        raise ModelError(f"{name} is built in and stays; only runs of the workspace can be forgotten")
    forget_run(name)
    if as_json:
        print_json({"forgot": name})
    else:
        print(one_line(f"Forgot {name}."))
    return 0


def _chosen(lists: Sequence["ScoreList"], asked: argparse.Namespace) -> list["ScoreList"]:
    """The lists that were asked for; what fits none is a slip of the fingers, and not an empty answer."""
    kept = list(lists)
    for option, field in (("protocol", "protocol"), ("dataset", "data_name")):
        name = getattr(asked, option)
        if name is None:
            continue
        known = sorted({getattr(one, field) for one in lists})
        kept = [one for one in kept if getattr(one, field) == name]
        if name not in known:
            raise ModelError(
                f"no run was scored with --{option} {name!r}; there are runs of: {', '.join(known) or '-'}"
            )
    return kept


def _print_list(one: "ScoreList") -> None:
    artists = "" if one.n_artists is None else f" by {one.n_artists} artists"
    marks = "".join(f" [{word.upper()}]" for word in ("leaky", "synthetic") if getattr(one, word))
    print(
        one_line(
            f"{one.protocol} ({one.badge}) on {one.data_name}{marks}: {one.n_tracks} {one.unit}s{artists}, "
            f"data {one.data_hash[:8]}"
        )
    )
    print_table(
        (_cells(row) for row in one.rows),
        header=(
            *("model", "accuracy", "95 % interval", "macro F1", "log loss", "calibration", "perfect shows"),
            *("trained in", "size", "best epoch", "run or source"),
        ),
    )
    for words in (*(f"Ceiling {score(c.accuracy)}: {c.words} ({c.citation})" for c in one.ceilings), *one.notes):
        print(f"  {one_line(words)}")
    for citation, words in dict.fromkeys((row.citation, row.words) for row in one.rows if row.citation):
        print(f"  {one_line(f'{citation} ({words})')}")


def _cells(row: "Row") -> tuple[str, ...]:
    spread = span(row.interval) if row.interval or row.sd is None or row.name else f"sd {score(row.sd)}"
    return (
        row.title,
        score(row.accuracy),
        spread,
        score(row.macro_f1),
        score(row.log_loss),
        score(row.ece),
        span(row.ece_band),
        "-" if row.train_s is None else f"{row.train_s:.1f} s",
        "-" if row.size_bytes is None else f"{row.size_bytes / 1e6:.2f} MB",
        "-" if row.best_epoch is None else f"{row.best_epoch[0]} of {row.best_epoch[1]}",
        row.name or row.source or "baseline",
    )


def _read(name: str) -> "StoredRun":
    from core.models.loaded import available_models
    from core.runs import read_run

    known = available_models()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "`python -m core runs` lists what there is"
        raise ModelError(f"there is no run named {name!r}; {hint}")
    return read_run(known[name])


def _as_json(found: "Comparison") -> dict[str, Any]:
    return {
        "first": found.first.name,
        "second": found.second.name,
        "protocol": found.first.protocol["name"],
        "dataset": found.first.data["name"],
        "data_hash": found.first.data["hash"],
        "n_tracks": len(found.tracks),
        "artists_known": found.artists_known,
        "accuracy": _difference(found, "accuracy", found.accuracy),
        "log_loss": _difference(found, "log_loss", found.log_loss),
        "counts": found.counts,
        "sentence": found.sentence(),
        "notes": list(found.notes),
        "differ": found.differing.to_dict("records"),
    }


def _difference(found: "Comparison", name: str, difference: "Difference") -> dict[str, Any]:
    return {
        "first": found.first.scores.get(name),
        "second": found.second.scores.get(name),
        "difference": difference.value,
        "interval": difference.interval,
        "p": difference.p,
        "test": difference.test,
        "over": difference.over,
        "n_groups": difference.n_groups,
    }


def _print_comparison(found: "Comparison") -> None:
    protocol = found.first.protocol
    print(one_line(f"{found.first.data['name']}, {protocol['name']} ({protocol['badge']}), {len(found.tracks)} tracks"))
    print_table(
        (
            _score_cells(found, title, name, difference)
            for title, name, difference in (
                ("accuracy", "accuracy", found.accuracy),
                ("log loss", "log_loss", found.log_loss),
            )
        ),
        header=("", found.first.name, found.second.name, "difference", "95 % interval", "p"),
    )
    print(f"\n{one_line(found.sentence())}")
    for note in found.notes:
        print(one_line(note))
    counts = found.counts
    print(
        f"Both are right on {counts['both']} tracks, the first alone on {counts['first']}, the second alone on "
        f"{counts['second']}, neither on {counts['neither']}."
    )
    _print_differing(found)


def _score_cells(found: "Comparison", title: str, name: str, difference: "Difference") -> tuple[str, ...]:
    interval = "-" if difference.interval is None else "{:+.3f} to {:+.3f}".format(*difference.interval)
    return (
        title,
        *(score(record.scores.get(name)) for record in (found.first, found.second)),
        f"{difference.value:+.3f}",
        interval,
        f"{difference.p:.4f}",
    )


def _print_differing(found: "Comparison") -> None:
    differ = found.differing
    if differ.empty:
        return
    # The plainest of both sides: the table runs from the first run's best to the second's.
    shown = differ if len(differ) <= N_SHOWN else differ.iloc[[*range(N_SHOWN // 2), *range(-N_SHOWN // 2, 0)]]
    print(f"\n  {len(shown)} of the {len(differ)} tracks where they differ (--json has all):")
    print_table(
        (
            (
                row.track_id,
                row.genre,
                row.first_guess,
                score(row.first_p_truth),
                row.second_guess,
                score(row.second_p_truth),
            )
            for row in shown.itertuples()
        ),
        header=("track", "genre", "first says", "p of genre", "second says", "p of genre"),
    )
