"""What is stored beside a trained model, so that no music is needed to steer and to judge it.

What its conditions usually are, the map and the sliders of `core.jazz.steering`, an n-gram of the same training part
(the honest baseline), and hashes of what was learnt from, by which copies are found. None of them holds a piece.
"""

from collections.abc import Callable
from pathlib import Path

from core.jazz.data.windows import Windows
from core.jazz.judging.copying import FEWEST_USUAL, LEARNT, Learnt
from core.jazz.models.ngram import NGram
from core.jazz.models.usual import USUAL, usual_of
from core.jazz.notes import Notes
from core.jazz.representations import Representation
from core.jazz.steering.making import make_steering
from core.jazz.training.material import Prepared

NGRAM = "ngram.npz"
ORDER = 2


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
    codes = prepared.shape.representation
    if len(held_out) < FEWEST_USUAL:
        log(f"{len(held_out)} held-out sequences are too few to tell how much copying is usual; none is looked for")
        return
    learnt = [codes.decode(train.piece(i)) for i in range(len(train))]
    learnt = Learnt.of(learnt, held_out=_pieces(held_out, codes), is_timed=codes.is_timed, by_hashes=True)
    learnt.save(folder / LEARNT)


def fit_ngram(prepared: Prepared, *, order: int = ORDER) -> NGram:
    """The n-gram of the training part, tuned on the validation part."""
    parts = (prepared.material.train, prepared.material.valid)
    train, valid = ([part.piece(i) for i in range(len(part))] for part in parts)
    return NGram(prepared.shape.representation.fields, order=order).fit(train, valid=valid)


def _pieces(windows: Windows, codes: Representation) -> list[Notes]:
    return [codes.decode(row[mask]) for row, mask in zip(windows.codes, windows.mask, strict=True)]
