"""Recipes made: the same clips from the same recipe, only what is missing; what fails is told and the rest stays."""

from dataclasses import replace

import pytest
from filelock import FileLock

from core.data.building import TableParams, build_tables
from core.data.datasets import synthetic
from core.data.loading import load_table
from core.data.opened import found_datasets, open_dataset
from core.data.protocols import PROTOCOLS
from core.data.stored import read_about, table_folder
from core.errors import DataError, JobError
from core.generation.clips import read_clip
from core.jobs import Cancelled, run_here
from core.synthesis import Recipe, by_band, making
from core.synthesis.estimate import Estimate, estimate
from core.synthesis.making import make_dataset
from core.synthesis.plan import orders_of

TINY = Recipe("tiny", ("disco", "funk"), clips_per_genre=2, duration_s=2.0)


@pytest.fixture
def played(monkeypatch):
    """The ids of the clips that were played, in their order."""
    ids, play = [], by_band.played

    def noted(recipe, order):
        ids.append(order.id)
        return play(recipe, order)

    monkeypatch.setattr(by_band, "played", noted)
    return ids


def files_of(recipe):
    return {path.relative_to(recipe.folder): path.read_bytes() for path in recipe.folder.rglob("*.flac*")}


def test_a_recipe_becomes_a_dataset_and_the_same_recipe_the_same_bytes(workspace, monkeypatch, tmp_path):
    made = run_here(make_dataset, TINY)
    assert (made["n_clips"], made["n_made"], made["n_groups"], made["failures"]) == (4, 4, 4, [])
    opened = open_dataset(made["dataset"])
    assert opened.path == TINY.folder
    assert opened in found_datasets()
    assert [track.genre for track in opened.tracks()] == ["disco"] * 2 + ["funk"] * 2
    assert made["n_bytes"] == sum(track.path.stat().st_size for track in opened.tracks())
    first, groups = files_of(TINY), [track.prompt_group for track in opened.tracks()]
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path / "elsewhere"))
    again = run_here(make_dataset, TINY)
    assert files_of(TINY) == first
    assert [track.prompt_group for track in open_dataset(again["dataset"]).tracks()] == groups


def test_a_clip_tells_all_that_it_was_made_of():
    run_here(make_dataset, TINY)
    order = next(orders_of(TINY))
    mark = read_clip(order.path).mark
    assert (mark.prompt, mark.seed, mark.licence, mark.engine) == (order.prompt.text, order.seed, "made-here", "band")
    assert mark.brief.tempo_bpm == order.prompt.description.tempo_bpm == mark.settings["prompt_tempo_bpm"]
    told = {name: mark.settings[name] for name in ("recipe", "recipe_id", "genre", "maker", "prompt_id", "place")}
    assert told == {"recipe": "tiny", "recipe_id": TINY.id, "genre": "disco", "maker": "gtzan-synth"} | {
        "prompt_id": order.prompt.id,
        "place": 0,
    }


def test_made_once_nothing_is_made_again_and_what_is_lost_is(played):
    run_here(make_dataset, TINY)
    before, orders = files_of(TINY), list(orders_of(TINY))
    played.clear()
    assert run_here(make_dataset, TINY)["n_made"] == 0
    orders[1].path.unlink()
    orders[2].path.with_name(f"{orders[2].path.name}.json").unlink()  # killed between the two
    assert run_here(make_dataset, TINY)["n_made"] == 2
    assert played == [orders[1].id, orders[2].id]
    assert files_of(TINY) == before


def test_a_part_that_is_done_again_leaves_a_finished_clip_as_it_is(played):
    run_here(make_dataset, TINY)
    order = next(orders_of(TINY))
    played.clear()
    files = {path: path.stat().st_ino for path in order.path.parent.iterdir()}
    assert run_here(by_band.play_order, (TINY, order)) == b"{}"
    assert played == []
    assert {path: path.stat().st_ino for path in order.path.parent.iterdir()} == files


def test_cancelled_in_the_middle_what_is_made_stays_and_the_same_job_makes_the_rest(played, tmp_path):
    def stop_at_half(share, words):
        if words.startswith("2 of 4"):
            raise Cancelled

    with pytest.raises(Cancelled):
        run_here(make_dataset, TINY, progress=stop_at_half, folder=tmp_path / "job")
    assert len(files_of(TINY)) == 4
    assert played == [order.id for order in orders_of(TINY)][:2]
    left = TINY.folder / "disco/.clip.flac.0a1b2c3d.part"
    left.write_bytes(b"half of a clip")  # of a worker that was killed
    shares = []
    again = run_here(make_dataset, TINY, folder=tmp_path / "job", progress=lambda share, words: shares.append(share))
    assert (again["n_clips"], again["n_made"]) == (4, 4)
    assert shares[0] == pytest.approx(0.49)
    assert played == [order.id for order in orders_of(TINY)]
    assert not left.exists()


