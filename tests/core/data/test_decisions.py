"""Laws of decisions: stored at once, none lost, undone without a trace, and what they leave out of which part."""

import json
import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread

import pytest
from filelock import FileLock

from core.data.decisions import (
    DECISIONS,
    FINDINGS,
    decide,
    decisions,
    exclusions,
    found_twins,
    undo,
)
from core.data.findings import Finding
from core.data.opened import OpenDataset, open_dataset
from core.errors import DataError, WorkspaceError
from core.workspace import PROJECT_ROOT

SILENT = Finding("folk/a.wav", "silent", "all of it is silent")
CLIPPED = Finding("folk/a.wav", "clipped", "3 % of it is cut off", score=0.03)
DOUBTED = Finding("folk/b.wav", "doubtful-label", "sounds like techno")
TWINS = Finding("folk/a.wav", "near-duplicate", "the same, 2.0 s later", other="techno/c.wav", score=0.9)
SAME = Finding("folk/b.wav", "exact-duplicate", "the same sound", other="folk/a.wav")


@pytest.fixture
def opened(tmp_path: Path) -> OpenDataset:
    (tmp_path / "songs" / "folk").mkdir(parents=True)
    (tmp_path / "songs" / "folk" / "a.wav").touch()
    return open_dataset(str(tmp_path / "songs"))


def write_findings(opened: OpenDataset, *findings: Finding) -> None:
    stored = {"findings": [finding.to_json() for finding in findings]}
    (opened.folder / FINDINGS).write_text(json.dumps(stored), encoding="utf-8")


def test_before_the_first_decision_nothing_is_left_out(opened):
    assert decisions(opened) == ()
    assert not exclusions(opened)


def test_a_decision_is_stored_with_the_dataset_and_with_the_reason(opened):
    decide(opened, [SILENT], "exclude")
    (decision,) = decisions(open_dataset(opened.id))
    assert (decision.track, decision.kind, decision.verdict, decision.reason) == (
        *("folk/a.wav", "silent", "exclude"),
        "all of it is silent",
    )


def test_the_last_word_on_a_finding_counts(opened):
    decide(opened, [SILENT], "exclude")
    decide(opened, [SILENT], "keep")
    assert [decision.verdict for decision in decisions(opened)] == ["keep"]
    assert not exclusions(opened)


def test_undo_leaves_the_data_as_it_was(opened):
    decide(opened, [DOUBTED], "exclude")
    before = exclusions(opened)
    decide(opened, [SILENT], "exclude")
    undo(opened, [SILENT])
    assert exclusions(opened).digest == before.digest
    undo(opened, [DOUBTED, TWINS])
    assert decisions(opened) == ()
    assert not exclusions(opened)


def test_an_objective_fault_leaves_every_part_and_a_doubt_leaves_training_parts(opened):
    decide(opened, [SILENT, DOUBTED], "exclude")
    left_out = exclusions(opened)
    assert left_out.everywhere == {"folk/a.wav": "all of it is silent"}
    assert left_out.training == {"folk/b.wav": "sounds like techno"}


def test_a_track_with_a_fault_and_a_doubt_leaves_every_part(opened):
    decide(opened, [DOUBTED, Finding("folk/b.wav", "clipped", "cut off")], "exclude")
    assert exclusions(opened).everywhere == {"folk/b.wav": "cut off"}
    assert exclusions(opened).training == {}


def test_a_track_that_is_kept_for_one_finding_may_be_left_out_for_another(opened):
    decide(opened, [SILENT], "keep")
    decide(opened, [CLIPPED], "exclude")
    assert exclusions(opened).everywhere == {"folk/a.wav": "3 % of it is cut off"}


def test_of_a_pair_one_side_is_left_out(opened):
    decide(opened, [TWINS], "exclude")
    assert list(exclusions(opened).everywhere) == ["folk/a.wav"]


@pytest.mark.parametrize("verdict", ["exclude", "keep", None])
def test_two_copies_stay_together_whatever_is_decided(opened, verdict):
    write_findings(opened, SILENT, TWINS, SAME)
    if verdict:
        decide(opened, [TWINS, SAME], verdict)
    assert exclusions(opened).twins == (("folk/a.wav", "techno/c.wav"), ("folk/b.wav", "folk/a.wav"))


