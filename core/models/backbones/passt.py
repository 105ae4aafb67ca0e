"""Segments of 10 s -> PaSST-S's embedding, and how surely it hears each of the 527 classes of AudioSet."""

from core.downloads import fetch
from core.models.backbones.spec import Backbone, Hear
from core.models.backbones.yamnet_classes import CLASSES as YAMNET_CLASSES

FILE = "passt-s-f128-p16-s10-ap.476-swa.pt"
# The classes of AudioSet that YAMNet leaves out, by their places among all 527; the rest keeps its order.
_NOT_IN_YAMNET = {
    1: "Male speech, man speaking",
    2: "Female speech, woman speaking",
    12: "Battle cry",
    32: "Male singing",
    33: "Female singing",
    277: "Funny music",
}


def _all_classes() -> tuple[str, ...]:
    classes = list(YAMNET_CLASSES)
    for place, name in _NOT_IN_YAMNET.items():
        classes.insert(place, name)
    return tuple(classes)


CLASSES = _all_classes()


def load() -> Hear:
    path = fetch(FILE)
    # Torch is slow to import, and pages read this registry.
    from core.models.backbones.passt_network import Passt, PasstConfig
    from core.models.backbones.weights import fill, hearing, read_torch

    return hearing(fill(Passt(PasstConfig()), read_torch(path), name=FILE))


SPEC = Backbone(
    name="passt",
    title="PaSST",
    about="527 kinds of sound, from speech and birds to genres, learned from the AudioSet of YouTube clips",
    citation="Koutini, Schlüter, Eghbal-zadeh & Widmer 2022, Efficient Training of Audio Transformers with Patchout",
    licence="Apache-2.0",
    sr=32_000,
    segment_s=10.0,
    hop_s=10.0,
    n_dims=768,
    tags=CLASSES,
    files=(FILE,),
    load=load,
    front_end="128 mel bands to 15 kHz, n_fft 1024, frames of 25 ms, hop 10 ms, log power",
)
