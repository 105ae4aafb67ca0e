"""What `jazz judge --heard` adds: by how much more or less jazz a genre model hears in clips than in other pieces."""

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.cli.output import one_line, print_table
from core.cli.progress import bar
from core.errors import ModelError

if TYPE_CHECKING:
    from core.fidelity.jazz_heard import HeardReport
    from core.jazz.data.piece import Piece


def check_options(asked: argparse.Namespace) -> None:
    """Raise ModelError where a genre model is named and nothing asks it."""
    if asked.genre_model is not None and not asked.heard:
        raise ModelError("--genre-model says who listens with --heard; add --heard, or leave it away")


def heard(
    asked: argparse.Namespace, clips: "Sequence[Piece]", real: "Sequence[Piece]", *, by: Mapping[str, Any]
) -> "HeardReport":
    """Let the genre model listen; ``by`` holds the ``ngram`` and the ``representation`` that clips are judged by."""
    from core.cli.fetching import fetch_missing
    from core.fidelity.jazz import what_is_heard
    from core.models.loaded import default_model, load_model

    model = load_model(default_model() if asked.genre_model is None else asked.genre_model)
    fetch_missing(model.record, quiet=asked.quiet)
    with bar(model.name, quiet=asked.quiet) as progress:
        return what_is_heard(
            [piece.notes for piece in clips],
            real,
            ngram=by["ngram"],
            representation=by["representation"],
            model=model,
            seed=asked.seed,
            progress=progress,
        )


def print_heard(heard: Mapping[str, Any]) -> None:
    """The differences in points, and the caveat."""
    real = f"{heard['n_real']} clips of {heard['n_tracks']} tracks of --against"
    print(f"\n{one_line(heard['model'])} hears more or less jazz than in {real}, in points of 100:")
    told = [
        (one["source"], str(one["n_clips"]), _points(one["difference"]), " to ".join(map(_points, one["interval"])))
        for one in heard["sources"]
    ]
    print_table(told, header=("source", "clips", "more jazz", "95 %"))
    print(heard["caveat"])


def _points(share: float) -> str:
    return f"{100 * share:+.1f}"
