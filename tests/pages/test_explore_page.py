"""The Explore page: shows what is there with and without numbers, keeps views linked, explains what is broken."""

import json
from collections.abc import Callable

import pandas as pd
import pytest
import soundfile as sf
from streamlit.testing.v1 import AppTest

from core.data.opened import OpenDataset, open_dataset
from core.data.stored import store_table, table_folder
from core.explore.ranking import RANKINGS
from core.ui.explore.selection import Selection
from core.ui.explore.views import OVERVIEW, VIEWS
from core.workspace import PROJECT_ROOT
from tests.core.toys import GENRES, toy_rows

TITLE = "How do the genres of a dataset differ?"
PAGE = PROJECT_ROOT / "pages" / "4_Explore.py"
EVIL = "<img src=x onerror=alert(1)>"
MAX_RUNS = 400


@pytest.fixture(autouse=True)
def no_data(monkeypatch):
    """No datasets but those that a test makes, and the built-in one."""
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)


@pytest.fixture
def make_dataset(tmp_path, tone) -> Callable[..., OpenDataset]:
    """``make_dataset(genres=GENRES, segments_s=(30.0,))``: three tones of 1 s of each genre, and toys' tables."""

    def make(genres: tuple[str, ...] = GENRES, segments_s: tuple[float, ...] = (30.0,)) -> OpenDataset:
        rows = toy_rows(n_artists=1)
        rows["genre"] = rows["genre"].map(dict(zip(GENRES, genres, strict=True)))
        rows["track_id"] = [f"{genre}/{name}.wav" for genre, name in zip(rows["genre"], rows["track_id"], strict=True)]
        for number, identity in enumerate(rows["track_id"]):
            file = tmp_path / "Mine" / identity
            file.parent.mkdir(parents=True, exist_ok=True)
            sf.write(file, tone(220.0 + 20 * number, 1.0), 22050)
        opened = open_dataset(str(tmp_path / "Mine"))
        for segment_s in segments_s:
            folder = table_folder(opened, segment_s)
            store_table([rows], folder, dataset=opened.id, licence="own", segment_s=segment_s)
        return opened

    return make


def visit(opened: OpenDataset, view: str = OVERVIEW, **state) -> AppTest:
    """A visitor who has opened a dataset and a view; everything that is worked out is there."""
    at = AppTest.from_file(PAGE, default_timeout=120)
    given = {"visitor": "a" * 32, "dataset": opened.id, "explore-view": view} | state
    for key, value in given.items():
        at.session_state[key] = value
    return settled(at.run())


def settled(at: AppTest) -> AppTest:
    """The page once nothing is waited for; it is run again as the browser would."""
    for _ in range(MAX_RUNS):
        if at.exception or not (at.get("skeleton") or waits(at)):
            return at
        at.run()
    raise AssertionError("the page never came to rest")


def waits(at: AppTest) -> bool:
    return any(card["picture"] is None and not card["trouble"] for card in cards(at))


def cards(at: AppTest) -> list[dict]:
    """What the pictures of the genres show."""
    found = [json.loads(part.proto.json) for part in at.get("bidi_component") if '"cards"' in part.proto.json]
    return found[0]["cards"] if found else []


def charts(at: AppTest) -> list[dict]:
    return [json.loads(part.proto.spec) for part in at.get("plotly_chart")]


def test_the_overview_counts_and_shows_a_track_of_each_genre_to_be_heard(make_dataset, shown):
    at = visit(make_dataset())
    text = shown(at)
    assert not at.exception
    assert TITLE in text
    assert "9 tracks in 3 genres." in text
    assert "Click a bar to select its tracks." in text
    assert [card["genre"] for card in cards(at)] == ["alpha", "beta", "gamma"]
    assert all(card["picture"]["n_rows"] and card["has_others"] for card in cards(at))
    assert "All 9 tracks." in text


def test_without_a_table_the_overview_works_and_a_button_makes_one(make_dataset, shown):
    opened = make_dataset(segments_s=())
    at = visit(opened)
    assert "9 tracks in 3 genres." in shown(at)
    assert len(cards(at)) == 3
    for view in VIEWS:
        at = visit(opened, view)
        assert not at.exception
        assert "There are no numbers of it yet" in shown(at)
        assert "Make its feature table" in [button.label for button in at.main.button]
        assert not at.get("plotly_chart")


def test_the_features_view_ranks_spreads_compares_and_groups(make_dataset, shown):
    at = visit(make_dataset(), "Features")
    text = shown(at)
    assert not at.exception
    assert len(at.get("plotly_chart")) == 5
    for question in ("What tells the genres apart?", "Which numbers go together?", "Do the numbers find the genres"):
        assert question in text
    assert "Adjusted Rand index" in text
    assert "1: groups and genres are the same." in text


def test_at_most_eight_charts_of_the_features_view_need_the_graphics_card(make_dataset):
    at = visit(make_dataset(), "Features")
    webgl = [chart for chart in charts(at) if any(trace["type"] == "scattergl" for trace in chart["data"])]
    assert len(webgl) <= 3  # leaves the maps their share


