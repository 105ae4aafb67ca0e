"""What holds for every representation."""

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.notes import Notes
from core.jazz.representations import REPRESENTATIONS, representation

VOCABULARY = ("C4", "D4", "E4", "0.4.7")
C_D_E = [(0.0, 0.5, 60, 64), (0.5, 0.5, 62, 64), (1.0, 0.5, 64, 64)]


@pytest.mark.parametrize("name", REPRESENTATIONS)
def test_codes_are_small_whole_numbers_in_the_range_of_their_fields(name):
    chosen = representation(name, vocabulary=VOCABULARY)
    codes = chosen.encode(Notes.of(C_D_E))
    assert chosen.name == name
    assert codes.dtype == np.int16
    assert codes.shape == (3, len(chosen.fields))
    assert np.all(codes >= 0)
    assert np.all(codes < [field.size for field in chosen.fields])
    assert chosen.decode(codes).pitch.tolist() == [60, 62, 64]
    assert chosen.decode(chosen.transpose(codes, 0)).pitch.tolist() == [60, 62, 64]
    assert chosen.title.startswith(name)


@pytest.mark.parametrize("name", REPRESENTATIONS)
def test_only_what_is_timed_keeps_times(name):
    chosen = representation(name, vocabulary=VOCABULARY)
    starts = [
        chosen.decode(chosen.encode(Notes.of([(k * a, 0.3, b, c) for a, _, b, c in C_D_E]))).start_s for k in (1, 2)
    ]
    assert np.array_equal(*starts) == (not chosen.is_timed)


def test_an_unknown_representation_is_refused():
    with pytest.raises(DataError, match="representation='remi' is unknown; there are tokens, performance"):
        representation("remi")
