"""An examination comes back as it was, and a broken file is said to be one."""

import json
from dataclasses import replace

import pytest

from core.data.datasets import DATASETS, Track
from core.data.findings import Finding
from core.data.hashing import hash_tracks
from core.data.opened import OpenDataset
from core.doctor.stored import Examination, read_findings, write_findings
from core.errors import DataError, WorkspaceError

FOUND = Examination(
    data="0" * 64,
    made="2026-11-20T12:00:00+00:00",
    n_tracks=3,
    n_heard=2,
    findings=(
        Finding("b", "silent", "all of it is silent", score=90.0),
        Finding("c", "near-duplicate", "24 s of it are heard in a too", other="a", score=0.9),
        Finding("b", "near-duplicate", "12 s of it are heard in a too", other="a", score=0.8),
    ),
    skipped=("labels: too few",),
    settings={"sound": {"offset": 0.015}, "labels": {"model": "vote"}},
)


@pytest.fixture
def opened(tmp_path):
    made = OpenDataset("songs", DATASETS["folder"], tmp_path, "Songs")
    made.folder.mkdir(parents=True)
    return made


def test_an_examination_comes_back_as_it_was(opened):
    assert read_findings(opened) is None
    write_findings(opened, FOUND)
    assert read_findings(opened) == FOUND
    assert FOUND.counts == {"silent": 1, "near-duplicate": 2}


def test_a_new_examination_takes_the_place_of_the_last(opened):
    write_findings(opened, FOUND)
    write_findings(opened, replace(FOUND, findings=()))
    assert read_findings(opened).findings == ()
    assert [path.name for path in opened.folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"findings": 3}', json.dumps({"data": "", "made": "", "n_tracks": 1, "checked": 1})],
)
def test_a_broken_file_is_said_to_be_one(opened, content):
    (opened.folder / "findings.json").write_text(content)
    with pytest.raises(DataError, match=r"findings\.json is not what the doctor writes .* run the doctor again"):
        read_findings(opened)


def test_a_finding_of_no_known_kind_makes_the_file_a_broken_one(opened):
    write_findings(opened, FOUND)
    file = opened.folder / "findings.json"
    file.write_text(file.read_text().replace("silent", "ugly", 1))
    with pytest.raises(DataError, match="run the doctor again"):
        read_findings(opened)


def test_a_disk_that_refuses_is_told(opened):
    opened.folder.joinpath("findings.json").mkdir()
    with pytest.raises(WorkspaceError, match=r"findings\.json cannot be written"):
        write_findings(opened, FOUND)


def test_the_hash_follows_ids_genres_and_artists_and_not_their_order():
    one, two = Track("1", None, {"genre": "a"}, "x"), Track("2", None, {"genre": "b"})
    assert hash_tracks([one, two]) == hash_tracks([two, one])
    others = [replace(one, id="3"), replace(one, labels={"genre": "b"}), replace(one, artist="y")]
    assert len({hash_tracks([other, two]) for other in (one, *others)}) == 4
