"""The command `fidelity`: how near made clips are to real music, beside two anchors; or what is heard in one clip."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.files import is_file
from core.cli.options import count, names, seed
from core.cli.output import common_options, one_line, percent, print_json, print_table, score
from core.cli.progress import bar
from core.cli.waiting import run_as_job
from core.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.fidelity.clip import ClipReport
    from core.fidelity.report import Checks, Confusion, Fidelity, Space
    from core.fidelity.wish import FidelityWish
    from core.models.loaded import LoadedModel

ALL, NONE = "all", "none"
N_LEFT_OUT = 5  # that are named
EXAMPLES = """\
examples:
  python -m core fidelity my_clips --against gtzan
  python -m core fidelity arranged --against gtzan --n 60 --backbone musicnn-mtat,yamnet --json
  python -m core fidelity clip.flac --model gtzan-classic

SYNTH and REAL are datasets as other commands name them: a name, an id, NAME:PATH or a folder of genre folders. As many
tracks of each genre that both have are drawn of the clips and of two halves of the real tracks without a common artist
(orchestral clips are compared with classical music, electronica with electronic, and the report says so), and all are
brought to the same length, rate, band, loudness and codec. Distances are told beside the other real half, which is as
near as it gets, and noise. It is a job that all cores work at, and kept: the same words again read it. The model that
selected clips as the best of several may not report on them; choose another one with --model, or none.

With --json one object: made, real, n, common {}, genres {}, compared_as {}, model, spaces [name, title, n_dims,
compared [set, n, n_groups, kernel, frechet (null: too few tracks for so many numbers), coverage, told_apart], variety
[set, vendi, prompts]], confusion {model, genres, heard [set, counts (asked, heard), right, interval, n], n_known,
n_made_known}, checks [set, n, n_faulty, faults {}, tempo {}], left_out, caveats, clips [a row each], places [space,
method, track, set, genre, x, y].

