"""What is stored beside a trained model, so that no music is needed to steer and to judge it.

What its conditions usually are, the map and the sliders of `core.jazz.steering`, an n-gram of the same training part
(the honest baseline), and hashes of what was learnt from, by which copies are found. None of them holds a piece.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.errors import DataError
from core.jazz.data.sequences import Sequences
from core.jazz.data.windows import Windows
from core.jazz.judging.copying import LEARNT, Learnt
from core.jazz.models.loaded import model_folder
from core.jazz.models.ngram import NGram
from core.jazz.models.usual import USUAL, usual_of
from core.jazz.notes import Notes
from core.jazz.representations import Representation
from core.jazz.steering.making import make_steering
from core.jazz.training.material import Prepared

NGRAM = "ngram.npz"
ORDER = 2
# Sets of other pitches at which the n-gram may count the training part again; the last one is all other keys.
TRANSPOSED = ((), (-3, 3), (-5, -2, 2, 4), (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6))
MOST_STEPS = 11_000_000  # counted at once: 2 GB and ten seconds; of two million notes four more sets, not all keys


def store_beside(
    folder: Path, prepared: Prepared, *, n_samples: int, log: Callable[[str], None] = lambda line: None
) -> None:
    """Make all of it for the model in ``folder``; ``n_samples`` are made to report on each slider (0: no report)."""
    cutter, train = prepared.material.cutter, prepared.material.train
    held_out, learnt_from = cutter.all(prepared.test), cutter.all(train)
    if cutter.attributes:
        usual_of(learnt_from.conditions, knows_manner=cutter.knows_manner).save(folder / USUAL)
    make_steering(folder, train=learnt_from, held_out=held_out, n_samples=n_samples)
    fit_ngram(prepared).save(folder / NGRAM)
    try:
        learnt_by_hashes(prepared).save(folder / LEARNT)
    except DataError as error:
        log(f"copies are not looked for: {error}")


def learnt_by_hashes(prepared: Prepared) -> Learnt:
    """What copies are found by; raises DataError when too little is held out to tell how much of that is usual."""
    codes, train = prepared.shape.representation, prepared.material.train
    pieces = [codes.decode(train.piece(i)) for i in range(len(train))]
    held_out = _pieces(prepared.material.cutter.all(prepared.test), codes)
    return Learnt.of(pieces, held_out=held_out, is_timed=codes.is_timed, by_hashes=True)


def ngram_beside(name: str) -> NGram | None:
    """The n-gram of what a model learnt from, as it lies beside its weights; None where there is none."""
    path = model_folder(name) / NGRAM
    return NGram.load(path) if path.is_file() else None


def fit_ngram(prepared: Prepared, *, order: int = ORDER) -> NGram:
    """The n-gram of the training part, tuned on the validation part.

    The networks hear every piece at other pitches too. Whether the n-gram counts it so as well, the validation part
    chooses for each field: the set of ``TRANSPOSED``, of those with no more than ``MOST_STEPS`` steps in all, that
    makes it likeliest. (Of durations, for one, copies at other pitches tell nothing but that they are frequent.)
    """
    codes, train = prepared.shape.representation, prepared.material.train
    valid = _rows(prepared.material.valid, prepared.material.valid.codes)
    best = None
    for semitones in TRANSPOSED:
        if semitones and train.n_steps * (1 + len(semitones)) > MOST_STEPS:
            continue
        moved = [codes.transpose(train.codes, by) for by in semitones]
        counted = [row for some in (train.codes, *moved) for row in _rows(train, some)]
        ngram = NGram(codes.fields, order=order).fit(counted, valid=valid)
        best = ngram if best is None else NGram.best_of([best, ngram], valid=valid)
    return best


def _rows(part: Sequences, codes: np.ndarray) -> list[np.ndarray]:
    """The pieces of a part, of codes that stand in place of its own."""
    return [codes[begin:end] for begin, end in zip(part.bounds[:-1], part.bounds[1:], strict=True)]


def _pieces(windows: Windows, codes: Representation) -> list[Notes]:
    return [codes.decode(row[mask]) for row, mask in zip(windows.codes, windows.mask, strict=True)]
