"""A brief in; the mark that says that the band played it, by rules, out."""

from core.generation.briefs import Brief
from core.generation.marks import RULES, Mark

ENGINE = "band"


def band_mark(brief: Brief, *, took_s: float | None = None) -> Mark:
    """The mark of the sound and the MIDI of a clip of the band; ``took_s`` seconds went into it."""
    return Mark(ENGINE, "rules", brief.seed, source_type=RULES, brief=brief, took_s=took_s, licence="made-here")
