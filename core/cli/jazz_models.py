"""Commands of the group `jazz` that train a model, and that measure models and clips on music brought as MIDI."""

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.cli.output import one_line, print_json, print_table, span
from core.cli.waiting import run_as_job
from core.errors import DataError, ModelError

if TYPE_CHECKING:
    from core.jazz.data.folder import Brought
    from core.jazz.data.piece import Piece
    from core.jazz.models.loaded import JazzModel
    from core.jazz.models.ngram import NGram
    from core.jazz.training.job import JazzWish

NGRAM = "ngram.npz"  # beside a model's weights, as `core.jazz.training.beside` stores it


def train(asked: argparse.Namespace) -> int:
    """Train by a job and print what the model scores on music that it has not learnt from."""
    from core.jazz.models.loaded import about_model
    from core.jazz.training.job import KIND, train_jazz
    from core.jazz.training.recipes import RECIPES
    from core.workspace import check_writable

    if asked.list:
        print_table([(recipe.name, recipe.kind, recipe.about) for recipe in RECIPES.values()])
        return 0
    check_writable()
    wish = _wish(asked)
    found = run_as_job(train_jazz, wish, kind=KIND, title=f"Jazz: {wish.name}", quiet=asked.quiet)
    about = about_model(found["model"])
    if asked.json:
        print_json({"model": found["model"], **about})
        return 0
    _print_scores(found["model"], about["scores"])
    print(f"\nKept as {found['model']}; hear it with `python -m core jazz sample --model {found['model']} --wav FILE`")
    return 0


def evaluate(asked: argparse.Namespace) -> int:
    """Print what a model makes of held-out music, and an n-gram of the same kind beside it."""
    from core.jazz.data.folder import read_folder
    from core.jazz.data.windows import SHORTEST
    from core.jazz.models.loaded import load_model
    from core.jazz.training.evaluating import evaluate_pieces

    model = load_model(asked.model)
    brought = read_folder(asked.midi)
    scores = evaluate_pieces(model, brought.pieces, ngram=_ngram(model), seed=asked.seed)
    why = f"fewer than {SHORTEST} steps, too few to be measured"
    left_out = _left_out(brought) + [{"name": name, "why": why} for name in scores.pop("too_short")]
    n_pieces = len(brought.pieces) + len(brought.left_out) - len(left_out)
    facts = {"model": model.name, "n_pieces": n_pieces, "left_out": left_out, **scores}
    if asked.json:
        print_json(facts)
    else:
        _print_scores(model.name, facts)
    return 0


def judge(asked: argparse.Namespace) -> int:
    """Print how far clips lie from other pieces; with a model, beside its n-gram, a second judge and copies as well."""
    from core.jazz.data.folder import read_folder

    clips, real = read_folder(asked.folder), read_folder(asked.against)
    facts = _report(asked, clips, real) if asked.model else _distances(asked, clips, real)
    facts |= {"left_out": _left_out(clips) + _left_out(real)}
    if asked.json:
        print_json(facts)
    elif asked.model:
        _print_report(facts)
    else:
        _print_distances(facts)
    return 0


def _report(asked: argparse.Namespace, clips: "Brought", real: "Brought") -> dict[str, Any]:
    """All that is told of a batch, by what lies beside a model."""
    from core.jazz.judging.copying import LEARNT, Learnt
    from core.jazz.judging.report import judge as judge_batch
    from core.jazz.models.loaded import load_model, model_folder
    from core.jazz.models.ngram import NGram

    model, folder = load_model(asked.model), model_folder(asked.model)
    if not (folder / NGRAM).is_file():
        raise ModelError(f"{model.name} has no n-gram beside it to compare with; train it again, or leave --model away")
    learnt = Learnt.load(folder / LEARNT) if (folder / LEARNT).is_file() else None
    report = judge_batch(
        clips.pieces,
        real.pieces,
        ngram=NGram.load(folder / NGRAM),
        representation=model.representation,
        learnt=learnt,
        seed=asked.seed,
    )
    return {"model": model.name, **report.as_dict()}


def _distances(asked: argparse.Namespace, clips: "Brought", real: "Brought") -> dict[str, Any]:
    from core.jazz.judging.descriptors import describe
    from core.jazz.judging.distances import DISTANCES, distances, floor

    made, played = _long_enough(clips.pieces, asked.folder), _long_enough(real.pieces, asked.against)
    batch, against = describe([piece.notes for piece in made]), describe([piece.notes for piece in played])
    groups = [piece.group for piece in played]
    floors = floor(against, groups=groups, n=len(made), seed=asked.seed)
    rows = [
        {
            **{"name": each.name, "title": DISTANCES[each.name].title, "unit": DISTANCES[each.name].unit},
            **{"value": each.value, "interval": list(each.interval), "floor": floors[each.name]},
        }
        for each in distances(batch, against, groups=groups, seed=asked.seed)
    ]
    counts = {"n_clips": len(made), "n_against": len(played), "n_groups": len(set(groups)), "is_timed": True}
    return counts | {"distances": rows}


