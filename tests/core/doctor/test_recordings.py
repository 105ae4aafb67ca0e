"""A pair of copies is told from the side of the one that may leave."""

import pytest

from core.data.duplicates import EXACT, NEAR, DuplicatePair
from core.doctor.recordings import duplicate_findings


def found(pair, first_s=30.0, second_s=30.0):
    (finding,) = duplicate_findings([pair], {"a": first_s, "b": second_s})
    return finding


def test_of_two_equal_tracks_the_later_one_may_leave():
    finding = found(DuplicatePair("a", "b", EXACT, 1.0, 0.0, 1.0, 30.0))
    assert (finding.kind, finding.track, finding.other, finding.score) == ("exact-duplicate", "b", "a", 1.0)
    assert finding.reason == "it holds the same sound as the other one, sample by sample"


@pytest.mark.parametrize(
    ("offset_s", "speed", "words"),
    [
        (0.0, 1.0, ""),
        (2.5, 1.0, "it begins 2.5 s later, "),
        (-1.5, 1.01, "it begins 1.5 s earlier, it runs 1.0 % faster, "),
        (0.05, 0.99, "it runs 1.0 % slower, "),
    ],
)
def test_a_near_copy_says_how_it_lies_in_the_other(offset_s, speed, words):
    finding = found(DuplicatePair("a", "b", NEAR, 0.913, offset_s, speed, 24.2))
    assert (finding.kind, finding.track, finding.other) == ("near-duplicate", "b", "a")
    assert finding.reason == (
        f"24 s of it are heard in the other one too, {words}91 % of their fingerprints agree (unrelated music: 50 %)"
    )


def test_a_shorter_copy_may_leave_even_when_it_comes_first():
    # The longer one, b, holds at t what a holds at -4 + 1.01 t: a begins 4 s later in b, and b plays faster.
    finding = found(DuplicatePair("a", "b", NEAR, 0.9, -4.04, 1.01, 5.0), first_s=5.0, second_s=30.0)
    assert (finding.track, finding.other) == ("a", "b")
    assert "it begins 4.0 s later, it runs 1.0 % slower, " in finding.reason
