"""A folder of clips that `core.synthesis` made by a recipe in; tracks that tell what they were made of out.

``recipe.json`` says what was asked for; each ``<genre>/<clip>.flac`` has its mark in a sidecar, from which all that is
known of a clip is read. A clip whose sidecar is missing was being written when the work ended: it is none.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from core.data.datasets.track import GENRE, Dataset, Source, Track, check_folder
from core.data.exclusions import one_recording
from core.errors import DataError
from core.generation.marks import RULES, Mark, read_mark, sidecar_of
from core.licences import LICENCES
from core.names import plain_name

RECIPE = "recipe.json"
KIND = "genrescope-synthetic"  # what its "kind" says
HOME = "synthetic"  # the folder of the workspace in which such folders lie
BAND, MUSICGEN = "arranger", "musicgen"
ENGINES = (BAND, MUSICGEN)
_BY = {BAND: "by the band", MUSICGEN: "by MusicGen"}
_NBSP = "\u00a0"
SUFFIX = ".flac"
_MAX_RECIPE_BYTES = 8_000_000  # the most that a recipe of as many genres as there may be clips takes
# What a clip's mark tells in its settings, beside the seed and the prompt.
# SET is the recipe's name; "" where a person picked the clip.
SET, PROMPT_ID, PATTERN, DURATION_S = "recipe", "prompt_id", "pattern", "duration_s"
# And, where a model chose it: its weights and name, among how many, and the seed and score of each.
KEPT_BY, JUDGE, BEST_OF, TRIED = "kept_by", "judge", "best_of", "tried"
# What that model learnt from, which it carries into the clips, in words (`core.data.judged` lists the tracks); and the
# names of the listeners it hears by.
JUDGE_LEARNT_FROM, JUDGE_LISTENERS = "judge_learnt_from", "judge_listeners"


def index(path: Path) -> list[Track]:
    """All finished clips below ``path``, in the order of their ids.

    Raises
    ------
    DataError
        There is no recipe, no clip is finished yet, a sidecar tells nothing or of another clip, or two clips have one
        name.
    """
    check_folder(path)
    if read_recipe(path) is None:
        raise DataError(f"{path} holds none of {RECIPE} of Genrescope's; `python -m core synth` makes such a folder")
    marks = {file: _mark_of(file) for file in sorted(path.glob(f"*/*{SUFFIX}")) if sidecar_of(file).is_file()}
    if not marks:
        raise DataError(f"{path} holds no audio yet: no clip of its recipe is finished; make it again with `synth`")
    _check_names(marks)
    groups = prompt_groups(marks.values())
    return [_track(file, mark, group) for (file, mark), group in zip(marks.items(), groups, strict=True)]


def read_recipe(path: Path) -> dict[str, Any] | None:
    """What a folder's recipe says; None where there is none of ours; strangers may write anything there."""
    try:
        with (path / RECIPE).open("rb") as file:
            content = file.read(_MAX_RECIPE_BYTES + 1)
        said = json.loads(content) if len(content) <= _MAX_RECIPE_BYTES else None
    except (OSError, ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) and said.get("kind") == KIND and said.get("engine") in ENGINES else None


def title_of(said: Mapping[str, Any]) -> str:
    """What people call the dataset of a recipe, on every page: "gtzan-synth by the band, 40 clips of 10 s, seed 7".

    "" where the recipe does not tell so much, as that of clips which somebody picked.
    """
    try:
        name, n = plain_name(said["name"]), len(said["genres"]) * int(said["clips_per_genre"])
        words = f"{name} {_BY[said['engine']]}, {n:,} clips of {said['duration_s']:g}{_NBSP}s"
    except (KeyError, TypeError, ValueError):
        return ""
    return f"{words}, seed {said['seed']}" if isinstance(said.get("seed"), int) and said["seed"] else words


def prompt_groups(marks: Iterable[Mark]) -> list[str]:
    """For each clip the name of its group: clips of one prompt, or of one pattern and progression, have the same."""
    named = [(mark.settings[PROMPT_ID], mark.settings.get(PATTERN) or mark.settings[PROMPT_ID]) for mark in marks]
    group = one_recording(named)
    return [group[prompt] for prompt, _ in named]


def _check_names(files: Iterable[Path]) -> None:
    name, n = Counter(file.stem for file in files).most_common(1)[0]
    if n > 1:
        raise DataError(f"{n} clips have the name {name}, which is their id; remove all of them but one")


