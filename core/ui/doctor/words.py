"""Counts and consequences in, what people read about them out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.data.findings import KINDS, FindingKind
from core.figures.words import NBSP, as_sentence, listed

if TYPE_CHECKING:
    from core.data.consequences import Consequences, ProtocolChange
    from core.figures import KindCount
    from core.ui.doctor.case import Case

N_HASH = 12  # digits of a data hash, as the command line shows them
ALL_IS_WELL = "Nothing is wrong with it, as far as I can hear."
UNHEARD = "I found nothing, but I could hear none of it."
FAULT = "A fault of the recording"
DOUBT = "Worth a listen"
UNDONE = "You can undo it, here, at any time; a score that was made before keeps its name."
NOTHING_LEFT_OUT = "Nothing is left out so far: every test set is whole."
NEVER_RANKED = (
    "A score of another protocol stands in a list of its own: it is never ranked with those of the whole test set."
)


def counted(n: int, what: str) -> str:
    """ "1 track", "1,200 tracks"."""
    return f"{n:,}{NBSP}{what}{'s' * (n != 1)}"


def headline(case: Case, *, n_heard: int) -> str:
    """The answer to the question of the page; of what was not heard nothing is claimed."""
    n_faulty, n_doubtful = len(case.faulty), len(case.doubtful)
    if not n_heard and not n_faulty and not n_doubtful:
        return UNHEARD
    whole = f"{n_faulty or n_doubtful:,} of {counted(case.n_tracks, 'track')}"
    if not n_faulty and not n_doubtful:
        return ALL_IS_WELL
    if not n_faulty:
        return f"{whole} {_are(n_doubtful)} worth a listen; the others are fine, as far as I can hear."
    faults = f"{whole} {'has' if n_faulty == 1 else 'have'} a fault"
    return f"{faults}, {n_doubtful:,} more {_are(n_doubtful)} worth a listen." if n_doubtful else f"{faults}."


def strip_words(case: Case) -> str:
    """The parts of the strip, from the left, for who cannot see it."""
    parts = (
        (len(case.faulty), "with a fault"),
        (len(case.doubtful), "worth a listen"),
        (case.n_fine, "fine as far as I can hear"),
    )
    return f"All {counted(case.n_tracks, 'track')}: {listed([f'{n:,} {word}' for n, word in parts if n])}."


def strip_caption(case: Case) -> str:
    """What the headline leaves out of the strip: how many are fine, and how copies are counted."""
    if case.n_fine == case.n_tracks:
        return f"One bar of all {counted(case.n_tracks, 'track')}."
    fine = f"{case.n_fine:,} {_are(case.n_fine)} fine, as far as I can hear."
    copies = " Of two copies, one counts." if any(KINDS[v.finding.kind].pair for v in case.verdicts) else ""
    return (fine if case.n_fine else "None is without a fault or a doubt.") + copies


def bars_words(case: Case) -> str:
    """What the bars show, and how many tracks they come from."""
    several = " A track may have several." if len(case.verdicts) > len(case.faulty) + len(case.doubtful) else ""
    return f"{counted(len(case.verdicts), 'finding')} by kind.{several} Click a bar to see those alone."


def nature_of(kind: FindingKind) -> str:
    return FAULT if kind.objective else DOUBT


def change_words(change: ProtocolChange) -> str:
    """What becomes of one protocol, in a sentence: "7 tracks left out, 3 of them ..."."""
    if change.problem:
        return f"{change.name}: its published list cannot be read: {change.problem.rstrip('.')}."
    if not change.is_another:
        return f"{change.name}: its test set stays whole, and so does its name."
    whole = (
        f"of the {change.n_tested:,} tracks it is judged by"
        if change.n_tested
        else f"track{'s' * (change.n_gone != 1)}"
    )
    left_out = f"{change.n_gone:,} {whole} {_are(change.n_gone)} left out"
    return f"{change.name}: {left_out}; scores go under {change.used}."


def left_out_words(found: Consequences) -> str:
    """How much is left out of what."""
    parts = []
    if found.n_everywhere:
        parts.append(f"{counted(found.n_everywhere, 'track')} left out of every part")
    if found.n_training:
        parts.append(f"{counted(found.n_training, 'track')} left out of training parts only")
    return as_sentence(listed(parts)) if parts else NOTHING_LEFT_OUT


def together_words(found: Consequences) -> str:
    """That recordings which are there twice stay together; nothing where there are none."""
    if not found.n_recordings:
        return ""
    recordings = counted(found.n_recordings, "recording")
    return (
        f"{recordings} {_are(found.n_recordings)} there more than once ({counted(found.n_together, 'track')}). "
        "Left out or kept, no split comes between the copies."
    )


def hash_words(before: str, after: str) -> str:
    """The data hash of the table, as it was and as it is now."""
    if before == after:
        return f"The data hash of its 30 s table is {after[:N_HASH]}, as it was made."
    return f"The data hash of its 30 s table is {after[:N_HASH]} now; as it was made, {before[:N_HASH]}."


def copies_hash_words(before: str, after: str) -> str:
    """Why the data hash is another one although nothing is left out."""
    return (
        "The copies that the doctor found now stay on one side of every split, so scores before and after stand apart: "
        f"data {after[:N_HASH]} instead of {before[:N_HASH]}."
    )


def all_of_a_kind(count: KindCount, n: int) -> str:
    """ "Silent: 12 tracks"."""
    return f"{count.title}: {counted(n, count.what)}"


def meaning(kind: FindingKind, n_gone: int, *, then: Consequences) -> tuple[str, ...]:
    """What it means to leave out all of a kind, before it is done; ``then`` counts what was left out before too."""
    tracks = f"{counted(n_gone, 'track')} {'leaves' if n_gone == 1 else 'leave'}"
    n_all = then.n_everywhere if kind.objective else then.n_training
    more = f", {n_all:,} with the {n_all - n_gone:,} left out before" if n_all > n_gone else ""
    if not kind.objective:
        return (
            f"{tracks} training parts only{more}. Test sets stay whole: a doubt must not choose what a model is tested "
            "on.",
        )
    one_stays = ("Of each recording one track stays, and no split ever separates copies.",) if kind.pair else ()
    return (
        f"{tracks} every part of a split, the test set too{more}: the fault lies in the recording, not in a model.",
        *one_stays,
    )


def side_names(n: int) -> Iterable[str]:
    """The letters of the tracks of one finding; one track alone has none."""
    return ("A", "B")[:n] if n > 1 else ("",)


def _are(n: int) -> str:
    return "is" if n == 1 else "are"
