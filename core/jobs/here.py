"""A job's function run in this process, part after part: for tests and small work."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from core.jobs.parts import Parts
from core.jobs.workbench import Seen, Tell, Workbench


def run_here(
    function: Callable, params: Any, *, progress: Tell | None = None, folder: Path | None = None
) -> dict[str, Any]:
    """What ``function(params, bench)`` returns; errors pass as they are.

    With a ``folder`` the parts stay there, and those stored are not done again.
    """
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        return function(params, _bench(folder, progress))
    with tempfile.TemporaryDirectory(prefix="genrescope-") as made:
        return function(params, _bench(Path(made), progress))


def _bench(folder: Path, progress: Tell | None) -> Workbench:
    return Workbench(folder, told=progress or _nobody, fan_out=_one_by_one)


def _one_by_one(
    bench: Workbench,
    work: Callable,
    items: Mapping[str, Any],
    *,
    words: str,
    span: tuple[float, float],
    seen: Seen,
    on: str,
) -> dict[str, Path]:
    parts, (low, high), more = Parts(bench.folder, work), span, ""
    stored = parts.stored(items)
    for done, (name, item) in enumerate(items.items()):
        bench.tell(low + (high - low) * done / len(items), words.format(done=done, all=len(items)) + more)
        if name not in stored:
            parts.store(name, work(item, Workbench(bench.folder, told=_nobody)))
        more = seen(name, parts.path(name))
    bench.tell(high, words.format(done=len(items), all=len(items)) + more)
    return {name: parts.path(name) for name in items}


def _nobody(share: float, words: str) -> None:
    pass
