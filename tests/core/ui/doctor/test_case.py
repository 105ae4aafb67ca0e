"""Laws of a case: each finding beside its verdict, each track counted once, no decision lost from sight."""

import math

import pytest

from core.data.decisions import Decision
from core.data.findings import Finding
from core.ui.doctor.case import KEPT, OPEN, OUT, Case, case_of

SILENT = Finding("a", "silent", "all of it")
CLIPPED = Finding("a", "clipped", "cut off", score=0.1)
LOUDER = Finding("b", "clipped", "cut off more", score=0.2)
TWINS = Finding("a", "near-duplicate", "the same", other="c")
DOUBTED = Finding("d", "doubtful-label", "sounds like techno", score=12.0)
CROSSING = Finding("e", "artist-in-genres", "two genres", other="f")


def decided(finding: Finding, verdict: str = "exclude", *, turned: bool = False) -> Decision:
    track, other = (finding.other, finding.track) if turned else (finding.track, finding.other)
    return Decision(track, finding.kind, other, verdict, finding.reason, "2026-11-20T00:00:00+00:00")


def case(*findings: Finding, decisions: tuple[Decision, ...] = (), n_tracks: int = 10) -> Case:
    return case_of(findings, decisions, n_tracks=n_tracks)


def test_findings_stand_by_kind_and_within_a_kind_the_strongest_first():
    found = case(DOUBTED, CLIPPED, TWINS, LOUDER, SILENT).verdicts
    assert [verdict.finding for verdict in found] == [SILENT, LOUDER, CLIPPED, TWINS, DOUBTED]


def test_a_score_that_is_no_number_stands_last():
    odd = Finding("z", "clipped", "", score=math.nan)
    assert [v.finding.track for v in case(odd, CLIPPED, LOUDER).verdicts] == ["b", "a", "z"]


def test_before_anything_is_decided_all_are_open():
    assert {verdict.status for verdict in case(SILENT, TWINS).verdicts} == {OPEN}


@pytest.mark.parametrize("turned", [False, True])
def test_of_a_pair_the_side_that_was_named_is_left_out(turned):
    (verdict,) = case(TWINS, decisions=(decided(TWINS, turned=turned),)).verdicts
    assert (verdict.status, verdict.left_out) == (OUT, ("c",) if turned else ("a",))


def test_what_is_kept_is_kept():
    (verdict,) = case(SILENT, decisions=(decided(SILENT, "keep"),)).verdicts
    assert (verdict.status, verdict.left_out) == (KEPT, ())


def test_a_track_that_another_finding_leaves_out_says_so():
    silent, clipped, twins = case(SILENT, CLIPPED, TWINS, decisions=(decided(SILENT),)).verdicts
    assert silent.elsewhere == {}
    assert clipped.elsewhere == twins.elsewhere == {"a": "Silent"}
    assert clipped.status == OPEN


def test_tracks_are_counted_once_and_faults_before_doubts():
    found = case(SILENT, CLIPPED, TWINS, DOUBTED, Finding("a", "doubtful-label", ""), CROSSING)
    assert found.faulty == {"a"}
    assert found.doubtful == {"d", "e"}
    assert found.n_fine == 7


def test_of_two_copies_one_is_at_fault():
    found = case(TWINS, Finding("b", "exact-duplicate", "the same", other="f"))
    assert found.faulty == {"a", "b"}
    assert found.n_fine == 8


def test_kinds_are_counted_by_verdict():
    found = case(CLIPPED, LOUDER, TWINS, CROSSING, decisions=(decided(CLIPPED), decided(TWINS, "keep")))
    assert [(c.kind, c.n_open, c.n_out, c.n_kept, c.what) for c in found.counts] == [
        ("clipped", 1, 1, 0, "track"),
        ("near-duplicate", 0, 0, 1, "pair"),
        ("artist-in-genres", 1, 0, 0, "case"),
    ]


def test_a_decision_that_no_finding_speaks_of_stays_in_sight():
    gone = decided(Finding("x", "silent", "was silent"))
    found = case(SILENT, TWINS, decisions=(gone, decided(TWINS, turned=True)))
    assert found.orphans == (gone,)


def test_a_finding_that_is_stored_twice_is_shown_once():
    assert len(case(SILENT, SILENT, TWINS, TWINS).verdicts) == 2


def test_every_finding_has_a_key_of_its_own_that_widgets_take():
    names = [Finding(name, "silent", "") for name in ("a", "b", "\udcff", "a\nb", "<img>")]
    keys = [verdict.key for verdict in case(*names, CLIPPED, TWINS).verdicts]
    assert len(set(keys)) == 7
    assert all(key.isalnum() for key in keys)


def test_what_waits_for_a_verdict_is_found_by_kind():
    found = case(CLIPPED, LOUDER, SILENT, decisions=(decided(CLIPPED),))
    assert found.of_kind("clipped", OPEN) == [LOUDER]
    assert found.of_kind("clipped", OUT, KEPT) == [CLIPPED]
    assert found.left_out == {"a"}


def test_a_thousand_findings_are_laid_out_at_once():
    many = [Finding(f"{n:04d}", "clipped", "", score=n) for n in range(1000)]
    found = case(*many, decisions=tuple(map(decided, many)), n_tracks=1000)
    assert found.counts[0].n_out == 1000
