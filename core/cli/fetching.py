"""A model that listens by files of others in, those files on this machine out: fetched once, before a song is heard."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.cli.output import one_line
from core.cli.progress import bar

if TYPE_CHECKING:
    from core.runs import RunRecord


def fetch_missing(record: "RunRecord", *, quiet: bool) -> None:
    """Say what comes, how large it is and under which licences, and fetch it with a bar; nothing where all is here.

    Raises
    ------
    DownloadError
        A file cannot be had.
    """
    from core.models.loaded import missing_files

    fetch_files(missing_files(record), who=record.name, quiet=quiet)


def fetch_files(missing: Sequence[str], *, who: str, quiet: bool) -> None:
    """The same of files of ``REMOTE_FILES`` by name, which ``who`` needs."""
    from core import downloads
    from core.models.loaded import bytes_of

    if not missing:
        return
    if not quiet:
        words = f"{who} needs {weight_words(missing)}: fetched now, once"
        print(f"note: {one_line(words)}", file=sys.stderr, flush=True)
    total, done = bytes_of(missing), 0
    with bar("Fetching", quiet=quiet) as progress:
        for file in missing:
            n_bytes = downloads.REMOTE_FILES[file].n_bytes

            def tell(share: float, file: str = file, n_bytes: int = n_bytes, done: int = done) -> None:
                progress((done + share * n_bytes) / total, file)

            downloads.fetch(file, progress=tell)
            done += n_bytes


def weight_words(files: Sequence[str]) -> str:
    """How many files, how large they are together and under which licences: "3 files, 10.7 MB; MIT, Apache-2.0"."""
    from core.downloads import REMOTE_FILES
    from core.models.loaded import bytes_of

    n_bytes = bytes_of(files)
    size = f"{n_bytes / 1e6:.1f} MB" if n_bytes >= 1e5 else f"{n_bytes:,} bytes"
    licences = ", ".join(dict.fromkeys(REMOTE_FILES[file].licence for file in files))
    return f"{len(files)} file{'s' * (len(files) != 1)}, {size}; {licences}"
