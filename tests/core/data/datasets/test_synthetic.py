"""Made clips as a dataset: what each was made of, which belong together, and that they never pass for real music."""

import json
from collections import Counter

import numpy as np
import pytest

from core.data.datasets import gtzan, synthetic
from core.data.opened import found_datasets, open_dataset
from core.errors import DataError
from core.generation.marks import marked, read_mark
from core.sound.encode import as_flac
from tests.core.data.datasets.miniatures import made_mark, make_synthetic


def test_a_clip_tells_what_it_was_made_of_and_what_one_may_do_with_it(tmp_path):
    track = synthetic.index(make_synthetic(tmp_path))[0]
    assert (track.id, track.genre, track.duration_s, track.licence.key) == (
        "made-0a1b2c3d-disco-000000",
        "disco",
        10.0,
        "made-here",
    )
    assert track.is_synthetic
    assert track.source.provenance == "made by the band, by rules, seed 0, recipe gtzan-synth, of “disco 0”"
    assert {"tempo", "mode", "mood"} < set(track.labels)
    by_model = synthetic.index(make_synthetic(tmp_path / "other", engine=synthetic.MUSICGEN))[0]
    assert by_model.licence.key == "cc-by-nc"
    assert "made by MusicGen, model musicgen-small, seed 0" in by_model.source.provenance


def test_a_clip_never_passes_for_one_of_gtzans(tmp_path):
    assert [gtzan.parse_id(track.id) for track in synthetic.index(make_synthetic(tmp_path))] == [None] * 4


def test_a_clip_that_was_being_written_is_none(tmp_path):
    make_synthetic(tmp_path)
    assert (tmp_path / "disco/made-0a1b2c3d-disco-000009.flac").is_file()
    assert Counter(track.genre for track in synthetic.index(tmp_path)) == {"disco": 2, "funk": 2}


def test_clips_of_one_prompt_or_of_one_pattern_are_one_group():
    told = [("a", "x"), ("a", "y"), ("b", "y"), ("c", "z"), ("d", "w")]
    marks = [made_mark("disco", n, prompt_id=prompt, pattern=pattern) for n, (prompt, pattern) in enumerate(told)]
    groups = synthetic.prompt_groups(marks)
    assert groups[0] == groups[1] == groups[2]
    assert len(set(groups)) == 3


def test_clips_without_a_pattern_belong_together_by_their_prompt_alone():
    marks = [made_mark("funk", n, engine=synthetic.MUSICGEN, prompt_id=prompt) for n, prompt in enumerate("aab")]
    assert synthetic.prompt_groups(marks) == ["a", "a", "b"]


def test_a_recipe_without_a_finished_clip_is_told(tmp_path):
    make_synthetic(tmp_path)
    for file in tmp_path.glob("*/*.json"):
        file.unlink()
    assert not synthetic.DATASET.recognises(tmp_path)
    with pytest.raises(DataError, match="holds no audio yet: no clip of its recipe is finished"):
        synthetic.index(tmp_path)


def test_a_sidecar_that_tells_nothing_is_named(tmp_path):
    make_synthetic(tmp_path)
    (tmp_path / "funk/made-0a1b2c3d-funk-000001.flac.json").write_text("{}")
    with pytest.raises(DataError, match=r"funk-000001.flac.json does not tell what the clip was made of; remove both"):
        synthetic.index(tmp_path)


def test_files_that_were_swapped_are_told_before_one_has_the_others_label(tmp_path):
    sounds = sorted(make_synthetic(tmp_path).glob("*/*.flac.json"))
    sounds[0].with_suffix("").write_bytes(marked(as_flac(np.ones(9_000, np.float32), sr=22_050), read_mark(sounds[-1])))
    with pytest.raises(DataError, match="its own mark says seed 3, the sidecar seed 0"):
        synthetic.index(tmp_path)


@pytest.mark.parametrize(
    "told",
    [
        {"settings": {"prompt_id": 5}},
        {"settings": {"prompt_id": [1]}},
        {"settings": {"genre": ""}},
        {"settings": {"pattern": {"a": 1}}},
        {"settings": {"duration_s": "x"}},
        {"settings": {"duration_s": -1e300}},
        {"settings": {"duration_s": True}},
        {"brief": {"tempo_bpm": "x"}},
        {"brief": {"key": "zz"}},
        {"brief": {"instruments": None}},
    ],
    ids=str,
)
def test_a_strangers_sidecar_of_another_kind_is_named_and_breaks_nothing(tmp_path, told):
    make_synthetic(tmp_path)
    file = next(tmp_path.glob("*/*.json"))
    row = json.loads(file.read_text())
    file.write_text(json.dumps(row | {name: row[name] | change for name, change in told.items()}))
    with pytest.raises(DataError, match=r"\.json does not tell what the clip was made of"):
        synthetic.index(tmp_path)


def test_two_clips_of_one_name_are_told(tmp_path):
    make_synthetic(tmp_path)
    for file in tmp_path.glob("disco/*-000000.flac*"):
        (tmp_path / "funk" / file.name).write_bytes(file.read_bytes())
    with pytest.raises(DataError, match="2 clips have the name made-0a1b2c3d-disco-000000, which is their id; remove"):
        synthetic.index(tmp_path)


@pytest.mark.parametrize("content", ["[" * 200_000, '{"kind": "genrescope-synthetic"}' + " " * 8_000_000])
def test_a_recipe_that_is_too_deep_or_too_long_is_none(tmp_path, content):
    make_synthetic(tmp_path)
    (tmp_path / "recipe.json").write_text(content)
    assert synthetic.read_recipe(tmp_path) is None
    assert not synthetic.DATASET.recognises(tmp_path)


def test_what_lies_in_the_workspace_is_found_and_opened_by_its_folder(workspace):
    folder = make_synthetic(workspace / synthetic.HOME / "gtzan-synth-1")
    found = [opened for opened in found_datasets() if opened.dataset is synthetic.DATASET]
    assert [opened.path for opened in found] == [folder]
    assert found[0].title == "Synthetic clips of the band (gtzan-synth-1)"
    assert open_dataset(str(folder)) == found[0]


def test_a_recipe_names_its_dataset_alike_on_all_pages(workspace):
    said = {"kind": synthetic.KIND, "name": "mine", "engine": "arranger", "genres": ["pop", "rock"], "seed": 7}
    said |= {"clips_per_genre": 20, "duration_s": 10.0}
    folder = make_synthetic(workspace / synthetic.HOME / "mine-1")
    (folder / synthetic.RECIPE).write_text(json.dumps(said))
    title = open_dataset(str(folder)).title
    assert title == synthetic.title_of(said) == "mine by the band, 40 clips of 10\u00a0s, seed 7"
    assert synthetic.title_of({**said, "genres": 3}) == ""
