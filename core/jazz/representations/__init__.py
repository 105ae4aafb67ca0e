"""REPRESENTATIONS: how notes become numbers and numbers notes. A new one is one file here and one line."""

from collections.abc import Sequence

from core.errors import DataError
from core.jazz.representations.performance import Performance
from core.jazz.representations.spec import Field, Representation
from core.jazz.representations.tokens import Tokens

__all__ = ["REPRESENTATIONS", "Field", "Representation", "representation"]

REPRESENTATIONS = {Tokens.name: Tokens, Performance.name: Performance}


def representation(name: str, *, vocabulary: Sequence[str] = ()) -> Representation:
    """The representation of a name; that of tokens needs the ``vocabulary`` of a model or a stream."""
    if name not in REPRESENTATIONS:
        raise DataError(f"representation={name!r} is unknown; there are {', '.join(REPRESENTATIONS)}")
    return Tokens(vocabulary) if name == Tokens.name else REPRESENTATIONS[name]()
