"""`datasets` and `table`: what there is, with its licence; a table by a job, and bad input refused before it."""

import json

import pandas as pd
import pytest
import soundfile

from core.cli import datasets
from core.data.datasets import DATASETS
from core.data.decisions import decide
from core.data.findings import Finding
from core.data.loading import load_table
from core.data.opened import open_dataset
from core.data.stored import table_folder
from core.features import COLUMNS
from core.jobs import list_jobs, run_here
from core.models.backbones import BACKBONES

FACTS = [
    *(
        "table",
        "dataset",
        "segment_s",
        "listeners",
        "n_tracks",
        "n_rows",
        "n_columns",
        "data_hash",
        "licence",
        "excluded",
    ),
    "failures",
]


@pytest.fixture
def music(tmp_path, tone, clicks):
    """Two genres of two tracks each, of 4 to 7 s."""
    sounds = {
        "drone/a": tone(220, 7.0),
        "drone/b": tone(330, 4.0),
        "beat/c": clicks(120, 6.0),
        "beat/d": clicks(90, 4.0),
    }
    for name, y in sounds.items():
        (tmp_path / "music" / name).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(tmp_path / "music" / f"{name}.wav", y, 22050)
    return tmp_path / "music"


@pytest.fixture
def here(monkeypatch):
    """The job runs in this process."""
    monkeypatch.setattr(datasets, "run_as_job", lambda function, params, **how: run_here(function, params))


def leave_out(music, *tracks, kind="silent"):
    opened = open_dataset(str(music))
    decide(opened, [Finding(track, kind, "a reason") for track in tracks], "exclude")
    return opened


def test_a_table_is_made_by_a_job_that_stays(run, music, cluster):
    done = run("table", music, "--json", "--quiet")
    assert (done.status, done.err) == (0, "")
    said = json.loads(done.out)
    assert list(said) == FACTS
    assert (said["n_tracks"], said["n_rows"], said["n_columns"], said["segment_s"]) == (4, 6, len(COLUMNS), 3.0)
    assert (said["licence"], said["excluded"], said["failures"]) == (DATASETS["folder"].licence.words, [], [])
    assert said["data_hash"] == load_table(said["dataset"], segment_s=3.0).data_hash
    (job,) = [job for job in list_jobs("command line") if job.kind == "table"]
    assert (job.state, job.title) == ("done", "Table of music, segments of 3 s")


def test_listeners_are_named_and_their_numbers_stand_beside_the_features(run, music, here):
    said = json.loads(run("table", music, "--listen", "debug", "--json", "--quiet").out)
    assert said["listeners"] == ["debug"]
    debug = BACKBONES["debug"]
    assert load_table(said["dataset"], segment_s=3.0).columns == (*COLUMNS, *debug.columns, *debug.tag_columns)


def test_a_listener_that_there_is_not_is_refused_before_a_job_is_made(run, music):
    done = run("table", music, "--listen", "debug,ears")
    assert done.status == 2
    assert "there is no listener 'ears'; choose among" in done.err
    assert list_jobs("command line") == []


@pytest.mark.parametrize(("suffix", "read"), [(".parquet", pd.read_parquet), (".csv", pd.read_csv)])
def test_a_copy_is_the_same_data(run, music, here, tmp_path, suffix, read):
    out = tmp_path / f"copy{suffix}"
    said = json.loads(run("table", music, "--out", out, "--json", "--quiet").out)
    assert said["table"] == str(out)
    rows = read(out)
    assert list(rows.columns) == ["track_id", "segment", "start_s", "genre", "artist", *COLUMNS]
    assert len(rows) == said["n_rows"] == 6
    copy = load_table(str(out))
    assert (copy.segment_s, copy.data_hash) == (3.0, said["data_hash"])


def test_text_says_how_much_there_is_and_what_one_may_do_with_it(run, music, here):
    done = run("table", music, "--segment-s", 30)
    assert (done.status, done.err) == (0, "")
    path = table_folder(open_dataset(str(music)), 30.0) / "table.parquet"
    assert done.out.splitlines()[0] == f"{path}: 4 rows of {len(COLUMNS)} features, 4 tracks"
    assert DATASETS["folder"].licence.words in done.out
    assert "excluded" not in done.out


def test_what_was_excluded_is_in_no_copy(run, music, here, tmp_path):
    opened = leave_out(music, "drone/a.wav")
    leave_out(music, "beat/c.wav", kind="doubtful-label")
    out = tmp_path / "copy.csv"
    done = run("table", music, "--out", out, "--json", "--quiet")
    said = json.loads(done.out)
    assert said["excluded"] == [{"track": "drone/a.wav", "reason": "a reason"}]
    assert (said["n_tracks"], said["n_rows"]) == (3, 4)
    assert said["data_hash"] == load_table(opened.id, segment_s=3.0).data_hash
    assert set(pd.read_csv(out)["track_id"]) == {"drone/b.wav", "beat/c.wav", "beat/d.wav"}
    (note,) = done.err.splitlines()
    assert note.startswith(f"note: {out}: a copy knows nothing of labels in doubt")
    assert note.endswith(f"--dataset {opened.id}")
    assert "excluded   1 track, as decided on the Doctor page" in run("table", music).out


