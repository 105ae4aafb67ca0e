"""Genres in; a table of descriptions that a language model writes, kept where recipes find it again, out, as a job.

A language model does not say the same twice. So what it says is drawn first and kept, and a recipe reads the table.
"""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.errors import DataError
from core.generation.prompts import Description
from core.generation.prompts.csv_table import MAX_ROWS, read_table_file, table_bytes
from core.generation.prompts.description import words_of
from core.generation.prompts.endpoint import endpoint_from_environment
from core.generation.prompts.language_model import LanguageModel
from core.jobs import Workbench
from core.synthesis.shelf import descriptions_folder, keep_descriptions
from core.workspace import not_written, write_atomic

KIND = "descriptions"
_DRAWN = ".drawn"  # a folder beside the tables
_EVERY = 10  # descriptions after which they are written: what is lost with a worker


@dataclass(frozen=True)
class DrawWish:
    """``n`` descriptions of each genre; ``url`` and ``model`` are those of the environment where they are "".

    The key is no part of it: it comes from the environment of the worker alone, and is stored nowhere.
    """

    genres: tuple[str, ...]
    n: int
    name: str = "language-model"
    url: str = ""
    model: str = ""
    needs_key: bool = True

    def check(self) -> None:
        """Raise DataError where no such table can be made."""
        if not self.genres or len(set(self.genres)) < len(self.genres):
            raise DataError(f"genres={', '.join(self.genres) or 'none'}: name one or more, each once")
        if self.n < 1 or self.n * len(self.genres) > MAX_ROWS:
            raise DataError(f"n={self.n} of {len(self.genres)} genres must be 1 to {MAX_ROWS:,} descriptions in all")


def draw_descriptions(wish: DrawWish, bench: Workbench) -> dict[str, Any]:
    """The job: ask genre by genre; what an earlier job was told before it failed is not asked, and paid, for again.

    Returns
    -------
    dict of ``file`` (its name), ``path``, ``n`` (genre -> descriptions), ``words`` (what became of the answers of this
    attempt) and ``refused`` (how many of them asked for a voice)

    Raises
    ------
    DataError, ServiceError
        There is no endpoint, it does not answer, or it only repeats itself.
    """
    wish.check()
    named = {"url": wish.url or None, "model": wish.model or None, "needs_key": wish.needs_key}
    progress = _Progress(bench, n_all=wish.n * len(wish.genres))
    model = LanguageModel(endpoint_from_environment(**named), on_delay=progress.tell)
    rows: list[Description] = []
    for genre in wish.genres:
        rows += _of_genre(genre, wish, model, progress)
    path = keep_descriptions(table_bytes(rows), name=wish.name)
    for genre in wish.genres:
        _take(_kept(genre, model), n=wish.n)
    bench.log(model.tally.sentence)
    told = {"words": model.tally.sentence, "refused": len(model.tally.voices)}
    return {"file": path.name, "path": str(path), "n": dict(Counter(row.genre for row in rows))} | told


@dataclass
class _Progress:
    """How many of all descriptions there are."""

    bench: Workbench
    n_all: int
    n: int = 0

    def tell(self, words: str) -> None:
        self.bench.tell(self.n / self.n_all, words)


def _of_genre(genre: str, wish: DrawWish, model: LanguageModel, progress: _Progress) -> list[Description]:
    kept = _kept(genre, model)
    rows = _read(kept)[: wish.n]
    there = {words_of(row.text) for row in rows}
    progress.n += len(rows)
    progress.tell(f"{genre}: asking")
    # As many as are wanted, though some are there: of those the model may say each once more.
    drawn = (row for row in model.draw(genre, n=wish.n, seed=0) if words_of(row.text) not in there)
    try:
        while len(rows) < wish.n:
            rows.append(next(drawn))
            progress.n += 1
            progress.tell(f"{genre}: {len(rows)} of {wish.n} descriptions")
            if len(rows) % _EVERY == 0:
                _write(kept, rows)
    finally:  # what was paid for stays, whatever ended it
        if len(rows) > len(there):
            _write(kept, rows)
    return rows


def _kept(genre: str, model: LanguageModel) -> Path:
    """Where what a model said of a genre lies until a table holds it: the next job that asks the same finds it."""
    asked = sha256("\n".join((model.endpoint.url, model.endpoint.model, genre)).encode()).hexdigest()[:16]
    return descriptions_folder() / _DRAWN / f"{asked}.csv"


def _read(kept: Path) -> list[Description]:
    return list(read_table_file(kept).rows) if kept.is_file() else []


def _take(kept: Path, *, n: int) -> None:
    """Remove the first ``n`` descriptions, which a table holds by now: who asks again wants others."""
    if left := _read(kept)[n:]:
        _write(kept, left)
    else:
        kept.unlink(missing_ok=True)


def _write(kept: Path, rows: list[Description]) -> None:
    try:
        write_atomic(kept, table_bytes(rows))
    except OSError as error:
        raise not_written(kept, error) from error
