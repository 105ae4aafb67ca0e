"""The Explain page: shows a stored explanation, asks before long work, plays tracks, explains songs, tells problems."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
import soundfile as sf
from streamlit.testing.v1 import AppTest

from core.data.opened import open_dataset
from core.explain.job import explain_run
from core.explain.stored import Trust, explanation_folder, find_explanation, find_trust, store_explanation, store_trust
from core.explain.values import Explanation
from core.explain.wish import ExplainParams, wish
from core.jobs import list_jobs, run_here
from core.jobs.job import Job
from core.models.loaded import LISTENER
from core.runs import keep_to, read_run, runs_folder, save_run
from core.ui.explain import engine, making
from core.ui.explore.background import Background
from core.ui.shelf import Shelf
from core.workspace import PROJECT_ROOT
from tests.core.toy_runs import save_toy, sounding_rows

PAGE = PROJECT_ROOT / "pages" / "9_Explain.py"
TITLE = "Why does a model decide so?"
VISITOR, STRANGER = "a" * 32, "b" * 32
EVIL = "<img src=x onerror=alert(1)>"
MAX_RUNS = 400


@pytest.fixture(autouse=True)
def nothing_begins_by_itself(monkeypatch):
    """No datasets but those that a test makes, and no job that a test does not ask for."""
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    monkeypatch.setattr(making, "QUICK_S", -1.0)
    monkeypatch.setattr(making, "_complete", Shelf(max_entries=4))
    monkeypatch.setattr(making, "_starting", Background("explain-jobs", max_entries=4))


@pytest.fixture(scope="session")
def made_once() -> dict[str, tuple[Explanation, Trust]]:
    """By which players -> what the first test that wants it has made."""
    return {}


@pytest.fixture
def explained(made_once):
    """``explained(name="toy", by="family", trust=True, **changed)``: a toy run with its explanation on the disk."""

    def make(name: str = "toy", *, by: str = "family", trust: bool = True, **changed) -> ExplainParams:
        save_toy(name, **changed)
        params = wish(name, by=by)
        if by not in made_once:
            run_here(explain_run, params)
            made_once[by] = find_explanation(params), find_trust(params)
            shutil.rmtree(explanation_folder(params))
        store_explanation(params, made_once[by][0])
        if trust:
            store_trust(params, made_once[by][1])
        return params

    return make


@pytest.fixture
def recordings(tmp_path, tone) -> str:
    """The id of a dataset that holds a recording of every toy."""
    for number, identity in enumerate(sounding_rows()["track_id"]):
        file = tmp_path / "Toys" / identity
        file.parent.mkdir(parents=True, exist_ok=True)
        sf.write(file, tone(200.0 + 5 * number, 0.5), 22050)
    return open_dataset(str(tmp_path / "Toys")).id


def visit(run: str | None = None, visitor: str = VISITOR, **state) -> AppTest:
    at = AppTest.from_file(PAGE, default_timeout=120)
    for key, value in {"visitor": visitor, **state}.items():
        at.session_state[key] = value
    if run is not None:
        at.query_params["run"] = run
    return settled(at.run())


def settled(at: AppTest) -> AppTest:
    """The page once nothing is waited for; it is run again as the browser would."""
    for _ in range(MAX_RUNS):
        if at.exception or not at.get("skeleton"):
            return at
        at.run()
    raise AssertionError("the page never came to rest")


def charts(at: AppTest) -> list[dict]:
    return [json.loads(part.proto.spec) for part in at.get("plotly_chart")]


def trace(at: AppTest, name: str) -> dict:
    return next(found for chart in charts(at) for found in chart["data"] if found.get("name") == name)


def values(array) -> np.ndarray:
    """An array of a chart as it travels: plain, or packed by Plotly."""
    if isinstance(array, dict):
        import base64

        return np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"])
    return np.asarray(array, dtype=float)


def place(params: ExplainParams) -> str:
    return f"explain-{params.key[-12:]}"


def test_without_a_run_of_ones_own_the_built_in_model_is_offered_and_training_linked(shown):
    at = visit()
    assert not at.exception
    assert TITLE in shown(at)
    assert at.selectbox(key="explain-run").value == "gtzan-classic"
    assert [link.proto.label for link in at.main.get("page_link")] == ["Train a model of your own"]
    (label,) = [button.label for button in at.main.button if button.label.startswith("Explain it")]
    assert label.startswith("Explain it, about ")
    assert "you may leave the page" in shown(at)
    assert not list_jobs()


def job(**changed) -> Job:
    """A job that explains, as the page reads it."""
    facts = {"id": "explain-1", "kind": "explain", "title": "Explanation of toy", "owner": VISITOR, "state": "running"}
    facts |= {"share": 0.4, "words": "explaining: 2 of 4 parts", "made": "", "started": "", "ended": ""}
    return Job(**facts | {"seconds_left": None, "result": None, "error": "", "folder": runs_folder()} | changed)


def test_what_takes_long_is_asked_for_once_by_a_click(monkeypatch):
    asked = []
    monkeypatch.setattr(engine, "ask_for_explanation", lambda params, **job: asked.append((params, job)))
    save_toy("toy")
    at = visit("toy")
    assert not asked
    ask = next(button for button in at.main.button if button.label.startswith("Explain it, about "))
    at = settled(ask.click().run())
    settled(at.run())
    assert asked == [(wish("toy"), {"owner": VISITOR, "title": "Explanation of Linear discriminant analysis"})]


def test_what_is_quick_begins_by_itself_once(monkeypatch):
    asked = []
    monkeypatch.setattr(making, "QUICK_S", 1e9)
    monkeypatch.setattr(engine, "ask_for_explanation", lambda params, **job: asked.append(params))
    save_toy("toy")
    at = settled(visit("toy").run())
    assert asked == [wish("toy")]
    assert "Explain it" in [button.label for button in at.main.button]  # it came to nothing: no second one by itself


def test_a_job_is_followed_with_its_progress_and_can_be_cancelled(monkeypatch, shown):
    monkeypatch.setattr(engine, "job_of", lambda params: job())
    save_toy("toy")
    at = visit("toy")
    assert not at.exception
    assert "Explaining: 2 of 4 parts" in shown(at)
    assert "Cancel" in [button.label for button in at.main.button]
    assert not at.get("plotly_chart")


def test_a_job_that_failed_says_why_and_starts_again(monkeypatch, shown):
    error = "the run 'toy' is another one than when this was asked for; ask again"
    monkeypatch.setattr(engine, "job_of", lambda params: job(state="failed", error=error))
    save_toy("toy")
    at = visit("toy")
    assert not at.exception
    assert "The run 'toy' is another one than when this was asked for; ask again." in shown(at)
    assert "Dismiss" in [button.label for button in at.main.button]


def test_an_explanation_says_what_was_explained_of_whom_and_against_what(explained, shown):
    explained()
    at = visit()  # the newest run is chosen without an address
    text = shown(at)
    assert not at.exception
    assert "Log-odds of the probability shown" in text
    assert "24 tracks, by the model of fold 1 of 3 that had not heard them." in text
    assert "48 rows of the 48 tracks it learnt from." in text
    assert "10 families of features." in text
    assert "It go" in text
    assert len(at.get("plotly_chart")) == 8
    for question in (
        "What does it go by?",
        "Which way does it push?",
        "Why this track?",
        "How far can that be trusted?",
    ):
        assert question in text
    assert "They do: over 24 rows and 3 genres the sum misses what it said by at most a millionth" in text


def test_an_estimate_says_how_well_it_is_known_and_draws_it(explained, shown):
    params = explained()
    made = find_explanation(params)
    store_explanation(params, replace(made, error=np.full_like(made.values, 0.1)))
    at = visit("toy")
    assert "half of all parts of single answers are known to 0.196 or better (95 %)" in shown(at)
    assert np.allclose(values(trace(at, "steps")["error_x"]["array"])[:-1], 0.196)


def test_the_pictures_show_the_numbers_of_the_explanation(explained):
    params = explained()
    made = find_explanation(params)
    at = visit("toy")
    sizes = np.abs(made.values).mean(axis=0)
    bars = [trace(at, genre) for genre in made.genres]
    drawn = dict(zip(bars[0]["customdata"], sum(values(bar["x"]) for bar in bars), strict=True))
    assert drawn == pytest.approx(dict(zip(made.players.names, sizes.sum(axis=1), strict=True)))
    genre = at.selectbox(key=f"{place(params)}-genre").value
    swarm = trace(at, "mfcc")
    own = made.values[:, made.players.names.index("mfcc"), made.genres.index(genre)]
    told = dict(zip([track for track, _ in swarm["customdata"]], values(swarm["x"]), strict=True))
    assert told == pytest.approx(dict(zip(made.ids, own, strict=True)))
    assert len(values(trace(at, "tracks")["x"])) == len(made)


def test_single_features_have_words_and_are_coloured_by_their_value(explained, shown):
    explained(by="single")
    at = visit("toy", **{"explain-by": "single"})
    assert not at.exception
    assert "37 single features." in shown(at)
    assert "The colour is the place of the feature's value among the tracks." in shown(at)
    assert trace(at, "key")["marker"]["colorbar"]["ticktext"] == ["lowest", "highest"]


def test_before_trust_is_measured_the_pictures_are_there_and_say_so(explained, shown):
    explained(trust=False)
    at = visit("toy")
    text = shown(at)
    assert len(at.get("plotly_chart")) == 5
    assert "Whether their order holds is not measured yet." in text
    assert "The other three tests take the other folds, and are not measured yet." in text
    assert any(button.label.startswith("Measure how far to trust it, about ") for button in at.main.button)


def test_a_clicked_track_is_played_at_once_beside_what_made_its_answer(explained, recordings, shown):
    params = explained(extra={"source": recordings})
    track = find_explanation(params).ids[-1]
    at = visit("toy", chosen_tracks={place(params): (track, 1)})
    text = shown(at)
    assert not at.exception
    assert track in text
    calls = [
        json.loads(part.proto.json).get("call") for part in at.get("bidi_component") if '"call"' in part.proto.json
    ]
    assert calls == [1]
    assert "The probability shown is" in text


def test_where_recordings_are_not_here_the_page_says_so_and_shows_the_rest(explained, shown):
    explained()
    assert "The recordings of “toys” are not on this machine" in shown(visit("toy"))


def test_tracks_lowest_and_highest_in_a_feature_are_listed_with_their_values(explained, shown):
    params = explained()
    column = "spectral_centroid_mean"
    at = visit("toy", **{f"{place(params)}-column": column})
    assert "The tracks lowest and highest in average brightness (spectral centroid)" in shown(at)
    rows = sounding_rows().sort_values(column)["track_id"]
    lists = [table.value for table in at.dataframe if "Value" in table.value]
    assert lists[0]["Track"].tolist() == rows.head(5).tolist()
    assert lists[1]["Track"].tolist() == rows.iloc[::-1].head(5).tolist()
    assert lists[0]["Value"].str.endswith(" Hz").all()


def test_a_run_that_is_not_there_is_told_and_another_can_be_chosen(explained, shown):
    explained()
    at = visit("nonsense")
    assert not at.exception
    assert "There is no run named 'nonsense'" in shown(at)
    assert not at.get("plotly_chart")
    at = settled(at.selectbox(key="explain-run").select("toy").run())
    assert at.query_params["run"] == "toy"
    assert len(at.get("plotly_chart")) == 8


def test_a_run_of_another_visitor_reads_as_one_that_is_not_there(explained, shown):
    keep_to(STRANGER, "theirs")
    explained("theirs")
    at = visit("theirs")
    assert "There is no run named 'theirs'" in shown(at)
    assert "theirs" not in at.selectbox(key="explain-run").options


def test_a_run_without_the_rows_it_learnt_from_is_told_what_to_do(shown):
    folder = save_toy("old")
    run = read_run(folder)
    save_run(
        replace(run, record=replace(run.record, name="old"), training=run.training.drop(columns="tempo")),
        runs_folder() / "older",
    )
    (runs_folder() / "old").rename(runs_folder().parent / "aside")
    (runs_folder() / "older").rename(runs_folder() / "old")
    at = visit("old")
    assert not at.exception
    assert "keeps no rows of 1 of its 37 columns" in shown(at)
    assert "train it again" in shown(at)


def test_the_listener_that_ships_is_listed_and_told_calmly_not_to_be_explained(shown):
    at = visit(LISTENER)
    assert not at.exception
    assert at.selectbox(key="explain-run").value == LISTENER
    (banner,) = [one.proto.body for one in at.get("html") if "This run can listen" in one.proto.body]
    assert "gs-note" in banner
    assert "keeps the names of its training tracks, but not their" in shown(at)
    assert "on your own table on the Train page, on a listener" in shown(at)
    assert "train it again" not in shown(at)
    assert not at.get("file_uploader")


def test_names_that_look_like_html_are_shown_as_text(explained):
    params = explained()
    made = find_explanation(params)
    genres, ids = (EVIL, *made.genres[1:]), (EVIL, *made.ids[1:])
    store_explanation(params, replace(made, genres=genres, ids=ids, truth=(EVIL, *made.truth[1:])))
    at = visit("toy")
    assert not at.exception
    assert not any("<img" in part.proto.body for part in at.get("html"))
    drawn = json.dumps(
        [{"layout": chart["layout"], "hover": [t.get("hovertext") for t in chart["data"]]} for chart in charts(at)]
    )
    assert "&lt;img" in drawn
    assert "<img" not in drawn


def test_a_song_is_explained_as_a_whole_and_at_a_moment(explained, noise, wav, shown):
    explained()
    at = visit("toy")
    at.file_uploader[0].set_value([("my_song.wav", wav(noise(9.0)), "audio/wav")])
    at = settled(at.run())
    text = shown(at)
    assert not at.exception
    assert "my_song.wav" in text
    assert "Explained is the mean over 3 places" in text
    (choice,) = [box for box in at.selectbox if box.label == "What to explain"]
    at = settled(choice.select(1).run())
    assert "Explained is the log-odds of the probability shown" in shown(at)
    at = next(button for button in at.main.button if button.label == "Another song").click().run()
    assert "my_song.wav" not in shown(at)


def test_a_file_that_is_no_sound_is_told_and_changes_nothing(explained, shown):
    explained()
    at = visit("toy")
    at.file_uploader[0].set_value([("cat.wav", b"no sound at all", "audio/wav")])
    at = settled(at.run())
    assert not at.exception
    assert "This song cannot be explained" in shown(at)
    assert "“cat.wav”" in shown(at)
    assert at.file_uploader
    assert len(at.get("plotly_chart")) == 8


def test_a_run_on_columns_that_nobody_measures_here_listens_to_no_song(explained, shown, monkeypatch):
    explained()
    monkeypatch.setattr("core.models.measuring.COLUMNS", ())
    at = visit("toy")
    assert not at.exception
    assert "This run cannot listen to a song" in shown(at)
    assert "columns that are not measured here" in shown(at)
    assert len(at.get("plotly_chart")) == 8
