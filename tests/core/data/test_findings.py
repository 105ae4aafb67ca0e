"""Laws of findings: their kinds are known, what is stored comes back as it was."""

import json

import pytest

from core.data.findings import KINDS, Finding
from core.errors import DataError


def test_every_kind_is_named_once_and_told_in_plain_words():
    assert [kind.name for kind in KINDS.values()] == list(KINDS)
    assert len({kind.title for kind in KINDS.values()}) == len(KINDS)
    assert all(kind.about.endswith(".") for kind in KINDS.values())


def test_what_a_model_thinks_is_never_objective():
    assert [kind.name for kind in KINDS.values() if not kind.objective] == ["artist-in-genres", "doubtful-label"]


@pytest.mark.parametrize(
    "finding",
    [
        Finding("a", "silent", "all of it is silent"),
        Finding("a/b.wav", "near-duplicate", "the same, 2.0 s later", other="c", score=0.93),
    ],
)
def test_a_stored_finding_comes_back_as_it_was(finding):
    assert Finding.from_json(json.loads(json.dumps(finding.to_json()))) == finding


def test_an_unknown_kind_is_refused():
    with pytest.raises(DataError, match="kind='ugly' of a finding is not known; choose one of unreadable"):
        Finding("a", "ugly", "it is")


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"track": 1, "kind": "silent", "reason": ""},
        {"track": "a", "kind": "silent", "reason": "", "other": 3},
        {"track": "a", "kind": "silent", "reason": "", "score": "high"},
        {"track": "a", "kind": "silent", "reason": "", "score": True},
    ],
)
def test_what_is_no_finding_is_refused(stored):
    with pytest.raises(DataError, match=r"a stored finding is not .* run the doctor again"):
        Finding.from_json(stored)
