"""A visitor's takes: what is kept comes back as it was, belongs to one visitor, and stays within limits."""

from dataclasses import replace

import pytest

from core.errors import DataError, WorkspaceError
from core.generation.arranger.job import KIND as BAND_KIND
from core.generation.arranger.job import BandParams, play_clips
from core.generation.marks import sidecar_of
from core.generation.musicgen.job import KIND as MUSICGEN_KIND
from core.jobs import run_here
from core.ui.text import takes
from core.ui.text.order import replaced, with_other_seed, with_other_word, words_in
from core.ui.text.takes import BAND, MUSICGEN, Take, keep, let_go, mark_favourite, new_id, takes_of
from core.workspace import workspace

ME, OTHER = "a" * 32, "b" * 32
PROMPT = "A sad blues, in E minor"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("band")
    run_here(play_clips, BandParams("blues", seed=7, duration_s=2.0, prompt=PROMPT), folder=folder)
    return folder / "clip-1.flac"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path))


def make(place: int = 0, **changed) -> Take:
    params = {"genre": "blues", "seed": 7, "duration_s": 2.0, "prompt": PROMPT, "instruments": (), "n_clips": 3}
    values = {"id": new_id("job", place), "number": 0, "made": takes.now(), "engine": BAND, "params": params}
    return Take(**values | {"place": place} | changed)


def test_engines_are_named_as_the_kinds_of_their_jobs():
    assert (BAND_KIND, MUSICGEN_KIND) == (BAND, MUSICGEN)


def test_a_take_comes_back_as_it_was_with_its_sound_and_mark(sound):
    kept = keep(ME, make(way="a new seed", notes=("a note",)), sound=sound)
    (found,) = takes_of(ME)
    assert (found.name, found.way, found.prompt, found.notes) == ("Take 1", "a new seed", PROMPT, ["a note"])
    assert found.path.read_bytes() == sound.read_bytes()
    assert (found.mark.prompt, found.mark.seed, found.mark.engine) == (PROMPT, 7, "band")
    assert found.folder == kept.folder


def test_the_same_clip_of_a_job_is_taken_up_once(sound):
    first = keep(ME, make(), sound=sound)
    starred = mark_favourite(ME, first, favourite=True)
    again = keep(ME, make(), sound=sound)
    assert (again.id, again.number, again.favourite) == (first.id, 1, True)
    assert starred.favourite
    assert keep(ME, make(place=1), sound=sound).seed == 8  # the band counts on
    assert replace(first, engine=MUSICGEN, place=1).seed == 7


def test_nobody_sees_the_takes_of_another_and_no_id_is_written_down(sound):
    keep(ME, make(), sound=sound)
    assert takes_of(OTHER) == []
    assert not [path for path in workspace().rglob("*") if ME in str(path)]


def test_the_oldest_without_a_star_makes_room(sound, monkeypatch):
    monkeypatch.setattr(takes, "MAX_TAKES", 2)
    mark_favourite(ME, keep(ME, make(0), sound=sound), favourite=True)
    for place in (1, 2, 3):
        keep(ME, make(place), sound=sound)
    assert [take.number for take in takes_of(ME)] == [4, 3, 1]


def test_what_is_no_take_is_passed_over_and_no_other_folder_deleted(sound):
    first = keep(ME, make(), sound=sound)
    second = keep(ME, make(1), sound=sound)
    (first.folder / "take.json").write_text('{"id": "../../x"}')
    let_go(ME, "../..")
    assert [take.id for take in takes_of(ME)] == [second.id]
    let_go(ME, second.id)
    assert takes_of(ME) == []
    assert first.folder.is_dir()


def test_a_full_disk_and_too_many_stars_are_told(sound, monkeypatch):
    monkeypatch.setattr(takes.shutil, "copyfile", full)
    with pytest.raises(WorkspaceError, match="No space left on device; make room"):
        keep(ME, make(), sound=sound)
    assert takes_of(ME) == []


def full(*_):
    raise OSError(28, "No space left on device")


def test_a_mark_that_is_gone_is_told(sound):
    take = keep(ME, make(), sound=sound)
    sidecar_of(take.path).write_text("{}")
    takes._mark_of.cache_clear()
    with pytest.raises(DataError, match=r"the mark beside clip\.flac is gone"):
        _ = take.mark


def test_one_thing_is_changed_and_all_else_stays(sound):
    take = keep(ME, make(), sound=sound)
    order = with_other_seed(take)
    assert (order.prompt, order.beside, order.params["n_clips"]) == (PROMPT, take.id, 1)
    assert order.params["seed"] != 7
    order = with_other_word(take, "sad", "sly")
    assert (order.prompt, order.params["seed"], order.params["mood"]) == ("A sly blues, in E minor", 7, "sly")
    order = with_other_word(take, "blues", "evening")  # without a genre it stays in that of the take
    assert order.params["genre"] == "blues"
    both = replace(take, params={**take.params, "prompt": "rock and blues with piano"})
    assert with_other_word(both, "piano", "organ").params["genre"] == "blues"  # which was chosen of the two
    assert with_other_word(take, "blues", "jazz").params["genre"] == "jazz"
    order = with_other_word(replace(take, engine=MUSICGEN), "sad", "sly")
    assert (order.prompt, order.params["batch"]) == ("A sly blues, in E minor", 1)


def test_the_words_of_a_prompt_keep_the_marks_around_them():
    assert words_in("A sad, sad blues (slow).") == ["A", "sad", "blues", "slow"]
    assert replaced("A sad, sad blues (slow).", "sad", "sly") == "A sly, sly blues (slow)."
    assert words_in(" … ") == ["…"]
