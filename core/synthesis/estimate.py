"""A recipe in; what making it will take, before anything is made: clips, seconds, bytes, and the room that there is.

Of the band a few clips are played, none is kept, and the rest is reckoned from them on this machine. What a network
takes is known from those of its clips that lie there, or else from those of other recipes in this workspace; before
the first one nobody knows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from core.data.datasets.synthetic import BAND, DURATION_S, HOME, MUSICGEN, SUFFIX, read_recipe
from core.errors import DataError
from core.generation.clips import clip_bytes
from core.generation.marks import Mark, read_mark, sidecar_of
from core.generation.musicgen.sizes import SIZES
from core.sound.song import MIN_DURATION_S as MIN_SONG_S
from core.synthesis.by_band import SR, can_play, take_of
from core.synthesis.plan import Order, orders_of
from core.synthesis.recipe import Recipe
from core.workspace import free_bytes, workspace

N_TRIED = 3  # clips of the band, of as many genres
_N_READ, _N_OF_EACH = 20, 5  # finished clips of a network: of the recipe, and of each other one
_SIDECAR_BYTES = 4_096  # a block of most disks
_NETWORK_BYTES_S = 2 * 32_000  # MusicGen's samples of 16 bits a second; FLAC needs less


@dataclass(frozen=True)
class Estimate:
    """What a recipe takes.

    Attributes
    ----------
    n_clips, n_missing : of the recipe, and those of them that are not there yet
    seconds : on all workers; None where nobody knows
    n_bytes, free_bytes : what the missing clips will need, and the room on the disk
    """

    n_clips: int
    n_missing: int
    seconds: float | None
    n_bytes: int
    free_bytes: int

    def check_room(self) -> None:
        """Raise DataError where the clips will not fit."""
        if self.n_bytes > self.free_bytes:
            raise DataError(
                f"{self.n_missing:,} clips need about {_in_words(self.n_bytes)}, but the disk of the workspace has "
                f"{_in_words(self.free_bytes)} left; ask for fewer, or make room"
            )


def estimate(recipe: Recipe, *, n_workers: int) -> Estimate:
    """What a recipe takes on so many workers; raises DataError where it asks for what cannot be."""
    recipe.check()
    orders = list(orders_of(recipe))
    missing = [order for order in orders if not order.is_made]
    one_s, one_bytes = 0.0, 0.0
    if missing:
        one_s, one_bytes = _of_band(recipe, missing) if recipe.engine == BAND else _of_network(recipe, orders)
    # One device makes one clip at a time, however many workers wait for it.
    at_once = n_workers if recipe.engine == BAND else 1
    return Estimate(
        n_clips=len(orders),
        n_missing=len(missing),
        seconds=None if one_s is None else one_s * len(missing) / min(at_once, max(len(missing), 1)),
        n_bytes=round((one_bytes + _SIDECAR_BYTES) * len(missing)),
        free_bytes=free_bytes(),
    )


def _of_band(recipe: Recipe, missing: Sequence[Order]) -> tuple[float, float]:
    """Seconds and bytes of a clip, from one of each of a few genres; none where nothing can be played."""
    tried = _playable(recipe, missing)
    if not tried:  # the job tells each of them with its reason
        return 0.0, 0.0
    n_takes = min(recipe.best_of, 2)
    recipe, n_times = replace(recipe, best_of=n_takes), recipe.best_of / n_takes
    _made(replace(recipe, duration_s=MIN_SONG_S), tried[0])  # what is loaded once is no part of a clip
    # Of this thread: what else goes on in this process says nothing of a worker. A judge has threads of its own.
    clock = perf_counter if recipe.best_of > 1 else thread_time
    began = clock()
    n_bytes = sum(_made(recipe, order) for order in tried)
    return n_times * (clock() - began) / len(tried), n_bytes / len(tried)


def _playable(recipe: Recipe, missing: Sequence[Order]) -> list[Order]:
    """The first of each of a few genres that the band can play: a table may ask for a tempo that it cannot."""
    first_of: dict[str, Order] = {}
    for order in missing:
        if order.genre not in first_of and can_play(recipe, order):
            first_of[order.genre] = order
        if len(first_of) == N_TRIED:
            break
    return list(first_of.values())


def _made(recipe: Recipe, order: Order) -> int:
    take = take_of(recipe, order)
    return len(clip_bytes(take.y, take.mark, sr=SR))


def _of_network(recipe: Recipe, orders: Sequence[Order]) -> tuple[float | None, float]:
    """Seconds and bytes of a clip, from those that are there of this recipe or, else, of others; None seconds without.

    What a judge needs to listen is left out: it is little beside the making.
    """
    own = _marks([order.path for order in orders if order.is_made][-_N_READ:])
    marks = own or {path: mark for path, mark in _marks(_others()).items() if _is_alike(mark, recipe)}
    if not marks:
        return None, _NETWORK_BYTES_S * recipe.duration_s
    share = recipe.duration_s / sum(mark.settings[DURATION_S] for mark in marks.values())
    took_s = sum(mark.took_s or 0.0 for mark in marks.values())
    return recipe.best_of * took_s * share, sum(path.stat().st_size for path in marks) * share


def _marks(paths: Iterable[Path]) -> dict[Path, Mark]:
    """Those of the finished clips that tell how long they are, and how long they took."""
    read = {path: read_mark(sidecar_of(path)) for path in paths}
    return {path: mark for path, mark in read.items() if mark and mark.took_s and _is_told(mark.settings)}


def _is_told(settings: Mapping[str, Any]) -> bool:
    seconds = settings.get(DURATION_S)
    return isinstance(seconds, int | float) and seconds > 0


def _is_alike(mark: Mark, recipe: Recipe) -> bool:
    """Whether the same network made it, on the device that is asked for."""
    model = f"musicgen-{recipe.model}" if recipe.model in SIZES else Path(recipe.model).name
    return mark.model == model and recipe.device in ("", mark.settings.get("device"))


def _others() -> list[Path]:
    """A few finished clips of each recipe of a network in the workspace."""
    told = ((folder, read_recipe(folder)) for folder in (workspace() / HOME).glob("[!.]*/"))
    folders = [folder for folder, said in told if said and said["engine"] == MUSICGEN]
    sidecars = (one for folder in folders for one in islice(folder.glob(f"*/*{SUFFIX}.json"), _N_OF_EACH))
    return [path for path in (one.with_suffix("") for one in sidecars) if path.is_file()]


def _in_words(n_bytes: float) -> str:
    return f"{n_bytes / 1e9:,.0f} GB" if n_bytes >= 10e9 else f"{n_bytes / 1e6:,.0f} MB"
