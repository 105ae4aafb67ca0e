"""A dataset that a recipe made, on the pages of all datasets: heard, explored, examined, trained on as what it is."""

import time
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core.data.building import TableParams, build_tables
from core.data.opened import open_dataset
from core.data.protocols import PROTOCOLS
from core.jobs import run_here
from core.synthesis import Recipe
from core.synthesis.making import make_dataset
from core.workspace import PROJECT_ROOT

RECIPE = Recipe("tiny", ("hiphop", "rock"), clips_per_genre=4, duration_s=2.0)
MAX_RUNS = 200


@pytest.fixture
def made(monkeypatch):
    """The dataset of a recipe, with a table."""
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    opened = open_dataset(run_here(make_dataset, replace(RECIPE))["dataset"])
    run_here(build_tables, TableParams(opened.id, segments_s=(2.0,)))
    return opened


def visit(page: str, opened) -> AppTest:
    at = AppTest.from_file(PROJECT_ROOT / "pages" / page, default_timeout=120)
    for key, value in {"visitor": "a" * 32, "dataset": opened.id}.items():
        at.session_state[key] = value
    at.run()
    for _ in range(MAX_RUNS):
        if at.exception or not at.get("skeleton"):
            return at
        time.sleep(0.05)
        at.run()
    raise AssertionError("the page never came to rest")


def test_a_made_dataset_says_on_every_page_that_it_is_no_real_music(made, shown):
    datasets = visit("2_Datasets.py", made)
    said = shown(datasets)
    assert "It has no artists: a program played it." in said
    first = made.tracks()[0]
    assert first.source.provenance.removeprefix("made") in " ".join(said.split())
    assert "Made by rules of this project: no AI, no real music" in shown(visit("4_Explore.py", made))
    assert not visit("3_Doctor.py", made).exception
    train = visit("6_Train.py", made)
    assert "a score on them says nothing about real music" in shown(train)
    assert train.main.radio[0].value == "prompt-groups"
    offered = [option.split("**")[1] for option in train.main.radio[0].options]
    assert all(PROTOCOLS[name].leaky for name in offered)
