"""What somebody wants to know about a made set: plain values that travel to a worker."""

from dataclasses import dataclass

from core.downloads import is_here
from core.errors import DataError, ModelError
from core.explore.maps import MAPS
from core.fidelity.equal import LONGEST_S
from core.fidelity.halves import FEWEST
from core.models.backbones import BACKBONES, backbones_of, debug
from core.sound.song import MIN_DURATION_S

N_TRACKS = 100
MOST_TRACKS = 2_000  # of each set: the pairs of all of them are held at once
MOST_S = 60.0


@dataclass(frozen=True)
class FidelityWish:
    """How to compare.

    Attributes
    ----------
    made, real : datasets, as `core.data.opened.open_dataset` takes them
    model : the name of the genre model that listens; "" for none
    n : tracks of each set at most
    longest_s : seconds of each track at most
    listeners : names of backbones whose embeddings are compared too
    maps : kinds of `core.explore.maps.MAPS` on which the sets are laid out together
    """

    made: str
    real: str
    model: str = ""
    n: int = N_TRACKS
    longest_s: float = LONGEST_S
    listeners: tuple[str, ...] = ()
    maps: tuple[str, ...] = ("tsne", "umap")
    seed: int = 0

    def check(self) -> None:
        """Raise DataError or ModelError where something is asked for that cannot be, before any work."""
        if self.made == self.real:
            raise DataError(f"{self.made} cannot be compared with itself; name another dataset of real music")
        if not FEWEST <= self.n <= MOST_TRACKS:
            raise DataError(f"n={self.n} must be a whole number from {FEWEST} to {MOST_TRACKS:,}")
        if not MIN_DURATION_S <= self.longest_s <= MOST_S:
            raise DataError(f"longest_s={self.longest_s:g} must lie between {MIN_DURATION_S:g} and {MOST_S:g}")
        unknown = [name for name in self.maps if name not in MAPS]
        if unknown:
            raise DataError(f"map={unknown[0]!r} is not known; choose among {', '.join(MAPS)}")
        if missing := self.missing_files:
            raise ModelError(
                f"{', '.join(self.listeners)} cannot listen yet: {len(missing)} files are not on this machine, such as "
                f"{missing[0]}; `python -m core fidelity` fetches them, or compare without"
            )

    @property
    def missing_files(self) -> tuple[str, ...]:
        """Files of the listeners that are not on this machine; raises ModelError where there is no such listener."""
        files = dict.fromkeys(file for one in backbones_of(self.listeners) for file in one.files)
        return tuple(file for file in files if not is_here(file))


def installed_listeners() -> tuple[str, ...]:
    """The names of all pretrained networks whose files are on this machine."""
    return tuple(name for name, one in BACKBONES.items() if one != debug.SPEC and all(map(is_here, one.files)))
