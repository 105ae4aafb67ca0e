"""Words of a command line in, text or JSON on stdout and an exit status out: 0 good, 2 bad input, 130 interrupted.

One file per group of commands, each with a `register`. They import the engine only when they run, so that `--help`
answers at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from core.cli import (
    arrange,
    data,
    datasets,
    doctor,
    explain,
    fidelity,
    jazz,
    jobs,
    leakage,
    listen,
    models,
    prompts,
    runs,
    synth,
    text,
    train,
    whence,
)
from core.cli.output import complain, use_utf8
from core.errors import CoreError

BAD_INPUT = 2
INTERRUPTED = 130
BROKEN_PIPE = 141  # what a shell sees when `head` has read enough: 128 + SIGPIPE


class _Parser(argparse.ArgumentParser):
    """argparse, but a mistake gets one line instead of the usage and a line."""

    def error(self, message: str) -> NoReturn:
        complain(f"{message} (see {self.prog} --help)")
        sys.exit(BAD_INPUT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; every expected failure is one line on stderr and an exit status, never a traceback."""
    use_utf8()
    try:
        asked = parser().parse_args(arguments)
        status = asked.run(asked)
        sys.stdout.flush()
    except CoreError as error:
        complain(str(error))
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The interpreter flushes stdout once more when it ends; let it flush into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    return status


def parser() -> argparse.ArgumentParser:
    """The whole command line; each group of commands adds its own."""
    whole = _Parser(
        prog="python -m core",
        description="What a song sounds like, and how far to believe it. "
        "Durations are in seconds; probabilities, shares and scores run from 0 to 1.",
        epilog="Bad input gets one line on stderr and exit status 2.",
    )
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in (
        listen,
        data,
        datasets,
        doctor,
        train,
        models,
        runs,
        leakage,
        explain,
        arrange,
        prompts,
        text,
        synth,
        fidelity,
        jazz,
        whence,
        jobs,
    ):
        group.register(commands)
    return whole
