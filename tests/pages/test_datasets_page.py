"""The Datasets page: opens empty, shows what is there, explains bad input, keeps visitors and names apart."""

import html
from collections.abc import Callable

import pandas as pd
import pytest
import soundfile as sf
from streamlit.testing.v1 import AppTest

from core.data.building import TableParams, build_tables
from core.data.opened import OpenDataset, open_dataset, opened_datasets
from core.data.stored import store_table, table_folder, tables_of
from core.data.uploads import uploads_of
from core.jobs import run_here
from core.workspace import PROJECT_ROOT

TITLE = "What music is there to learn from?"
PAGE = PROJECT_ROOT / "pages" / "2_Datasets.py"
ME, YOU = "a" * 32, "b" * 32
EVIL = "<img src=x onerror=alert(1)>**bold**"
FILES = ("jazz/one.wav", "jazz/two.wav", "rock/three.wav")


@pytest.fixture(autouse=True)
def no_data(monkeypatch):
    """No datasets but those that a test makes."""
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)


@pytest.fixture
def make_dataset(tmp_path, tone) -> Callable[..., OpenDataset]:
    """``make_dataset(name, files=FILES, owner="")``: an opened folder of tones of 4 s."""

    def make(name: str = "Mine", files: tuple[str, ...] = FILES, owner: str = "") -> OpenDataset:
        folder = tmp_path / name
        for number, file in enumerate(files):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            sf.write(folder / file, tone(220.0 + 20 * number, 4.0), 22050)
        return open_dataset(str(folder), owner=owner, title=name)

    return make


def visit(visitor: str = ME) -> AppTest:
    at = AppTest.from_file(PAGE, default_timeout=120)
    at.session_state["visitor"] = visitor
    return at.run()


def tracks_of(at: AppTest) -> list[str]:
    return next(table.value["Track"].tolist() for table in at.dataframe if "Track" in table.value)


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.main.button] + [b.proto.label for b in at.get("download_button")]


def brought(visitor: str) -> list[str]:
    """The ids of what this visitor may open beside what ships with the project."""
    return [opened.id for opened in opened_datasets(visitor) if not opened.dataset.is_built_in]


