"""A dataset's tables are found where they are: made here, published with it, below or beside it; never a stranger's."""

from pathlib import Path

import pytest
import soundfile as sf

from core.data.opened import OpenDataset, open_dataset
from core.data.stored import store_table, table_folder
from core.models.backbones.debug import SPEC
from core.ui.explore.sources import number_sources, parted_sources, siblings, state_of
from tests.core.listening_runs import listened_rows
from tests.core.toys import toy_rows


@pytest.fixture
def gtzan(tmp_path: Path, tone, monkeypatch) -> OpenDataset:
    """A folder of GTZAN's recordings, as Kaggle packs it: the tables lie beside it."""
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    for name in ("blues.00000", "blues.00001", "rock.00000"):
        file = tmp_path / "Data" / "genres_original" / name.split(".")[0] / f"{name}.wav"
        file.parent.mkdir(parents=True, exist_ok=True)
        sf.write(file, tone(220.0, 0.5), 22050)
    return open_dataset(f"gtzan:{tmp_path / 'Data' / 'genres_original'}")


def test_a_dataset_without_a_table_has_no_numbers(gtzan):
    assert number_sources(gtzan) == []


def test_tables_made_here_come_first_the_longest_segments_before_the_others(gtzan):
    (gtzan.path.parent / "features_30_sec.csv").write_text("filename,label\n")
    for segment_s in (3.0, 30.0):
        folder = table_folder(gtzan, segment_s)
        store_table([toy_rows(n_artists=1)], folder, dataset=gtzan.id, licence="own", segment_s=segment_s)
    found = number_sources(gtzan)
    assert [source.name for source in found] == ["made-30s", "made-3s", "features_30_sec.csv"]
    assert [source.segment_s for source in found] == [30.0, 3.0, None]
    assert found[2].source == f"gtzan:{gtzan.path.parent / 'features_30_sec.csv'}"


@pytest.mark.parametrize("place", [".", "blues", ".."])
def test_a_published_table_is_found_in_the_folder_below_it_and_beside_it(gtzan, place):
    file = (gtzan.path / place).resolve() / "features_3_sec.csv"
    file.write_text("filename,label\n")
    assert [source.file for source in number_sources(gtzan)] == [file]


def test_what_lies_beside_an_upload_is_somebody_elses(gtzan):
    (gtzan.path.parent / "features_3_sec.csv").write_text("filename,label\n")
    upload = OpenDataset("gtzan-upload", gtzan.dataset, gtzan.path, "Mine", owner="a" * 32)
    assert number_sources(upload) == []


def test_numbers_are_read_again_when_the_file_or_what_was_decided_changes(gtzan):
    file = gtzan.path / "features_3_sec.csv"
    file.write_text("filename,label\n")
    (source,) = number_sources(gtzan)
    before = state_of(source, gtzan)
    assert state_of(source, gtzan) == before
    file.write_text("filename,label,tempo\n")
    after = state_of(source, gtzan)
    assert after != before
    (gtzan.folder / "decisions.json").write_text("[]")
    assert state_of(source, gtzan) != after


def test_what_a_listener_hears_is_apart_from_the_features_of_the_same_table(gtzan):
    rows = listened_rows(n_artists=2).assign(tempo=120.0)
    store_table([rows], table_folder(gtzan, 30.0), dataset=gtzan.id, licence="own", segment_s=30.0)
    (whole,) = number_sources(gtzan)
    features, heard, tags = parts = parted_sources(gtzan)
    assert whole.columns == ()
    assert features.columns == ("tempo",)
    assert (heard.columns, tags.columns) == (SPEC.columns, SPEC.tag_columns)
    assert len({part.name for part in parts}) == len({part.title for part in parts}) == 3
    assert {part.whole for part in parts} == {whole.whole}
    assert siblings(heard, gtzan) == [features, tags]


def test_a_table_without_a_listener_is_one_source_as_before(gtzan):
    store_table([toy_rows(n_artists=1)], table_folder(gtzan, 3.0), dataset=gtzan.id, licence="own", segment_s=3.0)
    assert parted_sources(gtzan) == number_sources(gtzan)
    assert siblings(number_sources(gtzan)[0], gtzan) == []
