"""What a training says while it runs: its share and words for the job, and its curves in a file for whoever looks."""

import json
from pathlib import Path

from core.errors import ModelError
from core.jobs import Workbench
from core.workspace import write_atomic

CURVES = "curves.json"


class Live:
    """Passes a training's words on to a job's bench; ``tell`` is what `core.jazz.training.loop.train` wants."""

    def __init__(self, bench: Workbench, *, n_epochs: int) -> None:
        self._bench, self._n_epochs = bench, n_epochs
        self._curves: list[dict] = read_curves(bench.folder / CURVES)

    def tell(self, share: float, epoch: dict) -> None:
        """Called after each batch, with the last row of the curves; raises Cancelled when the job shall end."""
        if epoch and (not self._curves or self._curves[-1]["epoch"] < epoch["epoch"]):
            self._curves.append(epoch)
            write_atomic(self._bench.folder / CURVES, json.dumps(self._curves).encode())
        self._bench.tell(0.02 + 0.95 * share, self._words(share, epoch))

    def _words(self, share: float, epoch: dict) -> str:
        now = min(int(share * self._n_epochs) + 1, self._n_epochs)
        held_out = f", {epoch['valid_bound']:.2f} nats per step on held-out music" if epoch else ""
        return f"Epoch {now} of at most {self._n_epochs}{held_out}"


def read_curves(path: Path) -> list[dict]:
    """The curves so far; none where nothing was written. Raises ModelError when the file is damaged."""
    if not path.is_file():
        return []
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"{path.name} of this training is damaged ({error}); start it anew") from error
