"""A model learns from what listeners hear: of a folder that is listened to meanwhile, or of a table that holds it."""

from dataclasses import replace

import pytest
import soundfile

from core.data.building import TableParams, build_tables
from core.data.loading import load_table
from core.data.opened import open_dataset
from core.errors import DataError
from core.features import GTZAN_COLUMNS
from core.jobs import run_here
from core.models.backbones import BACKBONES
from core.models.inputs import TABLE
from core.runs import read_record, runs_folder
from core.training.config import TrainConfig
from core.training.ground import views_of
from core.training.job import TrainParams, train_run

DEBUG = BACKBONES["debug"]
CONFIG = TrainConfig("logistic", inputs="debug", scaling="standard", n_inner_folds=2)


@pytest.fixture
def music(tmp_path, tone, noise):
    """Ten tones and ten noises of 1 s."""
    for n in range(10):
        for genre, y in (("drone", tone(220 + 20 * n, 1.0)), ("hiss", noise(1.0, 22050, 1.0, seed=n))):
            (tmp_path / "music" / genre).mkdir(parents=True, exist_ok=True)
            soundfile.write(tmp_path / "music" / genre / f"{n}.wav", y, 22050)
    return tmp_path / "music"


def trained(source, config=CONFIG):
    params = TrainParams(source, config.to_json(), "random-tracks", segment_s=30.0, curve=False)
    return read_record(runs_folder() / run_here(train_run, params)["run"])


def test_a_folder_is_listened_to_for_the_inputs_that_need_it(music):
    record = trained(f"folder:{music}")
    assert record.config["inputs"] == "debug"
    assert record.scores["accuracy"] == 1.0


def test_features_and_listeners_of_one_table_are_scored_on_the_same_data(music):
    opened = open_dataset(str(music))
    run_here(build_tables, TableParams(opened.id, segments_s=(30.0,), listeners=("debug",)))
    heard, classic = (trained(opened.id, replace(CONFIG, inputs=inputs)) for inputs in ("debug#tags", "robust"))
    assert heard.data["hash"] == classic.data["hash"] == load_table(opened.id, segment_s=30.0).data_hash


def test_a_table_without_the_listener_says_how_to_make_it(music):
    opened = open_dataset(str(music))
    run_here(build_tables, TableParams(opened.id, segments_s=(30.0,)))
    with pytest.raises(
        DataError, match=rf"what debug would hear; .* core table {opened.id} --segment-s 30 --listen debug"
    ):
        trained(opened.id)


def test_a_table_with_listeners_offers_features_first_and_all_columns_last(music):
    table = load_table(f"folder:{music}", columns=GTZAN_COLUMNS, listeners=("debug",))
    assert list(views_of(table)) == ["robust", "gtzan-57", "debug", "debug#tags", TABLE]
    assert views_of(table)["debug"].backbones == (DEBUG,)
    assert views_of(table)[TABLE].names == (*GTZAN_COLUMNS, *DEBUG.columns, *DEBUG.tag_columns)


def test_a_configuration_tells_whom_it_listens_to():
    assert CONFIG.listeners == ("debug",)
    assert replace(CONFIG, inputs="debug#tags").listeners == ("debug",)
    assert replace(CONFIG, inputs="robust").listeners == ()
