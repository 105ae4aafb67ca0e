"""What a job's function is given beside its parameters: where to keep things, and whom to tell how far it is."""

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from core.jobs.records import append_log

Tell = Callable[[float, str], None]
FanOut = Callable[..., dict[str, Path]]
Seen = Callable[[str, Path], str]


class Cancelled(Exception):
    """Somebody wants this job to end; let it pass."""


class Superseded(Cancelled):
    """The job is not in these hands any more: a later attempt, another worker or nobody has it."""


class Workbench:
    """The ``bench`` of a job's function."""

    def __init__(self, folder: Path, *, told: Tell, fan_out: FanOut | None = None) -> None:
        self.folder = folder  # of this job: survives restarts
        self._told = told
        self._fan_out = fan_out

    def tell(self, share: float, words: str) -> None:
        """Say how far the job is, 0 to 1, and at what; raises Cancelled when it shall end."""
        if not math.isfinite(share):
            raise ValueError(f"share={share} must be a number from 0 to 1")
        self._told(min(max(float(share), 0.0), 1.0), words)

    def log(self, line: str) -> None:
        """Add a line to the job's log."""
        append_log(self.folder, line)

    def each(
        self,
        work: Callable[[Any, "Workbench"], bytes],
        items: Mapping[str, Any],
        *,
        words: str = "{done} of {all}",
        span: tuple[float, float] = (0.0, 1.0),
        seen: Seen | None = None,
        on: str = "",
    ) -> dict[str, Path]:
        """Call ``work(item, bench) -> bytes`` for every item, on all workers at once, and keep the bytes as files.

        What an earlier attempt stored under the same name by the same ``work`` is not done again, unless the program
        was changed since. A CoreError or a bug in ``work`` ends the whole job: work that may fail item by item returns
        that as its bytes.

        Parameters
        ----------
        work : a function at the top level of a module
        items : name -> item; the name, any text, tells the parts apart
        words : what ``tell`` says meanwhile, with {done} and {all}
        span : the shares at which this begins and ends within the whole job
        seen : called with the name and the path of each part as it gets ready, and at the start with those that are;
            what it returns is said after ``words``
        on : a resource of Dask's, such as "GPU": where a worker of the cluster offers some, only such workers get
            these parts, one for each that they offer; where none does, any worker may

        Returns
        -------
        dict of name -> path of its bytes, in the order of ``items``
        """
        if self._fan_out is None:
            raise RuntimeError("a part cannot be cut into parts; let the job do that")
        return self._fan_out(self, work, items, words=words, span=span, seen=seen or _nothing_more, on=on)


def _nothing_more(name: str, path: Path) -> str:
    return ""
