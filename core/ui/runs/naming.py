"""The rows of one list in, a name for each out that tells it from the others: its title, and what else it takes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.leaderboard import Row


def names_of(rows: Sequence[Row]) -> list[str]:
    """A name per row: alike titles get their settings, and where those are alike too the moment they were made."""
    names = [row.title for row in rows]
    for tell in (_settings, _made):
        counted = Counter(names)
        names = [f"{name}{tell(row)}" if counted[name] > 1 else name for name, row in zip(names, rows, strict=True)]
    return names


def _settings(row: Row) -> str:
    own = row.settings.partition(";")[0]
    return f", {own}" if "=" in own else ""


def _made(row: Row) -> str:
    return f", {row.made[5:16].replace('T', ' ')}" if row.made else ""
