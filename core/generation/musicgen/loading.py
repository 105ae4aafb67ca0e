"""The name of a size or a folder in, a MusicGen in memory out; and out of memory again, with the bytes that gained."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ModelError
from core.generation.musicgen.engines import ENGINES
from core.generation.musicgen.hub import folder_of
from core.generation.musicgen.params import MusicgenParams
from core.generation.musicgen.sizes import SIZES
from core.generation.musicgen.spec import Player

if TYPE_CHECKING:
    from core.generation.musicgen.making import Made, Progress
    from core.sound.decode import Signal

DEFAULT_ENGINE = "transformers"


@dataclass
class Musicgen:
    """A model in memory.

    Attributes
    ----------
    name : of printable ASCII, for marks and lists: "musicgen-small", or the folder's
    device, precision : where and how it runs: "cuda" and "float16"
    """

    name: str
    engine: str
    device: str
    precision: str
    takes_melody: bool
    _player: Player | None = field(repr=False)

    def make(
        self,
        prompt: str,
        params: MusicgenParams,
        *,
        melody: "Signal | None" = None,
        given: "Signal | None" = None,
        progress: "Progress | None" = None,
    ) -> "Made":
        """Make the clips of a prompt: see `core.generation.musicgen.making.make`."""
        from core.generation.musicgen.making import make

        if self._player is None:
            raise ModelError(f"{self.name} is not in memory any more; load it again")
        return make(self._player, prompt, params, melody=melody, given=given, progress=progress)

    @property
    def n_bytes(self) -> int:
        """What its tensors take; 0 of one that is not in memory any more."""
        from core.generation.musicgen.devices import bytes_of

        return 0 if self._player is None else bytes_of(self._player.networks())

    def unload(self) -> int:
        """Let go of the model; the bytes of its tensors that are gone, measured."""
        if self._player is None:
            return 0
        from core.generation.musicgen.devices import watched

        gone = watched(self._player.networks())
        self._player = None
        return gone()


def load_musicgen(model: str | Path, *, engine: str = "", device: str = "") -> Musicgen:
    """Load a model.

    Parameters
    ----------
    model : one of SIZES, or a folder
    engine : one of ENGINES; by default the one that a folder is of, and transformers for a name
    device : "cuda", "mps" or "cpu"; by default the fastest that is here

    Raises
    ------
    DownloadError
        The weights of a size are not on this machine.
    ModelError
        There is no such folder, engine or device, the engine is not installed, or the folder is broken.
    """
    folder, engine = find_model(model, engine=engine)
    from core.generation.musicgen.devices import choose_device
    from core.generation.musicgen.making import try_out

    player = ENGINES[engine].load(folder, choose_device(device))
    try_out(player, folder.name)
    name = f"musicgen-{model}" if str(model) in SIZES else _plain(folder.name)
    return Musicgen(name, engine, player.device, player.precision, player.takes_melody, player)


def find_model(model: str | Path, *, engine: str = "") -> tuple[Path, str]:
    """Where the files of a model lie and which engine reads them, by `load_musicgen`'s rules and with its errors."""
    if str(model) in SIZES:
        check_installed(engine or DEFAULT_ENGINE)  # first: weights that nothing here can play are not worth fetching
        folder = folder_of(str(model), engine or DEFAULT_ENGINE)
    else:
        folder = _folder(model)
    fitting = _engine_of(folder, engine)
    check_installed(fitting)
    return folder, fitting


def check_engine(engine: str) -> None:
    """Raise ModelError unless ``engine`` is one of ENGINES, or "" for whichever fits."""
    if engine and engine not in ENGINES:
        raise ModelError(f"engine={engine!r} is none of {', '.join(ENGINES)}; choose one of those")


def check_installed(engine: str) -> None:
    """Raise ModelError unless ``engine`` is one of ENGINES and what it runs on is installed."""
    check_engine(engine)
    if missing := ENGINES[engine].missing():
        raise ModelError(f"the engine {engine} cannot run: {missing}; the built-in band plays without it")


def _engine_of(folder: Path, engine: str) -> str:
    check_engine(engine)
    fitting = [name for name, known in ENGINES.items() if known.holds(folder)]
    if not fitting:
        raise ModelError(
            f"{folder} is no MusicGen: neither config.json (as transformers stores it) nor state_dict.bin (as "
            "audiocraft does) is there; name another folder"
        )
    if engine and engine not in fitting:
        raise ModelError(f"{folder} is a model of {fitting[0]}, not of {engine}; choose that engine")
    return engine or fitting[0]


def _folder(model: str | Path) -> Path:
    try:
        folder = Path(model).expanduser().resolve()
        is_folder = folder.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise ModelError(f"{model} cannot be a folder ({error}); name one of {', '.join(SIZES)}") from error
    if not is_folder:
        raise ModelError(f"model={str(model)!r} is neither one of {', '.join(SIZES)} nor a folder; choose one of those")
    return folder


def _plain(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII).strip("-")[:100] or "a-folder"