def _mark_of(file: Path) -> Mark:
    mark = read_mark(sidecar_of(file))
    if mark is None or not _tells_enough(mark):
        raise DataError(f"{sidecar_of(file)} does not tell what the clip was made of; remove both and make them again")
    inside = read_mark(file) if file.is_file() else None
    if inside is not None and (inside.seed, inside.prompt) != (mark.seed, mark.prompt):
        raise DataError(
            f"{file} is another clip than its sidecar tells of: its own mark says seed {inside.seed}, the sidecar seed "
            f"{mark.seed}; put the right files beside each other, or remove both and make them again"
        )
    return mark


def _tells_enough(mark: Mark) -> bool:
    told, brief = mark.settings, mark.brief
    words = [told.get(SET), told.get(GENRE), told.get(PROMPT_ID), told.get(PATTERN) or ""]
    numbers = [told.get(DURATION_S)]
    if brief is not None:
        words += [brief.key, brief.mood, *(brief.instruments if isinstance(brief.instruments, tuple) else [None])]
        numbers.append(brief.tempo_bpm)
    return (
        mark.licence is not None
        and all(isinstance(word, str) for word in words)
        and all(told[name] for name in (GENRE, PROMPT_ID))
        and all(_is_above_nothing(number) for number in numbers)
        and (brief is None or len(brief.key.split()) == 2)
    )


def _is_above_nothing(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf


def _track(file: Path, mark: Mark, group: str) -> Track:
    labels, tags = {GENRE: mark.settings[GENRE]}, ()
    if mark.brief is not None:
        told = mark.brief.tags
        labels |= {name: told[name] for name in ("tempo", "mode", "mood")}
        tags = (told["tempo"], told["mode"], told["mood"], *told["instruments"])
    return Track(
        id=file.stem,
        sound=file,
        labels=labels,
        duration_s=float(mark.settings[DURATION_S]),
        tags=tags,
        source=Source("synthetic", _provenance(mark)),
        licence=LICENCES[mark.licence or "unstated"],
        prompt_group=group,
    )


def _provenance(mark: Mark) -> str:
    """Where a clip comes from, as people read it; the rest stands in its sidecar."""
    who = "the band, by rules" if mark.source_type == RULES else f"{mark.engine}, model {mark.model}"
    told = [f"made by {who}", f"seed {mark.seed}"]
    if judge := mark.settings.get(JUDGE):
        told.append(f"the best of {mark.settings.get(BEST_OF)} by {judge}")
        if data := mark.settings.get(JUDGE_LEARNT_FROM):
            told[-1] += f" (which learnt from {data})"
    told.append(f"recipe {mark.settings[SET]}" if mark.settings[SET] else "picked by hand")
    return ", ".join(told + ([f"of “{mark.prompt}”"] if mark.prompt else []))


def _recognises(path: Path, *, engine: str) -> bool:
    """Whether a recipe of this engine lies there, and something of it that can be heard."""
    said = read_recipe(path)
    return said is not None and said["engine"] == engine and any(path.glob(f"*/*{SUFFIX}.json"))


DATASET = Dataset(
    name="synthetic",
    title="Synthetic clips of the band",
    about=(
        "Clips that the band of this project played by rules of a recipe of prompts: no AI, no real music. Good as "
        "training data and to look at; never a test of how well real music is known."
    ),
    licence=LICENCES["made-here"],
    citation="",
    index=index,
    label="made by rules of this project: no AI, no real music",
    recognises=partial(_recognises, engine=BAND),
    named=lambda path: title_of(read_recipe(path) or {}),
    protocols=("prompt-groups",),
    kept_in=HOME,
    how_to_get="Make it on this machine: python -m core synth --recipe gtzan-synth --engine arranger",
)
BY_MUSICGEN = replace(
    DATASET,
    name="synthetic-musicgen",
    title="Synthetic clips by MusicGen",
    about=(
        "Clips that MusicGen made of the prompts of a recipe, as Kroher et al. (2023, 2024) did. Good as training data "
        "and to look at; never a test of how well real music is known. Its weights are CC BY-NC 4.0."
    ),
    licence=LICENCES["cc-by-nc"],
    label="made by MusicGen: no real music",
    recognises=partial(_recognises, engine=MUSICGEN),
    how_to_get="Make it on this machine: python -m core synth --recipe musicgen-mir --engine musicgen",
)
OF_ENGINE = {BAND: DATASET, MUSICGEN: BY_MUSICGEN}
