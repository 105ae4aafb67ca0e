"""The doctor's job: what is planted in a folder is found, told and stored; what is done once is not done again."""

import json

import numpy as np
import pytest
import soundfile

from core.data.decisions import found_twins
from core.data.findings import KINDS
from core.data.hashing import hash_tracks
from core.data.opened import open_dataset
from core.doctor import examine as module
from core.doctor.examine import DoctorParams, examine
from core.doctor.stored import read_findings
from core.errors import DataError
from core.jobs import Cancelled, run_here
from tests.core.data.datasets import miniatures

SR = 22_050
PLANTED = {
    ("unreadable", "rock/notes.wav"),
    ("too-short", "rock/short.wav"),
    ("silent", "rock/silent.wav"),
    ("clipped", "rock/clipped.wav"),
    ("dc-offset", "rock/offset.wav"),
    ("band-limited", "rock/dull.wav"),
    ("exact-duplicate", "rock/twin.wav"),
    ("near-duplicate", "rock/soft.wav"),
}


@pytest.fixture
def folder(tmp_path, music):
    """``folder(sounds)``: the path of genre folders with these sounds, name -> samples."""

    def make(sounds):
        for name, y in sounds.items():
            path = tmp_path / "songs" / f"{name}.wav"
            path.parent.mkdir(parents=True, exist_ok=True)
            soundfile.write(path, y, SR, subtype="PCM_16")
        return tmp_path / "songs"

    return make


@pytest.fixture
def planted(folder, music):
    """Seven clean recordings and eight faults."""
    clean = {f"rock/clean{n}": music(6.0, seed=n) for n in range(7)}
    spectrum = np.fft.rfft(music(6.0, seed=24))
    spectrum[round(6.0 * 2_500) :] = 0
    path = folder(
        {
            **clean,
            "rock/short": music(1.0, seed=20),
            "rock/silent": np.zeros(6 * SR),
            "rock/clipped": np.clip(4 * music(6.0, seed=22), -0.9, 0.9),
            "rock/offset": 0.5 * music(6.0, seed=23) + 0.2,
            "rock/dull": np.fft.irfft(spectrum),
            "rock/twin": clean["rock/clean0"],
            "rock/soft": 0.3 * clean["rock/clean1"][SR:],
        }
    )
    (path / "rock" / "notes.wav").write_text("no sound")
    return open_dataset(str(path))


@pytest.fixture
def few(folder, music):
    """Two genres of two clean recordings."""
    names = ("pop/a", "pop/b", "rock/a", "rock/b")
    return open_dataset(str(folder({name: music(4.0, seed=n) for n, name in enumerate(names)})))


def test_everything_that_was_planted_is_found_and_nothing_else(planted):
    made = run_here(examine, DoctorParams(planted.id, labels=False))
    found = read_findings(planted)
    assert {(one.kind, one.track) for one in found.findings} == PLANTED
    assert [one.kind for one in found.findings] == [kind for kind in KINDS if kind in made["kinds"]]
    assert made["kinds"] == found.counts
    assert (made["n_tracks"], made["checked"]) == (found.n_tracks, found.n_heard) == (15, 14)
    assert found.data == hash_tracks(planted.tracks())
    twins = {("rock/twin.wav", "rock/clean0.wav"), ("rock/soft.wav", "rock/clean1.wav")}
    assert set(found_twins(planted)) == twins
    stored = json.loads((planted.folder / "findings.json").read_text())
    assert set(stored["findings"][0]) == {"track", "kind", "reason", "other", "score"}


def test_what_could_not_be_looked_at_is_said_and_progress_only_rises(few):
    told = []
    made = run_here(examine, DoctorParams(few.id), progress=lambda share, words: told.append((share, words)))
    assert made["skipped"] == [
        "artists in several genres: no track here names its artist",
        "labels: a model needs two genres or more of 8 tracks, 5 of them different recordings, but 0 of the 2 genres "
        "here have that",
    ]
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert told[0] == (0.0, "listened to 0 of 4 tracks")
    assert told[-1] == (1.0, "examined")