def _print_distances(facts: Mapping[str, Any]) -> None:
    print(f"{facts['n_clips']} clips against {facts['n_against']} pieces; 0 is no difference")
    rows = facts["distances"]
    told = [(row["title"], f"{row['value']:.3f}", span(row["interval"]), f"{row['floor']:.3f}") for row in rows]
    print_table(told, header=("distance", "value", "95 %", "floor"))


def _print_report(facts: Mapping[str, Any]) -> None:
    real = f"{facts['n_real']} pieces of {facts['n_tracks']} tracks"
    print(f"{facts['n_clips']} clips against {real}, {facts['compared_on']}")
    told = [
        (
            *(row["title"], f"{row['batch']['value']:.3f}", span(row["batch"]["interval"])),
            *(f"{row['ngram']['value']:.3f}", span(row["ngram"]["interval"]), f"{row['floor']:.3f}"),
        )
        for row in facts["rows"]
    ]
    print_table(told, header=("distance", "clips", "95 %", "n-gram", "95 %", "floor"))
    print(f"nearer than the n-gram, the intervals apart: {facts['n_nearer']} of {len(told)}")
    if facts["n_warned"] is not None:
        print(f"clips that repeat more of what was learnt than 95 % of real pieces: {facts['n_warned']}")


def _wish(asked: argparse.Namespace) -> "JazzWish":
    """What shall be trained; the music that was named is read and kept first."""
    from core.jazz.models.loaded import models_folder
    from core.jazz.training.job import JazzWish, name_for
    from core.jazz.training.recipes import get_recipe

    recipe = get_recipe(asked.recipe)
    source, title = "stream" if recipe.kind == "tokens" else "clips", ""
    if asked.midi is not None:
        from core.jazz.data.folder import read_folder
        from core.jazz.training.pieces import keep_pieces

        source, title = keep_pieces(read_folder(asked.midi).pieces), asked.midi.name
    numbers = {"n_epochs": asked.epochs, "word_dropout": asked.word_dropout, "free_bits": asked.free_bits}
    name = asked.name or name_for(recipe.name, source)
    wish = JazzWish(name, recipe.name, source, title, seed=asked.seed, **numbers)
    wish.check()
    if (models_folder() / wish.name).exists():
        raise ModelError(f"a jazz model named {wish.name} is here already; choose another --name")
    return wish


def _ngram(model: "JazzModel") -> "NGram | None":
    """The n-gram that lies beside a model; None where there is none."""
    from core.jazz.models.loaded import model_folder
    from core.jazz.models.ngram import NGram

    path = model_folder(model.name) / NGRAM
    return NGram.load(path) if path.is_file() else None


def _long_enough(pieces: Sequence["Piece"], where: object) -> list["Piece"]:
    from core.jazz.judging.descriptors import FEWEST_NOTES

    kept = [piece for piece in pieces if len(piece.notes) >= FEWEST_NOTES]
    if not kept:
        raise DataError(f"no piece of {where} has {FEWEST_NOTES} notes or more; choose longer ones")
    return kept


def _left_out(brought: "Brought") -> list[dict[str, str]]:
    return [{"name": file.name, "why": file.why} for file in brought.left_out]


def _print_scores(name: str, scores: Mapping[str, Any]) -> None:
    print(one_line(f"{name} on music that it has not learnt from, {scores['n_sequences']} sequences"))
    interval = f"95 % {span(scores['interval'])} over pieces" if scores["interval"] else "one piece: no interval"
    rows = [
        ("-ELBO per step", f"{scores['bound']:.3f}", f"nats; {interval}"),
        ("per note", f"{scores['per_note']:.3f}", f"nats, of {scores['n_notes']} notes"),
        ("per token", f"{scores['per_token']:.3f}", "nats; a note of a performance is four tokens"),
        ("reconstruction", f"{scores['reconstruction']:.3f}", "nats per step, with z from the posterior"),
    ]
    if "kl" in scores:
        rows += _of_z(scores)
    if ngram := scores.get("ngram"):
        rows.append((f"order-{ngram['order']} n-gram", f"{ngram['per_step']:.3f}", "nats per step of the same music"))
    if told := scores.get("told"):
        rows.append(("told its conditions", f"{told['bound']:.3f}", "-ELBO per step; all other numbers without them"))
    print_table(rows)


def _of_z(scores: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    mmd = "-" if scores["mmd"] is None else f"{scores['mmd']:.4f}"
    return [
        ("KL", f"{scores['kl_per_sequence']:.2f}", "nats per sequence"),
        ("active units", f"{scores['n_active']:.0f}", "of z, whose mean varies by more than 0.01"),
        ("z is worth", f"{scores['z_is_worth']:.3f}", "nats per step less than with z from the prior"),
        ("MMD", mmd, "of all posteriors together from the prior"),
    ]
