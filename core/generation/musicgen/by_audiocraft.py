"""A folder with the two files that audiocraft publishes of a MusicGen, and a T5 beside them -> a player.

Nothing is fetched, and nothing of a file is brought to life but tensors and words: audiocraft itself would open its
files as pickles that may run code, and ask the hub for the T5.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
import yaml
from torch import nn

from core.errors import ModelError
from core.generation.musicgen.devices import half_is_safe
from core.generation.musicgen.folders import BROKEN, CODEC_STATE, LOCAL, STATE
from core.generation.musicgen.params import MusicgenParams
from core.generation.musicgen.sizes import T5_FOLDER
from core.generation.musicgen.spec import Player, Step
from core.generation.musicgen.standin import standing_in

MELODY, WORDS = "self_wav", "description"  # audiocraft's names of what a model is told
# And audiocraft, omegaconf (whose errors are ValueErrors and AttributeErrors too) and torch, of files that lack a key.
_BROKEN = (*BROKEN, AssertionError, EOFError, yaml.YAMLError)
_UNSUITED = ("clap",)  # conditioners that would fetch a network of their own


def load(folder: Path, device: str) -> Player:
    """Read a folder; raises ModelError where it is not whole, or none of MusicGen's."""
    state, codec_state = _state(folder / STATE), _state(folder / CODEC_STATE)
    try:
        with standing_in(), _words_from(folder / T5_FOLDER):
            lm, codec = _lm(state, device), _codec(codec_state, device)
            from audiocraft.models.builders import get_wrapped_compression_model

            return AudiocraftPlayer(lm, get_wrapped_compression_model(codec, lm.cfg).eval(), device)
    except _BROKEN as error:
        reason = f"{type(error).__name__}: {str(error)[:300]}"
        raise ModelError(
            f"{folder} cannot be read as a MusicGen of audiocraft: {reason}; take a complete copy"
        ) from error


class AudiocraftPlayer:
    """Audiocraft's two networks, of which the first draws codes and the second makes them sound."""

    def __init__(self, lm: Any, codec: Any, device: str) -> None:
        self._lm, self._codec, self.device = lm, codec, device
        self.sr, self.frame_rate, self.n_channels = codec.sample_rate, codec.frame_rate, codec.channels
        self.n_codebooks = lm.num_codebooks
        self.takes_melody = MELODY in lm.condition_provider.conditioners
        self.precision = str(next(lm.parameters()).dtype).removeprefix("torch.")

    def networks(self) -> Sequence[nn.Module]:
        # Audiocraft hides the T5 from its own lists of networks, so that no checkpoint holds it.
        told = self._lm.condition_provider.conditioners.values()
        return [self._lm, self._codec, *(one.__dict__["t5"] for one in told if "t5" in one.__dict__)]

    def read(self, prompt: str, *, params: MusicgenParams, melody: np.ndarray | None) -> list[Any]:
        from audiocraft.modules.conditioners import ConditioningAttributes, WavCondition

        heard = np.zeros(1, np.float32) if melody is None else melody
        length = 0 if melody is None else melody.size
        wav = torch.from_numpy(np.ascontiguousarray(heard))[None, None].to(self.device)
        sound = WavCondition(wav, torch.tensor([length], device=self.device), [self.sr], [None], [0.0])
        return [ConditioningAttributes(text={WORDS: prompt}, wav={MELODY: sound}) for _ in range(params.batch)]

    def encode(self, y: np.ndarray) -> torch.Tensor:
        codes, _ = self._codec.encode(torch.from_numpy(np.ascontiguousarray(y))[None].to(self.device))
        if codes.shape[1] != self.n_codebooks:
            raise ModelError(f"the codec has {codes.shape[1]} codebooks, but {self.n_codebooks} are needed")
        return codes

    def decode(self, codes: torch.Tensor) -> np.ndarray:
        return self._codec.decode(codes, None).float().cpu().numpy()

    def write(
        self, read: list[Any], given: torch.Tensor, *, n_frames: int, params: MusicgenParams, step: Step
    ) -> torch.Tensor:
        # Audiocraft cannot draw among more tokens than there are; of its two numbers top_p goes first, as here.
        drawn = {"temp": params.temperature, "top_k": min(params.top_k, self._lm.card), "top_p": params.top_p}
        half = torch.autocast(self.device, torch.float16, enabled=self.precision == "float16")
        with standing_in(), half:
            return self._lm.generate(
                given if given.shape[-1] else None,
                read,
                max_gen_len=n_frames,
                cfg_coef=params.guidance,
                callback=step,
                **drawn,
            )


