"""The command `synth`: a recipe in, a labelled dataset of made clips out, as a job that goes on where it was."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.options import count, names, seed
from core.cli.output import clock, common_options, one_line, print_json, print_table, tell_gaps
from core.cli.waiting import run_as_job

if TYPE_CHECKING:
    from core.synthesis import Recipe
    from core.synthesis.estimate import Estimate

EXAMPLES = """\
examples:
  python -m core synth --recipe gtzan-synth --engine arranger --clips-per-genre 40 --seconds 10
  python -m core synth --recipe musicgen-mir --engine musicgen --model small --agree --clips-per-genre 100 --json
  python -m core synth --recipe gtzan-synth --genres jazz,blues --descriptions mine.csv --estimate
  python -m core synth --recipe gtzan-synth --best-of 4 --judge gtzan-classic

gtzan-synth is GTZAN's ten genres with the prompts of Kroher et al. 2024, musicgen-mir the five genres of Kroher et al.
2023. The arranger is the band of this project: it takes genre, tempo and key from a prompt, reads nothing else, and its
clips are free to use. MusicGen reads the whole prompt; its weights, and so its clips, are CC BY-NC 4.0.

The job runs on all cores, or on the cluster that GENRESCOPE_SCHEDULER names; MusicGen's parts go to the workers that
offer a GPU (dask worker ... --resources GPU=1) where some do. Each clip is kept as soon as it is finished: the same
command again makes only what is missing. The result is a dataset like any other: see `datasets`, `table`, `train
--protocol prompt-groups`. Its clips never stand in the validation or test part of a protocol for real music.

With --best-of each clip is the one of N takes in which the judge, a genre model, hears its genre most. Who chooses does
not report: `fidelity` refuses this model for such clips. Nor are they for an experiment that tests on tracks which the
judge learnt from: recipe.json and each sidecar tell what that was, and judge-*.json beside them lists the tracks.

