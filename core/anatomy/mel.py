"""A signal -> its mel spectrogram alone, as the page of a song shows it: for every place where a track is heard."""

from core.anatomy.descriptors import DESCRIPTORS
from core.anatomy.shown import MAX_COLUMNS, Grid, Image, grid_of, image_of, shrunk
from core.features.extract import check_duration, check_signal
from core.features.frames import SR
from core.features.spectra import Spectra
from core.sound.decode import Signal

MEL = DESCRIPTORS["mel_spectrogram"]


def mel_picture(signal: Signal, *, max_columns: int = MAX_COLUMNS, n_threads: int = 1) -> tuple[Grid, Image]:
    """The mel spectrogram of ``take_apart`` without all the rest: 0.1 s for half a minute.

    ``signal`` at the features' rate of 22,050 Hz; raises AudioError when it is shorter than 0.19 s.
    """
    if signal.sr != SR:
        raise ValueError(f"signal.sr={signal.sr}, but frames are defined at {SR} Hz; decode the song at that rate")
    check_signal(signal.y)
    check_duration(signal.y.size, what="recording")
    spectra = Spectra(signal.y, n_threads=n_threads)
    grid = grid_of(spectra.n_frames, max_columns=max_columns)
    values = shrunk(MEL.measure(spectra), grid)
    return grid, image_of(values, limits=MEL.limits(values), row_names=MEL.rows.names)
