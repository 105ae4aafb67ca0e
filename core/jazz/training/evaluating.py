"""A model and music that it has not learnt from in, nats out: per token and per note, the KL, what z is worth.

A model with conditions is measured without knowing any, as an n-gram is that stands beside it; what it says of the same
music when it is told each window's own conditions (its density, its register, ...) is a second set of numbers, since
they are taken from the very notes that are to be predicted.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.errors import DataError
from core.intervals import interval_if_enough
from core.jazz.data.piece import Piece
from core.jazz.data.sequences import Sequences
from core.jazz.data.windows import SHORTEST, Windows
from core.jazz.models.loaded import JazzModel
from core.jazz.models.network import JazzNetwork
from core.jazz.models.ngram import NGram
from core.jazz.representations import Representation
from core.jazz.training.material import Prepared
from core.jazz.training.measuring import Measured, measure, mmd

N_DRAWS = 1000


def held_out_scores(net: JazzNetwork, prepared: Prepared, *, seed: int = 0) -> dict:
    """The numbers of the test part, see `scores_of`."""
    windows = prepared.material.cutter.all(prepared.test)
    scores = scores_of(net, windows, groups=_groups(prepared.test, windows), seed=seed)
    return _by_notes(scores, windows, prepared.shape.representation)


def evaluate_pieces(model: JazzModel, pieces: Sequence[Piece], *, ngram: NGram | None = None, seed: int = 0) -> dict:
    """The numbers of any pieces, in a model's own representation.

    Returns
    -------
    dict as of `scores_of`, with ``per_note`` and ``n_notes``; ``ngram`` (order, per_step, per_note), measured on the
    same windows, or None; ``too_short`` (names of pieces of fewer than ``SHORTEST`` steps, which are not measured)

    Raises
    ------
    DataError
        No piece has as many steps as a model needs to say anything.
    """
    encoded = [(piece, model.representation.encode(piece.notes)) for piece in pieces]
    kept = [(piece, codes) for piece, codes in encoded if len(codes) >= SHORTEST]
    if not kept:
        raise DataError(f"none of {len(pieces)} pieces has {SHORTEST} steps or more; choose longer ones")
    sequences = Sequences.of([codes for _, codes in kept], groups=[piece.group for piece, _ in kept])
    windows = model.shape.cutter.all(sequences)
    scores = scores_of(model.net, windows, groups=_groups(sequences, windows), seed=seed)
    scores = _by_notes(scores, windows, model.representation)
    too_short = [piece.name for piece, codes in encoded if len(codes) < SHORTEST]
    return scores | {"ngram": _of_ngram(ngram, windows, scores) if ngram else None, "too_short": too_short}


def scores_of(net: JazzNetwork, windows: Windows, *, groups: Sequence[str], seed: int = 0) -> dict:
    """What is told of a model on windows: one sample of z, the KL in full, nothing annealed, no condition known.

    Returns
    -------
    dict with ``bound`` (-ELBO, nats per step), ``interval`` (95 %, over groups; None for a single group),
    ``per_token`` (nats per code), ``reconstruction``, ``kl`` (nats per step), ``kl_per_sequence``, ``n_active``,
    ``z_is_worth`` (reconstruction with z from the prior minus from the posterior), ``mmd`` (None for a single
    sequence), ``fields`` (nats per step of each), ``n_sequences``, ``n_steps``; ``told``: the same numbers of z, the
    bound and its interval where the model knows the conditions of each window, None for a model without any
    """
    blind = replace(windows, conditions=np.zeros_like(windows.conditions))
    scores = _measured(net, blind, groups, seed) | {"n_sequences": len(windows), "n_steps": int(windows.mask.sum())}
    return scores | {"told": _measured(net, windows, groups, seed) if windows.conditions.shape[1] else None}


def _measured(net: JazzNetwork, windows: Windows, groups: Sequence[str], seed: int) -> dict:
    found = measure(net, windows, seed=seed)
    scores = {
        "bound": found.bound,
        "interval": _interval(found, groups),
        "per_token": found.bound / windows.codes.shape[2],
        "reconstruction": found.reconstruction_per_step,
        "fields": found.fields.tolist(),
    }
    return scores | (_of_z(net, windows, found, seed) if net.config.latent else {})


def _of_ngram(ngram: NGram, windows: Windows, scores: dict) -> dict:
    nats = float(ngram.nll(windows.codes).sum(axis=-1)[windows.mask].sum())
    return {"order": ngram.order, "per_step": nats / scores["n_steps"], "per_note": nats / scores["n_notes"]}


def _by_notes(scores: dict, windows: Windows, codes: Representation) -> dict:
    """The same with the bound per note: a token may be a chord of several."""
    n_notes = sum(len(codes.decode(row[mask])) for row, mask in zip(windows.codes, windows.mask, strict=True))
    return scores | {"per_note": scores["bound"] * scores["n_steps"] / n_notes, "n_notes": n_notes}


def _of_z(net: JazzNetwork, windows: Windows, found: Measured, seed: int) -> dict:
    without = measure(net, windows, seed=seed, z_from="prior")
    return {
        "kl": found.bound - found.reconstruction_per_step,
        "kl_per_sequence": float(found.divergence.mean()),
        "n_active": found.n_active,
        "z_is_worth": without.reconstruction_per_step - found.reconstruction_per_step,
        "mmd": mmd(found.mean, found.log_var) if len(found.mean) > 1 else None,
    }


def _groups(sequences: Sequences, windows: Windows) -> np.ndarray:
    return sequences.groups[windows.pieces]


def _interval(found: Measured, groups: Sequence[str]) -> list[float] | None:
    """95 % by resampling groups: pieces of one recording are no independent witnesses."""
    nats = found.reconstruction + found.divergence
    interval = interval_if_enough(nats, groups, fewest=2, sizes=found.n_steps, n_draws=N_DRAWS)
    return list(interval) if interval else None
