"""`doctor`: a folder in, findings as text and as JSON out; bad input is refused before a job is made."""

import json

import numpy as np
import pytest
import soundfile

from core.cli import doctor
from core.data.datasets import Track
from core.data.findings import KINDS, Finding
from core.data.opened import open_dataset
from core.doctor.stored import Examination, write_findings
from core.jobs import list_jobs, run_here

SR = 22_050


@pytest.fixture
def songs(tmp_path, noise):
    """Two clean recordings, and one with an offset."""
    (tmp_path / "songs" / "rock").mkdir(parents=True)
    sounds = {"a": noise(3.5, seed=1), "b": noise(3.5, seed=2), "odd": noise(3.5, seed=3) + np.float32(0.2)}
    for name, y in sounds.items():
        soundfile.write(tmp_path / "songs" / "rock" / f"{name}.wav", y, SR)
    return tmp_path / "songs"


@pytest.fixture
def here(monkeypatch):
    """The job runs in this process."""
    monkeypatch.setattr(doctor, "run_as_job", lambda function, params, **how: run_here(function, params))


def test_the_doctor_works_as_a_job_that_stays(run, songs, cluster):
    done = run("doctor", songs, "--no-labels", "--json", "--quiet")
    assert (done.status, done.err) == (0, "")
    said = json.loads(done.out)
    assert [(one["kind"], one["track"]) for one in said["findings"]] == [("dc-offset", "rock/odd.wav")]
    (job,) = [job for job in list_jobs("command line") if job.kind == "doctor"]
    assert (job.state, job.title) == ("done", "Doctor for songs")


def test_json_holds_the_contract(run, songs, here):
    said = json.loads(run("doctor", songs, "--no-labels", "--json", "--quiet").out)
    assert list(said) == ["dataset", "n_tracks", "checked", "findings", "skipped"]
    assert said["dataset"] == open_dataset(str(songs)).id
    assert (said["n_tracks"], said["checked"]) == (3, 3)
    assert [list(one) for one in said["findings"]] == [["track", "kind", "reason", "other"]]
    assert said["findings"][0]["other"] is None
    assert said["skipped"] == ["artists in several genres: no track here names its artist"]


def test_text_tells_each_kind_in_plain_words_and_what_was_not_looked_at(run, songs, here):
    done = run("doctor", songs)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[0] == "songs: 1 finding, 3 of 3 tracks heard"
    assert f"{KINDS['dc-offset'].title} (1): {KINDS['dc-offset'].about}" in done.out
    assert "  rock/odd.wav: it swings around +0.200 of full scale, not around 0; usual here is 0.0" in done.out
    assert "Not looked at:\n  artists in several genres" in done.out
    assert "  labels: a model needs two genres or more" in done.out


def test_no_labels_means_that_labels_are_not_judged(run, songs, here):
    assert "labels" not in run("doctor", songs, "--no-labels").out


def test_a_clean_dataset_has_no_findings(run, songs, here):
    (songs / "rock" / "odd.wav").unlink()
    assert run("doctor", songs, "--no-labels").out.splitlines()[0] == "songs: no findings, 2 of 2 tracks heard"


def test_names_from_files_can_neither_split_nor_repaint_a_line(run, songs, monkeypatch):
    nasty = "rock/\x1b[31mred\nerror: fake.wav"
    found = (Finding(nasty, "near-duplicate", "the same\n\x07", other=nasty),)

    def examined(function, params, **how):
        opened = open_dataset(params.dataset)
        assert isinstance(opened.tracks()[0], Track)
        write_findings(opened, Examination("", "", 1, 1, found, ("labels:\nnone",), {}))

    monkeypatch.setattr(doctor, "run_as_job", examined)
    said = run("doctor", songs).out
    assert "\x1b" not in said
    assert "\x07" not in said
    assert not any(line.startswith("error") for line in said.splitlines())
    assert f"(beside {' '.join(nasty.split(chr(10))).replace(chr(27), ' ')})" in said


def test_a_dataset_that_is_forgotten_meanwhile_is_told(run, songs, monkeypatch, one_complaint):
    monkeypatch.setattr(doctor, "run_as_job", lambda *given, **named: None)
    assert "songs was forgotten while it was examined; open it and run" in one_complaint(run("doctor", songs))


@pytest.mark.parametrize(("words", "complaint"), [(["no-such-place"], "there is no dataset"), ([], "required")])
def test_bad_input_is_refused_before_a_job_is_made(run, one_complaint, words, complaint):
    assert complaint in one_complaint(run("doctor", *words))
    assert list_jobs() == []
