"""The folder of a job in, the seconds that all its attempts have worked out, those that were killed too."""

import time
import uuid
from pathlib import Path

from core.workspace import write_atomic

EVERY_S = 1.0


class Clock:
    """Counts the seconds of this attempt, and keeps them in a file of its own as they pass."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._began, self._kept = folder, time.monotonic(), 0.0
        self._file = folder / f"seconds-{uuid.uuid4().hex[:8]}.txt"

    def tick(self, *_: object) -> str:
        """Keep the seconds so far, once a second; takes and returns what a part that got ready says of itself."""
        spent = time.monotonic() - self._began
        if spent - self._kept > EVERY_S:
            self._keep(spent)
        return ""

    def seconds(self) -> float:
        """What this attempt and those before it have taken."""
        self._keep(time.monotonic() - self._began)
        return sum(float(file.read_text(encoding="utf-8")) for file in self._folder.glob("seconds-*.txt"))

    def _keep(self, spent: float) -> None:
        write_atomic(self._file, str(spent).encode())
        self._kept = spent