def test_a_clip_that_cannot_be_made_is_told_and_the_others_are_there(tmp_path):
    words = tmp_path / "mine.csv"
    words.write_text(
        "genre,description\ndisco,At 999 BPM.\ndisco,At 300 BPM.\ndisco,At 110 BPM.\nfunk,Slow.\nfunk,Low.\n"
    )
    recipe = replace(TINY, descriptions=str(words), clips_per_genre=2, seed=1)
    said = {order.id: order.prompt.text for order in orders_of(recipe)}
    made = run_here(make_dataset, recipe, folder=tmp_path / "job")
    assert made["failures"]
    assert made["n_clips"] == made["n_made"] == 4 - len(made["failures"])
    for id, reason in made["failures"]:
        assert "tempo_bpm=" in reason
        assert "BPM" in said[id]
        assert f"not made: {id}: tempo_bpm=" in (tmp_path / "job/log.txt").read_text()


def test_where_nothing_can_be_made_the_job_fails_and_says_why(tmp_path):
    words = tmp_path / "mine.csv"
    words.write_text("genre,description\ndisco,At 300 BPM.\nfunk,At 301 BPM.\n")
    recipe = replace(TINY, descriptions=str(words), clips_per_genre=1)
    assert (estimate(recipe, n_workers=1).n_missing, estimate(recipe, n_workers=1).seconds) == (2, 0.0)
    with pytest.raises(
        DataError, match=r"not one of 2 clips could be made; the first, tiny-.*-disco-000000: tempo_bpm="
    ):
        run_here(make_dataset, recipe)


def test_two_jobs_do_not_make_one_dataset_at_once(monkeypatch):
    monkeypatch.setattr(making, "_PATIENCE_S", 0.0)
    TINY.folder.parent.mkdir(parents=True)
    message = f"another job is making {TINY.folder.name}; wait until it is over, or cancel"
    with FileLock(TINY.folder.with_name(f".{TINY.folder.name}.lock")), pytest.raises(JobError, match=message):
        run_here(make_dataset, TINY)


def test_clips_are_listened_to_and_cut_by_their_prompts():
    recipe = replace(TINY, genres=("hiphop", "rock"), clips_per_genre=4)
    made = run_here(make_dataset, recipe)
    run_here(build_tables, TableParams(made["dataset"], segments_s=(2.0,)))
    stored = read_about(table_folder(open_dataset(made["dataset"]), 2.0))
    assert stored.licence == "made-here"
    table = load_table(str(stored.path), segment_s=2.0)
    assert table.tracks["synthetic"].all()
    assert table.tracks["group"].nunique() == made["n_groups"]
    protocol, group = PROTOCOLS["prompt-groups"], table.tracks["group"]
    for split in protocol.splits(table):
        assert not set(group[list(split.train)]) & set(group[list(split.test)])
    with pytest.raises(DataError, match=r"artist-groups keeps artists apart, but .* does not name the artists"):
        PROTOCOLS["artist-groups"].splits(table)


# What it takes


def test_an_estimate_is_of_what_is_missing_and_keeps_nothing():
    told = estimate(TINY, n_workers=2)
    assert (told.n_clips, told.n_missing) == (4, 4)
    assert not TINY.folder.exists()
    made = run_here(make_dataset, TINY)
    assert told.n_bytes == pytest.approx(made["n_bytes"] + 4 * 4_096, rel=0.5)
    assert 0 < told.seconds < 60
    after = estimate(TINY, n_workers=2)
    assert (after.n_missing, after.seconds, after.n_bytes) == (0, 0.0, 0)


def test_nobody_knows_how_long_a_network_takes_before_its_first_clip():
    told = estimate(replace(TINY, engine="musicgen"), n_workers=2)
    assert (told.seconds, told.n_bytes) == (None, 4 * (2 * 64_000 + 4_096))


def test_more_clips_than_the_disk_holds_are_refused():
    full = Estimate(n_clips=10, n_missing=10, seconds=1.0, n_bytes=3_000_000, free_bytes=1_000_000)
    with pytest.raises(
        DataError, match="10 clips need about 3 MB, but the disk of the workspace has 1 MB left; ask for"
    ):
        full.check_room()
    replace(full, free_bytes=3_000_000).check_room()


def test_the_engine_of_a_recipe_names_its_dataset():
    assert {engine: synthetic.OF_ENGINE[engine].name for engine in synthetic.ENGINES} == {
        "arranger": "synthetic",
        "musicgen": "synthetic-musicgen",
    }
