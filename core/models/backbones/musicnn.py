"""Two pretrained musicnn of torch, each from its own data: segments of 3 s -> 200 numbers and fifty tags of music."""

from functools import partial

from core.downloads import fetch
from core.models.backbones.musicnn_tags import JAMENDO_TAGS, MTAT_TAGS
from core.models.backbones.spec import Backbone, Hear


def load(file: str) -> Hear:
    path = fetch(file)
    # Torch is slow to import, and pages read this registry.
    from core.models.backbones.musicnn_network import Musicnn
    from core.models.backbones.weights import fill, hearing, read_torch

    return hearing(fill(Musicnn(), read_torch(path), name=file))


def _musicnn(name: str, title: str, about: str, tags: tuple[str, ...], file: str, data: str) -> Backbone:
    return Backbone(
        name=name,
        title=title,
        about=about,
        citation=f"Pons & Serra 2019, musicnn; Won et al. 2020, the PyTorch version; {data}",
        licence="MIT",
        sr=16_000,
        segment_s=3.0,
        hop_s=3.0,
        n_dims=200,
        tags=tags,
        files=(file,),
        load=partial(load, file),
        front_end="96 mel bands by the file's own filters, n_fft 512, hop 256, power in dB",
    )


JAMENDO = _musicnn(
    "musicnn-jamendo",
    "musicnn (Jamendo)",
    "50 genres, instruments and moods, learned from songs that musicians tagged themselves on Jamendo",
    JAMENDO_TAGS,
    "musicnn_jamendo.pth",
    "Bogdanov et al. 2019, MTG-Jamendo",
)
MTAT = _musicnn(
    "musicnn-mtat",
    "musicnn (MagnaTagATune)",
    "50 words for instruments, voices, moods and genres, learned from what players of a game agreed on for clips of"
    " Magnatune",
    MTAT_TAGS,
    "musicnn_mtat.pth",
    "Law et al. 2009, MagnaTagATune",
)
