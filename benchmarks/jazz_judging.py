"""How near made jazz is to held-out jazz, beside a tuned n-gram: by its notes, by copies, and by ear of a genre model.

``python -m benchmarks.jazz_judging`` plays 100 clips with each model that ships and prints all tables; ``--store``
writes what was found beside the weights and on the cards. ``--only heard`` asks the genre model alone.
"""

import json
from argparse import Namespace
from dataclasses import replace
from typing import Any

from benchmarks.jazz_card import heard_rows
from benchmarks.jazz_models import write_card
from benchmarks.report import Tables, parser, run, show
from core.fidelity.jazz import N_CLIPS as N_HEARD
from core.fidelity.jazz_heard import Hearing, with_hearing
from core.fidelity.jazz_job import HearWish, measure_hearing
from core.jazz.data.piece import NO_MANNER, Piece
from core.jazz.judging.copying import LEARNT, Learnt
from core.jazz.judging.distances import Measured
from core.jazz.judging.report import Report, judge
from core.jazz.judging.second_judge import Auc
from core.jazz.models.loaded import ABOUT, JazzModel, built_in_models, load_model, model_folder
from core.jazz.models.ngram import NGram
from core.jazz.sampling import SampleParams, sample_many
from core.jazz.training.beside import NGRAM
from core.jazz.training.held_out import held_out_jazz
from core.models.loaded import BUILT_IN_MODELS
from core.workspace import write_atomic

N_CLIPS, DURATION_S, N_TOKENS = 100, 30.0, 100
NOTES, HEARD = "notes", "heard"


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("names", nargs="*", help="models, by default all that ship")
    arguments.add_argument("--store", action="store_true", help="write what was found beside the weights")
    arguments.add_argument("--seed", type=int, default=0, help="of the first clip (default: 0)")
    arguments.add_argument("--only", nargs="+", choices=(NOTES, HEARD), default=(NOTES, HEARD), help="parts alone")
    arguments.add_argument("--genre-model", nargs="+", default=BUILT_IN_MODELS, help="who listen, by default all")
    arguments.add_argument("--valid", action="store_true", help="notes against the validation part: to choose by")
    arguments.add_argument("--temperature", type=float, help="by default as the model plays best")
    arguments.add_argument("--top-p", type=float, help="likewise")
    asked = arguments.parse_args()
    if asked.store and (asked.valid or asked.temperature or asked.top_p):
        arguments.error("--store keeps what the test part says of the model as it plays by itself")
    tables: Tables = {}
    for name in asked.names or built_in_models():
        if NOTES in asked.only:
            tables |= by_notes(name, asked)
        if HEARD in asked.only:
            tables |= by_ear(name, asked)
    show(tables, as_json=asked.json)


def by_notes(name: str, asked: Namespace) -> Tables:
    params = SampleParams(temperature=asked.temperature, top_p=asked.top_p, seed=asked.seed, n_notes=N_TOKENS)
    report = judged(load_model(name), params, part="valid" if asked.valid else "test")
    if asked.store:
        store(name, {"judged": lines_of(report)})
    return tables_of(name, report)


def by_ear(name: str, asked: Namespace) -> Tables:
    tables: Tables = {}
    for genre_model in asked.genre_model:
        hearing = heard(name, genre_model, seed=asked.seed)
        if asked.store:
            store(name, with_hearing(about_of(name), hearing))
        tables[f"{name}: heard by {genre_model}; {hearing.report.caveat}"] = heard_rows(hearing)
    return tables


def judged(model: JazzModel, params: SampleParams, *, part: str) -> Report:
    """All that is told of the notes of a batch of a model's clips."""
    folder, codes = model_folder(model.name), model.representation
    ngram, learnt = NGram.load(folder / NGRAM), Learnt.load(folder / LEARNT)
    against = held_out_jazz(is_timed=codes.is_timed, part=part)
    made = batch_of(model, params)
    return judge(made, against, ngram=ngram, representation=codes, learnt=learnt, seed=params.seed)


def heard(name: str, genre_model: str, *, seed: int) -> Hearing:
    """What a genre model hears in a model's clips, and the command that says so."""
    wish = HearWish(name, genre_model, N_HEARD, seed)
    words = ["benchmarks.jazz_judging", name, "--only", HEARD, "--genre-model", genre_model, "--seed", str(seed)]
    return measure_hearing(wish, progress=lambda share, words: None, command=f"python -m {' '.join(words)} --store")


def batch_of(model: JazzModel, params: SampleParams, *, n: int = N_CLIPS) -> list[Piece]:
    """Clips of seeds in a row; of performances half a minute each."""
    if model.representation.is_timed:
        params = replace(params, n_notes=None, duration_s=DURATION_S)
    seeds = range(params.seed, params.seed + n)
    made = sample_many(model, params, seeds=seeds)
    return [Piece(one.notes, f"seed {i}", NO_MANNER, f"seed {i}") for i, one in zip(seeds, made, strict=True)]


def tables_of(name: str, report: Report) -> Tables:
    title = f"{name}: {report.n_clips} clips against {report.n_real} of {report.n_tracks} tracks, {report.compared_on}"
    rows = [
        {
            "distance": row.title,
            "unit": row.unit,
            "model": _found(row.batch),
            "n-gram": _found(row.ngram),
            "real jazz": f"{row.floor:.4f}",
            "nearer": "yes" if row.is_nearer else "no",
        }
        for row in report.rows
    ]
    judges = [{"told from held-out jazz": kind, "AUC": _auc(auc)} for kind, auc in report.judge.items()]
    copies = [{"clips that share more than 95 % of real ones do": report.n_warned, "of": report.n_clips}]
    return {title: rows, f"{name}: a second judge": judges, f"{name}: copies": copies}


def lines_of(report: Report) -> list[str]:
    """The same for a card."""
    return [
        f"{report.n_clips} clips of seeds in a row, nothing wished for, against {report.n_real} held-out pieces of "
        f"{report.n_tracks} tracks ({report.compared_on}); 95 % intervals over tracks.",
        "",
        "| distance | model | tuned n-gram | real jazz among itself | nearer, intervals apart |",
        "|---|---|---|---|---|",
        *(
            f"| {row.title} ({row.unit}) | {_found(row.batch)} | {_found(row.ngram)} | {row.floor:.4f} | "
            f"{'yes' if row.is_nearer else 'no'} |"
            for row in report.rows
        ),
        "",
        f"- Nearer than the n-gram on {report.n_nearer} of {len(report.rows)}.",
        *(
            f"- A second judge tells {kind} from held-out jazz with AUC {_auc(auc)}."
            for kind, auc in report.judge.items()
        ),
        f"- {report.n_warned} of {report.n_clips} clips share a longer part with the training part than 95 % of real "
        "pieces do.",
    ]


def store(name: str, found: dict[str, Any]) -> None:
    """Write what was found beside the weights, and the card anew."""
    write_atomic(model_folder(name) / ABOUT, json.dumps(about_of(name) | found, indent=1).encode())
    write_card(model_folder(name))


def about_of(name: str) -> dict[str, Any]:
    """What is stored about a model now."""
    return json.loads((model_folder(name) / ABOUT).read_text(encoding="utf-8"))


def _found(found: Measured) -> str:
    return f"{found.value:.4f} ({found.interval[0]:.4f} to {found.interval[1]:.4f})"


def _auc(auc: Auc) -> str:
    return f"{auc.value:.3f} ({auc.interval[0]:.3f} to {auc.interval[1]:.3f})"


if __name__ == "__main__":
    run(main)
