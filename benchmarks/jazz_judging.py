"""How near made jazz is to held-out jazz, beside a tuned n-gram: by its notes, by copies, and by ear of a genre model.

``python -m benchmarks.jazz_judging`` plays 100 clips with each model that ships and prints all tables; ``--store``
writes what was found on the models' cards.
"""

import json
from collections.abc import Sequence

from benchmarks.jazz import prepared
from benchmarks.jazz_models import write_card
from benchmarks.report import Tables, parser, run, show
from core.fidelity.jazz import HeardReport, what_is_heard
from core.jazz.data.piece import NO_MANNER, Piece
from core.jazz.data.windows import Windows
from core.jazz.judging.copying import LEARNT, Learnt
from core.jazz.judging.distances import Measured
from core.jazz.judging.report import Report, judge
from core.jazz.judging.second_judge import Auc
from core.jazz.models.loaded import ABOUT, JazzModel, built_in_models, load_model, model_folder
from core.jazz.models.ngram import NGram
from core.jazz.sampling import SampleParams, sample_many
from core.jazz.training.beside import NGRAM
from core.models.loaded import default_model
from core.models.loaded import load_model as load_genre_model
from core.workspace import write_atomic

N_CLIPS, DURATION_S, N_TOKENS = 100, 30.0, 100
# The thesis' stream has no song borders; so many sequences of 100 tokens in a row count as one track, about a song.
TOGETHER = 10


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("names", nargs="*", help="models, by default all that ship")
    arguments.add_argument("--store", action="store_true", help="write what was found on the cards")
    arguments.add_argument("--seed", type=int, default=0, help="of the first clip (default: 0)")
    asked = arguments.parse_args()
    tables: Tables = {}
    for name in asked.names or built_in_models():
        report, heard = judged(load_model(name), seed=asked.seed)
        tables |= tables_of(name, report, heard)
        if asked.store:
            store(name, lines_of(report, heard))
    show(tables, as_json=asked.json)


def judged(model: JazzModel, *, seed: int) -> tuple[Report, HeardReport]:
    """All that is told of a batch of a model's clips, nothing wished for."""
    folder, codes = model_folder(model.name), model.representation
    ngram, learnt = NGram.load(folder / NGRAM), Learnt.load(folder / LEARNT)
    batch, against = batch_of(model, seed=seed), held_out_pieces(model)
    report = judge(batch, against, ngram=ngram, representation=codes, learnt=learnt, seed=seed)
    listener = load_genre_model(default_model())
    notes = [piece.notes for piece in batch]
    return report, what_is_heard(notes, against, ngram=ngram, representation=codes, model=listener, seed=seed)


def batch_of(model: JazzModel, *, seed: int, n: int = N_CLIPS) -> list[Piece]:
    """Clips of seeds in a row, as the page makes them when nothing is touched."""
    length = {"duration_s": DURATION_S} if model.representation.is_timed else {"n_notes": N_TOKENS}
    made = sample_many(model, SampleParams(**length), seeds=range(seed, seed + n))
    return [Piece(one.notes, f"seed {seed + i}", NO_MANNER, f"seed {seed + i}") for i, one in enumerate(made)]


def held_out_pieces(model: JazzModel) -> list[Piece]:
    """The test part: whole clips, or sequences of 100 tokens."""
    codes, test = model.representation, prepared(model.representation.name).test
    if codes.is_timed:
        return [Piece(codes.decode(test.piece(i)), str(test.groups[i]), NO_MANNER, f"{i}") for i in range(len(test))]
    windows: Windows = prepared("tokens").material.cutter.all(test)
    notes = (codes.decode(row[mask]) for row, mask in zip(windows.codes, windows.mask, strict=True))
    return [Piece(each, f"stretch {i // TOGETHER}", NO_MANNER, f"{i}") for i, each in enumerate(notes)]


def tables_of(name: str, report: Report, heard: HeardReport) -> Tables:
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
    by_ear = [
        {
            "source": one.source,
            "clips": one.n_clips,
            "more jazz than held-out jazz": _spread(one.difference, one.interval),
        }
        for one in heard.sources
    ]
    copies = [{"clips that share more than 95 % of real ones do": report.n_warned, "of": report.n_clips}]
    return {
        title: rows,
        f"{name}: a second judge": judges,
        f"{name}: copies": copies,
        f"{name}: heard by {heard.model}; {heard.caveat}": by_ear,
    }


def lines_of(report: Report, heard: HeardReport) -> list[str]:
    """The same for a card."""
    made = next(one for one in heard.sources if one.source == "generated")
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
        f"- {heard.model} hears {_spread(made.difference, made.interval)} more jazz in it than in held-out jazz by the "
        f"same piano. {heard.caveat}",
    ]


def store(name: str, lines: Sequence[str]) -> None:
    folder = model_folder(name)
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8")) | {"judged": list(lines)}
    write_atomic(folder / ABOUT, json.dumps(about, indent=1).encode())
    write_card(folder)


def _found(found: Measured) -> str:
    return f"{found.value:.4f} ({found.interval[0]:.4f} to {found.interval[1]:.4f})"


def _auc(auc: Auc) -> str:
    return f"{auc.value:.3f} ({auc.interval[0]:.3f} to {auc.interval[1]:.3f})"


def _spread(value: float, interval: tuple[float, float]) -> str:
    return f"{value:+.3f} ({interval[0]:+.3f} to {interval[1]:+.3f})"


if __name__ == "__main__":
    run(main)
