"""What was heard is stored and read as it was; what is no hearing counts as never measured."""

import json

import pytest

from core.errors import WorkspaceError
from core.fidelity.jazz_heard import (
    CAVEAT,
    HEARD,
    find_hearing,
    hearing_of,
    hearings_in,
    key_of,
    store_hearing,
    with_hearing,
)
from tests.core.fidelity.toy_hearing import WORSE, hearing_with, report_of


def stored(**changed) -> dict:
    return json.loads(json.dumps(hearing_with().as_dict())) | changed


def test_a_hearing_is_read_as_it_was_stored():
    assert hearing_of(stored()) == hearing_with()


def test_the_caveat_is_todays():
    assert hearing_of(stored(report=stored()["report"] | {"caveat": "trust me"})).report.caveat == CAVEAT


@pytest.mark.parametrize(
    "damage",
    [
        None,
        [],
        {},
        stored(version=0),
        stored(seed="seven"),
        stored(strange=1),
        stored(report={}),
        stored(report=stored()["report"] | {"sources": stored()["report"]["sources"][:3]}),
        stored(report=stored()["report"] | {"duration_s": float("nan")}),
        stored(report=stored()["report"] | {"sources": [{"source": "generated", "interval": [1]}]}),
    ],
)
def test_what_is_no_hearing_counts_as_never_measured(damage):
    assert hearing_of(damage) is None


def test_a_model_that_ships_holds_one_hearing_of_each_genre_model():
    about = with_hearing({"title": "Tiny"}, hearing_with(report_of(model="one")))
    about = with_hearing(about, hearing_with(report_of(model="other")))
    newer = hearing_with(report_of({source: (0.0, 0.1) for source in WORSE}, model="one"))
    about = json.loads(json.dumps(with_hearing(about, newer)))
    assert about["title"] == "Tiny"
    assert [hearing.report.model for hearing in hearings_in(about)] == ["other", "one"]
    assert hearings_in(about)[1] == newer
    assert hearings_in({}) == hearings_in({HEARD: "much"}) == []


def test_the_newest_hearing_of_two_models_is_found_again(workspace):
    key = key_of("b" * 64, "a" * 64)
    assert find_hearing(key) is None
    store_hearing(key, hearing_with())
    assert find_hearing(key) == hearing_with()
    assert key != key_of("a" * 64, "b" * 64)
    (workspace / "jazz" / HEARD / f"{key}.json").write_text("{")
    assert find_hearing(key) is None


def test_a_disk_that_refuses_is_told(workspace):
    (workspace / "jazz").mkdir(parents=True)
    (workspace / "jazz" / HEARD).write_text("a file where a folder should be")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        store_hearing(key_of("b", "a"), hearing_with())
