"""The Runs page: fair lists, one run from all sides, two side by side; what is broken or somebody else's is told."""

import json
from pathlib import Path

import pandas as pd
import pytest
import soundfile as sf
from streamlit.testing.v1 import AppTest

from core.data.opened import open_dataset
from core.figures.words import percent
from core.models.loaded import BUILT_IN, BUILT_IN_MODELS, load_model
from core.runs import RECORD, keep_to, read_run, runs_folder
from core.ui.state import MODEL
from core.workspace import PROJECT_ROOT
from tests.core.toy_runs import HONEST, save_toy, sounding_rows, toy_run

PAGE = PROJECT_ROOT / "pages" / "7_Runs.py"
TITLE = "Which model hears genre best, and how far to believe it?"
VISITOR, STRANGER = "a" * 32, "b" * 32
EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def no_data(monkeypatch):
    """No datasets but those that a test makes, and the built-in one."""
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)


@pytest.fixture
def recordings(tmp_path, tone) -> str:
    """The id of a dataset that holds a recording of every toy."""
    for number, identity in enumerate(sounding_rows()["track_id"]):
        file = tmp_path / "Toys" / identity
        file.parent.mkdir(parents=True, exist_ok=True)
        sf.write(file, tone(200.0 + 5 * number, 0.5), 22050)
    return open_dataset(str(tmp_path / "Toys")).id


def visit(run: str | None = None, against: str | None = None, visitor: str = VISITOR, **state) -> AppTest:
    at = AppTest.from_file(PAGE, default_timeout=120)
    for key, value in {"visitor": visitor, **state}.items():
        at.session_state[key] = value
    for key, value in {"run": run, "against": against}.items():
        if value is not None:
            at.query_params[key] = value
    return at.run()


def charts(at: AppTest) -> list[dict]:
    return [json.loads(part.proto.spec) for part in at.get("plotly_chart")]


def trace(chart: dict, name: str) -> dict:
    return next(found for found in chart["data"] if found.get("name") == name)


def tables(at: AppTest, column: str) -> list[pd.DataFrame]:
    return [table.value for table in at.dataframe if column in table.value]


def test_before_the_first_run_the_page_says_what_will_be_here_and_lists_the_built_in_model(shown):
    at = visit()
    text = shown(at)
    assert not at.exception
    assert TITLE in text
    assert "What you will see" in text
    lists = [table["Model"].tolist() for table in tables(at, "Macro F1")]  # of other tracks each
    assert all(names[-1] == "Always the most frequent genre" for names in lists)
    assert "GTZAN classic" in [name for names in lists for name in names]


def test_scores_of_two_protocols_never_share_a_list_and_a_leaky_one_says_so(shown):
    save_toy("leaky")
    save_toy("honest", protocol=HONEST)
    at = visit()
    named = [set(trace(chart, "targets")["customdata"]) for chart in charts(at)]
    assert {"leaky"} in named
    assert {"honest"} in named
    leaky = next(chart for chart in charts(at) if "leaky" in trace(chart, "targets")["customdata"])
    assert trace(leaky, "leaky")["marker"]["pattern"]["shape"] == "/"
    assert "Hatched, because these scores are leaky" in shown(at)
    labels = [expander.label for expander in at.expander]
    assert any(label.startswith("toys, random-tracks (leaky): ") for label in labels)


def labels_of(at) -> list[str]:
    return [expander.label for expander in at.expander]


def test_lists_of_the_dataset_in_use_come_first_and_the_others_are_folded(recordings, shown):
    save_toy("mine", extra={"source": recordings})
    at = visit(dataset=recordings)
    assert "toys, random-tracks (leaky)" in shown(at)
    assert [label.partition(":")[0] for label in labels_of(at)] == ["GTZAN, artist-folds"] * len(BUILT_IN_MODELS)
    assert len(set(labels_of(at))) == len(BUILT_IN_MODELS)
    assert trace(charts(at)[0], "targets")["customdata"] == ["mine"]


def test_alike_runs_of_a_list_have_names_that_tell_them_apart():
    save_toy("first", made="2026-01-01T10:00:00+00:00")
    save_toy("second", made="2026-01-02T10:00:00+00:00")
    names = tables(visit(), "Macro F1")[-1]["Model"].tolist()
    assert len(set(names)) == len(names)


def test_a_run_is_shown_from_all_sides_by_its_address(shown):
    save_toy()
    at = visit(run="toy")
    text = shown(at)
    assert not at.exception
    assert "Names 92 % of the tracks right that it had not heard, by artists that it may know." in text
    assert "This score is leaky" in text
    for question in ("What does it mix up?", "Which genres does it hear?", "Can its percentages be believed?"):
        assert question in text
    assert "How did it learn?" not in text
    assert "toys, 72 tracks" in text
    assert len(at.get("plotly_chart")) == 3
    assert len(at.get("download_button")) == 4