Of a single sound file, without --against: what is heard in it beside what its mark, or --genre, says was asked for.
With --json one object: name, duration_s, genre {model, asked, top, top_share, share, verdict} or null, tempo, loudness
and peak, cut_hz, clipped_share, silent_share, loop, voices, faults [kind, words].
"""


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "fidelity",
        help="how near made clips are to real music",
        description="Compare a set of made clips with a real dataset, or listen to one clip.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("made", metavar="SYNTH", help="the dataset of made clips, or one sound file")
    command.add_argument("--against", metavar="REAL", help="the dataset of real music")
    command.add_argument("--model", metavar="NAME", help="who hears the genre: the best that can listen, or none")
    command.add_argument(
        "--backbone",
        type=names,
        metavar="NAME,NAME",
        help="pretrained networks to compare by too; all that are on this machine, or none (default: the model's own)",
    )
    command.add_argument("--n", type=count, default=100, metavar="N", help="tracks of each set at most (default: 100)")
    command.add_argument("--seconds", type=float, default=10.0, metavar="S", help="of each at most (default: 10)")
    command.add_argument(
        "--maps", type=names, default=("tsne", "umap"), metavar="NAME,NAME", help="tsne,umap (default), pca, or none"
    )
    command.add_argument("--seed", type=seed, default=0, metavar="N", help="of what is drawn (default: 0)")
    command.add_argument("--genre", metavar="NAME", help="what one clip was to be, where its mark does not tell")
    common_options(command)
    command.set_defaults(run=fidelity)


def fidelity(asked: argparse.Namespace) -> int:
    """Compare, or listen to one clip, and print."""
    from core.cli.fetching import fetch_missing
    from core.models.loaded import default_model, load_model

    is_clip = is_file(asked.made)
    if is_clip == (asked.against is not None):
        raise DataError(
            f"{asked.made} is one file; --against compares datasets, leave it away"
            if is_clip
            else "name the dataset of real music with --against; without it, SYNTH must be one sound file"
        )
    model = None if asked.model == NONE else load_model(default_model() if asked.model is None else asked.model)
    if model is not None:
        fetch_missing(model.record, quiet=asked.quiet)
    return _of_clip(asked, model) if is_clip else _of_set(asked, model)


def _of_set(asked: argparse.Namespace, model: "LoadedModel | None") -> int:
    from core.fidelity.job import KIND, measure_fidelity
    from core.fidelity.stored import find_fidelity, kept_fidelity
    from core.workspace import check_writable

    check_writable()
    wish = _wish(asked, model)
    found = find_fidelity(wish)
    if found is None:
        title = f"fidelity of {asked.made} against {asked.against}"
        done = run_as_job(measure_fidelity, wish, kind=KIND, title=title, quiet=asked.quiet)
        found = kept_fidelity(done["key"])
        if found is None:
            raise DataError("the report was measured, but its files are gone; measure it again")
    if asked.json:
        tables = {"clips": found.clips.to_dict("records"), "places": found.places.to_dict("records")}
        print_json(found.report.as_dict() | tables)
    else:
        _print(found)
    return 0


def _wish(asked: argparse.Namespace, model: "LoadedModel | None") -> "FidelityWish":
    """What is asked for, checked, with ids in place of folders: a worker stands in another one."""
    from core.cli.fetching import fetch_files
    from core.data.opened import open_dataset
    from core.fidelity.wish import FidelityWish, installed_listeners

    own = tuple(one.name for one in model.backbones) if model else ()
    listeners = {None: own, (ALL,): installed_listeners(), (NONE,): ()}.get(asked.backbone, asked.backbone)
    maps = () if asked.maps == (NONE,) else asked.maps
    numbers = {"n": asked.n, "longest_s": asked.seconds, "seed": asked.seed}
    wish = FidelityWish(
        asked.made, asked.against, model.name if model else "", listeners=listeners, maps=maps, **numbers
    )
    replace(wish, listeners=()).check()  # nothing is fetched for what cannot be
    fetch_files(wish.missing_files, who="the comparison", quiet=asked.quiet)
    wish = replace(wish, made=open_dataset(asked.made).id, real=open_dataset(asked.against).id)
    wish.check()
    return wish


def _print(found: "Fidelity") -> None:
    report = found.report
    print(one_line(f"{report.made} beside {report.real}: {report.n} tracks of each"))
    common = report.common
    print(f"  {common.duration_s:.1f} s of each, up to {common.band_hz / 1000:.1f} kHz, {common.codec}")
    for space in report.spaces:
        _print_space(space)
    if report.confusion:
        _print_confusion(report.confusion, report.genres)
    print("\nWhat is wrong, in tracks:")
    print_table([_checks(one) for one in report.checks], header=("set", "of", "any", *report.checks[0].faults))
    _print_left_out(report.left_out)
    print()
    for words in report.caveats:
        print(one_line(words))


def _print_left_out(left_out: "Sequence[tuple[str, str]]") -> None:
    for track, why in left_out[:N_LEFT_OUT]:
        print(f"left out: {one_line(f'{track}: {why}')}")
    if len(left_out) > N_LEFT_OUT:
        print(f"left out: {len(left_out) - N_LEFT_OUT:,} more; --json names all")


def _print_space(space: "Space") -> None:
    from core.evaluation.frechet import rows_needed

    print(f"\nBy {one_line(space.title)} ({space.n_dims} numbers), from one real half:")
    rows = []
    for one in space.compared:
        frechet = None if one.frechet is None else one.frechet.at_infinity
        near = (score(one.kernel.value), _between(one.kernel.interval), score(frechet))
        held = (score(one.coverage.density), score(one.coverage.coverage))
        rows.append((one.set, *near, *held, score(one.told_apart.auc), _between(one.told_apart.interval)))
    print_table(rows, header=("set", "kernel", "95 %", "Frechet", "density", "coverage", "told apart", "spread"))
    if any(one.frechet is None for one in space.compared):
        print(f"  Frechet: needs {rows_needed(space.n_dims):,} tracks of each set for {space.n_dims} numbers")
    print("  different tracks: " + ", ".join(f"{one.set} {one.vendi:.1f}" for one in space.variety))


def _print_confusion(heard: "Confusion", genres: dict[str, int]) -> None:
    print(f"\nHeard as asked, by {one_line(heard.model)}:")
    print_table(
        [(one.set, str(one.n), percent(one.right), _between(one.interval)) for one in heard.heard],
        header=("set", "tracks", "right", "95 %"),
    )
    made, rows = heard.heard[0], []
    for genre in (genre for genre in genres if genre in heard.genres):
        counts = made.counts[heard.genres.index(genre)]
        found = sorted(zip(counts, heard.genres, strict=True), reverse=True)
        rows.append((genre, ", ".join(f"{name} {n}" for n, name in found if n)))
    print_table(rows, header=("asked", "heard in the clips"))


def _checks(one: "Checks") -> tuple[str, ...]:
    return (one.set, str(one.n), str(one.n_faulty), *map(str, one.faults.values()))


def _between(interval: tuple[float, float] | None) -> str:
    """With a word between: distances fall below 0 too."""
    return "-" if interval is None else " to ".join(map(score, interval))


def _of_clip(asked: argparse.Namespace, model: "LoadedModel | None") -> int:
    from core.fidelity.clip import examine_clip, track_of_file
    from core.fidelity.voices import voice_listener

    track = track_of_file(Path(asked.made), genre=asked.genre or "")
    with bar(track.id, quiet=asked.quiet) as progress:
        progress(0.0, "listening")
        report = examine_clip(track, model=model, listener=voice_listener())
    if asked.json:
        print_json(report.as_dict())
    else:
        _print_clip(report)
    return 0


def _print_clip(report: "ClipReport") -> None:
    print(one_line(f"{report.name}: {report.duration_s:.1f} s"))
    rows: list[tuple[str, Any]] = []
    if heard := report.genre:
        share = "" if heard.share is None else f", of {heard.asked} {percent(heard.share)}"
        rows.append(("genre", f"heard {heard.top} {percent(heard.top_share)}{share} ({heard.model})"))
    tempo = report.tempo
    if tempo.measured_bpm is not None:
        wanted = "" if tempo.asked_bpm is None else f", asked {tempo.asked_bpm:.0f}: {tempo.relation}"
        rows.append(("tempo", f"{tempo.measured_bpm:.0f} BPM{wanted}"))
    rows += [
        ("loudness", f"{report.loudness_lufs:.1f} LUFS, peak {report.true_peak_dbtp:.1f} dBTP"),
        ("clipped", f"{100 * report.clipped_share:.3g} % of the samples"),
        ("silent", percent(report.silent_share)),
        ("stuck", f"{report.loop.period_s:.2f} s again and again" if report.loop else "no"),
        ("voices", f"{percent(report.voices.value)} ({report.voices.measure})"),
    ]
    print_table(rows)
    for fault in report.faults:
        print(one_line(f"{fault.kind}: {fault.words}"))
