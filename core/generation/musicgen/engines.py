"""The engines of MusicGen by name: how each is loaded, which folders are its, and whether it is installed."""

from importlib.util import find_spec
from pathlib import Path

from core.generation.musicgen.spec import Engine, Player

INSTALL = "python3 install.py --again"


def _load_transformers(folder: Path, device: str) -> Player:
    from core.generation.musicgen.by_transformers import load  # torch and transformers are slow to import

    return load(folder, device)


def _holds_transformers(folder: Path) -> bool:
    from core.generation.musicgen.folders import is_of_transformers

    return is_of_transformers(folder)


def _load_audiocraft(folder: Path, device: str) -> Player:
    from core.generation.musicgen.by_audiocraft import load

    return load(folder, device)


def _holds_audiocraft(folder: Path) -> bool:
    from core.generation.musicgen.folders import is_of_audiocraft

    return is_of_audiocraft(folder)


def _missing(*modules: str) -> str:
    """Those of an engine's modules that are not installed, and what installs them; "" where all are."""
    absent = [module for module in modules if find_spec(module) is None]
    verb, them = ("is", "it") if len(absent) == 1 else ("are", "them")
    return f"{', '.join(absent)} {verb} not installed; `{INSTALL}` installs {them}" if absent else ""


AUDIOCRAFT = ("audiocraft", "einops", "julius", "num2words", "omegaconf")
ENGINES: dict[str, Engine] = {
    "transformers": Engine(
        name="transformers",
        title="transformers",
        about="the networks of Hugging Face's library, tokens drawn by this project",
        load=_load_transformers,
        holds=_holds_transformers,
        missing=lambda: _missing("torch", "transformers"),
    ),
    "audiocraft": Engine(
        name="audiocraft",
        title="audiocraft",
        about="the networks and the draw of tokens by those who made MusicGen",
        load=_load_audiocraft,
        holds=_holds_audiocraft,
        missing=lambda: _missing("torch", "transformers", *AUDIOCRAFT),
    ),
}