def test_every_ranking_is_shown_with_what_it_sees(make_dataset, shown):
    at = visit(make_dataset(), "Features")
    for how, ranking in RANKINGS.items():
        at = settled(at.selectbox(key="explore-ranking").select(how).run())
        assert ranking.about in shown(at)


def test_the_scale_of_the_sidebar_holds_for_every_picture(make_dataset):
    at = visit(make_dataset(), "Features")
    assert axes(at).count("(standard scaling)") == 3
    at = settled(at.sidebar.selectbox(key="explore-scaling").select("none").run())
    assert "scaling)" not in axes(at)


def axes(at: AppTest) -> str:
    """What all axes of all charts say; a long title stands on several lines."""
    return " ".join(str(chart["layout"]) for chart in charts(at)).replace("<br>", " ")


def test_the_number_that_was_picked_is_the_one_that_is_spread(make_dataset, shown):
    opened = make_dataset()
    at = visit(opened, "Features", **{f"explore-feature-{opened.id}": "tempo"})
    assert "The likeliest beat" in shown(at)
    assert any("tempo" in str(chart["layout"]["xaxis"]) for chart in charts(at) if "xaxis" in chart["layout"])


def test_what_is_selected_elsewhere_is_pale_here(make_dataset, shown):
    opened = make_dataset()
    chosen = Selection(frozenset(["alpha/alpha-0-0.wav"]), "alpha alone")
    at = visit(opened, "Features", selections={opened.id: chosen})
    assert "1 of 9 tracks: alpha alone." in shown(at)
    dots = next(
        trace
        for chart in charts(at)
        for trace in chart["data"]
        if trace["type"] == "scattergl" and "alpha/alpha-0-0.wav" in str(trace.get("customdata"))
    )
    assert len(dots["customdata"]) == 9


def test_a_table_of_each_length_can_be_chosen(make_dataset):
    opened = make_dataset(segments_s=(30.0, 3.0))
    at = visit(opened, "Features")
    numbers = at.sidebar.selectbox(key=f"numbers-{opened.id}")
    assert numbers.options == ["Made here, 30 s segments", "Made here, 3 s segments"]
    assert numbers.value == "made-30s"
    at = settled(numbers.select("made-3s").run())
    assert not at.exception
    assert len(at.get("plotly_chart")) == 5


def test_a_broken_table_is_explained_and_the_overview_stays(make_dataset, shown):
    opened = make_dataset()
    (table_folder(opened, 30.0) / "table.parquet").write_bytes(b"no parquet")
    for view in (OVERVIEW, *VIEWS):
        at = visit(opened, view)
        assert not at.exception
        assert "“Made here, 30 s segments” cannot be used" in shown(at)
    assert "9 tracks in 3 genres." in shown(visit(opened))


def test_recordings_that_cannot_be_read_say_why_in_their_place(make_dataset, shown):
    opened = make_dataset()
    for file in opened.path.glob("*/*.wav"):
        file.write_bytes(b"these are words, not sound")
    at = visit(opened)
    assert not at.exception
    assert all("it holds text" in card["trouble"] for card in cards(at))
    assert "9 tracks in 3 genres." in shown(at)


def test_a_dataset_of_numbers_shows_no_pictures_of_sound(tmp_path, shown):
    (tmp_path / "msd_tagtraum_cd2c.cls").write_text("TRAAAAA\tRock\nTRAAAAB\tJazz\n")
    at = visit(open_dataset(f"msd:{tmp_path}"))
    assert not at.exception
    assert "nothing here can be played" in shown(at)
    assert "Every genre at a glance" not in shown(at)
    assert "There is no sound to measure here" in shown(at)


def test_a_table_of_one_genre_is_explored_as_far_as_it_goes(make_dataset, shown):
    opened = make_dataset(genres=("alpha", "alpha", "alpha"))
    at = visit(opened, "Features")
    text = shown(at)
    assert not at.exception
    assert "They cannot be ranked" in text
    assert "Which numbers go together?" in text


def test_names_are_text_everywhere(make_dataset, shown):
    opened = make_dataset(genres=(EVIL, "beta", "gamma"))
    for view in (OVERVIEW, "Features"):
        at = visit(opened, view)
        assert not at.exception
        assert EVIL not in "".join(element.proto.body for element in at.get("html"))
        assert EVIL not in "".join(text for chart in charts(at) for text in hovers(chart))


def hovers(chart: dict) -> list[str]:
    return [str(text) for trace in chart["data"] for text in trace.get("hovertext") or ()]


def test_the_public_table_is_found_beside_the_recordings(monkeypatch, shared, shown):
    monkeypatch.setenv("GENRESCOPE_DATA", str(shared))
    at = visit(open_dataset("gtzan"), "Features")
    assert not at.exception
    assert "All 1,000 tracks." in shown(at)
    ranked = next(table.value for table in at.dataframe if "score" in table.value)
    assert isinstance(ranked, pd.DataFrame)
    assert len(ranked) == 57
