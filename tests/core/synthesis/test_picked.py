"""Clips that a person picked: a dataset of this person's own, each sound in it once, none with a recording in it."""

from dataclasses import replace

import pytest
import soundfile
from filelock import FileLock

from core.data.datasets import gtzan
from core.data.opened import found_datasets, opened_datasets
from core.errors import AudioError, DataError, JobError
from core.generation.arranger.job import SR, BandParams, play_clips
from core.generation.clips import read_clip, write_clip
from core.generation.marks import EDITED, Mark
from core.jobs import run_here
from core.synthesis import picked
from core.synthesis.holding import alone_in
from core.synthesis.picked import keep_clip, picked_folder

ME = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def of_band(tmp_path_factory):
    """Two clips of one sentence."""
    folder = tmp_path_factory.mktemp("job")
    run_here(play_clips, BandParams("disco", duration_s=2.0, n_clips=2, prompt="disco, please"), folder=folder)
    return [folder / "clip-1.flac", folder / "clip-2.flac"]


@pytest.fixture
def by_model(tmp_path, tone):
    """``by_model(freq_hz=440, **facts)``: a clip with the mark that MusicGen gives."""

    def write(freq_hz=440, **facts):
        told = {"engine": "MusicGen", "model": "musicgen-small", "seed": 3, "prompt": "a lute", "licence": "cc-by-nc"}
        path = tmp_path / f"{freq_hz}.flac"
        write_clip(tone(freq_hz, 1.0, SR), Mark(**told | facts), path=path, sr=SR)
        return path

    return write


def test_a_picked_clip_is_a_track_of_its_owners_dataset_and_of_nobody_elses(of_band):
    kept = [keep_clip(path, owner=ME) for path in of_band]
    (mine,) = [opened for opened in opened_datasets(ME) if opened.id == kept[0].dataset]
    assert (mine.dataset.name, mine.title, mine.owner) == ("synthetic", "Picked clips of the band", ME)
    tracks = {track.id: track for track in mine.tracks()}
    assert set(tracks) == {one.track for one in kept}
    track = tracks[kept[0].track]
    assert (track.genre, track.duration_s, track.licence.key, track.is_synthetic) == ("disco", 2.0, "made-here", True)
    assert track.source.provenance == "made by the band, by rules, seed 0, picked by hand, of “disco, please”"
    assert len({track.prompt_group for track in tracks.values()}) == 1
    assert gtzan.parse_id(track.id) is None
    assert not [opened for opened in (*opened_datasets("another"), *found_datasets()) if opened.id == mine.id]
    assert ME not in str(mine.path)


def test_the_sound_stays_as_it_is_and_is_there_once(of_band):
    first, again = (keep_clip(of_band[0], owner=ME) for _ in range(2))
    assert (first.is_new, again.is_new, again.track) == (True, False, first.track)
    assert (soundfile.read(first.path)[0] == soundfile.read(of_band[0])[0]).all()
    mark, before = read_clip(first.path).mark, read_clip(of_band[0]).mark
    assert replace(mark, settings=before.settings) == before
    first.path.with_name(f"{first.path.name}.json").unlink()  # killed between the two
    assert keep_clip(of_band[0], owner=ME).is_new


def test_clips_by_a_model_need_a_genre_and_lie_apart(of_band, by_model):
    with pytest.raises(DataError, match=r"genre='': name what the clip shall count as"):
        keep_clip(by_model())
    kept, other = keep_clip(by_model(441), genre="folk"), keep_clip(of_band[0])
    assert kept.dataset.startswith("synthetic-musicgen-")
    assert other.dataset != kept.dataset
    (track,) = next(o for o in opened_datasets() if o.id == kept.dataset).tracks()
    assert (track.genre, track.licence.key) == ("folk", "cc-by-nc")
    assert track.source.provenance.endswith(
        "made by MusicGen, model musicgen-small, seed 3, picked by hand, of “a lute”"
    )


def test_clips_of_one_melody_are_one_group(by_model):
    told = [("a", "x.wav"), ("b", "x.wav"), ("c", "y.wav")]
    for n, (prompt, melody) in enumerate(told):
        kept = keep_clip(by_model(440 + n, prompt=prompt, settings={"melody": melody}), genre="folk")
    (dataset,) = [opened for opened in opened_datasets() if opened.id == kept.dataset]
    assert len({track.prompt_group for track in dataset.tracks()}) == 2


@pytest.mark.parametrize(
    ("facts", "wish", "error", "message"),
    [
        ({"engine": "jazz"}, {}, DataError, r"440.flac was made by jazz; only clips of the band and MusicGen"),
        ({"source_type": EDITED}, {}, DataError, "goes on from a recording, so that a part of it is no machine's"),
        ({}, {"genre": "x" * 61}, DataError, "name what the clip shall count as, in 1 to 60 letters"),
        ({}, {"name": "My clips"}, DataError, "name='My clips' must be 1 to 40 of a-z, 0-9 and -"),
    ],
)
def test_what_is_no_such_clip_is_said(by_model, facts, wish, error, message):
    with pytest.raises(error, match=message):
        keep_clip(by_model(**facts), **{"genre": "folk"} | wish)


def test_a_clip_is_not_kept_as_what_it_is_not(of_band):
    with pytest.raises(DataError, match="the clip was played as disco, and cannot be kept as funk; keep it as disco"):
        keep_clip(of_band[0], genre="funk")


def test_another_kind_of_file_is_no_clip(tmp_path, tone, by_model):
    path = tmp_path / "clip.wav"
    write_clip(tone(440, 1.0, SR), read_clip(by_model()).mark, path=path, sr=SR)
    with pytest.raises(AudioError, match=r"clip.wav is no FLAC; pick a clip as Genrescope made it"):
        keep_clip(path, genre="folk")


def test_who_keeps_clips_for_long_is_not_waited_for_without_end(of_band, monkeypatch):
    monkeypatch.setattr(picked, "_PATIENCE_S", 0.0)
    folder = picked_folder("")
    folder.mkdir(parents=True)
    with FileLock(folder / ".picked-arranger.lock"), pytest.raises(JobError, match="other clips are being kept in"):
        keep_clip(of_band[0])


def test_what_goes_wrong_while_a_folder_is_held_is_told_as_it_is(tmp_path):
    with pytest.raises(FileNotFoundError), alone_in(tmp_path / "mine", patience_s=0.1, busy="busy"):
        (tmp_path / "nothing").read_bytes()
