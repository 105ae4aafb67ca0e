"""A made set, a real one and noise, measured alike, in; how near the first is to the second, beside two anchors, out.

Nothing is told of the made set that is not told of the real one's other half and of noise too: numbers like these mean
nothing by themselves.
"""

from collections.abc import Callable, Mapping

import numpy as np

from core.data.genre_names import stand_in_words
from core.errors import DataError
from core.evaluation.coverage import density_and_coverage
from core.evaluation.diversity import has_pairs, prompt_distances, vendi_score
from core.evaluation.frechet import frechet_at_infinity
from core.evaluation.kernel_distance import kernel_distance
from core.evaluation.scores import confusion
from core.evaluation.told_apart import told_apart
from core.fidelity.gathering import Gathered, HeardSet
from core.fidelity.hearing import COLUMNS
from core.fidelity.report import (
    CAVEATS,
    FIRST,
    HEARD_SETS,
    MADE,
    NOISE,
    REAL,
    Compared,
    Confusion,
    Fidelity,
    FidelityReport,
    Heard,
    Space,
    Variety,
)
from core.fidelity.tables import checks_of, clips_table, places_table
from core.fidelity.wish import FidelityWish
from core.intervals import interval_if_enough
from core.models.backbones import backbones_of
from core.models.loaded import LoadedModel

Progress = Callable[[float, str], None]
Scaled = dict[str, np.ndarray]
TOGETHER = "made, with more of each group"  # a set that is for `Variety.prompts` alone


def compare(
    gathered: Gathered,
    *,
    names: tuple[str, str],
    wish: FidelityWish,
    model: LoadedModel | None,
    progress: Progress = lambda share, words: None,
) -> Fidelity:
    """Compare the sets in every space; ``names`` are what people call the made one and the real one."""
    sets, titles = gathered.sets, {COLUMNS: "the 57 columns"}
    titles |= {one.name: one.title for one in backbones_of(wish.listeners)}
    heard_sets = {**sets, TOGETHER: gathered.together}
    scaled, spaces = {name: scaled_on_first(heard_sets, name) for name in titles}, []
    for i, (name, title) in enumerate(titles.items()):
        progress(i / (2 * len(titles)), f"comparing by {title}")
        spaces.append(_space(name, title, heard_sets, scaled[name], seed=wish.seed))
    heard = _confusion(sets, model) if model else None
    clips = clips_table(sets, model, gathered.compared_as)
    report = FidelityReport(
        made=names[0],
        real=names[1],
        n=len(sets[FIRST].ids),
        common=gathered.common,
        genres=gathered.halves.genres,
        model=model.name if model else "",
        spaces=tuple(spaces),
        confusion=heard,
        checks=tuple(checks_of(clips, name) for name in HEARD_SETS),
        left_out=gathered.left_out,
        caveats=(*CAVEATS, *_own_caveats(gathered, heard)),
        compared_as=gathered.compared_as,
    )
    places = places_table(sets, scaled, wish.maps, progress=lambda share, words: progress(0.5 + share / 2, words))
    return Fidelity(report, clips, places)


def scaled_on_first(sets: Mapping[str, HeardSet], space: str) -> Scaled:
    """Rows of all sets in standard deviations of the first real half alone, large ones drawn in (by the inverse
    hyperbolic sine).

    Without it a few variances in Hz² decide every distance. Columns that are constant in that half are left out. The
    half that is scaled on itself then looks a little tighter than any other set: kernel distances of two halves alike
    were 0.39 on average for 14 tracks of 57 skewed columns, 0.04 for 40 and 0.01 for 100, and would be 0 without it. It
    is so for the clips and for the other half, which is why the one is never told without the other.

    Raises
    ------
    DataError
        Nothing varies in that half.
    """
    first = sets[FIRST].X[space]
    varies = np.ptp(first, axis=0) > 0
    if not varies.any():
        raise DataError("all real tracks are the same in all that is measured; is one file there many times?")
    mean, deviation = first[:, varies].mean(axis=0), first[:, varies].std(axis=0)
    return {name: np.arcsinh((of.X[space][:, varies] - mean) / deviation) for name, of in sets.items()}


def _space(name: str, title: str, sets: Mapping[str, HeardSet], scaled: Scaled, *, seed: int) -> Space:
    compared = [_compared(one, sets, scaled, seed=seed) for one in (MADE, REAL, NOISE)]
    variety = [_variety(one, sets, scaled, seed=seed) for one in HEARD_SETS]
    return Space(name, title, scaled[FIRST].shape[1], tuple(compared), tuple(variety))


