"""A synthetic dataset of the band -> how much its prompts differ as texts, and its clips as sound.

    python -m benchmarks.variety [--json] [--recipe gtzan-synth] [--clips-per-genre 100] [--listeners yamnet ...]

What is missing of the recipe's clips is made first. Vendi scores and distances depend on how many clips there are, and
on who listens: compare equal numbers by one listener. The band makes one clip of a prompt; here clips are of one kind
where they share a pattern and a progression, as the protocol prompt-groups has it (among all clips, and among those of
its genre alone), and beside it where they share a genre. Embeddings are taken as they are, and standardised over all
clips: those of YAMNet all point nearly the same way.
"""

from typing import Any

import numpy as np

from benchmarks.report import Tables, parser, run, show
from core.cli.waiting import run_as_job
from core.data.datasets.synthetic import OF_ENGINE
from core.data.loading import load_table
from core.data.table import FeatureTable
from core.evaluation.diversity import PromptDistances, prompt_distances, vendi_score
from core.generation.prompts import Prompt
from core.generation.prompts.diversity import text_diversity
from core.models.backbones import backbones_of
from core.synthesis import Recipe, recipe_named
from core.synthesis.making import KIND, make_dataset
from core.synthesis.plan import orders_of

ALL = "all"
TEXT = ("n", "n_distinct", "distinct_1", "distinct_2", "distinct_3", "nearest_median", "nearest_min", "n_voices")


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--recipe", default="gtzan-synth")
    arguments.add_argument("--clips-per-genre", type=int, default=100)
    arguments.add_argument("--seconds", type=float, default=10.0, help="of each clip")
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--listeners", nargs="+", default=["musicnn-jamendo", "yamnet"])
    asked = arguments.parse_args()
    numbers = {"clips_per_genre": asked.clips_per_genre, "duration_s": asked.seconds, "seed": asked.seed}
    show(measured(recipe_named(asked.recipe, **numbers), asked.listeners), as_json=asked.json)


def measured(recipe: Recipe, listeners: list[str]) -> Tables:
    """Make what is missing, read the prompts, and hear each clip once."""
    title = f"{recipe.name}: {recipe.n_clips:,} clips by {recipe.engine}"
    made = run_as_job(make_dataset, recipe, kind=KIND, title=title, quiet=False)
    source = f"{OF_ENGINE[recipe.engine].name}:{made['folder']}"
    table = load_table(source, columns=(), segment_s=recipe.duration_s, listeners=listeners)
    told = f"{recipe.n_clips:,} clips of {recipe.duration_s:g} s, {recipe.name}, seed {recipe.seed}"
    prompts = [order.prompt for order in orders_of(recipe)]
    return {
        f"Prompts of {told}": [
            *(words(genre, [prompt for prompt in prompts if prompt.genre == genre]) for genre in recipe.genres),
            words(ALL, prompts),
        ],
        f"Sound of {told}": [row for name in listeners for row in sounds(name, table)],
    }


def words(genre: str, prompts: list[Prompt]) -> dict[str, Any]:
    """The report on the texts of one genre, or of all."""
    report = text_diversity(prompts).as_dict()
    covered = {name: report[f"{name}_coverage"] for name in ("tempo", "instrument")}
    shares = {f"{name} coverage": cover["share"] for name, cover in covered.items()}
    return {"genre": genre} | {name: report[name] for name in TEXT} | shares


def sounds(listener: str, table: FeatureTable) -> list[dict[str, Any]]:
    """Vendi scores and distances of the embeddings of all clips; a clip is the mean of its segments."""
    columns = list(backbones_of([listener])[0].columns)
    clips = table.rows.groupby("track_id", sort=False)
    X, about = clips[columns].mean().to_numpy(), clips[["genre", "prompt_group"]].first().astype(str)
    spread = X.std(axis=0)
    kinds = {"as heard": X, "standardised": (X - X.mean(axis=0))[:, spread > 0] / spread[spread > 0]}
    return [
        {"listener": listener, "clips": len(X), "embedding": kind} | row
        for kind, rows in kinds.items()
        for row in _sounds(rows, about["genre"].to_numpy(), about["prompt_group"].to_numpy())
    ]


def _sounds(X: np.ndarray, genres: np.ndarray, groups: np.ndarray) -> list[dict[str, Any]]:
    of_genres = [genres == genre for genre in np.unique(genres)]
    return [
        {"of": "all clips", "Vendi score": vendi_score(X)},
        {"of": "a genre, mean", "Vendi score": float(np.mean([vendi_score(X[rows]) for rows in of_genres]))},
        {"of": "prompt groups, all clips"} | _distances([prompt_distances(X, groups)]),
        {"of": "prompt groups, in a genre, mean"}
        | _distances([prompt_distances(X[rows], groups[rows]) for rows in of_genres]),
        {"of": "genres"} | _distances([prompt_distances(X, genres)]),
    ]


def _distances(found: list[PromptDistances]) -> dict[str, Any]:
    """The mean over what was found; an interval of one alone."""
    names = {"same": "same", "other": "other", "difference": "difference", "closer": "a pair of one is nearer"}
    means = {shown: float(np.mean([getattr(one, name) for one in found])) for name, shown in names.items()}
    return means | {
        "95 %": found[0].interval if len(found) == 1 else None,
        "kinds": sum(one.n_prompts for one in found),
    }


if __name__ == "__main__":
    run(main)
