"""The rows of one list in, a name for each out that tells it from the others: its title, and what else it takes.

A run that listens by networks of others bears that word in its name, wherever the name stands.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.leaderboard import Row


def names_of(rows: Sequence[Row]) -> list[str]:
    """A name per row: alike titles get the settings in which they differ, else the moment they were made."""
    titles = [f"{row.title} (pretrained)" if row.pretrained else row.title for row in rows]
    names = _apart(titles, [_parts(row) for row in rows])
    counted = Counter(names)
    return [f"{name}{_made(row)}" if counted[name] > 1 else name for name, row in zip(names, rows, strict=True)]


def _apart(titles: Sequence[str], parts: Sequence[Sequence[str]]) -> list[str]:
    """Each title with those of its parts that not all of its namesakes have."""
    names = []
    for title, own in zip(titles, parts, strict=True):
        namesakes = [set(other) for other_title, other in zip(titles, parts, strict=True) if other_title == title]
        shared = set.intersection(*namesakes)
        names.append(", ".join([title, *(part for part in own if part not in shared)]))
    return names


def _parts(row: Row) -> list[str]:
    return [part for part in re.split(r"[;,] ", row.settings) if part]


def _made(row: Row) -> str:
    return f", {row.made[5:16].replace('T', ' ')}" if row.made else ""
