"""Small datasets to look at: folders of short sounds, opened for everybody or for one visitor; and plain tracks."""

from collections.abc import Callable

import pytest
import soundfile as sf

from core.data.datasets import DATASETS, Track
from core.data.opened import OpenDataset, open_dataset
from core.ui.datasets.contents import Contents, contents_of


@pytest.fixture(autouse=True)
def no_data(monkeypatch):
    """No datasets but those that a test makes."""
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)


@pytest.fixture
def make_dataset(tmp_path, tone) -> Callable[..., OpenDataset]:
    """``make_dataset(name, owner="", title="", files=("jazz/one.wav",))``: an opened folder of tones of 1 s."""

    def make(name: str, owner: str = "", title: str = "", files: tuple[str, ...] = ("jazz/one.wav",)) -> OpenDataset:
        folder = tmp_path / f"{name}-{owner[:1]}"
        for number, file in enumerate(files):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            sf.write(folder / file, tone(220.0 + 20 * number, 1.0), 22050)
        return open_dataset(str(folder), owner=owner, title=title or name)

    return make


@pytest.fixture
def make_contents(tmp_path) -> Callable[..., Contents]:
    """``make_contents(("jazz", "Ella"), ("rock", None), ..., has_sound=True, **facts)``: a track for each pair."""

    def make(*pairs: tuple[str, str | None], has_sound: bool = True, **facts) -> Contents:
        tracks = [
            Track(f"t{number}", tmp_path / "x.wav" if has_sound else None, {"genre": genre} if genre else {}, artist)
            for number, (genre, artist) in enumerate(pairs)
        ]
        tracks = [Track(**(track.__dict__ | facts)) for track in tracks]
        return contents_of(DATASETS["folder"], tracks)

    return make


@pytest.fixture
def wav_named_as_gtzan() -> tuple[str, ...]:
    return ("blues/blues.00000.wav", "rock/rock.00001.wav")
