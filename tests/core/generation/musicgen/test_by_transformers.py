"""The loop of this project's own over the library's networks, against the library's own loop; and broken folders."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from core.errors import ModelError
from core.generation.musicgen import MusicgenParams, load_musicgen
from core.sound.decode import Signal
from tests.core.generation.musicgen.tiny import FRAME_RATE, N_CODEBOOKS, SR, need_engine

need_engine("transformers")
import transformers  # noqa: E402, what follows imports what may be missing

from core.generation.musicgen.by_transformers import load  # noqa: E402

GREEDY = MusicgenParams(duration_s=2.0, top_k=1, guidance=3.0, given_s=1.0)
PROMPT = "calm piano"


def change(path: Path, **facts) -> None:
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | facts), encoding="utf-8")


@pytest.fixture
def copy(folders, tmp_path):
    """``copy("melody")``: a folder of one's own to spoil."""
    return lambda kind="worded": Path(shutil.copytree(folders("transformers", kind), tmp_path / kind))


def by_the_library(folder: Path, kind: str, *, n_frames: int, **more) -> np.ndarray:
    """What the library's own `generate` makes of the prompt, without chance."""
    models = {"melody": transformers.MusicgenMelodyForConditionalGeneration}
    model = models.get(kind, transformers.MusicgenForConditionalGeneration).from_pretrained(folder).eval()
    words = transformers.AutoTokenizer.from_pretrained(folder)([PROMPT], return_tensors="pt")
    n_new = n_frames + N_CODEBOOKS - 1
    model.generation_config.update(pad_token_id=64, bos_token_id=64, decoder_start_token_id=64)
    with torch.inference_mode():
        return model.generate(**words, do_sample=False, guidance_scale=3.0, max_new_tokens=n_new, **more).numpy()


@pytest.mark.parametrize("kind", ["worded", "stereo"])
def test_without_chance_the_sound_is_the_librarys_own(folders, loaded, kind):
    wanted = by_the_library(folders("transformers", kind), kind, n_frames=2 * FRAME_RATE)
    made = loaded("transformers", kind).make(PROMPT, GREEDY)
    np.testing.assert_allclose(made.y, wanted[..., : 2 * SR], atol=1e-5)


def test_going_on_from_a_recording_is_the_librarys_own(folders, loaded, noise):
    y = noise(1.0, SR)
    wanted = by_the_library(
        folders("transformers", "worded"), "worded", n_frames=FRAME_RATE, input_values=torch.from_numpy(y)[None, None]
    )
    made = loaded("transformers").make(PROMPT, GREEDY, given=Signal(y, SR))
    np.testing.assert_allclose(made.y, wanted[..., : 2 * SR], atol=1e-5)


@pytest.mark.parametrize("is_tuned", [False, True])
def test_a_melody_is_followed_as_by_the_library(folders, loaded, tone, is_tuned):
    y = tone(440.0, 2.0, SR)
    chroma = torch.zeros(1, 20, 12)
    chroma[:, :, 9] = 1  # A
    more = {"input_features": chroma} if is_tuned else {}
    wanted = by_the_library(folders("transformers", "melody"), "melody", n_frames=2 * FRAME_RATE, **more)
    made = loaded("transformers", "melody").make(PROMPT, GREEDY, melody=Signal(y, SR) if is_tuned else None)
    np.testing.assert_allclose(made.y, wanted[..., : 2 * SR], atol=1e-5)


def test_a_stereo_model_goes_on_from_a_recording_in_both_channels(loaded, noise):
    params = MusicgenParams(duration_s=2.0, given_s=1.0, batch=2)
    made = loaded("transformers", "stereo").make(PROMPT, params, given=Signal(noise(1.0, SR), SR))
    assert made.y.shape == (2, 2, 2 * SR)
    assert not np.array_equal(made.y[0, 0], made.y[0, 1])


@pytest.mark.parametrize("kind", ["worded", "melody"])
def test_half_precision_halves_what_draws_and_still_plays(folders, kind):
    player = load(folders("transformers", kind), "cpu")
    whole = sum(t.nbytes for t in player._model.decoder.parameters())
    player.halve()
    assert sum(t.nbytes for t in player._model.decoder.parameters()) == whole / 2
    assert player.precision == "float16"
    assert next(player._model.text_encoder.parameters()).dtype == torch.float32
    from core.generation.musicgen.making import make

    assert make(player, PROMPT, MusicgenParams(duration_s=1.0)).y.std() > 0


