"""Pieces to play, made by rules with fixed seeds."""

import numpy as np
import pytest

from core.generation.arranger import arrange, brief_for
from core.generation.arranger.score import Arrangement, to_midi
from core.jazz.notes import Notes
from core.jazz.representations.tokens import STEP_S, VELOCITY
from core.jazz.strokes import one_a_stroke


@pytest.fixture(scope="session")
def tokens() -> Notes:
    """100 tokens, every eighth one a chord of three: as `Tokens.decode` writes them."""
    rng = np.random.default_rng(0)
    melody = 60 + np.cumsum(rng.integers(-3, 4, 100)) % 24
    chords = [(i * STEP_S, STEP_S, 48 + pitch, VELOCITY) for i in range(0, 100, 8) for pitch in (0, 4)]
    return Notes.of([(i * STEP_S, STEP_S, pitch, VELOCITY) for i, pitch in enumerate(melody)] + chords)


@pytest.fixture(scope="session")
def band() -> Arrangement:
    """Jazz of the band at 132 beats a minute, 24 s."""
    return arrange(brief_for("jazz", seed=0, duration_s=24.0, tempo_bpm=132.0))


@pytest.fixture(scope="session")
def performance(band: Arrangement) -> Notes:
    """All of that band but its drums as if on one piano, on a grid of tenths of a second as the piano clips are."""
    tracks = zip(band.parts, to_midi(band).to("second").tracks, strict=True)
    notes = [note for part, track in tracks if not part.is_drum for note in track.notes]
    rows = [(round(note.time, 1), max(round(note.duration, 1), 0.1), note.pitch, 63) for note in notes]
    return one_a_stroke(Notes.of(rows))
