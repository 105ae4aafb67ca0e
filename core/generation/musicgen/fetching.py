"""A size that is not here in; what it weighs, and once somebody agreed the weights themselves, out: by two jobs.

The hub may take long to answer, or never does: no page waits for it.
"""

from dataclasses import dataclass
from typing import Any

from core.errors import DownloadError
from core.generation.musicgen.hub import ask_hub, fetch_weights
from core.jobs import Workbench

ASK_KIND, FETCH_KIND = "musicgen-ask", "musicgen-fetch"


@dataclass(frozen=True)
class FetchWish:
    """One of SIZES and one of ENGINES. ``agreed_to`` : the words of the offer that a person agreed to, or ""."""

    size: str
    engine: str
    agreed_to: str = ""


def look_up(wish: FetchWish, bench: Workbench) -> dict[str, Any]:
    """The job that asks the hub: ``words`` to agree to and ``n_bytes``; raises DownloadError where it cannot."""
    bench.tell(0.0, "asking the hub")
    offer = ask_hub(wish.size, wish.engine)
    return {"words": offer.words, "n_bytes": offer.n_bytes}


def fetch(wish: FetchWish, bench: Workbench) -> dict[str, Any]:
    """The job that fetches what was agreed to: ``folder``, its name.

    Raises DownloadError where nobody agreed, the offer has changed since, or a file cannot be had.
    """
    bench.tell(0.0, "asking the hub")
    offer = ask_hub(wish.size, wish.engine)
    if wish.agreed_to and offer.words != wish.agreed_to:
        raise DownloadError(
            f"the offer has changed since you agreed to it ({wish.agreed_to}): it is now {offer.words}; look it up "
            "and agree again"
        )
    folder = fetch_weights(offer, agreed=bool(wish.agreed_to), progress=bench.tell)
    return {"folder": folder.name}
