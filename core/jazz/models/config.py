"""What a network looks like: every number that rebuilds it, without a weight."""

from dataclasses import asdict, dataclass

from core.errors import ModelError

ARCHITECTURES = ("lstm", "transformer")


@dataclass(frozen=True)
class NetworkConfig:
    """A network on sequences of codes.

    Attributes
    ----------
    architecture : "lstm" or "transformer", of encoder and decoder alike
    field_sizes : how many codes each field of a step has
    n_steps : length of the sequences it learns from
    latent : size of z; 0 makes it a plain language model, without an encoder
    width, n_layers, n_heads : of encoder and decoder; heads are a transformer's
    embedding : size of a step's embedding
    dropout : share of the numbers between layers that are left out while it learns
    n_manners, n_bins, attributes : of the conditions: known manners, bins of each attribute, the attributes' names
    sees_previous : whether the decoder sees the codes before; the thesis' decoder saw z alone
    """

    architecture: str
    field_sizes: tuple[int, ...]
    n_steps: int
    latent: int = 64
    width: int = 256
    n_layers: int = 2
    n_heads: int = 4
    embedding: int = 128
    dropout: float = 0.3
    n_manners: int = 0
    n_bins: int = 0
    attributes: tuple[str, ...] = ()
    sees_previous: bool = True

    def __post_init__(self) -> None:
        if self.architecture not in ARCHITECTURES:
            raise ModelError(f"architecture={self.architecture!r} is unknown; there are {', '.join(ARCHITECTURES)}")

    @property
    def condition_sizes(self) -> tuple[int, ...]:
        """How many codes each condition has; code 0 says that it is not known."""
        manner = (self.n_manners + 1,) if self.n_manners else ()
        return (*manner, *(self.n_bins + 1 for _ in self.attributes))

    def as_dict(self) -> dict:
        return asdict(self)

    @classmethod
    def of(cls, stored: dict) -> "NetworkConfig":
        """A config from what `as_dict` gave, as it comes back from JSON."""
        lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
        return cls(**(stored | lists))
