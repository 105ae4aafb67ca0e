"""The command `explain`: why a trained model answers as it does, on tracks it had not heard or on a song."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.options import count
from core.cli.output import common_options, one_line, percent, print_json, print_table
from core.cli.progress import bar
from core.cli.waiting import run_as_job

if TYPE_CHECKING:
    from core.explain.stored import Trust
    from core.explain.summary import Step
    from core.explain.values import Explanation

N_SHOWN = 10
EXAMPLES = """\
examples:
  python -m core explain 20260729-120000-svm-artist-folds-1a2b
  python -m core explain gtzan-classic --rows 50 --features single --json
  python -m core explain gtzan-classic --file song.mp3

Without --file tracks of one fold are explained by the model that had not heard them, against 100 of its training
tracks, and how far to trust that is measured. With --file the final model explains a song, by the mean of its cells.
Values add up to the output that is named. With --json one object: run, by, output (quantity, words, method,
tolerance, gap), genres; and of tracks: fold, n_rows, importance (name, title, by_genre: mean |value|), trust
(deletion, agreement, stability) or null; of a song: file, cells_s, proba, base, said, values (name, title, by_genre,
error). Exit status 2 when the run or the song cannot be used.
"""


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "explain",
        help="why a trained model answers as it does, on unheard tracks or on a song",
        description="Divide what a trained model says among families of features, and measure how far to trust that.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("name", metavar="RUN", help="a run, or a built-in model, as `python -m core models` names it")
    command.add_argument("--file", metavar="SONG", help="explain this song instead of unheard tracks")
    command.add_argument("--rows", type=count, default=100, metavar="N", help="tracks to explain (default: 100)")
    command.add_argument("--fold", type=int, default=0, metavar="N", help="whose unheard tracks, from 0 (default: 0)")
    command.add_argument(
        "--features",
        choices=("family", "single"),
        default="family",
        help="among whom an answer is divided: families of features, or single ones (default: family)",
    )
    command.add_argument("--no-trust", action="store_true", help="do not measure how far to trust it")
    common_options(command)
    command.set_defaults(run=explain)


def explain(asked: argparse.Namespace) -> int:
    """Explain a run, or a song by it."""
    return _song(asked) if asked.file else _tracks(asked)


def _tracks(asked: argparse.Namespace) -> int:
    """Explain unheard tracks by a job that stays, so that asking again costs nothing."""
    from core.errors import ModelError
    from core.explain.job import KIND, explain_run
    from core.explain.pace import estimate_s
    from core.explain.rows import training_rows
    from core.explain.stored import find_explanation, find_trust
    from core.explain.wish import wish
    from core.models.loaded import load_model
    from core.workspace import check_writable

    check_writable()
    params = wish(asked.name, fold=asked.fold, n_rows=asked.rows, by=asked.features, trust=not asked.no_trust)
    training_rows(load_model(asked.name))  # what keeps none is told before a job starts
    if not asked.quiet:
        print(f"about {max(1, round(estimate_s(params)))} s on one core", file=sys.stderr)
    run_as_job(explain_run, params, kind=KIND, title=f"Explain {asked.name}", quiet=asked.quiet)
    found, trust = find_explanation(params), find_trust(params) if params.trust else None
    if found is None:
        raise ModelError("the explanation was deleted while it was made; run the command again")
    if asked.json:
        print_json(_json_of_tracks(asked, found, trust))
    else:
        _print_tracks(asked, found, trust)
    return 0


def _song(asked: argparse.Namespace) -> int:
    from core.cli.fetching import fetch_missing
    from core.explain.song import check_measurable, explained_song
    from core.models.loaded import load_model
    from core.sound.decode import decode

    model = load_model(asked.name)
    check_measurable(model)  # before the song is decoded
    fetch_missing(model.record, quiet=asked.quiet)
    with bar(Path(asked.file).name, quiet=asked.quiet) as progress:
        signal = decode(Path(asked.file), sr=model.sr, name=Path(asked.file).name)
        found = explained_song(signal, model=model, name=asked.file, by=asked.features, progress=progress)
    if asked.json:
        starts = [cell.start_s for cell in found.cells]
        print_json({**_json(asked, found.whole), "file": asked.file, "cells_s": starts, **_json_of_song(found.whole)})
    else:
        _print_song(asked, found.whole, n_cells=len(found.cells))
    return 0


def _json(asked: argparse.Namespace, found: "Explanation") -> dict[str, Any]:
    from core.explain.values import additivity_gap

    output = found.output
    return {
        "run": asked.name,
        "by": found.players.by,
        "output": {
            "quantity": output.quantity,
            "words": output.words,
            "method": output.method,
            "tolerance": output.tolerance,
            "gap": additivity_gap(found),
        },
        "genres": found.genres,
    }


def _json_of_tracks(asked: argparse.Namespace, found: "Explanation", trust: "Trust | None") -> dict[str, Any]:
    from core.explain.summary import importance

    sizes = importance(found)
    rows = zip(sizes.names, sizes.titles, sizes.values, strict=True)
    return {
        **_json(asked, found),
        "fold": asked.fold,
        "n_rows": len(found),
        "importance": [
            {"name": name, "title": title, "by_genre": dict(zip(found.genres, values, strict=True))}
            for name, title, values in rows
        ],
        "trust": None if trust is None else _json_of_trust(found, trust),
    }


def _json_of_trust(found: "Explanation", trust: "Trust") -> dict[str, Any]:
    deletion, stability = trust.deletion, trust.stability
    ranks = zip(found.players.names, stability.lowest, stability.highest, strict=True)
    return {
        "deletion": {
            "area": deletion.area,
            "faster_than_of_random": [deletion.n_slower, len(deletion.random)],
            "replaced": deletion.replaced,
            "curve": deletion.curve,
            "random": deletion.band,
            "n_rows": deletion.n_rows,
        },
        "agreement": {"spearman": trust.agreement.spearman, "p": trust.agreement.p},
        "stability": {
            "spearman": stability.spearman,
            "kendall": stability.kendall,
            "ranks": {name: [low, high] for name, low, high in ranks},
        },
    }


def _json_of_song(found: "Explanation") -> dict[str, Any]:
    def by_genre(values: Any) -> dict[str, float]:
        return dict(zip(found.genres, values, strict=True))

    error = found.values * 0 if found.error is None else found.error
    rows = zip(found.players.names, found.players.titles, found.values[0], error[0], strict=True)
    return {
        "proba": by_genre(found.proba[0]),
        "base": by_genre(found.base),
        "said": by_genre(found.said[0]),
        "values": [
            {"name": name, "title": title, "by_genre": by_genre(values), "error": by_genre(errors)}
            for name, title, values, errors in rows
        ],
    }


def _print_tracks(asked: argparse.Namespace, found: "Explanation", trust: "Trust | None") -> None:
    from core.explain.summary import importance

    sizes = importance(found)
    print(one_line(f"{asked.name}: {len(found)} tracks of fold {asked.fold} that its model had not heard"))
    print(f"  {_about_output(found)}")
    ranks = _ranks(found, trust)
    rows = zip(sizes.names, sizes.titles, sizes.total, sizes.values, strict=True)
    print_table(
        (
            (title, f"{total:.3f}", ranks.get(name, ""), found.genres[int(values.argmax())])
            for name, title, total, values in list(rows)[:N_SHOWN]
        ),
        header=("moves answers", "sum of mean |value|", "rank", "most for"),
    )
    for line in _trust_lines(trust):
        print(f"  {line}")


def _about_output(found: "Explanation") -> str:
    quantity, words = found.output.quantity, found.output.words
    return one_line(words if quantity in words else f"{quantity}: {words}")


def _ranks(found: "Explanation", trust: "Trust | None") -> dict[str, str]:
    """The rank of each player, or the range of those it had: one that swaps is not shown as one number."""
    if trust is None:
        return {}
    ends = zip(found.players.names, trust.stability.lowest, trust.stability.highest, strict=True)
    return {name: f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}" for name, low, high in ends}


def _trust_lines(trust: "Trust | None") -> list[str]:
    if trust is None:
        return []
    deletion, stability, agreement = trust.deletion, trust.stability, trust.agreement
    return [
        f"deleting what it names first: {deletion.area:+.3f} in probability against random orders, "
        f"faster than {deletion.n_slower} of {len(deletion.random)}",
        f"ranks over {len(set(stability.folds))} folds and {len(set(stability.seeds))} backgrounds: "
        f"Spearman {stability.spearman:.2f}, Kendall {stability.kendall:.2f}",
        f"agreement with permutation importance: Spearman {agreement.spearman:.2f} (p {agreement.p:.3f})",
    ]


def _print_song(asked: argparse.Namespace, found: "Explanation", *, n_cells: int) -> None:
    from core.explain.summary import reasons

    genre = found.genres[int(found.predicted[0])]
    speaking, against = reasons(found)
    cells = "its only cell" if n_cells == 1 else f"the mean of {n_cells} cells"
    print(one_line(f"{asked.file}: {genre}, {percent(found.proba[0].max())} by {asked.name}, {cells}"))
    base, said = (float(values[found.genres.index(genre)]) for values in (found.base, found.said[0]))
    print(f"  {_about_output(found)}: {said:.3f}, on average {base:.3f}")
    for words, steps in (("for", speaking), ("against", against)):
        print(f"  {words} {one_line(genre)}:")
        print_table((_cells(step) for step in steps), indent="    ")


def _cells(step: "Step") -> tuple[str, str]:
    error = f" (sampling error {step.error:.3f})" if step.error else ""
    return step.title, f"{step.value:+.3f}{error}"
