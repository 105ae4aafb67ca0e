"""What a genre model might have heard, without listening: for the pages, the cards and what is stored."""

from core.fidelity.jazz_heard import CLASSICAL, MADE, NGRAM, SHUFFLED, Heard, HeardReport, Hearing

LISTENER = "a" * 64
WORSE = {MADE: (-0.03, 0.05), NGRAM: (-0.12, 0.04), SHUFFLED: (-0.2, 0.05), CLASSICAL: (-0.4, 0.06)}


def report_of(differences: dict[str, tuple[float, float]] | None = None, model: str = "toy-listener") -> HeardReport:
    """A report of differences and half widths of their intervals."""
    heard = [
        Heard(source, 30, value, (value - half, value + half))
        for source, (value, half) in (differences or WORSE).items()
    ]
    return HeardReport(model=model, n_real=30, n_tracks=28, duration_s=20.0, sources=tuple(heard))


def hearing_with(report: HeardReport | None = None, *, listener: str = LISTENER, command: str = "") -> Hearing:
    return Hearing("tiny", report or report_of(), listener, 30, 7, "2026-01-02T03:04:05+00:00", command)
