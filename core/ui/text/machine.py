"""What the page Text to music asks this machine about MusicGen, which brings torch: opened when somebody chooses it."""

from __future__ import annotations

from functools import cache

from core.errors import ModelError
from core.generation.musicgen.devices import DEVICES, choose_device, half_is_safe


@cache
def devices_here() -> tuple[str, ...]:
    """The devices of this machine, the fastest first."""
    return tuple(name for name in DEVICES if _is_here(name))


def precision_on(device: str) -> str:
    return "half precision" if half_is_safe(device) else "full precision"


def _is_here(name: str) -> bool:
    try:
        return choose_device(name) == name
    except ModelError:
        return False
