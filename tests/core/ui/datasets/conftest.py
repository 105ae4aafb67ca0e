"""Small datasets to look at: folders of short sounds, opened for everybody or for one visitor."""

from collections.abc import Callable

import pytest
import soundfile as sf

from core.data.opened import OpenDataset, open_dataset


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