def test_the_older_names_of_tensors_that_published_files_have_are_known(copy, loaded):
    folder = copy()
    weights, older = load_file(folder / "model.safetensors"), {}
    for name, tensor in weights.items():
        name = name.replace("parametrizations.weight.original0", "weight_g")
        older[name.replace("parametrizations.weight.original1", "weight_v")] = tensor
    assert older.keys() != weights.keys()
    save_file(older, folder / "model.safetensors", metadata={"format": "pt"})
    made = load_musicgen(folder, device="cpu").make(PROMPT, GREEDY)
    np.testing.assert_array_equal(made.y, loaded("transformers").make(PROMPT, GREEDY).y)


def test_code_in_a_folder_never_runs(copy, tmp_path):
    folder, marker = copy(), tmp_path / "it ran"
    (folder / "own.py").write_text(f"open({str(marker)!r}, 'w').close()", encoding="utf-8")
    change(folder / "config.json", auto_map={"AutoConfig": "own.Config", "AutoModel": "own.Model"})
    change(folder / "tokenizer_config.json", auto_map={"AutoTokenizer": ["own.Tokenizer", None]})
    load_musicgen(folder, device="cpu")
    assert not marker.exists()


def test_weights_that_are_a_pickle_are_refused(copy):
    folder = copy()
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match="no weights as safetensors only as pickles, which may run code"):
        load_musicgen(folder, device="cpu")


def test_weights_that_lack_a_tensor_are_refused_with_its_name(copy):
    folder = copy()
    weights = load_file(folder / "model.safetensors")
    del weights["decoder.lm_heads.1.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match=r"lack 'decoder\.lm_heads\.1\.weight'"):
        load_musicgen(folder, device="cpu")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"model_type": "bert"}, "is of a model 'bert', but musicgen or musicgen_melody is needed"),
        ({"decoder": {"num_codebooks": "many"}}, "cannot be read as a MusicGen of transformers"),
    ],
)
def test_settings_of_another_model_are_refused(copy, facts, message):
    folder = copy()
    change(folder / "config.json", **facts)
    with pytest.raises(ModelError, match=message):
        load_musicgen(folder, device="cpu")


def test_settings_that_are_no_settings_are_refused(copy):
    folder = copy("melody")
    change(folder / "preprocessor_config.json", n_fft=-5)
    with pytest.raises(ModelError, match="states n_fft=-5, which cannot be"):
        load_musicgen(folder, device="cpu")
    (folder / "config.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ModelError, match="holds no settings by name"):
        load_musicgen(folder, device="cpu")


@pytest.mark.parametrize(
    ("part", "fact", "message"),
    [
        ("audio_encoder", {"sampling_rate": 10**9}, "states 1000000000 Hz"),  # would ask for all memory there is
        ("audio_encoder", {"sampling_rate": -SR}, "states -3200 Hz, -10 frames a second"),
        ("decoder", {"num_codebooks": 0}, "0 codebooks and 1 channels, which no MusicGen has"),
        ("decoder", {"pad_token_id": 99_999}, "was read, but cannot run: IndexError"),
        ("decoder", {"num_hidden_layers": -3}, "was read, but cannot run: ValueError"),
    ],
)
def test_settings_that_fit_no_sound_are_refused_before_a_clip_is_begun(copy, part, fact, message):
    folder = copy()
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    change(folder / "config.json", **{part: settings[part] | fact})
    with pytest.raises(ModelError, match=message):
        load_musicgen(folder, device="cpu")


def test_a_folder_without_its_tokenizer_does_not_pass_for_one_that_reads_words(copy):
    folder = copy()
    for path in (folder / "tokenizer_config.json", folder / "added_tokens.json"):
        path.unlink()
    with pytest.raises(ModelError, match="holds no tokenizer that tells words apart"):
        load_musicgen(folder, device="cpu")


def test_weights_that_are_no_numbers_are_told(copy):
    folder = copy()
    weights = load_file(folder / "model.safetensors")
    weights["decoder.lm_heads.0.weight"] = weights["decoder.lm_heads.0.weight"] * float("nan")
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match="gave numbers that are none"):
        load_musicgen(folder, device="cpu")
