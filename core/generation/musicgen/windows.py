"""How many frames to write in, the windows to write them in out: each goes on from the end of the one before."""

from dataclasses import dataclass

WINDOW_S = 30.0  # what MusicGen has learned to write at once
STRIDE_S = 18.0  # how much each further window adds, so that 12 s of what was heard stay in its sight


@dataclass(frozen=True)
class Window:
    """The frames ``start`` to ``start + n_given + n_new``, of which the first ``n_given`` are there already."""

    start: int
    n_given: int
    n_new: int

    @property
    def n_frames(self) -> int:
        return self.n_given + self.n_new


def plan_windows(
    n_frames: int, *, n_given: int, frame_rate: float, window_s: float = WINDOW_S, stride_s: float = STRIDE_S
) -> tuple[Window, ...]:
    """The windows that write frames ``n_given`` to ``n_frames``, one after another.

    Parameters
    ----------
    n_given : frames of a recording that is gone on from; fewer than fit a window
    frame_rate : frames a second
    """
    most, kept = int(window_s * frame_rate), int((window_s - stride_s) * frame_rate)
    first = Window(0, n_given, min(n_frames, most) - n_given)
    windows, written = [first], first.n_frames
    while written < n_frames:
        n_new = min(n_frames - written, most - kept)
        windows.append(Window(written - kept, kept, n_new))
        written += n_new
    return tuple(windows)
