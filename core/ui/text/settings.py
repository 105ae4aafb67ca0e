"""A take in; all that made it in the widgets of the page, for the next one, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.generation.musicgen.sizes import SIZES
from core.ui.standing import put
from core.ui.text.asking import take_up
from core.ui.text.band import GENRE
from core.ui.text.network import A_FOLDER, BY, DEVICE, FOLDER, NUMBERS, SIZE
from core.ui.text.takes import BAND

if TYPE_CHECKING:
    from core.ui.text.takes import Take


def take_settings(take: Take) -> None:
    """Put all that made a take into the widgets; recordings that it began from are brought anew."""
    params = take.params
    count = int(params.get("n_clips" if take.engine == BAND else "batch", 1))
    seed = int(params.get("seed", 0))
    take_up(prompt=take.prompt, engine=take.engine, seconds=take.duration_s, seed=seed, count=count)
    if take.engine == BAND:
        put(GENRE, params.get("genre"))
        return
    model = str(params.get("model", ""))
    standing = {SIZE: model if model in SIZES else A_FOLDER, BY: params.get("engine", "")}
    standing |= {DEVICE: params.get("device", "")} | ({} if model in SIZES else {FOLDER: model})
    standing |= {NUMBERS.format(name): params[name] for name in ("guidance", "temperature", "top_k", "top_p")}
    for key, value in standing.items():
        put(key, value)
