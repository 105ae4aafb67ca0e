"""How far a training is, written into its job's folder as it learns, for whoever watches: candidates and epochs."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.jobs import Workbench
from core.models.epochs import listening
from core.training.choose import words_of
from core.training.config import TrainConfig
from core.workspace import write_atomic

SEARCH, EPOCHS = "live-search.json", "live-epochs{fold}.json"
EVERY_S = 0.5  # nobody reads faster


@dataclass(frozen=True)
class Watched:
    """What a training says of itself so far.

    ``candidates`` are (words, mean accuracy over the inner folds that are done, how many those are), best first;
    ``epochs`` maps a fold (-1: all tracks) to what each epoch said.
    """

    candidates: tuple[tuple[str, float, int], ...]
    chosen: str
    epochs: Mapping[int, list[dict[str, float]]]


class Live:
    """The search of one training as it goes on."""

    def __init__(self, folder: Path) -> None:
        self._path, self._said = folder / SEARCH, 0.0
        self._accuracies: dict[str, list[float]] = {}

    def judged(self, candidate: TrainConfig, accuracy: float) -> str:
        """Note how a candidate did in one more inner fold; returns the best so far, in words."""
        self._accuracies.setdefault(words_of(candidate), []).append(accuracy)
        if time.monotonic() - self._said > EVERY_S:
            self.say()
        words, best = max(((w, float(np.mean(a))) for w, a in self._accuracies.items()), key=lambda pair: pair[1])
        return f"; best so far: {words}, {100 * best:.0f} % in inner folds"

    def say(self, *, chosen: TrainConfig | None = None) -> None:
        """Write what is known now."""
        rows = [(words, float(np.mean(found)), len(found)) for words, found in self._accuracies.items()]
        rows.sort(key=lambda row: -row[1])
        said = {"candidates": rows, "chosen": words_of(chosen) if chosen else ""}
        write_atomic(self._path, json.dumps(said, ensure_ascii=False).encode())
        self._said = time.monotonic()


@contextmanager
def telling_epochs(bench: Workbench, *, fold: int) -> Iterator[None]:
    """Write each epoch of what is fitted inside the block; the job's wish to end is heard between two epochs."""
    path, said, epochs = bench.folder / EPOCHS.format(fold=fold), 0.0, []

    def tell(epoch: Mapping[str, float]) -> None:
        nonlocal said
        bench.tell(0.0, "")
        epochs.append(dict(epoch))
        if time.monotonic() - said > EVERY_S:
            write_atomic(path, json.dumps(epochs).encode())
            said = time.monotonic()

    with listening(tell):
        yield


def watched(folder: Path) -> Watched:
    """What the training whose job lies in ``folder`` has said so far."""
    search = _read(folder / SEARCH) or {}
    epochs = {}
    for path in sorted(folder.glob(EPOCHS.format(fold="*"))):
        fold = path.stem.removeprefix("live-epochs")
        if fold.lstrip("-").isdecimal() and (said := _read(path)):
            epochs[int(fold)] = said
    rows = tuple((str(words), float(accuracy), int(n)) for words, accuracy, n in search.get("candidates", ()))
    return Watched(candidates=rows, chosen=search.get("chosen", ""), epochs=epochs)


def _read(path: Path) -> Any:
    """What a worker wrote last; None before it wrote anything."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
