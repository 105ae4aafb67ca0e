"""Laws of sparing: of each recording one track stays, however its copies are paired."""

import itertools

import pytest

from core.data.findings import Finding
from core.data.sparing import sparing_one, turned

SILENT = Finding("a", "silent", "all of it")


def pairs(*names: str) -> list[Finding]:
    return [Finding(first, "near-duplicate", "", other=second) for first, second in names]


def left_out(findings) -> set[str]:
    return {finding.track for finding in findings}


def test_a_finding_that_is_turned_names_the_other_side_first():
    (pair,) = pairs("ab")
    assert (turned(pair).track, turned(pair).other) == ("b", "a")
    assert turned(turned(pair)) == pair
    assert turned(SILENT) is SILENT


def test_of_one_pair_the_first_leaves():
    assert sparing_one([SILENT, *pairs("ab")]) == [SILENT, *pairs("ab")]


def test_the_partner_of_a_track_that_is_left_out_already_stays():
    assert left_out(sparing_one(pairs("ab"), gone={"b"})) == {"b"}
    assert left_out(sparing_one(pairs("ab"), gone={"a"})) == {"a"}


@pytest.mark.parametrize(
    "found", [["ab", "ba"], ["ab", "bc", "ca"], ["ab", "ac", "bc", "cd"], ["ba", "cb"], ["ab", "ac"]]
)
def test_of_recordings_that_are_there_often_exactly_one_stays(found):
    for order in itertools.permutations(found):
        aimed = sparing_one(pairs(*order))
        assert len(left_out(aimed)) == len(set("".join(found))) - 1
        assert [{f.track, f.other} for f in aimed] == [set(names) for names in order]


def test_many_recordings_each_keep_one():
    found = [name for letter in "abcde" for name in (f"{letter}{letter.upper()}",)]
    assert left_out(sparing_one(pairs(*found))) == set("abcde")


def test_a_long_chain_of_copies_is_no_burden():
    names = [f"{n:05d}" for n in range(5_000)]
    chain = [Finding(a, "near-duplicate", "", other=b) for a, b in itertools.pairwise(names)]
    assert len(left_out(sparing_one(chain))) == len(names) - 1