def test_exclusions_do_not_depend_on_the_order_of_deciding(opened, tmp_path):
    decide(opened, [SILENT], "exclude")
    decide(opened, [DOUBTED], "exclude")
    first = exclusions(opened).digest
    undo(opened, [SILENT, DOUBTED])
    decide(opened, [DOUBTED, SILENT], "exclude")
    assert exclusions(opened).digest == first


def test_names_that_are_no_text_are_stored_all_the_same(opened):
    names = ("folk/\udcff.wav", "folk/new\nline.wav", 'folk/"quoted"\\.wav', "Ünïcode 音")
    decide(opened, [Finding(name, "silent", f"{name} is silent") for name in names], "exclude")
    assert tuple(exclusions(opened).everywhere) == names
    assert exclusions(opened).digest


def test_nothing_decided_writes_nothing(opened):
    decide(opened, [], "exclude")
    undo(opened, [SILENT])
    assert not (opened.folder / DECISIONS).exists()


def test_a_verdict_that_nobody_knows_is_refused(opened):
    with pytest.raises(DataError, match="verdict='maybe' is not known; choose one of exclude, keep"):
        decide(opened, [SILENT], "maybe")
    assert decisions(opened) == ()


def test_two_tabs_lose_none_of_each_other_s_decisions(opened):
    start = Barrier(4)

    def click(tab: int) -> None:
        start.wait()
        for number in range(10):
            decide(opened, [Finding(f"{tab}-{number}", "silent", "")], "exclude")

    tabs = [Thread(target=click, args=(tab,)) for tab in range(4)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert len(decisions(opened)) == 40


def _click_in_a_process(dataset: str, name: str) -> None:
    for number in range(10):
        decide(open_dataset(dataset), [Finding(f"{name}-{number}", "silent", "")], "exclude")


def test_a_server_and_a_command_line_lose_none_of_each_other_s_decisions(opened):
    code = f"from tests.core.data.test_decisions import _click_in_a_process as click; click({opened.id!r}, 'a')"
    other = subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT_ROOT)
    _click_in_a_process(opened.id, "b")
    while other.poll() is None:
        _click_in_a_process(opened.id, "b")
    assert other.returncode == 0
    assert len(decisions(opened)) == 20


DECISION = {"track": "a", "kind": "silent", "other": None, "verdict": "exclude", "reason": "", "made": ""}


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"{}", b"\xff", b"null", b'{"decisions": 3}', b'{"decisions": [3]}'),
        *(
            json.dumps({"decisions": [DECISION | changed]}).encode()
            for changed in (
                {"kind": "ugly"},
                {"track": 1},
                {"verdict": "maybe"},
                {"other": 2},
                {"more": 1},
                {"made": 0},
            )
        ),
    ],
)
def test_a_broken_file_of_decisions_is_explained_and_left_as_it_is(opened, content):
    file = opened.folder / DECISIONS
    file.write_bytes(content)
    for act in (decisions, exclusions, lambda it: decide(it, [SILENT], "keep"), lambda it: undo(it, [SILENT])):
        with pytest.raises(DataError, match=r"decisions\.json is not what this program writes .*; move it away"):
            act(opened)
    assert file.read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"findings": [{"track": 1}]}', b'{"findings": ["a"]}'])
def test_a_broken_file_of_findings_is_explained(opened, content):
    (opened.folder / FINDINGS).write_bytes(content)
    with pytest.raises(DataError, match="run the doctor again"):
        found_twins(opened)


def test_a_disk_that_takes_nothing_is_told(opened, monkeypatch):
    decide(opened, [DOUBTED], "keep")

    def full_disk(source, target):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("core.workspace.os.replace", full_disk)
        with pytest.raises(WorkspaceError, match=r"decisions\.json cannot be written: No space left on device; make"):
            decide(opened, [SILENT], "exclude")
    assert [decision.track for decision in decisions(opened)] == ["folk/b.wav"]


def test_a_file_that_another_program_holds_is_waited_for_and_then_told(opened, monkeypatch):
    monkeypatch.setattr("core.data.decisions.LOCK_TIMEOUT_S", 0.1)
    held = pytest.raises(WorkspaceError, match="was held by another program for 0 s; wait until that has ended")
    with FileLock(opened.folder / f".{DECISIONS}.lock"), held:
        decide(opened, [SILENT], "exclude")
    decide(opened, [SILENT], "exclude")
    assert len(decisions(opened)) == 1