def test_a_run_by_an_honest_protocol_has_no_word_of_leaks(shown):
    save_toy(protocol=HONEST)
    text = shown(visit(run="toy"))
    assert "leaky" not in text
    assert "right that it had not heard." in text


def test_a_cell_lists_its_tracks_and_no_other(shown):
    save_toy()
    run = read_run(runs_folder() / "toy")
    proba = run.held_out[["p:alpha", "p:beta", "p:gamma"]]
    called = proba.idxmax(axis=1).str.removeprefix("p:")
    here = run.held_out[(run.held_out["genre"] == "beta") & (called == "alpha")]
    at = visit(run="toy", picked={"toy-cell": ("beta", "alpha")})
    assert f"{len(here)} beta tracks that it calls alpha" in shown(at)
    assert sorted(tables(at, "How sure")[0]["Track"]) == sorted(here["track_id"])


def test_an_empty_cell_says_so(shown):
    save_toy()
    at = visit(run="toy", picked={"toy-cell": ("gamma", "alpha")})
    assert not at.exception
    assert "No gamma track is one that it calls alpha" in shown(at)


def test_a_click_plays_the_wrong_track_beside_the_nearest_of_the_rival_genre(recordings, shown):
    save_toy(extra={"source": recordings})
    wrong = tables(visit(run="toy"), "Called")[0].iloc[0]
    at = visit(run="toy", chosen_tracks={"toy-hard-Worst": (wrong["Track"], 1)})
    text = shown(at)
    assert not at.exception
    assert f"nearest {wrong['Called']} track that it learns from" in text
    assert len([part for part in at.get("bidi_component") if '"peaks"' in part.proto.json]) == 2


def test_sound_that_is_not_here_is_told_and_the_page_stays(shown):
    save_toy(extra={"source": "gone"})
    text = shown(visit(run="toy"))
    assert "The recordings of “toys” are not on this machine, so nothing here can be played." in text
    assert "Keep it" in text


def test_learning_curves_are_drawn_where_the_run_kept_some(shown):
    measured = {"train_loss": 1.0, "valid_loss": 1.5, "train_accuracy": 0.6, "valid_accuracy": 0.4}
    epochs = [{"curve": "epochs", "fold": fold, "x": x, **measured} for fold in (-1, 0) for x in (1, 2, 3)]
    tracks = [{"curve": "tracks", "fold": -1, "x": x, **measured} for x in (20, 40)]
    history = pd.DataFrame(epochs + tracks)
    history.loc[history["curve"] == "tracks", ["train_loss", "valid_loss"]] = None
    save_toy(history=history, extra={"epochs": {"best": 2, "n": 3}})
    at = visit(run="toy")
    assert not at.exception
    assert "The model kept is that of epoch 2 of 3" in shown(at)
    drawn = [chart for chart in charts(at) if any(part.get("name") == "validation" for part in chart["data"])]
    assert len(drawn) == 3
    assert trace(drawn[0], "validation")["hovertext"][0].replace("\u00a0", " ") == "Epoch 1: validation accuracy 40 %"


def test_a_search_is_told_by_its_candidates():
    tried = [{"settings": {"C": 1.0}, "log_loss": 1.2, "accuracy": 0.5}, {"settings": {"C": 10.0}, "log_loss": 1.4}]
    save_toy(extra={"search": {"kind": "grid", "by": "log-loss", "candidates": tried}})
    table = tables(visit(run="toy"), "Candidate")[0]
    assert table["Candidate"].tolist() == ["C = 1", "C = 10"]
    assert table["Log loss"].tolist() == [1.2, 1.4]


def test_of_several_draws_the_page_tells_how_far_they_lie_apart_and_how_it_counts(shown):
    save_toy(scores={"draws": [0.9, 0.94]})
    text = shown(visit(run="toy"))
    assert "2 random draws, from 90 % to 94 %." in text
    assert "Each track counts once in each of the 2 draws." in text


def test_made_clips_are_called_so(shown):
    save_toy(data={"synthetic": True})
    assert "Made clips, no real music" in shown(visit(run="toy"))


def test_what_learnt_from_an_upload_is_its_visitors_alone(shown):
    keep_to(VISITOR, "secret")
    save_toy("secret")
    assert "secret" in str(charts(visit()))
    hidden = visit(visitor=STRANGER)
    assert "secret" not in str(charts(hidden))
    at = visit(run="secret", visitor=STRANGER)
    assert not at.exception
    assert "This run cannot be shown" in shown(at)
    assert len(at.get("plotly_chart")) == 0


def test_a_run_that_is_not_there_is_told_and_the_way_back_stays(shown):
    at = visit(run="../../etc")
    assert not at.exception
    assert "there is no run named" in shown(at).lower()
    at.button(key="all-runs").click().run()
    assert "run" not in at.query_params
    assert at.get("plotly_chart")