def drop(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    at.file_uploader[0].set_value([(name, data, "application/octet-stream") for name, data in files])
    return at.run()


def test_until_the_browser_says_who_is_there_the_page_waits(make_dataset, shown):
    make_dataset()
    at = AppTest.from_file(PAGE, default_timeout=120).run()
    assert not at.exception
    assert TITLE in shown(at)
    assert "tracks" not in shown(at)


def test_a_fresh_machine_opens_with_the_built_in_dataset_and_says_what_it_is(shown):
    at = visit()
    text = shown(at)
    assert not at.exception
    assert "500 tracks in 10 genres." in text
    assert "Neither real music nor AI" in text
    assert at.sidebar.selectbox[0].value == "arranged"
    assert "Bring your own music" in text
    assert [tab.label for tab in at.tabs] == ["Drop recordings", "A folder on this machine", "GTZAN from Kaggle"]


def test_real_music_is_chosen_before_the_built_in(make_dataset, shown):
    opened = make_dataset()
    at = visit()
    assert at.sidebar.selectbox[0].value == opened.id
    at.sidebar.selectbox[0].select("arranged").run()
    assert "500 tracks in 10 genres." in shown(at)


def test_a_fresh_page_compares_what_others_have_published(shown):
    tables = (table.value for table in visit().dataframe)
    compared = next(table for table in tables if "Dataset" in table).set_index("Dataset")
    assert compared.loc["GTZAN", "Clips"] == 1000
    assert compared.loc["Million Song Dataset", "Audio"] == "numbers only"


def test_the_download_from_kaggle_says_its_size_and_licence_before_it_starts(shown):
    at = visit()
    text = shown(at)
    assert "about 1.3 GB" in text
    assert "research use" in text
    assert "Download GTZAN" in labels(at)


def test_a_dataset_shows_how_much_music_there_is_and_whose(make_dataset, shown):
    opened = make_dataset()
    at = visit()
    text = shown(at)
    assert not at.exception
    assert "3 tracks in 2 genres." in text
    assert "Nobody knows the artists" in text
    assert "Unevenly spread: rock has 1, jazz 2" in text
    assert "Yours to know" in text
    assert str(opened.path) in text
    assert tracks_of(at) == list(FILES)
    chart = at.get("plotly_chart")[0]
    assert '"jazz"' in chart.proto.spec


def test_the_first_track_waits_in_the_player(make_dataset, shown):
    make_dataset()
    at = visit()
    assert FILES[0] in shown(at)
    assert len(at.get("audio")) == 1
    assert not at.get("audio")[0].proto.autoplay


def test_genre_and_words_narrow_the_list(make_dataset, shown):
    opened = make_dataset()
    at = visit()
    at.selectbox(key=f"tracks-genre-{opened.id}").select("jazz").run()
    assert tracks_of(at) == list(FILES[:2])
    assert "2 of 3 tracks." in shown(at)
    at.text_input(key=f"tracks-text-{opened.id}").input("TWO").run()
    assert tracks_of(at) == [FILES[1]]
    at.text_input(key=f"tracks-text-{opened.id}").input("nothing like it").run()
    assert "No track fits “nothing like it”" in shown(at)
    assert not at.exception


def test_a_genre_that_was_clicked_in_the_picture_is_listed(make_dataset):
    make_dataset()
    at = visit()
    at.session_state["listed_genre"] = "rock"
    assert tracks_of(at.run()) == [FILES[2]]


def test_a_track_that_cannot_be_read_says_why_and_the_page_stays(make_dataset, shown):
    opened = make_dataset()
    (opened.path / FILES[0]).write_bytes(b"these are words, not sound")
    at = visit()
    assert f"“{FILES[0]}” cannot be heard" in shown(at)
    assert "Its feature table" in shown(at)


def test_a_folder_that_is_gone_bad_is_explained_and_can_be_taken_off_the_list(make_dataset, shown):
    opened = make_dataset(files=("jazz/one.wav",))
    (opened.path / "jazz" / "one.wav").unlink()
    at = visit()
    assert "“Mine” cannot be read" in shown(at)
    assert "holds no audio files" in shown(at)
    at.button(key="remove-dataset").click().run()
    assert "The recordings stay where they are." in shown(at)
    at.button(key="remove-confirmed").click().run()
    assert brought(ME) == []
    assert "500 tracks in 10 genres." in shown(at.run())


def test_a_dataset_of_numbers_says_plainly_that_nothing_can_be_heard(tmp_path, shown):
    (tmp_path / "msd_tagtraum_cd2c.cls").write_text("TRAAAAA\tRock\nTRAAAAB\tJazz\n")
    open_dataset(f"msd:{tmp_path}")
    at = visit()
    text = shown(at)
    assert "No audio, only numbers: nothing here can be played." in text
    assert "There is no sound to measure here" in text
    assert "Make its feature table" not in labels(at)
    assert not at.get("audio")


def test_typing_a_folder_opens_it(make_dataset, shown, tmp_path):
    path = make_dataset("Accordion", owner=YOU).path
    make_dataset("Band")
    at = visit()
    at.text_input(key="folder-path").input(str(path))
    at.button(key="open-folder-button").click().run()
    assert not at.exception
    assert at.sidebar.selectbox[0].value == at.session_state["dataset"]
    assert "Accordion" in shown(at)


def test_a_folder_of_one_genre_is_opened_after_a_question(make_dataset, shown):
    path = make_dataset("Accordion", owner=YOU, files=FILES[:2]).path
    at = visit()
    at.text_input(key="folder-path").input(str(path))
    at.button(key="open-folder-button").click().run()
    assert "holds 2 tracks in 1 genre: a model needs at least two genres" in shown(at)
    assert brought(ME) == []
    at.button(key="open-anyway").click().run()
    assert not at.exception
    assert "2 tracks in 1 genre." in shown(at)
    assert "open-anyway" not in [button.key for button in at.button]


@pytest.mark.parametrize("typed", ["", "/no/such/folder", f"/tmp/{EVIL}"])
def test_a_folder_that_is_none_is_explained_and_changes_nothing(make_dataset, shown, typed):
    opened = make_dataset()
    at = visit()
    at.text_input(key="folder-path").input(typed)
    at.button(key="open-folder-button").click().run()
    assert "The folder cannot be opened" in shown(at)
    assert f"There is no folder “{typed}”" in shown(at)
    assert brought(ME) == [opened.id]


def test_from_other_machines_no_folder_can_be_opened(monkeypatch, shown):
    monkeypatch.setattr("streamlit.get_option", lambda name: "0.0.0.0" if name == "server.address" else None)
    at = visit()
    assert "Folders can be opened only where Genrescope runs" in shown(at)
    assert "Open this folder" not in labels(at)


def test_dropped_recordings_become_a_dataset_that_only_their_visitor_sees(tone, wav, shown):
    at = drop(visit(), ("one.wav", wav(tone(440.0, 4.0))), ("notes.mp3", b"words"))
    at.button(key="take-files").click().run()
    assert "The genre is missing" in shown(at)
    next(field for field in at.text_input if field.label == "Their genre").input("jazz")
    next(field for field in at.text_input if field.label == "Call it").input("My evening")
    at.button(key="take-files").click().run()
    text = shown(at)
    assert not at.exception
    assert "1 track in 1 genre." in text
    assert "My evening" in text
    assert "1 recording taken in" in text
    skipped = next(table.value for table in at.dataframe if "Why" in table.value)
    assert skipped["File"].tolist() == ["notes.mp3"]
    assert "Only you see it." in text
    assert "My evening" not in shown(visit(YOU))
    assert brought(YOU) == []


def test_files_that_hold_no_recording_are_explained_and_change_nothing(shown):
    at = drop(visit(), ("notes.mp3", b"words"))
    next(field for field in at.text_input if field.label == "Their genre").input("jazz")
    at.button(key="take-files").click().run()
    assert "That cannot be taken in" in shown(at)
    assert uploads_of(ME) == []


def test_a_zip_among_other_files_is_explained(shown):
    at = drop(visit(), ("a.zip", b"PK"), ("b.mp3", b"x"))
    at.button(key="take-files").click().run()
    assert "There is a zip among other files" in shown(at)
    assert uploads_of(ME) == []


def test_an_upload_can_be_deleted_after_a_question(tone, wav, shown):
    at = drop(visit(), ("one.wav", wav(tone(440.0, 4.0))))
    next(field for field in at.text_input if field.label == "Their genre").input("jazz")
    at.button(key="take-files").click().run()
    at.button(key="remove-dataset").click().run()
    assert "Its recordings are deleted from this machine" in shown(at)
    at.button(key="remove-kept").click().run()
    assert len(uploads_of(ME)) == 1
    at.button(key="remove-dataset").click().run()
    at.button(key="remove-confirmed").click().run()
    assert uploads_of(ME) == []
    assert "500 tracks in 10 genres." in shown(at.run())


def test_a_table_that_was_made_is_told_with_its_gaps_and_can_be_kept(make_dataset, shown):
    opened = make_dataset()
    (opened.path / "rock" / "broken.wav").write_bytes(b"these are words, not sound")
    run_here(build_tables, TableParams(opened.id))
    at = visit()
    text = shown(at)
    made = tables_of(opened)
    assert made[0].data_hash[:12] in text
    assert "3 tracks are in it; 1 could not be used and is left out." in text
    gaps = next(table.value for table in at.dataframe if "Reason" in table.value)
    assert gaps["Track"].tolist() == ["rock/broken.wav"]
    assert [name for name in labels(at) if "(" in name] == [
        "30 s (Parquet)",
        "30 s (CSV)",
        "3 s (Parquet)",
        "3 s (CSV)",
    ]
    assert "Its licence is yours to know" in text
    assert "Make it again" in labels(at)


def test_the_listeners_of_a_table_are_chosen_again_and_leaving_one_out_is_said(make_dataset, shown):
    opened = make_dataset()
    run_here(build_tables, TableParams(opened.id, segments_s=(3.0,), listeners=("debug",)))
    at = visit()
    (asked,) = [field for field in at.multiselect if "pretrained listeners" in field.label]
    assert asked.value == ["debug"]
    assert "8 numbers and 3 tags of each segment; nothing to download, licence MIT." in shown(at)
    asked.unselect("debug").run()
    assert "without the random listener of the tests their columns are gone" in shown(at)


def test_listeners_tell_what_they_know_and_what_they_cost_before_anything_is_fetched(make_dataset, shown, monkeypatch):
    monkeypatch.delenv("GENRESCOPE_MIRROR", raising=False)
    make_dataset()
    at = visit()
    (asked,) = [field for field in at.multiselect if "pretrained listeners" in field.label]
    assert asked.value == []
    assert not [option for option in asked.options if "of the tests" in option]
    asked.select("musicnn-jamendo").run()
    text = shown(at)
    assert "learned from songs that musicians tagged themselves on Jamendo" in text
    assert "to download once, licence MIT" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_table_that_is_too_long_for_text_is_offered_as_parquet_alone(make_dataset, monkeypatch):
    opened = make_dataset()
    run_here(build_tables, TableParams(opened.id, segments_s=(3.0,)))
    monkeypatch.setattr("core.ui.datasets.feature_tables.MAX_CSV_ROWS", 2)
    assert [name for name in labels(visit()) if "(" in name] == ["3 s (Parquet)"]


def test_where_the_provider_forbids_it_there_is_no_download(make_dataset, shown):
    opened = make_dataset()
    rows = pd.DataFrame({"track_id": ["a"], "segment": [0], "start_s": [0.0], "genre": ["jazz"], "tempo": [100.0]})
    folder = table_folder(opened, 30.0)
    store_table([rows], folder, dataset=opened.id, licence="no-training", segment_s=30.0)
    at = visit()
    assert "There is no download of it" in shown(at)
    assert "forbids" in shown(at)
    assert not at.get("download_button")


def test_names_from_files_never_become_html_or_markdown(make_dataset, shown):
    name = EVIL.replace("/", "")
    make_dataset(name, files=(f"{name}/{name}.wav", "jazz/one.wav"))
    at = visit()
    bodies = "\n".join(element.proto.body for element in at.get("html"))
    assert not at.exception
    assert html.escape(name) in bodies
    assert "<img" not in bodies
    markdown = [element.value for kind in (at.markdown, at.caption, at.error, at.warning) for element in kind]
    assert not [text for text in [*markdown, *labels(at)] if "onerror" in text]
    assert "<img" not in at.get("plotly_chart")[0].proto.spec.split('"hovertext"')[1].split('"hovertemplate"')[0]