def _compared(name: str, sets: Mapping[str, HeardSet], scaled: Scaled, *, seed: int) -> Compared:
    first, X = scaled[FIRST], scaled[name]
    theirs, own = sets[FIRST].groups, sets[name].groups
    # All music has the same numbers of each genre; noise has none.
    genres = (sets[FIRST].genres, sets[name].genres) if name != NOISE else (None, None)
    alike = {"groups_x": theirs, "groups_y": own, "strata_x": genres[0], "strata_y": genres[1], "seed": seed}
    return Compared(
        set=name,
        n=len(X),
        n_groups=len(set(own)),
        kernel=kernel_distance(first, X, **alike),
        frechet=frechet_at_infinity(first, X, **alike),
        coverage=density_and_coverage(first, X, groups_real=theirs),
        told_apart=told_apart(
            first, X, groups_real=theirs, groups_made=own, strata_real=genres[0], strata_made=genres[1], seed=seed
        ),
    )


def _variety(name: str, sets: Mapping[str, HeardSet], scaled: Scaled, *, seed: int) -> Variety:
    paired = TOGETHER if name == MADE else name
    of, prompts = sets[paired], None
    if has_pairs(of.groups, strata=of.genres):
        prompts = prompt_distances(scaled[paired], of.groups, strata=of.genres, seed=seed)
    return Variety(name, vendi_score(scaled[name]), prompts)


def _confusion(sets: Mapping[str, HeardSet], model: LoadedModel) -> Confusion | None:
    """What the model hears, of the tracks whose genre it knows; None where it knows none of them."""
    if not set(sets[FIRST].genres) & set(model.genres):
        return None
    learnt = set(model.training["track_id"].astype(str))
    n_known = {name: sum(track in learnt for track in sets[name].ids) for name in HEARD_SETS}
    heard = tuple(_heard(name, sets[name], model) for name in HEARD_SETS)
    return Confusion(model.name, model.genres, heard, n_known[FIRST] + n_known[REAL], n_known[MADE])


def _heard(name: str, of: HeardSet, model: LoadedModel) -> Heard:
    rows = [i for i, genre in enumerate(of.genres) if genre in model.genres]
    asked, proba = np.array([model.genres.index(of.genres[i]) for i in rows]), of.proba[rows]
    hits = (proba.argmax(axis=1) == asked).astype(float)
    counts = tuple(tuple(row) for row in confusion(asked, proba).tolist())
    interval = interval_if_enough(hits, [of.groups[i] for i in rows])
    return Heard(name, counts, float(hits.mean()), interval, len(rows))


def _own_caveats(gathered: Gathered, heard: Confusion | None) -> list[str]:
    told, halves = [], gathered.halves
    if names := stand_in_words(gathered.compared_as):
        told.append(f"{names}: the sets name them differently, and may mean different music by it.")
    if halves.missing:
        told.append(
            f"Not compared, though both sets have music of it: {', '.join(halves.missing)}. A genre needs two artists "
            f"in the real set, one for each half, and room among the {len(halves.real)} tracks."
        )
    if not any(track.is_synthetic for track in halves.made):
        told.append("None of the clips says that a program made it: they may be recordings.")
    if gathered.n_selected:
        told.append(
            f"{gathered.n_selected} of the clips were kept by a model as the best of several: what the generator makes "
            "without it is worse; a listener that hears as that model does takes them for nearer than they are."
        )
    if unknown := sum(not track.artist for track in (*halves.real, *halves.other)):
        told.append(f"The artists of {unknown} real tracks are unknown: one of them may stand in both halves.")
    if not any(track.prompt_group for track in halves.made):
        told.append("Nobody knows which clips were made of one prompt: each counts as one of its own.")
    if heard is not None and heard.n_known:
        told.append(f"{heard.model} learnt from {heard.n_known} of the real tracks: it hears their genre too surely.")
    if heard is not None and heard.n_made_known:
        told.append(
            f"{heard.model} learnt from {heard.n_made_known} of these clips: it hears in them what it was told then, "
            "not what a stranger would; let a model report that learnt from real music alone."
        )
    if gathered.listener is None:
        told.append("No listener that knows voices is on this machine: whether a clip holds one is not told.")
    else:
        told.append("Clips are asked for without voices. In real music a voice is no fault: it is counted to compare.")
    if gathered.left_out:
        told.append(f"{len(gathered.left_out)} tracks could not be used; others were drawn, where there were others.")
    return told