def test_a_doubtful_label_is_found_by_what_was_heard(folder, music, tone, clicks):
    sounds = {f"beat/{n}": clicks(90 + 5 * n, 3.0) + 0.1 * music(3.0, seed=n) for n in range(9)}
    sounds |= {f"drone/{n}": tone(200 + 20 * n, 3.0) + 0.1 * music(3.0, seed=20 + n) for n in range(9)}
    sounds["beat/odd"] = tone(290, 3.0) + 0.1 * music(3.0, seed=50)
    opened = open_dataset(str(folder(sounds)))
    run_here(examine, DoctorParams(opened.id, min_odds=4.0))
    doubtful = [one for one in read_findings(opened).findings if one.kind == "doubtful-label"]
    assert [one.track for one in doubtful] == ["beat/odd.wav"]


def test_a_job_that_was_stopped_listens_only_to_what_is_missing(few, tmp_path, monkeypatch):
    heard = []
    listen = module.hear

    def spy(item, bench):
        heard.append(item.track.id)
        return listen(item, bench)

    def stop(share, words):
        if "listened to 3" in words:
            raise Cancelled

    spy.__module__, spy.__qualname__ = listen.__module__, listen.__qualname__
    monkeypatch.setattr(module, "hear", spy)
    with pytest.raises(Cancelled):
        run_here(examine, DoctorParams(few.id, labels=False), folder=tmp_path / "job", progress=stop)
    assert len(heard) == 3
    assert read_findings(few) is None
    made = run_here(examine, DoctorParams(few.id, labels=False), folder=tmp_path / "job")
    assert sorted(heard) == sorted(track.id for track in few.tracks())
    assert made["checked"] == 4


def test_a_dataset_of_numbers_alone_is_examined_as_far_as_numbers_go(tmp_path):
    rng = np.random.default_rng(0)
    genres = {"folk": 0.0, "metal": 3.0}
    rows = [(genre, f"TR{genre}{n}", f"{genre} {n}", shift) for genre, shift in genres.items() for n in range(25)]
    rows[0] = ("metal", *rows[0][1:])
    numbers = rng.normal(5, 1, (len(rows), len(miniatures.MSD_NAMES) - 4))
    lines = ["%" + ",".join(miniatures.MSD_NAMES)]
    for (genre, id, artist, shift), values in zip(rows, numbers, strict=True):
        lines.append(",".join([genre, id, artist, "title", *map(str, values + shift)]))
    (tmp_path / "msd_genre_dataset.txt").write_text("\n".join(lines) + "\n")
    opened = open_dataset(f"msd:{tmp_path}")
    made = run_here(examine, DoctorParams(opened.id, min_odds=5.0))
    assert made["skipped"] == ["the sound of all tracks: there is no audio here, only numbers"]
    assert (made["checked"], made["kinds"]) == (0, {"doubtful-label": 1})
    assert [one.track for one in read_findings(opened).findings] == ["TRfolk0"]


def test_where_only_leaky_scores_are_possible_no_label_is_judged(tmp_path):
    miniatures.write_spotify_table(tmp_path / "dataset_30s.csv")
    opened = open_dataset(f"spotify:{tmp_path}")
    made = run_here(examine, DoctorParams(opened.id))
    assert made["skipped"][-1].startswith("labels: no model can judge them without having heard them: ")


def test_a_dataset_that_is_gone_is_told():
    with pytest.raises(DataError, match="there is no dataset"):
        run_here(examine, DoctorParams("folder-0123456789"))


def test_clean_clips_of_gtzan_have_no_finding(shared, tmp_path):
    jazz = tmp_path / "jazz-and-rock"
    for genre in ("jazz", "rock"):
        (jazz / genre).mkdir(parents=True)
        for path in sorted((shared / "gtzan" / "audio" / genre).iterdir())[:3]:
            (jazz / genre / f"song {path.name[-9:]}").symlink_to(path)
    opened = open_dataset(f"folder:{jazz}")
    run_here(examine, DoctorParams(opened.id, labels=False))
    assert read_findings(opened).findings == ()
