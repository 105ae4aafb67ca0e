"""Commands on datasets: `features`, a table of named numbers from a folder of audio."""

import argparse
import math
from pathlib import Path

from core.cli.output import common_options, one_line, print_json, print_table, tell_gaps
from core.cli.progress import bar
from core.errors import DataError
from core.sound.segments import MAX_SEGMENT_S, MIN_SEGMENT_S

SUFFIXES = (".parquet", ".csv")
SEGMENT_S = 30.0
EXAMPLES = """\
examples:
  python -m core features my_music --out my_music.parquet
  python -m core features my_music --out my_music.parquet --segment-s 10 --json

my_music holds a folder per genre. The table has a row per segment: track_id, segment
(counted from 0), start_s (seconds), genre (the folder's name), artist where a file
names one, then the features.
Exit status 2 when a file could not be used; the rows of the good ones are written.
"""


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "features",
        help="a table of features from a folder of audio",
        description="Compute the features of every recording in a folder of genre folders.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("path", type=Path, metavar="PATH", help="a folder with a folder of recordings per genre")
    command.add_argument("--out", type=Path, required=True, metavar="TABLE", help="the .parquet or .csv to write")
    command.add_argument(
        "--segment-s",
        type=segment_seconds,
        default=SEGMENT_S,
        metavar="SECONDS",
        help=f"length of a segment in seconds, {MIN_SEGMENT_S:.0f} to {MAX_SEGMENT_S:.0f} (default: {SEGMENT_S:.0f})",
    )
    common_options(command)
    command.set_defaults(run=features)


def features(asked: argparse.Namespace) -> int:
    """Write the table of the good files and print a line for each bad one; 2 when there was a bad one."""
    check_out(asked.out)
    from core.data.loading import table_of_folder
    from core.data.table_files import write_table_file
    from core.features import COLUMNS

    with bar(asked.path.name, quiet=asked.quiet) as progress:
        table = table_of_folder(asked.path, columns=COLUMNS, segment_s=asked.segment_s, progress=progress)
    rows = table.rows if table.rows["artist"].notna().any() else table.rows.drop(columns="artist")
    write_table_file(rows, asked.out, segment_s=table.segment_s, licence=table.licence)
    facts = {
        "table": str(asked.out),
        "n_tracks": len(table.track_ids),
        "n_rows": len(table.rows),
        "n_columns": len(table.columns),
        "segment_s": asked.segment_s,
        "genres": {genre: int(n) for genre, n in table.tracks["genre"].value_counts().sort_index().items()},
        "failures": [{"file": file, "reason": reason} for file, reason in table.failures],
    }
    if asked.json:
        print_json(facts)
    else:
        print(one_line(str(asked.out)) + f": {facts['n_rows']} rows of {facts['n_columns']} features")
        print_table(((genre, str(n)) for genre, n in facts["genres"].items()), header=("genre", "tracks"))
    return tell_gaps(table.failures, table.notes)


def check_out(out: Path) -> None:
    """Look at the target before hours of work, not after."""
    if out.suffix.lower() not in SUFFIXES:
        raise DataError(f"--out {out} must end in {' or '.join(SUFFIXES)}")
    if out.is_dir() or not out.parent.is_dir():
        what = "is a folder" if out.is_dir() else f"lies in {out.parent}, which is no folder"
        raise DataError(f"--out {out} {what}; name a file in a folder that exists")


def segment_seconds(text: str) -> float:
    """The length of a segment as it is typed."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not MIN_SEGMENT_S <= value <= MAX_SEGMENT_S:
        raise argparse.ArgumentTypeError(
            f"{text} is not a number of seconds from {MIN_SEGMENT_S:.0f} to {MAX_SEGMENT_S:.0f}"
        )
    return value
