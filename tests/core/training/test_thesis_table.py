"""The thesis' table is made twice of the same clips, and says what each half covers."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from core.errors import ModelError
from core.jobs import run_here
from core.models import MODELS
from core.training import thesis_table as module
from core.training.thesis_table import CLAIMS, COLUMNS, ThesisParams, csv_of, is_of_now, stored_table, thesis_table
from core.workspace import write_atomic
from tests.core.toys import toy_rows


@pytest.fixture
def params(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ThesisParams:
    """Pieces of made songs by loud artists; the honest half is cut by artist too, as there is no published list."""
    rows = toy_rows(n_artists=6, n_tracks=2, spread=6.0)
    pieces = [rows.assign(segment=n, start_s=3.0 * n) for n in range(3)]
    pd.concat(pieces).to_csv(tmp_path / "pieces.csv", index=False)
    rows.to_csv(tmp_path / "whole.csv", index=False)
    honest = module.Half("honest", "track-groups", False, "whole clips")
    monkeypatch.setattr(module, "HALVES", (*module.HALVES[:2], honest))
    return ThesisParams(str(tmp_path / "pieces.csv"), 3.0, str(tmp_path / "whole.csv"), models=("knn", "naive-bayes"))


def test_shuffled_pieces_flatter_a_model_that_knows_songs_again(params: ThesisParams):
    found = run_here(thesis_table, params)
    by_place = {(row["model"], row["half"]): row for row in found["rows"]}
    leaky, apart = (by_place["KNN k=1", half]["accuracy"] for half in ("leaky", "same clips"))
    assert leaky == 1.0
    assert apart < leaky - 0.2
    assert all(set(row) == set(COLUMNS) for row in found["rows"])
    assert found["covers"]["leaky"].endswith(
        "108 segments of 3 s from 36 tracks in 3 genres (leaky-segments), right by segment"
    )
    assert "36 tracks in 3 genres" in found["covers"]["same clips"]


def test_what_was_found_is_found_again_and_is_a_csv_with_the_published_numbers_first(params: ThesisParams):
    found = run_here(thesis_table, params)
    kept = stored_table(params)
    assert kept == json.loads(json.dumps({key: value for key, value in found.items() if key != "folder"}))
    table = pd.read_csv(io.BytesIO(csv_of(kept)))
    assert list(table.columns) == list(COLUMNS)
    assert list(table["half"][:2]) == ["as published"] * 2
    assert list(table["accuracy"][:2]) == [0.92, 0.50]
    assert (params.folder / "table.csv").read_bytes() == csv_of(kept)
    assert stored_table(ThesisParams("elsewhere")) is None


def test_a_row_says_whether_it_counts_segments_or_tracks(params: ThesisParams):
    found = run_here(thesis_table, replace(params, models=("knn",)))
    counted = {row["half"]: (row["n_scored"], row["unit"]) for row in found["rows"]}
    assert counted == {"leaky": (108, "segment"), "same clips": (36, "track"), "honest": (36, "track")}
    assert [words.rpartition(", ")[2] for words in found["covers"].values()] == [
        "right by segment",
        "right by track",
        "right by track",
    ]


def test_a_stored_table_knows_whether_it_is_of_the_tables_as_they_are(params: ThesisParams):
    params = replace(params, models=("naive-bayes",))
    run_here(thesis_table, params)
    kept = stored_table(params)
    assert is_of_now(kept, params)
    whole = pd.read_csv(params.whole)
    whole.assign(tempo=whole["tempo"] + 1.0).to_csv(params.whole, index=False)
    assert not is_of_now(kept, params)


@pytest.mark.parametrize("stored", ['{"rows": []}', '{"version": 1, "rows": []}', "[]", "no JSON"])
def test_a_table_that_was_made_in_another_way_is_none(params: ThesisParams, stored: str):
    write_atomic(params.folder / "table.json", stored.encode())
    assert stored_table(params) is None


def test_the_thesis_numbers_are_those_of_the_reference(shared: Path):
    said = json.loads((shared / "reference" / "published_results.json").read_text())["pricop2023_thesis"]
    found = said["accuracy_gtzan"].items()
    on_tables = {name: value for name, value in found if "CNN" not in name and "Net" not in name}
    assert {claim.words: round(100 * claim.accuracy) for claim in CLAIMS} == on_tables
    assert said["citation"] == module.CITATION


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.model)
def test_every_line_is_a_model_with_the_settings_the_thesis_found_best(claim):
    MODELS[claim.model].settings(**claim.config.settings)
    assert (claim.config.scaling, claim.config.inputs) == ("min-max", "gtzan-57")


def test_a_model_that_the_thesis_did_not_try_is_refused():
    with pytest.raises(ModelError, match="model='lda' is none of the thesis' table; choose of knn, svm"):
        _ = ThesisParams("nowhere.csv", models=("lda",)).claims
