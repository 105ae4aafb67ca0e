"""Sets that were heard in; a row for each track, what is wrong with how many, and places on maps of all sets, out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from core.explore.maps import MAPS
from core.fidelity.clip import FAULTS, Fault, GenreHeard, genre_fault
from core.fidelity.gathering import HeardSet
from core.fidelity.report import HEARD_SETS, MADE, Checks
from core.fidelity.tempi import RELATIONS
from core.models.loaded import LoadedModel

Progress = Callable[[float, str], None]
NUMBERS = (  # columns of `clips_table` that hold numbers, NaN where there is none
    *("heard_share", "asked_share", "tempo_asked", "tempo_heard", "lufs", "peak_dbtp", "clipped_share"),
    *("silent_share", "loop_share", "voices"),
)


def clips_table(
    sets: Mapping[str, HeardSet], model: LoadedModel | None, compared_as: Mapping[str, str]
) -> pd.DataFrame:
    """A row for each track, as `core.fidelity.report.Fidelity` tells."""
    asked_as = {other: name for name, other in compared_as.items()}
    rows = [
        _row(sets[name], i, name, model, asked_as if name == MADE else {})
        for name in HEARD_SETS
        for i in range(len(sets[name].ids))
    ]
    table = pd.DataFrame(rows).drop(columns=["duration_s", "cut_hz"])
    return table.astype(dict.fromkeys(NUMBERS, np.float64))


def checks_of(clips: pd.DataFrame, name: str) -> Checks:
    """What is wrong in one set, counted in the table of clips."""
    rows = clips[clips["set"] == name]
    kinds = [kind for found in rows["kinds"] for kind in set(found)]
    relations = rows["tempo_relation"].tolist()
    return Checks(
        set=name,
        n=len(rows),
        n_faulty=int((rows["worst"] != "").sum()),
        faults={kind: kinds.count(kind) for kind in FAULTS},
        tempo={relation: relations.count(relation) for relation in RELATIONS},
    )


def places_table(
    sets: Mapping[str, HeardSet],
    scaled: Mapping[str, Mapping[str, np.ndarray]],
    maps: Sequence[str],
    *,
    progress: Progress,
) -> pd.DataFrame:
    """Where the tracks of all sets that are music lie on each map of each space."""
    about = {
        "track": [id for name in HEARD_SETS for id in sets[name].ids],
        "set": [name for name in HEARD_SETS for _ in sets[name].ids],
        "genre": [genre for name in HEARD_SETS for genre in sets[name].genres],
    }
    wanted = [(space, method) for space in scaled for method in maps]
    found = [pd.DataFrame(columns=["space", "method", *about, "x", "y"])]
    for i, (space, method) in enumerate(wanted):
        progress(i / len(wanted), f"laying out {MAPS[method].title}")
        X = np.concatenate([scaled[space][name] for name in HEARD_SETS])
        xy = MAPS[method].fit(pd.DataFrame(X), MAPS[method].defaults(len(X))).xy
        found.append(pd.DataFrame({"space": space, "method": method, **about, "x": xy[:, 0], "y": xy[:, 1]}))
    return pd.concat(found[1:] or found, ignore_index=True)


def _row(of: HeardSet, i: int, name: str, model: LoadedModel | None, asked_as: Mapping[str, str]) -> dict[str, Any]:
    told, heard = dict(of.rows[i]), _genre(of, i, model)
    faults = [Fault(kind, words) for kind, words in told.pop("faults")]
    if heard is not None and (fault := genre_fault(heard, asked_as=asked_as.get(heard.asked, ""))):
        faults.append(fault)
    faults.sort(key=lambda fault: list(FAULTS).index(fault.kind))
    return {
        "track": of.ids[i],
        "set": name,
        "genre": of.genres[i],
        "group": of.groups[i],
        "heard": heard.top if heard else None,
        "heard_share": heard.top_share if heard else None,
        "asked_share": heard.share if heard else None,
        **told,
        "worst": faults[0].kind if faults else "",
        "kinds": [fault.kind for fault in faults],
        "faults": [fault.words for fault in faults],
    }


def _genre(of: HeardSet, i: int, model: LoadedModel | None) -> GenreHeard | None:
    """What the model hears in a track as it is compared: the same that the confusion counts."""
    if model is None or of.proba is None:
        return None
    proba, asked = of.proba[i], of.genres[i]
    top = int(proba.argmax())
    share = float(proba[model.genres.index(asked)]) if asked in model.genres else None
    return GenreHeard(model.name, asked, model.genres[top], float(proba[top]), share, verdict="")