def test_a_broken_run_is_told_and_the_good_ones_stay(shown):
    save_toy("good")
    (save_toy("bad") / RECORD).write_text("{")
    at = visit()
    assert not at.exception
    assert "The run 'bad' is broken" in shown(at)
    assert "good" in str(charts(at))


def test_a_run_without_its_weights_is_told(shown):
    (save_toy() / "model.skops").write_bytes(b"other")
    at = visit(run="toy")
    assert not at.exception
    assert "This run cannot be shown" in shown(at)


def test_a_run_whose_parts_do_not_fit_together_is_told(shown):
    save_toy("cells", scores={"confusion": [[1]]})
    save_toy("columns", held_out=toy_run().held_out.drop(columns="group"))
    assert "its confusion matrix is not of its 3 genres" in shown(visit(run="cells"))
    assert "its held-out tracks lack the column group" in shown(visit(run="columns"))


def test_a_run_from_elsewhere_may_lack_numbers(shown):
    save_toy(scores={"macro_f1": None, "log_loss": None, "ece": None})
    for at in (visit(run="toy"), visit()):
        assert not at.exception
    assert "How far its percentages are off was not measured." in shown(visit(run="toy"))


def test_a_run_against_itself_is_that_run(shown):
    save_toy()
    assert "What does it mix up?" in shown(visit(run="toy", against="toy"))


def test_two_runs_side_by_side_are_told_apart_or_not_and_their_tracks_add_up(shown):
    save_toy("one")
    save_toy("two", model="knn")
    at = visit(run="one", against="two")
    text = shown(at)
    assert not at.exception
    assert "Linear discriminant analysis or Nearest neighbours?" in text
    assert "p = " in text
    bar = charts(at)[1]
    assert sum(part["x"][0] for part in bar["data"]) == 72
    assert [part["customdata"][0] for part in bar["data"]] == ["first", "second", "both", "neither"]


def test_every_other_run_of_the_list_is_compared_and_the_p_values_are_corrected_for_their_number(shown):
    for name, model in (("one", "lda"), ("two", "knn"), ("three", "lda")):
        save_toy(name, model=model)
    at = visit(run="one", against="two")
    found = tables(at, "p, corrected")[0]
    assert len(found) == 2
    assert "corrected for their number (Holm)" in shown(at)


def test_twins_side_by_side_are_numbered(shown):
    for name in ("one", "two"):
        save_toy(name)
    at = visit(run="one", against="two")
    assert not at.exception
    assert " (1) or " in shown(at)
    assert "Both are right equally often" in shown(at)


def test_runs_of_two_lists_are_not_compared(shown):
    save_toy("one")
    save_toy("two", protocol=HONEST)
    at = visit(run="one", against="two")
    assert not at.exception
    assert "They cannot be compared" in shown(at)


def test_a_run_is_deleted_after_a_question(shown):
    folder = save_toy()
    at = visit(run="toy")
    at.button(key="delete-run").click().run()
    assert folder.is_dir()
    at.button(key="delete-confirmed").click().run()
    assert not folder.exists()
    assert "toy" not in str(charts(at.run()))


def test_a_run_is_sent_to_the_page_that_listens(shown):
    save_toy()
    at = visit(run="toy")
    at.button(key="listen-with").click().run()
    assert not at.exception
    assert at.session_state[MODEL] == "toy"


def test_another_run_is_chosen_to_compare_with():
    save_toy("one")
    save_toy("two", model="knn")
    at = visit(run="one")
    at.selectbox(key="against-one").select("two").run()
    assert not at.exception
    assert at.query_params["against"] in ("two", ["two"])


def test_the_built_in_model_is_no_run_to_delete(shown):
    at = visit(run=BUILT_IN)
    assert not at.exception
    score = percent(load_model(BUILT_IN).record.scores["accuracy"]).replace("\u00a0", " ")
    assert f"Names {score} of the tracks right that it had not heard." in shown(at)
    assert "delete-run" not in [button.key for button in at.button]


def test_names_are_text_everywhere():
    save_toy(extra={"title": EVIL}, data={"name": EVIL}, protocol={"badge": EVIL, "sentence": EVIL, "note": EVIL})
    save_toy("other", model="knn", data={"name": EVIL})
    for at in (visit(), visit(run="toy"), visit(run="toy", against="other")):
        assert not at.exception
        assert EVIL not in "".join(element.proto.body for element in at.get("html"))
        drawn = "".join(str(part.get("hovertext")) for chart in charts(at) for part in chart["data"])
        assert EVIL not in drawn


def test_the_page_file_stands_where_the_navigation_looks():
    assert Path(PAGE).is_file()
