"""A signal -> the bytes of an mp3 of constant bit rate, for benchmarks that need a file as visitors bring it."""

import io

import av
import numpy as np


def as_mp3(y: np.ndarray, *, sr: int, bits_per_s: int) -> bytes:
    """Encode ``y``, float32 of shape (n_samples,) or (2, n_samples)."""
    channels = np.ascontiguousarray(np.atleast_2d(y))
    layout = "mono" if len(channels) == 1 else "stereo"
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=sr, layout=layout, bit_rate=bits_per_s)
        frame = av.AudioFrame.from_ndarray(channels, format="fltp", layout=layout)
        frame.sample_rate = sr
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return buffer.getvalue()
