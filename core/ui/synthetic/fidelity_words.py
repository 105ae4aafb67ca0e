"""A report on made clips beside real music in, what the page says of it out: the answer first, then its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.data.genre_names import stand_in_words
from core.figures.synthetic.anchors import AnchoredRow, Mark, share_of_way, way_words
from core.figures.words import as_sentence, give_or_take, listed, percent

if TYPE_CHECKING:
    from core.ui.synthetic.fidelity_engine import Checks, Compared, Confusion, FidelityReport, Space, Variety

SET_WORDS = {"made": "made clips", "real half": "half of the real tracks", "other real half": "other real half"}
COLUMNS = "columns"  # the name of the space of features


def answer_words(report: FidelityReport) -> str:
    """The answer in one sentence: how far, how easily told apart, how many are heard as what was asked for."""
    space = report.spaces[0]
    auc = space.of("made").told_apart.auc
    parts = [f"the clips are {far_words(space)}", f"told from real ones in {of_100(auc)} of 100 pairs"]
    if report.confusion is not None:
        parts.append(f"heard as the genre that was asked for in {of_100(report.confusion.of('made').right)} of 100")
    return as_sentence(listed(parts))


def far_words(space: Space) -> str:
    """ "23 % of the way from real music to noise"."""
    told = way_words(share_of_way(distance_row(space)))
    return told.replace("of the way to noise", "of the way from real music to noise")


def of_100(share: float) -> str:
    return f"{100 * share:.0f}"


def distance_row(space: Space) -> AnchoredRow:
    """Kernel distances to a half of the real tracks."""

    def mark(name: str, who: str) -> Mark:
        compared = space.of(name)
        value, interval = compared.kernel.value, compared.kernel.interval
        told = f"{who}: kernel distance {number(value)}{between(interval)}{_more(compared, space)}"
        return Mark(value, interval, told)

    row = AnchoredRow(
        _title(space),
        mark("other real half", "Other real tracks"),
        mark("made", "The clips"),
        mark("noise", "Noise"),
        told="",
    )
    return AnchoredRow(row.title, row.real, row.made, row.noise, told=way_words(share_of_way(row)))


def apart_row(space: Space) -> AnchoredRow:
    """How often a classifier that learnt from other prompts and artists names the made one of a pair."""

    def mark(name: str, who: str) -> Mark:
        told = space.of(name).told_apart
        return Mark(told.auc, told.interval, f"{who}: told apart in {of_100(told.auc)} of 100 pairs{spread(told)}")

    made = space.of("made").told_apart
    told = f"{of_100(made.auc)} of 100{spread(made)}"
    return AnchoredRow(
        _title(space),
        mark("other real half", "Two halves of the real tracks"),
        mark("made", "The clips and real tracks"),
        mark("noise", "Noise and real tracks"),
        told,
    )


def spread(told) -> str:
    """ " (91 to 99)" of an area under a curve; nothing without an interval."""
    return "" if told.interval is None else f" ({of_100(told.interval[0])} to {of_100(told.interval[1])})"


def right_words(report: FidelityReport) -> str:
    """How many are heard as asked, beside the real tracks."""
    confusion = report.confusion
    made, real = confusion.of("made"), confusion.of("other real half")
    known = (
        f" {confusion.n_known:,} of the real tracks are among those that it learnt from, which makes it look better "
        "than it is there."
        if confusion.n_known
        else ""
    )
    return (
        f"{_right(made)} of the {made.n:,} clips are heard as the genre that was asked for, and {_right(real)} of "
        f"{real.n:,} real tracks as theirs, by {confusion.model}.{known}"
    )


def _right(heard) -> str:
    if heard.interval is None:
        return percent(heard.right)
    return f"{percent(heard.right)}, give or take {give_or_take(heard.right, *heard.interval)},"


def in_use(confusion: Confusion) -> tuple[list[str], np.ndarray]:
    """The genres that were asked for or are heard in the clips, and the counts of those, as [asked][heard]."""
    counts = np.array(confusion.of("made").counts)
    used = np.flatnonzero(counts.sum(axis=0) + counts.sum(axis=1))
    return [confusion.genres[i] for i in used], counts[np.ix_(used, used)]


def faults_words(made: Checks, real: Checks) -> str:
    """How many clips have a fault, beside real tracks."""
    return (
        f"Something was found in {made.n_faulty:,} of {made.n:,} clips, and in {real.n_faulty:,} of {real.n:,} real "
        "tracks: a genre or tempo that was not asked for, clipping, silence, a stuck loop, or what may be a voice."
    )


def variety_words(made: Variety, real: Variety, n: int) -> str:
    """How many different clips they amount to."""
    return (
        f"By sound the {n:,} clips amount to {made.vendi:.1f} different ones, and as many real tracks to "
        f"{real.vendi:.1f} (Vendi score)."
    )


def prompt_words(made: Variety) -> str:
    """Whether a prompt says something about the sound; "" where each prompt has but one clip."""
    found = made.prompts
    if found is None:
        return ""
    chance = "; by chance it would be 50"
    return (
        f"Two clips of one prompt are nearer to each other than two of different prompts in {of_100(found.closer)} of "
        f"100 cases{chance} ({found.n_clips:,} clips of {found.n_prompts:,} prompts)."
    )


def compared_words(report: FidelityReport) -> str:
    """Which genres stand under another name than the one that was asked for, and a space; "" without one."""
    told = stand_in_words(report.compared_as)
    return f"{as_sentence(told)} " if told else ""


def how_words(report: FidelityReport) -> str:
    """What was done to both sets before anything was measured."""
    common = report.common
    return (
        f"{report.n:,} tracks of each set in {len(report.genres)} genres, cut to {common.duration_s:.1f} s, nothing "
        f"above {common.band_hz / 1000:.1f} kHz, at {common.lufs:g} LUFS, through {common.codec}."
    )


def number(value: float) -> str:
    return f"{value:.3g}".replace("-", "\u2212")


def between(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f" ({number(interval[0])} to {number(interval[1])})"


def _more(compared: Compared, space: Space) -> str:
    words = (
        f"; density {compared.coverage.density:.2f}, coverage {compared.coverage.coverage:.2f} (of real tracks "
        f"{compared.coverage.expected:.2f})"
    )
    if compared.frechet is not None:
        words += f"; Frechet distance {number(compared.frechet.at_infinity)} at infinite n"
    return f"{words}; by {space.n_dims:,} {'features' if space.name == COLUMNS else 'numbers'}"


def _title(space: Space) -> str:
    """What the tracks are compared by."""
    return "Tempo, timbre and harmony" if space.name == COLUMNS else f"What {space.title} hears"
