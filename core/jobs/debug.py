"""Tiny jobs for tests: they count, in one go or in parts, politely or deaf, or fail."""

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import DataError
from core.jobs.workbench import Workbench


@dataclass(frozen=True)
class Count:
    """How far to count, and how slowly."""

    n: int = 3
    pause_s: float = 0.0
    diary: str = ""  # a folder that gets a file per count, so that a test sees what was done, and where
    gate: str = ""  # a file to wait for, where a number in it says how far it lets ...
    free: int = 0  # ... from this number on; in parts, which come in any order: once so many have passed


def count(params: Count, bench: Workbench) -> dict[str, Any]:
    """Count to n, telling each number."""
    for i in range(params.n):
        bench.tell(i / params.n, f"{i} of {params.n}")
        _note(params, str(i))
        _wait(params, i, bench)
    bench.log(f"counted to {params.n}")
    return {"n": params.n}


def count_deaf(params: Count, bench: Workbench) -> dict[str, Any]:
    """Count to n and hear nothing meanwhile."""
    bench.tell(0, "deaf")
    for i in range(params.n):
        _note(params, str(i))
        _wait(params, i)
    return {"n": params.n}


def count_in_parts(params: Count, bench: Workbench) -> dict[str, Any]:
    """Count to n, each number a part."""
    paths = bench.each(_one, {f"part {i}": (params, i) for i in range(params.n)}, words="{done} of {all} parts")
    return {"n": params.n, "sum": sum(int(path.read_bytes()) for path in paths.values())}


def count_in_two_rounds(params: Count, bench: Workbench) -> dict[str, Any]:
    """Count to n in parts, and then the same numbers in other parts."""
    items = {f"part {i}": (params, i) for i in range(params.n)}
    first = bench.each(_one, items, span=(0.0, 0.5))
    second = bench.each(_one_deaf, items, span=(0.5, 1.0))
    return {"n": len(first) + len(second), "sum": sum(int(path.read_bytes()) for path in first.values())}


def count_in_deaf_parts(params: Count, bench: Workbench) -> dict[str, Any]:
    """Count to n, each number a part that hears nothing."""
    paths = bench.each(_one_deaf, {f"part {i}": (params, i) for i in range(params.n)})
    return {"n": len(paths)}


def parts_in_parts(params: Count, bench: Workbench) -> dict[str, Any]:
    """Ask for what no part may: parts of its own."""
    return {"n": len(bench.each(_one_cut, {"0": params}))}


def tell(params: Count, bench: Workbench) -> dict[str, Any]:
    """Tell n as the share."""
    bench.tell(params.n, "told")
    return {}


def tell_nonsense(params: Count, bench: Workbench) -> dict[str, Any]:
    """Tell a share that is none."""
    bench.tell(float("nan"), "told")
    return {}


def fail(params: Count, bench: Workbench) -> dict[str, Any]:
    """End as a job ends whose data is bad."""
    bench.tell(0.5, "half way")
    raise DataError(f"n={params.n} tracks are too few; add some")


def blunder(params: Count, bench: Workbench) -> dict[str, Any]:
    """End as a job ends that has a bug."""
    return {"n": params.n // 0}


def blunder_in_parts(params: Count, bench: Workbench) -> dict[str, Any]:
    """Have a bug in a part."""
    return {"n": len(bench.each(_one_wrong, {str(i): i for i in range(params.n)}))}


def return_nonsense(params: Count, bench: Workbench) -> Any:
    """Return what is no dict."""
    return [params.n]


def submit_another(params: Count, bench: Workbench) -> dict[str, Any]:
    """Ask for what no job may: a job."""
    from core.jobs.submitting import submit

    return {"id": submit(count, params, owner="me", kind="debug", title="Count").id}


def die(params: Count, bench: Workbench) -> dict[str, Any]:
    """End the worker, as a want of memory does."""
    _note(params, f"death {time.time_ns()}")
    os._exit(1)


def die_in_parts(params: Count, bench: Workbench) -> dict[str, Any]:
    """End a worker with each part."""
    return {"n": len(bench.each(_one_deadly, {str(i): params for i in range(params.n)}))}


def _one(item: tuple[Count, int], bench: Workbench) -> bytes:
    params, i = item
    _note(params, f"{i} {time.time_ns()}")
    _wait(params, _place(params), bench)
    return str(i).encode()


def _one_deaf(item: tuple[Count, int], bench: Workbench) -> bytes:
    params, i = item
    _note(params, str(i))
    _wait(params, i)
    return b""


def _one_cut(params: Count, bench: Workbench) -> bytes:
    return str(len(bench.each(_one, {"0": (params, 0)}))).encode()


def _one_wrong(item: int, bench: Workbench) -> bytes:
    return bytes([item // 0])


def _one_deadly(params: Count, bench: Workbench) -> bytes:
    _note(params, f"death {time.time_ns()}")
    os._exit(1)


def _place(params: Count) -> int:
    """How many parts came before this one, as far as ``free``: each of these leaves a file beside the gate."""
    for place in range(params.free):
        with suppress(FileExistsError):
            Path(f"{params.gate}.{place}").touch(exist_ok=False)
            return place
    return params.free


def _wait(params: Count, i: int, bench: Workbench | None = None) -> None:
    """Let the pause pass and the gate open; with a bench, politely."""
    deadline = time.monotonic() + params.pause_s
    while time.monotonic() < deadline or _is_shut(params, i):
        if bench is not None:
            bench.tell(i / params.n, f"{i} of {params.n}")
        time.sleep(0.02)


def _is_shut(params: Count, i: int) -> bool:
    if not params.gate or i < params.free:
        return False
    try:
        lets = Path(params.gate).read_text(encoding="utf-8")
    except FileNotFoundError:
        return True
    return bool(lets) and i >= int(lets)


def _note(params: Count, name: str) -> None:
    if params.diary:
        Path(params.diary, name).write_text(str(os.getpid()), encoding="utf-8")
