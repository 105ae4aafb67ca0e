"""An explanation in, sentences on it out: what was explained, what it goes by, and what each picture shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.figures.explain.amounts import amount_words, axis_of
from core.figures.explain.waterfall import SURE
from core.figures.lanes import value_words
from core.figures.words import NBSP, as_sentence, clock, listed, percent

if TYPE_CHECKING:
    from core.ui.explain.engine import Trust, Waterfall
    from core.ui.explain.explained import Explained

LOG_ODDS_ABOUT = (
    "The logarithm of how likely a genre is against the others: 0 is average, and 1 more makes it 2.7 times as likely."
)


def about_seconds(seconds: float) -> str:
    """A length of time as an estimate: "about 12 s", "about 3 min"."""
    if seconds < 90:
        return f"about {max(1, round(seconds))}{NBSP}s"
    return f"about {math.ceil(seconds / 60)}{NBSP}min"


def facts_of(explained: Explained, *, n_folds: int, n_learnt: int, n_background: int) -> dict[str, str]:
    """Term -> words: what is explained, of which tracks, against what, and how."""
    made, run = explained.made, explained.run
    fold = f" of fold {explained.params.fold + 1} of {n_folds}" if n_folds > 1 else ""
    rows = "" if len(explained.tracks) == len(made) else f" ({len(made):,} rows)"
    return {
        "Explained": as_sentence(made.output.words),
        "Held out": f"{len(explained.tracks):,} {run.what}s{rows}, by the model{fold} that had not heard them.",
        "Compared with": f"{min(n_background, n_learnt):,} rows of the {n_learnt:,} {run.what}s it learnt from.",
        "Divided among": f"{len(made.players)} {player_noun(explained)}.",
        "Found by": f"{as_sentence(made.output.method)}{sampling_words(explained)}",
    }


def sampling_words(explained: Explained) -> str:
    """How well the parts of one answer are known, where they are an estimate."""
    made = explained.made
    if made.error is None:
        return ""
    sure = amount_words(SURE * float(np.median(made.error)), made.output.quantity, signed=False)
    return f" It samples: half of all parts of single answers are known to {sure} or better (95{NBSP}%)."


def player_noun(explained: Explained, *, one: bool = False) -> str:
    """What an answer is divided among."""
    if explained.params.by == "family":
        return "family of features" if one else "families of features"
    return "feature" if one else "single features"


def answer_words(rows: Sequence[tuple[str, float, int]]) -> str:
    """What the model goes by most, in a sentence.

    Parameters
    ----------
    rows : (title, importance, block) in the order of the picture
    """
    total = sum(size for _, size, _ in rows)
    if not total:
        return "It says the same of every track."
    title, size, block = rows[0]
    first = [row[0] for row in rows if row[2] == block and block >= 0] or [title]
    if len(first) == 1:
        return f"It goes most by {title}: {percent(size / total)} of all that moves its answers."
    if len(first) <= 3:
        return f"It goes most by {listed(first)}, and which of them comes first is not certain."
    return "It goes by many things at once, and which of them comes first is not certain."


def importance_words(explained: Explained, n_shown: int, n_certain: int) -> str:
    """What to see in the bars."""
    shown = "" if n_shown == len(explained.made.players) else f" The {n_shown} largest are shown."
    blocks = explained.blocks
    if not blocks:
        order = " Whether their order holds is not measured yet."
    elif len(set(blocks.values())) == 1:
        order = " All of them change places from fit to fit: read lengths, not ranks."
    elif n_certain == len(blocks):
        order = " Their order was the same in every fit."
    else:
        order = " Those on one grey band change places from fit to fit: read no order into them."
    axis = axis_of(explained.quantity)
    return f"How far each moves an answer on average, up or down, summed over the genres, in {axis}.{shown}{order}"


def swarm_words(explained: Explained, *, genre: str, by_value: bool) -> str:
    """What to see in the swarm."""
    colour = (
        "The colour is the place of the feature's value among the tracks."
        if by_value
        else f"In colour: tracks that are {genre}; a family has no one value to colour by."
    )
    return (
        f"A point is a track: right of the line it speaks for {genre}, left against. {colour} Click a point to hear it."
    )


def dependence_words(*, player: str, title: str, is_whole: bool) -> str:
    """What to see in the picture of one feature."""
    own = (
        "" if is_whole else f" {as_sentence(player)[:-1]} holds more numbers than this one: they move the points, too."
    )
    return (
        f"Left to right: {title}. Upwards: what it adds. The colour is the true genre.{own} Click a point to hear it."
    )


def waterfall_words(fall: Waterfall, n_shown: int) -> str:
    """What to see in a waterfall."""
    rest = f" The other {fall.n_rest} are in the last step." if fall.n_rest else ""
    return (
        "From what the model says on average, of the compared tracks, down to what it says here. Bars to the right "
        f"speak for {fall.genre}, bars to the left against.{rest} The probability shown is {percent(fall.proba)}."
    )


def said_words(genre: str, guess: str, p_guess: float, p_truth: float) -> str:
    """What a model said of a held-out track."""
    if guess == genre or not genre:
        return f"{genre or 'no genre'}, called {guess}: {percent(p_guess)} sure"
    return f"{genre}, called {guess}: {percent(p_guess)} sure, {percent(p_truth)} for {genre}"


def track_title(track_id: str, recording: str, start_s: float) -> str:
    """A held-out track as people read it: a segment by its song and its moment."""
    return f"{recording} at {clock(start_s)}" if track_id != recording else track_id


def additivity_words(gap: float, explained: Explained) -> str:
    """Whether the parts add up."""
    made = explained.made
    told = f"over {len(made):,} rows and {len(made.genres)} genres the sum misses what it said by at most"
    miss = "a millionth" if gap < 1e-6 else value_words(gap, "")
    if gap <= max(made.output.tolerance, 1e-6):
        return f"They do: {told} {miss}, which is rounding."
    return f"Not quite: {told} {miss}. Take the pictures as an approximation."


def deletion_words(trust: Trust) -> str:
    """Whether the model loses its answer faster when what is called important goes first."""
    found = trust.deletion
    n = len(found.random)
    verdict = "faster than" if found.n_slower == n else "no faster than some of"
    return (
        f"Replaced by what other tracks have, the most important first, the answer goes {verdict} {n} random orders "
        f"(the grey band): {found.n_slower} of {n} fall more slowly. {found.n_rows} tracks."
    )


def stability_words(explained: Explained) -> str:
    """Whether ranks hold."""
    found = explained.trust.stability
    n_folds, n_seeds = len(set(found.folds)), len(set(found.seeds))
    held = int((~found.swaps).sum())
    alike = f"On average two of them agree by {found.spearman:.2f} (Spearman; 1 is the same order)."
    folds = f"{n_folds} folds and " if n_folds > 1 else ""
    n = len(found.swaps)
    return f"A line is where a rank lay over {folds}{n_seeds} backgrounds; {held} of {n} never moved. {alike}"


def agreement_words(trust: Trust) -> str:
    """Whether permutation importance says the same."""
    found = trust.agreement
    chance = "under 0.001" if found.p < 0.001 else f"{found.p:.3f}"
    verdict = "agree more than chance would" if found.agrees else "do not agree more than chance may"
    return (
        f"The orders {verdict}: Spearman {found.spearman:.2f}, p {chance}. Upwards: how much the loss rises when it is "
        "exchanged between tracks."
    )
