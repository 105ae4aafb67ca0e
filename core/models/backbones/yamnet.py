"""Segments of about a second -> how surely YAMNet hears each of 521 sounds in them, and the logarithms of these scores.

The network reads sound itself: its log-mel spectrogram (25 ms frames, hop 10 ms, 64 bands) is part of the file.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from core.downloads import fetch
from core.models.backbones.spec import Backbone, Hear, Listened
from core.models.backbones.yamnet_classes import CLASSES

FILE = "yamnet.tflite"
# Scores reach down to 0 exactly, and a logarithm needs a floor. Judged once, by a logistic head on the clips and
# excerpts of GTZAN in folds that keep an artist together: all floors of 1e-6 or less scored alike. This is one of them,
# not tuned to a maximum.
TINY = 1e-8


def load() -> Hear:
    path = fetch(FILE)
    from ai_edge_litert.interpreter import Interpreter

    with _quiet():
        interpreter = Interpreter(str(path), num_threads=1)
        interpreter.allocate_tensors()
    sound = interpreter.get_input_details()[0]
    # The other output is the spectrogram.
    scores = next(out for out in interpreter.get_output_details() if out["shape"][-1] == len(CLASSES))
    one_at_a_time = threading.Lock()  # an interpreter holds the sound that it hears

    def hear(segments: np.ndarray) -> Listened:
        tags = np.empty((len(segments), len(CLASSES)), dtype=np.float32)
        with one_at_a_time:
            for segment, row in zip(segments, tags, strict=True):
                interpreter.set_tensor(sound["index"], segment.reshape(sound["shape"]))
                interpreter.invoke()
                row[:] = interpreter.get_tensor(scores["index"])[0]
        return Listened(log_scores(tags), tags)

    return hear


def log_scores(scores: np.ndarray) -> np.ndarray:
    """The logarithm of scores (0 to 1), of which those next to nothing count as ``TINY``."""
    return np.log(np.maximum(scores, TINY))


_one_at_a_time = threading.Lock()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's one line about its delegate, which no setting of its own silences, from the command line.

    One thread at a time: a second would keep the first one's silence as what to go back to, and the whole process
    would be silent ever after.
    """
    with _one_at_a_time:
        sys.stderr.flush()
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)


SPEC = Backbone(
    name="yamnet",
    title="YAMNet",
    about="521 kinds of sound, from speech and birds to genres, learned from the AudioSet of YouTube clips",
    citation="Plakal & Ellis 2020, YAMNet (tensorflow/models); Gemmeke et al. 2017, AudioSet",
    licence="Apache-2.0",
    sr=16_000,
    segment_s=0.975,
    hop_s=0.975,
    n_dims=len(CLASSES),
    tags=CLASSES,
    files=(FILE,),
    load=load,
    front_end="64 mel bands, frames of 25 ms, hop 10 ms, inside the file; the embedding is the log of the scores",
)