def test_the_strictest_licence_is_told_and_goes_along(run, music, here, tmp_path):
    for name, genre in (("blues", "drone"), ("rock", "beat")):
        (music / genre).rename(music / name)
    folder = music.rename(tmp_path / "Audio_Spotify")
    out = tmp_path / "copy.csv"
    said = json.loads(run("table", folder, "--out", out, "--json", "--quiet").out)
    assert said["licence"] == DATASETS["spotify"].licence.words
    assert load_table(str(out)).licence.key == "no-training"


def test_a_bad_file_gets_its_line_and_the_good_ones_their_rows(run, music, here):
    (music / "beat" / "broken.mp3").write_text("no sound")
    done = run("table", music, "--json", "--quiet")
    assert done.status == 2
    said = json.loads(done.out)
    assert (said["n_tracks"], [one["track"] for one in said["failures"]]) == (4, ["beat/broken.mp3"])
    assert done.err.splitlines() == [f"error: beat/broken.mp3: {said['failures'][0]['reason']}"]


def test_one_genre_is_enough_for_a_table(run, music, here):
    done = run("table", music / "drone", "--json", "--quiet")
    assert (done.status, json.loads(done.out)["n_tracks"]) == (0, 2)


def test_a_dataset_of_which_nothing_is_left_says_so(run, one_complaint, music, here):
    leave_out(music, *(track.id for track in open_dataset(str(music)).tracks()))
    assert "all tracks of music were excluded; keep some" in one_complaint(run("table", music))


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["{music}", "--out", "{tmp}/table.xlsx"], "must end in .parquet or .csv"),
        (["{music}", "--out", "{tmp}/nowhere/table.csv"], "which is no folder"),
        (["{music}", "--out", "{tmp}/folder.csv"], "is a folder"),
        (["{music}", "--segment-s", "0.5"], "is not a number of seconds from 1 to 900"),
        (["{music}", "--segment-s", "long"], "is not a number of seconds"),
        (["no-such-place"], "there is no dataset 'no-such-place'"),
        (["gtzan:{tmp}/nowhere"], "there is no dataset"),
        (["{tmp}/folder.csv"], "holds no audio files"),
        ([], "required"),
    ],
)
def test_bad_input_is_refused_before_a_job_is_made(run, one_complaint, music, tmp_path, words, complaint):
    (tmp_path / "folder.csv").mkdir()
    assert complaint in one_complaint(run("table", *(word.format(music=music, tmp=tmp_path) for word in words)))
    assert list_jobs() == []


def test_numbers_alone_are_made_into_no_table(run, one_complaint, tmp_path, here):
    (tmp_path / "msd_tagtraum_cd1.cls").write_text("TRAAAAA000000000A1\tPunk\nTRAAAAE000000000A5\tRock\n")
    assert "has no audio, only a published table of numbers" in one_complaint(run("table", f"msd:{tmp_path}"))


def test_datasets_are_those_that_were_opened_and_all_that_are_known(run, music, here, monkeypatch):
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    assert [one["id"] for one in json.loads(run("datasets", "--json").out)["opened"]] == ["arranged"]
    made = json.loads(run("table", music, "--json", "--quiet").out)
    said = json.loads(run("datasets", "--json").out)
    assert [one["name"] for one in said["known"]] == list(DATASETS)
    assert all(one["licence"] == DATASETS[one["name"]].licence.words for one in said["known"])
    built_in, opened = said["opened"]
    assert built_in["id"] == "arranged"
    assert (opened["id"], opened["dataset"], opened["title"]) == (made["dataset"], "folder", "music")
    assert (opened["n_tracks"], opened["genres"], opened["problem"]) == (4, {"beat": 2, "drone": 2}, "")
    kept = {key: made[key] for key in ("segment_s", "listeners", "n_tracks", "n_rows", "data_hash")}
    assert opened["tables"] == [kept]


def test_a_dataset_that_cannot_be_read_hides_no_other(run, music, tmp_path, monkeypatch):
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    for name in ("a", "b"):
        (tmp_path / name / "rock").mkdir(parents=True)
        soundfile.write(tmp_path / name / "rock" / "one.wav", [0.0] * 22050, 22050)
        open_dataset(str(tmp_path / name))
    soundfile.write(tmp_path / "a" / "outside.wav", [0.0] * 22050, 22050)
    opened = {one["title"]: one for one in json.loads(run("datasets", "--json").out)["opened"]}
    assert "1 files lie outside the genre folders" in opened["a"]["problem"]
    assert (opened["a"]["n_tracks"], opened["b"]["n_tracks"]) == (None, 1)


def test_a_visitor_s_upload_is_not_listed_to_others(run, music, monkeypatch):
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    open_dataset(str(music), owner="visitor")
    opened = json.loads(run("datasets", "--json").out)["opened"]
    assert [one["id"] for one in opened] == ["arranged"]


def test_names_from_files_can_neither_split_nor_repaint_a_line(run, tmp_path, monkeypatch):
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    folder = tmp_path / "my\n\x1b[31mred songs" / "rock"
    folder.mkdir(parents=True)
    soundfile.write(folder / "a.wav", [0.0] * 22050, 22050)
    opened = open_dataset(str(folder.parent))
    text = run("datasets").out
    assert "\x1b" not in text
    assert any(line.split()[0] == opened.id for line in text.splitlines() if line.strip())
