"""A loaded MusicGen, a prompt and parameters in, sound of exactly the asked length out; the same for every engine."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch

from core.errors import DataError, ModelError
from core.generation.musicgen.devices import memory_told
from core.generation.musicgen.folders import BROKEN
from core.generation.musicgen.params import MIN_GIVEN_S, MusicgenParams, checked_prompt, prompt_notes
from core.generation.musicgen.spec import Player
from core.generation.musicgen.windows import WINDOW_S, Window, plan_windows
from core.sound.decode import Signal
from core.sound.rates import at_rate

SR_HZ, FRAMES_S = (1_000, 192_000), (1.0, 1_000.0)  # between which every codec's rates lie
Progress = Callable[[float, str], None]
"""Called after each token with a share, 0 to 1, and words; what it raises ends the work before the next token."""


@dataclass(frozen=True, eq=False)
class Made:
    """The clips of one prompt.

    Attributes
    ----------
    y : float32, shape (batch, n_channels, n_samples)
    notes : what a listener should know of how they came about
    """

    y: np.ndarray
    sr: int
    took_s: float
    notes: tuple[str, ...] = ()


def make(
    player: Player,
    prompt: str,
    params: MusicgenParams,
    *,
    melody: Signal | None = None,
    given: Signal | None = None,
    progress: Progress | None = None,
) -> Made:
    """Make the clips of a prompt.

    Parameters
    ----------
    melody : a recording whose melody they shall follow, in other sounds
    given : a recording that they go on from: they begin with the end of it

    Raises
    ------
    DataError
        The prompt, a parameter or a recording cannot be used.
    ModelError
        The model cannot follow a melody, or there is not enough memory.
    """
    params.check()
    prompt, began = checked_prompt(prompt), time.perf_counter()
    _check_recordings(player, params, melody=melody, given=given)
    tell = progress or _nobody
    asked = f"{params.batch} clip{'s' * (params.batch > 1)} of {params.duration_s:g} s on {player.device}"
    with memory_told(asked), torch.inference_mode(), _seeded(params.seed, player.device):
        codes = _written(player, prompt, params, melody, given, tell)
        y = player.decode(codes)
        tell(1.0, _words(codes.shape[-1], codes.shape[-1], player))  # a wish to end that came while they became sound
    n_samples = round(params.duration_s * player.sr)
    y = np.ascontiguousarray(y[..., :n_samples], dtype=np.float32)
    if y.shape != (params.batch, player.n_channels, n_samples) or not np.isfinite(y).all():
        raise ModelError(f"the model gave no sound that can be used (shape {y.shape}); its weights may be damaged")
    return Made(y, player.sr, time.perf_counter() - began, prompt_notes(prompt))


def try_out(player: Player, name: str) -> None:
    """Have a model of strangers write one frame: files may be whole, and yet not go together.

    Raises
    ------
    ModelError
        Its numbers are none of a sound, or its networks cannot run.
    """
    _check_rates(player, name)
    params = MusicgenParams(seed=0)
    try:
        with memory_told(f"{name} on {player.device}"), torch.inference_mode(), _seeded(params.seed, player.device):
            read = player.read("calm piano", params=params, melody=None)
            codes = player.write(
                read, _given_codes(player, params, None), n_frames=1, params=params, step=lambda done, of: None
            )
            player.decode(codes)
    except BROKEN as error:
        raise ModelError(
            f"{name} was read, but cannot run: {type(error).__name__}: {str(error)[:200]}; its settings are of another "
            "model: take a complete copy"
        ) from error


def _check_rates(player: Player, name: str) -> None:
    has_rates = SR_HZ[0] <= player.sr <= SR_HZ[1] and FRAMES_S[0] <= player.frame_rate <= FRAMES_S[1]
    if not has_rates or player.n_codebooks < 1 or player.n_channels not in (1, 2):
        raise ModelError(
            f"{name} states {player.sr} Hz, {player.frame_rate:g} frames a second, {player.n_codebooks} codebooks and "
            f"{player.n_channels} channels, which no MusicGen has; take a complete copy"
        )


def _check_recordings(player: Player, params: MusicgenParams, *, melody: Signal | None, given: Signal | None) -> None:
    if melody is not None and not player.takes_melody:
        raise ModelError("this model reads words only and cannot follow a melody; choose a melody model")
    for name, signal in (("melody", melody), ("recording to go on from", given)):
        if signal is not None and signal.duration_s < MIN_GIVEN_S:
            raise DataError(f"the {name} lasts {signal.duration_s:.2f} s, but at least {MIN_GIVEN_S:g} s are needed")
    if given is not None and params.given_s >= params.duration_s:
        raise DataError(
            f"given_s={params.given_s:g} leaves nothing to make of duration_s={params.duration_s:g}, in which it is "
            "counted; take less of the recording or ask for more seconds"
        )


def _written(
    player: Player,
    prompt: str,
    params: MusicgenParams,
    melody: Signal | None,
    given: Signal | None,
    progress: Progress,
) -> torch.Tensor:
    """Codes (B, K, n_frames), window by window."""
    n_frames = math.ceil(round(params.duration_s * player.frame_rate, 6))
    codes = _given_codes(player, params, given)[..., : n_frames - 1]
    windows = plan_windows(n_frames, n_given=codes.shape[-1], frame_rate=player.frame_rate)
    tune = None if melody is None else at_rate(melody.y, sr=melody.sr, wanted=player.sr)
    read: Any = None
    for window in windows:
        if read is None or tune is not None:
            heard = tune if tune is None or len(windows) == 1 else _tune_of(tune, window, player)
            read = player.read(prompt, params=params, melody=heard)
        step = partial(_tell, progress, player, window, n_frames, codes.shape[-1])
        seen = codes[..., window.start :]
        new = player.write(read, seen, n_frames=window.n_frames, params=params, step=step)
        codes = torch.cat([codes, new[..., window.n_given :]], dim=-1)
    return codes


def _given_codes(player: Player, params: MusicgenParams, given: Signal | None) -> torch.Tensor:
    """The codes of the end of a recording for each clip, (B, K, n_given); none at all without one."""
    if given is None:
        return torch.zeros((params.batch, player.n_codebooks, 0), dtype=torch.long, device=player.device)
    y = at_rate(given.y, sr=given.sr, wanted=player.sr)[-round(params.given_s * player.sr) :]
    return player.encode(np.tile(y, (player.n_channels, 1))).repeat(params.batch, 1, 1)


def _tune_of(y: np.ndarray, window: Window, player: Player) -> np.ndarray:
    """The melody as it stands at a window, begun anew where it ends."""
    start = round(window.start / player.frame_rate * player.sr)
    return y[np.arange(start, start + round(WINDOW_S * player.sr)) % y.size]


def _tell(progress: Progress, player: Player, window: Window, n_frames: int, n_before: int, done: int, of: int) -> None:
    """Tell the tokens of all windows: an engine counts those of its window alone, and those of the delays with them."""
    written = n_before + window.n_new * min(done / of, 1.0)
    progress(min(written / n_frames, 1.0), _words(int(written), n_frames, player))


def _words(written: int, n_frames: int, player: Player) -> str:
    """ "12 of 30 s written, 600 of 1,500 tokens"."""
    seconds = (f"{n / player.frame_rate:.0f}" for n in (written, n_frames))
    return f"{' of '.join(seconds)} s written, {written:,} of {n_frames:,} tokens"


@contextmanager
def _seeded(seed: int, device: str) -> Iterator[None]:
    """Torch's random state from a seed within the block, and as it was after it."""
    devices = [torch.cuda.current_device()] if device == "cuda" else []
    with torch.random.fork_rng(devices=devices):
        torch.manual_seed(seed)
        yield


def _nobody(share: float, words: str) -> None:
    pass