def _state(path: Path) -> Mapping[str, Any]:
    """What a file of audiocraft holds; only tensors and plain values are read of it."""
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except _BROKEN as error:
        raise ModelError(f"{path} cannot be read ({str(error)[:200]}); take a complete copy of the model") from error
    except torch.serialization.pickle.UnpicklingError as error:
        raise ModelError(
            f"{path} cannot be read as tensors alone: it is cut, or holds code, which is never run; take the file that "
            "its makers publish"
        ) from error
    if not isinstance(state, Mapping):
        raise ModelError(f"{path} holds a {type(state).__name__}, and no model of audiocraft; take another")
    return state


def _lm(state: Mapping[str, Any], device: str) -> nn.Module:
    from audiocraft.models.builders import get_lm_model
    from omegaconf import OmegaConf

    config = OmegaConf.create(state["xp.cfg"])
    config.device, config.dtype = device, "float16" if half_is_safe(device) else "float32"
    for name, told in config.conditioners.items():
        if name != "args" and told.model in _UNSUITED:
            raise ValueError(f"{name} is told by {told.model}, which is not supported")
    # Of training: where chroma were kept on its makers' disks, and how often words were left out.
    for keys in (
        ("self_wav", "chroma_stem", "cache_path"),
        ("args", "merge_text_conditions_p"),
        ("args", "drop_desc_p"),
    ):
        _drop(config.conditioners, keys)
    lm = get_lm_model(config)
    lm.load_state_dict(state["best_state"])
    lm.cfg = config
    told = lm.condition_provider.conditioners
    if MELODY in told:  # a melody is as long as in training, repeated where it ends, and none of it is hidden
        told[MELODY].match_len_on_eval, told[MELODY]._use_masking = True, False
    return lm.eval().requires_grad_(False)


def _codec(state: Mapping[str, Any], device: str) -> nn.Module:
    from audiocraft.models.builders import get_compression_model
    from omegaconf import OmegaConf

    if "pretrained" in state:
        raise ValueError(f"its codec is {state['pretrained']!r} of the hub, and only a codec in the folder is read")
    config = OmegaConf.create(state["xp.cfg"])
    config.device = device
    codec = get_compression_model(config)
    codec.load_state_dict(state["best_state"])
    return codec.eval().requires_grad_(False)


def _drop(config: Any, keys: Sequence[str]) -> None:
    from omegaconf import OmegaConf

    *above, last = keys
    for key in above:
        if key not in config:
            return
        config = config[key]
    OmegaConf.set_struct(config, False)
    config.pop(last, None)


@contextmanager
def _words_from(folder: Path) -> Iterator[None]:
    """Let audiocraft take any T5 that it asks for from a folder, and never from the hub or a pickle."""
    from audiocraft.modules import conditioners

    config = transformers.T5Config.from_pretrained(folder, **LOCAL)
    names = ("T5Tokenizer", "T5EncoderModel")
    before = {name: getattr(conditioners, name) for name in names}
    sizes = conditioners.T5Conditioner.MODELS_DIMS
    conditioners.T5Tokenizer = _From(folder, transformers.AutoTokenizer, {})
    conditioners.T5EncoderModel = _From(folder, transformers.T5EncoderModel, {"use_safetensors": True})
    conditioners.T5Conditioner.MODELS_DIMS = dict.fromkeys(sizes, config.d_model)
    disabled = logging.root.manager.disable
    try:
        yield
    finally:
        logging.disable(disabled)
        conditioners.T5Conditioner.MODELS_DIMS = sizes
        for name, own in before.items():
            setattr(conditioners, name, own)


class _From:
    """A class of transformers whose models all come from one folder."""

    def __init__(self, folder: Path, kind: Any, more: Mapping[str, Any]) -> None:
        self._folder, self._kind, self._more = folder, kind, more

    def from_pretrained(self, name: str) -> Any:
        found = self._kind.from_pretrained(self._folder, **self._more, **LOCAL)
        return found.requires_grad_(False) if isinstance(found, nn.Module) else found
