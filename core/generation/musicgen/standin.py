"""Audiocraft, imported without the libraries that only its training needs: a block in which stand-ins take their place.

Audiocraft 1.3.0 imports at its top what trains and scores models, and pins a torch of 2023 by it. Making music needs
none of that but six small things, which are here: a power spectrogram (torchaudio), cutting a tensor into parts
(xformers), telling other processes of a training nothing (flashy), words of a sentence (spaCy, for its random model of
tests alone), and stems (Demucs). Everything else of those libraries raises when somebody calls it.

Demucs is stood in for even where it is installed: it would fetch a pickle. The melody is then read from the whole
sound, as transformers reads it, and not from the voice and the other melodious stems.

Outside the block nobody can see a stand-in: transformers, for one, asks whether torchaudio is there.
"""

import re
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType, SimpleNamespace
from typing import Any, NoReturn

import torch

from core.generation.musicgen.chroma import power_spectrogram

NAMES = ("torchaudio", "xformers", "flashy", "spacy", "demucs", "audiocraft.solvers")
ALWAYS = ("demucs", "audiocraft.solvers")  # the latter train, and import what they train with
_lock = threading.RLock()
_kept: dict[str, ModuleType] = {}


@contextmanager
def standing_in() -> Iterator[None]:
    """Let stand-ins be imported within the block; those that were imported in an earlier one are the same."""
    with _lock:
        finder = _Finder()
        before = {name: sys.modules.pop(name) for name in list(sys.modules) if _known(name) in ALWAYS}
        sys.modules.update(_kept)
        sys.meta_path.insert(0, finder)
        try:
            yield
        finally:
            sys.meta_path.remove(finder)
            _kept.update({name: module for name, module in sys.modules.items() if isinstance(module, _StandIn)})
            for name in _kept:
                sys.modules.pop(name, None)
            sys.modules.update(before)


class Spectrogram(torch.nn.Module):
    """As torchaudio's with these settings: power, centred, scaled by the window."""

    def __init__(self, n_fft: int, win_length: int, hop_length: int, **more: Any) -> None:
        super().__init__()
        usual = {"power": 2, "center": True, "pad": 0, "normalized": True}
        if win_length != n_fft or more != usual:
            raise NotImplementedError(f"this stand-in knows {usual} and windows as long as n_fft only, not {more}")
        self._n_fft, self._hop_length = n_fft, hop_length

    def forward(self, wav: torch.Tensor) -> torch.Tensor:
        return power_spectrogram(wav, n_fft=self._n_fft, hop_length=self._hop_length)


class _Unseparated:
    """Demucs as audiocraft asks for it, that separates nothing: all of the sound is its "other" stem."""

    sources: Sequence[str] = ("vocals", "other")
    samplerate, audio_channels = 0, 1

    def to(self, device: Any) -> "_Unseparated":
        return self


def _stems(model: _Unseparated, wav: torch.Tensor, **more: Any) -> torch.Tensor:
    """(n_clips, n_channels, n_samples) -> (n_clips, n_stems, n_channels, n_samples)."""
    return torch.stack([torch.zeros_like(wav), wav], dim=1)


def _mono(wav: torch.Tensor, from_sr: int, to_sr: int, n_channels: int) -> torch.Tensor:
    """The rate stays: what comes to the stand-in for Demucs goes back as it came."""
    return wav.mean(dim=-2, keepdim=True)


def _words_of(language: str) -> Any:
    """A reader of text as spaCy's, that knows no language: words and signs as they stand."""

    def read(text: str) -> list[Any]:
        found = re.findall(r"\w+|[^\w\s]", text)
        return [SimpleNamespace(text=word, lemma_=word.lower(), is_stop=False) for word in found]

    return read


def _nothing(*args: Any, **more: Any) -> None:
    """Tell no other process: there is none."""


def _unbind(x: torch.Tensor, dim: int) -> tuple[torch.Tensor, ...]:
    return torch.unbind(x, dim)


_WORKING: dict[str, dict[str, Any]] = {
    "torchaudio.transforms": {"Spectrogram": Spectrogram},
    # Of the mask audiocraft only asks whether there is one, where torch attends.
    "xformers.ops": {"unbind": _unbind, "LowerTriangularMask": object},
    "flashy.distrib": {"broadcast_tensors": _nothing},
    "spacy": {"load": _words_of},
    "demucs.pretrained": {"get_model": lambda name: _Unseparated()},
    "demucs.apply": {"apply_model": _stems},
    "demucs.audio": {"convert_audio": _mono},
}


class _Absent:
    """What is imported, or inherited from, and never used."""

    def __init__(self, *args: Any, **more: Any) -> NoReturn:
        raise NotImplementedError(f"{type(self).__name__} is of a library that Genrescope does not install")


class _StandIn(ModuleType):
    """A module in which any name can be found: those that work, modules below it, and for the rest what raises."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        below = f"{self.__name__}.{name}"
        if any(known == below or known.startswith(f"{below}.") for known in _WORKING):
            return _module(below)
        found = _WORKING.get(self.__name__, {}).get(name) or type(name, (_Absent,), {})
        setattr(self, name, found)
        return found


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        known = _known(name)
        if not known or (known not in ALWAYS and PathFinder.find_spec(known) is not None):
            return None
        if name.startswith(
            "xformers.profiler"
        ):  # audiocraft asks whether somebody profiles, and takes no for an answer
            return None
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _kept.get(spec.name) or _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        _kept[module.__name__] = module


def _module(name: str) -> ModuleType:
    return _kept.setdefault(name, _StandIn(name))


def _known(name: str) -> str:
    """The one of NAMES that a module is, or lies below; "" where it is none."""
    return next((known for known in NAMES if f"{name}.".startswith(f"{known}.")), "")
