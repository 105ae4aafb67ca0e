"""Commands of the group `jazz` that train a model, and that measure models and clips on music brought as MIDI."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.cli.output import one_line, print_json, print_table, span
from core.cli.waiting import run_as_job
from core.errors import ModelError

if TYPE_CHECKING:
    from core.jazz.data.folder import Brought
    from core.jazz.training.job import JazzWish


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
    from core.jazz.training.beside import ngram_beside
    from core.jazz.training.evaluating import evaluate_pieces

    model = load_model(asked.model)
    brought = read_folder(asked.midi)
    scores = evaluate_pieces(model, brought.pieces, ngram=ngram_beside(model.name), seed=asked.seed)
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
    """Print how far clips lie from other pieces, beside an n-gram, a second judge's word and, by a model, copies."""
    from core.cli.jazz_heard import check_options, heard, print_heard
    from core.jazz.data.folder import read_folder
    from core.jazz.judging.report import judge as judge_batch

    check_options(asked)
    clips, real = read_folder(asked.folder), read_folder(asked.against)
    by = _beside(asked.model) if asked.model else _of_the_real(real)
    facts = {"model": asked.model, **judge_batch(clips.pieces, real.pieces, **by, seed=asked.seed).as_dict()}
    short = [{"name": name, "why": "too few notes to be described"} for name in facts["left_out"]]
    facts |= {"left_out": _left_out(clips) + _left_out(real) + short}
    facts["heard"] = heard(asked, clips.pieces, real.pieces, by=by).as_dict() if asked.heard else None
    if asked.json:
        print_json(facts)
        return 0
    _print_report(facts)
    if facts["heard"]:
        print_heard(facts["heard"])
    return 0


def _of_the_real(real: "Brought") -> dict[str, Any]:
    """Without a model: performances, and an n-gram of the real pieces themselves."""
    from core.jazz.judging.report import ngram_of
    from core.jazz.representations.performance import Performance

    codes = Performance()
    return {"ngram": ngram_of(real.pieces, codes), "representation": codes, "learnt": None}


def _beside(name: str) -> dict[str, Any]:
    """The n-gram of a model, its codes, and what it learnt from."""
    from core.jazz.judging.copying import LEARNT, Learnt
    from core.jazz.models.loaded import load_model, model_folder
    from core.jazz.training.beside import ngram_beside

    model, path = load_model(name), model_folder(name) / LEARNT
    ngram = ngram_beside(model.name)
    if ngram is None:
        raise ModelError(f"{model.name} has no n-gram beside it to compare with; train it again, or leave --model away")
    learnt = Learnt.load(path) if path.is_file() else None
    return {"ngram": ngram, "representation": model.representation, "learnt": learnt}


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
    told = facts["judge"]["batch"]
    share = f"{told['value']:.0%} of the pairs, 95 % {span(told['interval'])}"
    print(f"a second judge takes the real piece for the more real one in {share}")
    if facts["left_out"]:
        print(one_line(f"left out: {', '.join(each['name'] for each in facts['left_out'])}"))
    if facts["n_warned"] is not None:
        print(f"clips that repeat more of what was learnt than 95 % of real pieces: {facts['n_warned']}")


def _wish(asked: argparse.Namespace) -> "JazzWish":
    """What shall be trained; the music that was named is read and kept first."""
    from core.jazz.models.loaded import models_folder
    from core.jazz.training.job import JazzWish, name_for
    from core.jazz.training.recipes import get_recipe

    recipe = get_recipe(asked.recipe)
    source, title = recipe.source, ""
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
