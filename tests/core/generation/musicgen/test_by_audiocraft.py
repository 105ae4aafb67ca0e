"""Audiocraft without what it trains with: its own random model, what a file may not do, and life without it."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import torch

from core.errors import ModelError
from core.generation.musicgen import MusicgenParams, load_musicgen
from core.generation.musicgen.chroma import ChromaParams, melody_chroma
from core.generation.musicgen.making import make
from core.generation.musicgen.standin import standing_in
from tests.conftest import PROJECT_ROOT
from tests.core.generation.musicgen.tiny import SR, need_engine

need_engine("audiocraft")
from core.generation.musicgen.by_audiocraft import AudiocraftPlayer  # noqa: E402, it imports what may be missing

PROMPT = "calm piano, 120 beats"
WITHOUT = """
    import importlib.abc, sys
    class Gone(importlib.abc.MetaPathFinder):
        def find_spec(self, name, path, target=None):
            if name.split(".")[0] in ("audiocraft", "einops", "julius", "num2words", "omegaconf"):
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    import importlib.util
    found = importlib.util.find_spec
    importlib.util.find_spec = lambda name, package=None: None if name in sys.argv[3:] else found(name, package)
    sys.meta_path.insert(0, Gone())
    from core.errors import ModelError
    from core.generation.musicgen import ENGINES, MusicgenParams, load_musicgen
    print(ENGINES["transformers"].missing(), ENGINES["audiocraft"].missing(), sep="|")
    print(load_musicgen(sys.argv[1], device="cpu").make("piano", MusicgenParams(duration_s=1.0)).y.shape)
    try:
        load_musicgen(sys.argv[2], device="cpu")
    except ModelError as error:
        print(error)
"""


@pytest.fixture
def copy(folders, tmp_path):
    return lambda kind="worded": Path(shutil.copytree(folders("audiocraft", kind), tmp_path / kind))


@pytest.fixture(scope="module")
def debug() -> AudiocraftPlayer:
    """Audiocraft's own random model."""
    torch.manual_seed(0)
    with standing_in():
        from audiocraft.models import MusicGen

        its = MusicGen.get_pretrained("debug", device="cpu")
    return AudiocraftPlayer(its.lm, its.compression_model, "cpu")


def test_its_own_random_model_plays(debug):
    made = make(debug, PROMPT, MusicgenParams(duration_s=2.0, batch=2))
    assert (made.sr, made.y.shape) == (32_000, (2, 1, 64_000))
    np.testing.assert_array_equal(made.y, make(debug, PROMPT, MusicgenParams(duration_s=2.0, batch=2)).y)


def test_without_chance_the_sound_is_audiocrafts_own(debug):
    with standing_in():
        from audiocraft.models import MusicGen

        its = MusicGen("debug", debug._codec, debug._lm, max_duration=30)
        its.set_generation_params(use_sampling=False, duration=31.0, cfg_coef=3.0)
        wanted = its.generate([PROMPT]).numpy()
    made = make(debug, PROMPT, MusicgenParams(duration_s=31.0, top_k=1))
    np.testing.assert_allclose(made.y, wanted[..., : 31 * 32_000], atol=1e-5)


def test_no_stand_in_is_seen_outside_its_block(debug):
    assert not {"torchaudio", "xformers", "flashy", "spacy", "demucs"} & set(sys.modules)
    assert "transformers" in sys.modules
    with pytest.raises(ModuleNotFoundError):
        import flashy  # noqa: F401


def test_what_is_not_needed_says_so_when_it_is_called():
    with standing_in():
        from spacy import Language
        from torchaudio.transforms import MelSpectrogram, Spectrogram
    for absent in (Language, MelSpectrogram):
        with pytest.raises(NotImplementedError, match="is of a library that Genrescope does not install"):
            absent()
    with pytest.raises(NotImplementedError, match=r"knows .* and windows as long as n_fft only"):
        Spectrogram(n_fft=512, win_length=256, hop_length=128)


def test_both_engines_hear_the_same_melody(loaded, noise):
    y = noise(2.0, SR)
    conditioner = loaded("audiocraft", "melody")._player._lm.condition_provider.conditioners["self_wav"]
    with standing_in():
        theirs = conditioner._compute_wav_embedding(torch.from_numpy(y)[None, None], SR)[0]
    ours = melody_chroma(y, ChromaParams(sr=SR, n_fft=512, hop_length=128))
    assert theirs.shape == ours.shape
    assert (theirs == ours).float().mean() > 0.99


def test_a_stereo_model_plays_two_channels(loaded):
    y = loaded("audiocraft", "stereo").make(PROMPT, MusicgenParams(duration_s=1.0)).y
    assert y.shape == (1, 2, SR)
    assert not np.array_equal(y[0, 0], y[0, 1])


def test_code_in_a_file_never_runs(copy, tmp_path):
    folder, marker = copy(), tmp_path / "it ran"
    state = torch.load(folder / "state_dict.bin", weights_only=True)
    torch.save({**state, "more": _Evil(marker)}, folder / "state_dict.bin")
    with pytest.raises(ModelError, match=r"state_dict\.bin cannot be read as tensors alone: .* which is never run"):
        load_musicgen(folder, device="cpu")
    assert not marker.exists()


class _Evil:
    def __init__(self, marker: Path) -> None:
        self._marker = marker

    def __reduce__(self):
        return os.mkdir, (str(self._marker),)


@pytest.mark.parametrize("lost", ["compression_state_dict.bin", "t5-base", "t5-base/model.safetensors"])
def test_a_folder_that_lacks_a_part_is_refused(copy, lost):
    folder = copy()
    path = folder / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        load_musicgen(folder, device="cpu")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"pretrained": "facebook/encodec_32khz"},
            r"its codec is 'facebook/encodec_32khz' of the hub, and only a codec",
        ),
        ({"xp.cfg": "compression_model: dac"}, "cannot be read as a MusicGen of audiocraft"),
        ({"best_state": {}}, "cannot be read as a MusicGen of audiocraft"),
    ],
)
def test_a_codec_that_does_not_fit_is_refused(copy, change, message):
    folder = copy()
    path = folder / "compression_state_dict.bin"
    torch.save({**torch.load(path, weights_only=True), **change}, path)
    with pytest.raises(ModelError, match=message):
        load_musicgen(folder, device="cpu")


def test_a_file_that_holds_no_model_is_refused(copy):
    folder = copy()
    torch.save([1, 2], folder / "state_dict.bin")
    with pytest.raises(ModelError, match="holds a list, and no model of audiocraft"):
        load_musicgen(folder, device="cpu")


def test_without_audiocraft_everything_else_works_and_says_so(folders):
    gone = ["audiocraft", "einops", "julius", "num2words", "omegaconf"]
    command = [sys.executable, "-c", textwrap.dedent(WITHOUT)]
    command += [str(folders("transformers")), str(folders("audiocraft")), *gone]
    answer = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=300, check=True)
    lacking = f"{', '.join(gone)} are not installed; `python3 install.py --again` installs them"
    assert answer.stdout.splitlines() == [
        f"|{lacking}",
        f"(1, 1, {SR})",
        f"the engine audiocraft cannot run: {lacking}; the built-in band plays without it",
    ]
