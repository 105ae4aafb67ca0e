"""A function that anybody may have written -> how it ended: its value, a sentence for people, or nothing at all.

This is the one border where everything is caught. On a worker nobody looks at a traceback, and a job that says
nothing would run for ever in people's eyes: a bug becomes a failed job whose log has the details.
"""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.errors import CoreError
from core.jobs.workbench import Cancelled, Superseded


@dataclass(frozen=True)
class Ending:
    """How a piece of work ended."""

    state: str  # "done", "failed" or "cancelled"
    value: Any = None
    error: str = ""


def ending_of(work: Callable[[], Any], *, log: Callable[[str], None]) -> Ending:
    """Run ``work``; a CoreError speaks for itself, a bug is told in a plain sentence and logged whole.

    Raises Superseded as it comes: that is no ending, but the end of our say.
    """
    try:
        return Ending("done", value=work())
    except Superseded:
        raise
    except Cancelled:
        return Ending("cancelled")
    except CoreError as error:
        log(f"failed: {error}")
        return Ending("failed", error=str(error))
    except Exception as error:  # noqa: BLE001 - the border of above: nothing is hidden, all of it goes to the log
        log(traceback.format_exc())
        what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        return Ending("failed", error=f"the program made a mistake: {what}; the log has the details")
