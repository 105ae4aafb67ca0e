"""Published faults are told of the tracks that are here, and of no others."""

import pytest

from core.data.datasets import DATASETS, Track
from core.doctor.published import published_faults


def found(*ids):
    return published_faults(DATASETS["gtzan"], [Track(id, None, {"genre": id.split(".")[0]}) for id in ids])


def test_a_repeat_names_the_track_that_it_repeats_when_that_is_here():
    both = found("metal.00042", "metal.00063")
    assert [(one.track, one.kind, one.other) for one in both] == [("metal.00063", "published-fault", "metal.00042")]
    alone = found("metal.00063")
    assert [(one.track, one.other) for one in alone] == [("metal.00063", None)]
    assert "metal.00042" in alone[0].reason


def test_the_broken_track_of_gtzan_is_told():
    assert [one.track for one in found("jazz.00053", "jazz.00054")][-1] == "jazz.00054"


@pytest.mark.parametrize("ids", [(), ("blues.00000",)])
def test_nothing_is_told_of_tracks_without_a_published_fault(ids):
    assert found(*ids) == []
