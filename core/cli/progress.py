"""A share of the work in, a bar on stderr out, once the work has taken longer than a second."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from core.cli.output import one_line

DELAY_S = 1.0
TERMINAL_INTERVAL_S, FILE_INTERVAL_S = 0.1, 5.0


class Bar:
    """What the engine's functions take as ``progress``: called with a share of the work, 0 to 1, and perhaps words."""

    def __init__(self, name: str, *, quiet: bool):
        from tqdm import tqdm

        self.name = name
        self._bar = tqdm(
            total=1.0,
            desc=name,
            bar_format="{desc} {percentage:3.0f} % |{bar:20}| {elapsed}, {remaining} left",
            delay=DELAY_S,
            mininterval=TERMINAL_INTERVAL_S if sys.stderr.isatty() else FILE_INTERVAL_S,
            miniters=0,
            leave=False,
            disable=quiet,
            file=sys.stderr,
        )

    def __call__(self, share: float, words: str = "") -> None:
        self._bar.set_description_str(": ".join(filter(None, [self.name, words])), refresh=False)
        self._bar.update(max(0.0, min(1.0, share) - self._bar.n))

    def close(self) -> None:
        self._bar.close()


@contextmanager
def bar(name: str, *, quiet: bool) -> Iterator[Bar]:
    """A bar that is wiped away when the block ends, so that the lines after it stand alone."""
    shown = Bar(one_line(name), quiet=quiet)
    try:
        yield shown
    finally:
        shown.close()
