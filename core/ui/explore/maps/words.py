"""A map in, sentences on it out: what it shows, how far to believe its neighbourhoods, what another seed changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.figures.words import as_sentence, listed, percent

if TYPE_CHECKING:
    from core.ui.explore.map_engine import Map


def title_words(made: Map, *, dataset: str, is_large: bool) -> str:
    """What stands on the picture, also where it is taken along."""
    n = f"{made.params.spec.title} of {len(made):,} track{'s' * (len(made) != 1)}"
    if not is_large:
        return n
    settings = ", ".join(
        f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}" for name, value in made.params.settings
    )
    told = f" ({settings})" if made.params.spec.seeded else ""
    return f"{n} of {dataset}, scaling {made.params.scaling}{told}"


def trust_words(made: Map) -> str:
    """How true the neighbourhoods are."""
    if made.trust is None:
        return "How far to trust it is being measured."
    k, torn = made.trust.k, percent(float(made.trust.torn.mean()))
    return (
        f"Trustworthiness {made.trust.trustworthiness:.2f} of 1 (k = {k}): of the {k} tracks nearest to a track by its "
        f"numbers, {torn} lie elsewhere on this map."
    )


def stability_words(made: Map) -> str:
    """What another seed would change."""
    spec, found = made.params.spec, made.stability
    if not spec.seeded:
        return spec.about_seeds
    if found is None:
        return "How stable it is over three seeds is being measured."
    seeds = listed([str(seed) for seed in found.seeds])
    sample = "" if found.n_tracks == len(made) else f", on {found.n_tracks:,} of its tracks"
    return f"Stability {found.similarity:.2f} of 1 over the seeds {seeds} (Procrustes){sample}. {spec.about_seeds}"


def axis_words(names: tuple[str, str], made: Map, *, is_large: bool) -> tuple[str, str]:
    """Short names for the axes of a picture: the component, its share of the variance, what grows along it."""
    return tuple(
        f"PC {number}, {percent(share)}: {_short(name, is_large=is_large)}"
        for number, share, name in zip(made.axes.shown, made.axes.shares, names, strict=True)
    )


def _short(name: str, *, is_large: bool) -> str:
    """The qualities without their terms; on a small map only the first."""
    qualities = re.sub(r" [(][^)]*[)]", "", name)
    return qualities if is_large else qualities.split(", ")[0]


def variance_words(names: tuple[str, str], made: Map) -> str:
    """How much of the variance both axes show, and what each is made of, in full."""
    (a, b), total = made.axes.shown, percent(sum(made.axes.shares))
    told = " ".join(as_sentence(f"Along PC {number}: {name}") for number, name in zip((a, b), names, strict=True))
    return f"PC {a} and PC {b} show {total} of the variance. {told}"


def alt_text(made: Map, *, colours: str, n_selected: int | None) -> str:
    """The map in a sentence, for whoever does not see it."""
    chosen = "" if n_selected is None else f"; {n_selected:,} are selected"
    return (
        f"{made.params.spec.title} map of {len(made):,} tracks, coloured by {colours}{chosen}; "
        "the table below lists the tracks and is made for keyboards"
    )
