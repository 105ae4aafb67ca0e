"""musicnn and vgg of the Million Song Dataset: segments of 3 s -> 200 or 256 numbers and fifty tags of music."""

from functools import partial

from core.downloads import fetch
from core.models.backbones.musicnn_tags import MSD_TAGS
from core.models.backbones.spec import Backbone, Hear

# 187 frames of 512 samples, each 256 after the one before.
N_SAMPLES = 186 * 256 + 512


def load(file: str, network: str) -> Hear:
    path = fetch(file)
    # Torch is slow to import, and pages read this registry.
    from core.models.backbones import musicnn_keras_network
    from core.models.backbones.weights import fill, hearing, read_keras

    kind = getattr(musicnn_keras_network, network)
    return hearing(fill(kind(), kind.tensors(read_keras(path)), name=file))


def _of_million_songs(name: str, title: str, n_dims: int, file: str, network: str) -> Backbone:
    return Backbone(
        name=name,
        title=title,
        about="50 genres, moods, voices and decades, learned from the words of Last.fm's listeners for a million songs",
        citation="Pons & Serra 2019, musicnn; Bertin-Mahieux et al. 2011, Million Song Dataset",
        licence="ISC-style",
        sr=16_000,
        segment_s=N_SAMPLES / 16_000,
        hop_s=3.0,
        n_dims=n_dims,
        tags=MSD_TAGS,
        files=(file,),
        load=partial(load, file, network),
        front_end="96 mel bands (librosa's), n_fft 512, hop 256, log10(1 + 10000 mel), 187 frames",
    )


MUSICNN = _of_million_songs("musicnn-msd", "musicnn (Million Song Dataset)", 200, "MSD_musicnn.h5", "MsdMusicnn")
VGG = _of_million_songs("vgg-msd", "vgg (Million Song Dataset)", 256, "MSD_vgg.h5", "MsdVgg")
