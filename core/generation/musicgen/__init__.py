"""A text -> music, by MusicGen (Copet et al. 2023): two engines behind one interface, sizes by name or from a folder.

Importing this loads no network: `load_musicgen` does, and `make` of what it returns.
"""

from core.generation.musicgen.engines import ENGINES
from core.generation.musicgen.loading import Musicgen, load_musicgen
from core.generation.musicgen.params import MAX_PROMPT_CHARS, MusicgenParams, checked_prompt
from core.generation.musicgen.sizes import LICENCE, LICENCE_WORDS, SIZES, Size

__all__ = [
    "ENGINES",
    "LICENCE",
    "LICENCE_WORDS",
    "MAX_PROMPT_CHARS",
    "SIZES",
    "Musicgen",
    "MusicgenParams",
    "Size",
    "checked_prompt",
    "load_musicgen",
]
