"""The name of a demo in, a short clip of sound out: three pieces composed by rules of this project, not real music.

They let a visitor try the pages without a song at hand. The same name always gives the same bytes.
"""

from core.generation.clips import clip_bytes
from core.generation.demos import baroque, disco, jazz
from core.generation.demos.band import Demo
from core.generation.demos.mixing import mix_down
from core.generation.marks import RULES, Mark
from core.sound.render import render_midi

SR = 44_100

DEMOS: dict[str, Demo] = {demo.name: demo for demo in (jazz.DEMO, disco.DEMO, baroque.DEMO)}


def make_demo(name: str) -> bytes:
    """The clip ``name`` as FLAC: stereo, 44.1 kHz, 16 bit, at -16 LUFS.

    Raises
    ------
    KeyError
        There is no such demo.
    """
    demo = DEMOS[name]
    score = demo.compose(demo.seed).score(tempo_bpm=demo.tempo_bpm, seed=demo.seed)
    mark = Mark("demo", demo.name, demo.seed, source_type=RULES, licence="made-here")
    return clip_bytes(mix_down(render_midi(score, sr=SR, stereo=True), sr=SR, seed=demo.seed), mark, sr=SR)