Exit status 2 when a clip could not be made; the others are there. With --json one object: recipe {}, estimate
{n_clips, n_missing, seconds (null: not known), n_bytes, free_bytes} and, without --estimate, dataset, folder, n_clips,
n_made, n_groups, n_bytes, failures [{clip, reason}].
"""
OF_NETWORK = ("model", "by", "guidance", "device")


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "synth",
        help="a labelled dataset of made clips",
        description="Make a synthetic dataset by a recipe.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--recipe", default="gtzan-synth", metavar="NAME", help="gtzan-synth (default), musicgen-mir")
    command.add_argument("--engine", choices=("arranger", "musicgen"), default="arranger", help="(default: arranger)")
    command.add_argument("--clips-per-genre", type=count, default=10, metavar="N", help="how many (default: 10)")
    command.add_argument("--seconds", type=float, default=10.0, metavar="S", help="of each clip (default: 10)")
    command.add_argument("--seed", type=seed, default=0, metavar="N", help="the same seed, the same clips (default: 0)")
    command.add_argument("--genres", type=names, metavar="NAME,NAME", help="others than the recipe's")
    command.add_argument("--maker", metavar="NAME", help="another prompt maker than the recipe's; see `prompts`")
    command.add_argument(
        "--descriptions", default="grammar", metavar="SOURCE", help="grammar (default), or a CSV file of yours"
    )
    command.add_argument("--best-of", type=count, default=1, metavar="N", help="keep the best of N takes (default: 1)")
    command.add_argument("--judge", default="", metavar="MODEL", help="the genre model that chooses; see `runs`")
    command.add_argument("--estimate", action="store_true", help="tell what it takes, and make nothing")
    _network_options(command)
    common_options(command)
    command.set_defaults(run=synth)


def _network_options(command: argparse.ArgumentParser) -> None:
    network = command.add_argument_group("MusicGen alone")
    network.add_argument("--takes", type=count, default=1, metavar="N", help="clips of each prompt (default: 1)")
    network.add_argument("--model", metavar="NAME|FOLDER", help="small, medium, large, melody or a folder")
    network.add_argument("--by", metavar="NAME", help="transformers or audiocraft (default: which fits)")
    network.add_argument("--guidance", type=float, metavar="X", help="how strictly words are followed")
    network.add_argument("--device", metavar="NAME", help="cuda, mps or cpu (default: the fastest there)")
    network.add_argument("--agree", action="store_true", help="fetch the weights where they are not here")


def synth(asked: argparse.Namespace) -> int:
    """Say what the recipe takes, make it, and print what is there; 2 when a clip could not be made."""
    from core.jobs.cluster import n_workers
    from core.synthesis.estimate import estimate
    from core.synthesis.making import KIND, make_dataset
    from core.workspace import check_writable

    check_writable()
    recipe = _recipe(asked)
    takes = estimate(recipe, n_workers=n_workers())
    facts: dict[str, Any] = {"recipe": recipe.to_json(), "estimate": vars(takes)}
    if asked.estimate:
        _print(asked, takes, facts)
        return 0
    takes.check_room()
    if not asked.quiet:
        print(f"note: {one_line(words_of(takes))}", file=sys.stderr, flush=True)
    _fetch_weights(asked, recipe)
    title = f"{recipe.name}: {recipe.n_clips:,} clips by {recipe.engine}"
    made = run_as_job(make_dataset, recipe, kind=KIND, title=title, quiet=asked.quiet)
    failures = made.pop("failures")
    told = {"failures": [{"clip": clip, "reason": reason} for clip, reason in failures]}
    _print(asked, takes, facts | made | told)
    return tell_gaps(failures, ())


def words_of(takes: "Estimate") -> str:
    """What a recipe takes, as people read it."""
    if not takes.n_missing:
        return f"all {takes.n_clips:,} clips are there"
    there = takes.n_clips - takes.n_missing
    what = f"{takes.n_missing:,} clips to make" + (f", {there:,} are there" if there else "")
    time = (
        "how long it takes is not known before the first" if takes.seconds is None else f"about {clock(takes.seconds)}"
    )
    return f"{what}: {time}; about {takes.n_bytes / 1e6:,.1f} MB of {takes.free_bytes / 1e6:,.0f} MB that are free"


def _recipe(asked: argparse.Namespace) -> "Recipe":
    from core.cli.text_band import refuse_options_of_a_network
    from core.data.datasets.synthetic import BAND
    from core.generation.musicgen.loading import find_model
    from core.generation.musicgen.sizes import SIZES
    from core.synthesis.recipe import GRAMMAR, recipe_named

    if asked.engine == BAND:  # of --takes the recipe itself says it
        refuse_options_of_a_network(asked, {name: f"--{name}" for name in (*OF_NETWORK, "agree")})
    named = {name: getattr(asked, name) for name in ("genres", "maker", *OF_NETWORK)}
    given = {name: value for name, value in named.items() if value is not None}
    if asked.model and Path(asked.model).expanduser().is_dir():
        given["model"] = _absolute(asked.model)
    always = ("engine", "clips_per_genre", "seed", "takes", "best_of", "judge")
    same = {name: getattr(asked, name) for name in always}
    descriptions = asked.descriptions if asked.descriptions == GRAMMAR else _absolute(asked.descriptions)
    recipe = recipe_named(asked.recipe, **given, **same, duration_s=asked.seconds, descriptions=descriptions)
    if recipe.engine != BAND and recipe.model not in SIZES:
        find_model(recipe.model, engine=recipe.by)  # said before a job begins
    return recipe


def _absolute(path: str) -> str:
    """A path as a worker reads it, who stands in another folder."""
    return str(Path(path).expanduser().resolve())


def _fetch_weights(asked: argparse.Namespace, recipe: "Recipe") -> None:
    """Fetch the weights of a network where they are not here and somebody agreed."""
    from core.data.datasets.synthetic import MUSICGEN

    if recipe.engine == MUSICGEN:
        from core.cli.text import fetch_if_agreed

        fetch_if_agreed(recipe.model, by=recipe.by, agree=asked.agree, quiet=asked.quiet)


def _print(asked: argparse.Namespace, takes: "Estimate", facts: dict[str, Any]) -> None:
    if asked.json:
        return print_json(facts)
    if "dataset" not in facts:
        return print(one_line(words_of(takes)))
    print(one_line(f"{facts['dataset']}: {facts['n_clips']:,} clips in {facts['folder']}"))
    return print_table(
        [
            ("made now", f"{facts['n_made']:,}"),
            ("prompt groups", f"{facts['n_groups']:,}"),
            ("on the disk", f"{facts['n_bytes'] / 1e6:.1f} MB"),
        ]
    )
