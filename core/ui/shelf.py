"""A key and a way to make something in, the made thing out: once per key, however many ask at once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import contextmanager
from threading import Lock, RLock
from typing import TypeVar

Made = TypeVar("Made")


class Shelf:
    """A bounded store of results: the least recently used leaves first, and two who ask for one thing wait for one."""

    def __init__(self, max_entries: int):
        self.max_entries = max_entries
        self._entries: OrderedDict[Hashable, object] = OrderedDict()
        self._making: dict[Hashable, list] = {}
        self._guard = Lock()

    def get_or_make(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The result under ``key``; ``make`` runs when there is none, and an error it raises is not kept."""
        with self._turn(key):
            with self._guard:
                if key in self._entries:
                    self._entries.move_to_end(key)
                    return self._entries[key]
            made = make()
            with self._guard:
                self._entries[key] = made
                while len(self._entries) > self.max_entries:
                    self._entries.popitem(last=False)
            return made

    def __contains__(self, key: Hashable) -> bool:
        with self._guard:
            return key in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    @contextmanager
    def _turn(self, key: Hashable):
        """Hold the lock of one key, and drop it when the last one who waits has gone."""
        with self._guard:
            waiting = self._making.setdefault(key, [RLock(), 0])
            waiting[1] += 1
        try:
            with waiting[0]:
                yield
        finally:
            with self._guard:
                waiting[1] -= 1
                if not waiting[1]:
                    self._making.pop(key, None)
