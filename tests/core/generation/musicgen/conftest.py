"""Tiny models of MusicGen with random weights, stored as the published ones are: one per engine and kind."""

from pathlib import Path

import pytest

from core.generation.musicgen import Musicgen, load_musicgen
from tests.core.generation.musicgen.tiny import SAVE, need_engine

ENGINES = tuple(SAVE)


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    """``folders(engine, kind)``, kind "worded", "melody" or "stereo": such a folder, made when first asked for."""
    root, made = tmp_path_factory.mktemp("musicgen"), {}

    def folder(engine: str, kind: str = "worded") -> Path:
        if (engine, kind) not in made:
            made[engine, kind] = SAVE[engine](root / f"{engine}-{kind}", kind)
        return made[engine, kind]

    return folder


@pytest.fixture(scope="session")
def loaded(folders):
    """``loaded(engine, kind)``: such a model in memory, shared by the tests that do not change it."""
    made: dict[tuple[str, str], Musicgen] = {}

    def load(engine: str, kind: str = "worded") -> Musicgen:
        if (engine, kind) not in made:
            made[engine, kind] = load_musicgen(folders(engine, kind), device="cpu")
        return made[engine, kind]

    return load


@pytest.fixture(params=ENGINES)
def engine(request) -> str:
    need_engine(request.param)
    return request.param
