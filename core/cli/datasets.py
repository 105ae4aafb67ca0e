"""Commands on datasets: `datasets` lists them, `table` makes a table of features of one, as a job."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.data import check_out, segment_seconds
from core.cli.options import names
from core.cli.output import common_options, one_line, print_json, print_table, tell_gaps
from core.cli.waiting import run_as_job
from core.errors import DataError

if TYPE_CHECKING:
    from core.data.datasets import Dataset
    from core.data.opened import OpenDataset
    from core.data.stored import StoredTable
    from core.data.table import FeatureTable

SHORT_SEGMENT_S = 3.0
TABLE_EXAMPLES = """\
examples:
  python -m core table gtzan --segment-s 3 --out gtzan_3s.parquet
  python -m core table gtzan --segment-s 30 --listen musicnn-jamendo,yamnet
  python -m core table my_music --json

The tracks are listened to once, on all cores or on the cluster that GENRESCOPE_SCHEDULER names. What is
interrupted is taken up again by `python -m core jobs --again ID`. What a pretrained listener heard is kept, so
that no track is listened to twice. A table takes the place of the one of its length: name all listeners that it
shall hold. What was excluded on the Doctor page is not in the table. Exit status 2 when a track could not be
used; the rows of the others are written. With --json one object: table, dataset, segment_s, listeners, n_tracks,
n_rows, n_columns, data_hash, licence, excluded, failures.
"""


def register(commands: argparse._SubParsersAction) -> None:
    listing = commands.add_parser(
        "datasets",
        help="the datasets there are, what they are and what one may do with them",
        description="The datasets that Genrescope knows, and those that were opened on this machine.",
        epilog="With --json one object: opened, known.",
    )
    common_options(listing)
    listing.set_defaults(run=datasets)
    making = commands.add_parser(
        "table",
        help="a table of features of a dataset, made on all cores",
        description="Compute the features of every track of a dataset, as a job that can be taken up again.",
        epilog=TABLE_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    making.add_argument("dataset", metavar="DATASET|PATH", help="a dataset's name or id, NAME:PATH, or a folder")
    making.add_argument(
        "--segment-s",
        type=segment_seconds,
        default=SHORT_SEGMENT_S,
        metavar="SECONDS",
        help=f"length of a segment in seconds (default: {SHORT_SEGMENT_S:.0f})",
    )
    making.add_argument(
        "--listen",
        type=names,
        default=(),
        metavar="NAME,NAME",
        help="pretrained listeners whose embedding and tags of each segment stand beside the features; their files are "
        "fetched at first use (default: none)",
    )
    making.add_argument("--out", type=Path, metavar="TABLE", help="a .parquet or .csv to write a copy to")
    common_options(making)
    making.set_defaults(run=table)


def datasets(asked: argparse.Namespace) -> int:
    """List what is known and what was opened."""
    from core.data.datasets import DATASETS
    from core.data.opened import found_datasets, opened_datasets

    found_datasets()
    opened = opened_datasets()
    if asked.json:
        print_json({"opened": list(map(_opened_facts, opened)), "known": list(map(_known_facts, DATASETS.values()))})
        return 0
    if opened:
        print("Opened here:")
        print_table(
            ((one.id, one.title, one.dataset.licence.title, str(one.path)) for one in opened),
            header=("id", "title", "licence", "where"),
        )
        print()
    print("Known:")
    print_table((known.name, known.about) for known in DATASETS.values())
    return 0


def table(asked: argparse.Namespace) -> int:
    """Make the table of a dataset and print what is in it; 2 when a track had to be left out."""
    if asked.out:
        check_out(asked.out)
    from core.data.building import KIND, TableParams, build_tables
    from core.data.loading import load_table
    from core.data.opened import open_dataset
    from core.data.stored import read_about, table_folder
    from core.data.table_files import write_table_file
    from core.models.backbones import backbones_of
    from core.workspace import check_writable

    check_writable()
    backbones_of(asked.listen)
    opened = open_dataset(asked.dataset)
    params = TableParams(opened.id, segments_s=(asked.segment_s,), listeners=asked.listen)
    title = f"Table of {opened.title}, segments of {asked.segment_s:g} s"
    run_as_job(build_tables, params, kind=KIND, title=title, quiet=asked.quiet)
    stored = read_about(table_folder(opened, asked.segment_s))
    made = load_table(str(stored.path), segment_s=asked.segment_s, learnable=False)
    if asked.out:
        write_table_file(made.rows, asked.out, segment_s=asked.segment_s, licence=made.licence)
    _print_made(asked, _table_facts(made, stored, asked.out or stored.path))
    return tell_gaps(made.failures, [*made.notes, *_left_behind(made, asked.out)])


def _opened_facts(opened: "OpenDataset") -> dict[str, Any]:
    from core.data.stored import tables_of

    facts: dict[str, Any] = {
        "id": opened.id,
        "dataset": opened.dataset.name,
        "title": opened.title,
        "path": str(opened.path),
        "licence": opened.dataset.licence.words,
        "tables": [
            {"segment_s": made.segment_s, "listeners": list(made.listeners)}
            | {"n_tracks": made.n_tracks, "n_rows": made.n_rows, "data_hash": made.data_hash}
            for made in tables_of(opened)
        ],
    }
    try:
        tracks = opened.tracks()
    except DataError as error:
        return facts | {"n_tracks": None, "genres": {}, "problem": str(error)}
    genres = [track.genre for track in tracks]
    return facts | {"n_tracks": len(tracks), "genres": {g: genres.count(g) for g in sorted(set(genres))}, "problem": ""}


def _known_facts(dataset: "Dataset") -> dict[str, Any]:
    published = dataset.published
    return {
        "name": dataset.name,
        "title": dataset.title,
        "about": dataset.about,
        "licence": dataset.licence.words,
        "citation": dataset.citation,
        "has_audio": dataset.has_audio,
        "n_clips": published.n_clips,
        "n_artists": published.n_artists,
        "n_genres": published.n_genres,
        "clip_s": published.clip_s,
        "year": published.year,
        "protocols": list(dataset.protocols),
        "how_to_get": dataset.how_to_get,
    }


def _table_facts(made: "FeatureTable", stored: "StoredTable", path: Path) -> dict[str, Any]:
    return {
        "table": str(path),
        "dataset": stored.dataset,
        "segment_s": stored.segment_s,
        "listeners": list(stored.listeners),
        "n_tracks": len(made.track_ids),
        "n_rows": len(made.rows),
        "n_columns": len(made.columns),
        "data_hash": made.data_hash,
        "licence": made.licence_words,
        "excluded": [{"track": track, "reason": reason} for track, reason in made.exclusions.everywhere.items()],
        "failures": [{"track": track, "reason": reason} for track, reason in made.failures],
    }


def _print_made(asked: argparse.Namespace, facts: dict[str, Any]) -> None:
    if asked.json:
        return print_json(facts)
    what = "numbers" if facts["listeners"] else "features"
    counts = f"{facts['n_rows']} rows of {facts['n_columns']} {what}, {facts['n_tracks']} tracks"
    print(one_line(f"{facts['table']}: {counts}"))
    n = len(facts["excluded"])
    left_out = [("excluded", f"{n} track{'s' * (n > 1)}, as decided on the Doctor page")] if n else []
    return print_table([("data hash", facts["data_hash"][:12]), ("licence", facts["licence"]), *left_out])


def _left_behind(made: "FeatureTable", out: Path | None) -> list[tuple[str, str]]:
    """What a copy of a table cannot take along."""
    if not out or not (made.exclusions.training or made.twins):
        return []
    words = "a copy knows nothing of labels in doubt and recordings twice; to learn without them name the dataset"
    return [(str(out), f"{words}: --dataset {made.source}")]
