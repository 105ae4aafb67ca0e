import json
import os
import shutil
import socket
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from safetensors.torch import load_file, save_file

from core.errors import ModelError
from core.models.backbones import BACKBONES, hf
from core.models.backbones.hf import LISTENERS, from_folder, named_folders
from core.models.backbones.listening import segments_of, starts_of

KINDS = ("ast", "hubert", "mert", "clap", "fused-clap")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder each of a tiny random AST, HuBERT, MERT and two kinds of CLAP, as transformers stores them."""
    root = tmp_path_factory.mktemp("encoders")
    torch.manual_seed(0)
    transformers.logging.disable_progress_bar()
    sizes = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    ast = transformers.ASTConfig(**sizes, max_length=100, num_mel_bins=32)
    transformers.ASTForAudioClassification(ast).save_pretrained(root / "ast")
    transformers.ASTFeatureExtractor(max_length=100, num_mel_bins=32).save_pretrained(root / "ast")
    convolutions = {"conv_dim": (8, 8), "conv_stride": (10, 8), "conv_kernel": (10, 8), "num_feat_extract_layers": 2}
    places = {"num_conv_pos_embeddings": 16, "num_conv_pos_embedding_groups": 2}
    hubert = transformers.HubertConfig(**sizes, **convolutions, **places)
    transformers.HubertModel(hubert).save_pretrained(root / "hubert")
    transformers.Wav2Vec2FeatureExtractor(sampling_rate=24_000).save_pretrained(root / "hubert")
    shutil.copytree(root / "hubert", root / "mert")
    change(
        root / "mert/config.json",
        model_type="mert_model",
        auto_map={"AutoModel": "modeling_MERT.MERTModel"},
        feature_extractor_cqt=False,
    )
    for name, fused in (("clap", False), ("fused-clap", True)):
        save_clap(root / name, fused=fused)
    return root


def save_clap(folder: Path, *, fused: bool) -> None:
    words = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}
    patches = {"patch_embeds_hidden_size": 4, "patch_size": 4, "patch_stride": [4, 4], "window_size": 4}
    sound = {"hidden_size": 8, "depths": [1, 1], "num_attention_heads": [1, 2], "spec_size": 64, "num_mel_bins": 16}
    sound |= patches | {"projection_dim": 12, "enable_fusion": fused}
    config = transformers.ClapConfig(text_config=words | {"vocab_size": 20}, audio_config=sound, projection_dim=12)
    transformers.ClapModel(config).half().save_pretrained(folder)
    mel = {"feature_size": 16, "sampling_rate": 8_000, "hop_length": 80, "fft_window_size": 256, "frequency_max": 4_000}
    cut = "fusion" if fused else "rand_trunc"
    transformers.ClapFeatureExtractor(**mel, max_length_s=1, truncation=cut).save_pretrained(folder)


def change(path: Path, **facts) -> None:
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | facts), encoding="utf-8")


@pytest.fixture
def copy(folders, tmp_path):
    """``copy("ast")``: a folder of one's own to spoil."""
    return lambda kind: Path(shutil.copytree(folders / kind, tmp_path / kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_becomes_a_listener_without_network(folders, kind, noise, monkeypatch):
    def refuse(*args):
        raise AssertionError("it asks the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    backbone = from_folder(folders / kind)
    hear = backbone.load()
    y = noise(5.5 * backbone.segment_s, backbone.sr)
    segments = segments_of(y, starts_of(y.size, backbone), backbone)
    together = hear(segments).embedding
    assert backbone.name == f"hf-{kind}"
    assert together.shape == (6, backbone.n_dims)
    assert together.dtype == np.float32
    alone = np.concatenate([hear(segment[None].copy()).embedding for segment in segments])
    np.testing.assert_allclose(together, alone, atol=1e-6)
    np.testing.assert_array_equal(together, hear(segments).embedding)
    assert np.ptp(together, axis=0).max() > 0


def test_rate_and_length_are_those_of_the_folder(folders):
    heard = {kind: from_folder(folders / kind) for kind in KINDS}
    assert {kind: backbone.sr for kind, backbone in heard.items()} == {
        "ast": 16_000,
        "hubert": 24_000,
        "mert": 24_000,
        "clap": 8_000,
        "fused-clap": 8_000,
    }
    assert [heard[kind].segment_s for kind in ("ast", "mert", "clap")] == [1.0, 5.0, 1.0]


def test_the_embedding_is_the_mean_of_the_last_hidden_state(folders, noise):
    backbone = from_folder(folders / "hubert")
    y = noise(backbone.segment_s, backbone.sr)
    model = transformers.AutoModel.from_pretrained(folders / "hubert").eval()
    inputs = transformers.AutoFeatureExtractor.from_pretrained(folders / "hubert")(
        y, sampling_rate=24_000, return_tensors="pt"
    )
    with torch.inference_mode():
        wanted = model(**inputs).last_hidden_state.mean(dim=1).numpy()
    np.testing.assert_allclose(backbone.load()(y[None]).embedding, wanted, atol=1e-6)
    np.testing.assert_allclose(from_folder(folders / "mert").load()(y[None]).embedding, wanted, atol=1e-6)


def test_the_digest_follows_the_weights_and_the_settings(copy):
    folder = copy("ast")
    first = from_folder(folder).digest
    assert from_folder(folder).digest == first
    weights = load_file(folder / "model.safetensors")
    weights["audio_spectrogram_transformer.layernorm.bias"] += 1
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    second = from_folder(folder).digest
    change(folder / "preprocessor_config.json", mean=0.0)
    assert len({first, second, from_folder(folder).digest}) == 3


def test_code_in_a_folder_never_runs(copy, tmp_path):
    folder, marker = copy("hubert"), tmp_path / "it ran"
    (folder / "own.py").write_text(f"open({str(marker)!r}, 'w').close()", encoding="utf-8")
    change(folder / "config.json", auto_map={"AutoConfig": "own.Config", "AutoModel": "own.Model"})
    from_folder(folder).load()  # known to transformers: its own code is left alone
    change(folder / "config.json", model_type="own")
    with pytest.raises(ModelError, match="cannot be read as an audio encoder of transformers"):
        from_folder(folder).load()
    assert not marker.exists()


def test_weights_that_are_a_pickle_are_refused(copy):
    folder = copy("ast")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"pytorch_model\*\.bin only, a pickle that may run code .* as\s+safetensors"):
        from_folder(folder)


def test_weights_that_lack_a_tensor_are_refused_with_its_name(copy):
    folder = copy("hubert")
    weights = load_file(folder / "model.safetensors")
    del weights["encoder.layers.1.attention.k_proj.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match=r"lack 'encoder\.layers\.1\.attention\.k_proj\.weight'"):
        from_folder(folder).load()


def test_weights_that_are_cut_are_refused(copy):
    folder = copy("ast")
    os.truncate(folder / "model.safetensors", 1000)
    with pytest.raises(ModelError, match="cannot be read as an audio encoder of transformers"):
        from_folder(folder).load()


def test_a_mert_that_needs_its_own_code_is_refused(copy):
    folder = copy("mert")
    change(folder / "config.json", feature_extractor_cqt=True)
    with pytest.raises(ModelError, match="feature_extractor_cqt=True is of this MERT alone"):
        from_folder(folder).load()


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("config.json", r"config\.json cannot be read"),
        ("preprocessor_config.json", r"preprocessor_config\.json cannot be read"),
        ("model.safetensors", r"holds no weights; put model\.safetensors there"),
    ],
)
def test_a_folder_that_lacks_a_file_is_refused(copy, file, reason):
    folder = copy("ast")
    (folder / file).unlink()
    with pytest.raises(ModelError, match=reason):
        from_folder(folder)


def test_a_network_that_does_not_listen_is_refused(copy):
    folder = copy("ast")
    extractor = json.loads((folder / "preprocessor_config.json").read_text(encoding="utf-8"))
    del extractor["sampling_rate"]
    (folder / "preprocessor_config.json").write_text(json.dumps(extractor), encoding="utf-8")
    with pytest.raises(ModelError, match="does not state 'sampling_rate'"):
        from_folder(folder)


def test_folders_that_the_environment_names_join_and_a_wrong_one_is_told_in_the_log(folders, tmp_path, caplog):
    value = os.pathsep.join(str(folders / kind) for kind in ("ast", "nothing", "clap", "ast"))
    assert [backbone.name for backbone in named_folders(value)] == ["hf-ast", "hf-clap"]
    wrong, twice = caplog.messages
    assert wrong.startswith(LISTENERS)
    assert "config.json cannot be read" in wrong
    assert "would be called hf-ast, as another folder is" in twice
    assert named_folders("") == ()


@pytest.mark.parametrize(
    ("kind", "file", "facts", "reason"),
    [
        ("ast", "preprocessor_config.json", [], r"preprocessor_config\.json holds no settings by name, but a list"),
        ("ast", "preprocessor_config.json", "x", r"preprocessor_config\.json holds no settings by name, but a str"),
        ("ast", "config.json", None, r"config\.json holds no settings by name, but a NoneType"),
        ("ast", "preprocessor_config.json", {"max_length": None}, "does not state 'max_length'"),
        (
            "ast",
            "preprocessor_config.json",
            {"max_length": [100]},
            r"states max_length='\[100\]', which is not a number",
        ),
        ("ast", "preprocessor_config.json", {"sampling_rate": "16000"}, "states sampling_rate='16000', which is not"),
        ("ast", "preprocessor_config.json", {"sampling_rate": None}, "does not state 'sampling_rate'"),
        ("ast", "preprocessor_config.json", {"sampling_rate": True}, "states sampling_rate='True', which is not"),
        (
            "ast",
            "preprocessor_config.json",
            {"sampling_rate": 16000.5},
            "states sampling_rate='16000.5', which is not a w",
        ),
        (
            "ast",
            "preprocessor_config.json",
            {"sampling_rate": float("nan")},
            "states sampling_rate='nan', which is not",
        ),
        ("ast", "config.json", {"hidden_size": 10**12}, "which is not a number above 0 and up to 65536"),
        ("ast", "config.json", {"hidden_size": {}}, r"states hidden_size='{}', which is not"),
        ("ast", "config.json", {"model_type": ["ast"]}, "states model_type=.* which is not a word"),
        ("clap", "preprocessor_config.json", {"max_length_s": "1"}, "states max_length_s='1', which is not"),
        ("clap", "preprocessor_config.json", {"max_length_s": -1}, "states max_length_s='-1', which is not"),
        (
            "clap",
            "config.json",
            {"audio_config": [], "projection_dim": "12"},
            "states projection_dim='12', which is not",
        ),
    ],
)
def test_a_folder_of_wrong_settings_is_left_out_and_named_in_the_log(copy, caplog, kind, file, facts, reason):
    folder = copy(kind)
    if isinstance(facts, dict):
        change(folder / file, **facts)
    else:
        (folder / file).write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(ModelError, match=reason):
        from_folder(folder)
    assert named_folders(str(folder)) == ()
    assert str(folder) in caplog.text


def test_a_home_that_nobody_has_is_left_out(caplog):
    assert named_folders("~nobody-of-this-name/encoder") == ()
    assert "cannot be a folder" in caplog.text


def test_weights_of_another_shape_are_refused_with_the_name_of_one(copy):
    folder = copy("hubert")
    weights = load_file(folder / "model.safetensors")
    weights["encoder.layer_norm.weight"] = torch.ones(17)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(
        ModelError, match=r"have 'encoder\.layer_norm\.weight' in another shape than config\.json says;"
    ):
        from_folder(folder).load()


@pytest.mark.parametrize(
    "facts",
    [
        {"hidden_act": "no-such"},
        {"hidden_act": 3},
        {"num_attention_heads": 0},
        {"num_attention_heads": "two"},
        {"num_hidden_layers": None},
        {"intermediate_size": -1},
        {"conv_dim": "wide"},
    ],
)
def test_settings_that_no_network_can_have_are_refused(copy, facts):
    folder = copy("hubert")
    change(folder / "config.json", **facts)
    with pytest.raises(ModelError, match=r"cannot be read as an audio encoder of transformers|lack|another shape"):
        from_folder(folder).load()


def test_the_digest_follows_the_version_of_the_library(folders, monkeypatch):
    first = from_folder(folders / "ast").digest
    monkeypatch.setattr("importlib.metadata.version", lambda library: f"another {library}")
    assert from_folder(folders / "ast").digest != first


def test_a_name_is_fit_for_columns(tmp_path):
    assert hf._name_of(tmp_path / "AST finetuned_10-10_0.4593#+") == "hf-ast-finetuned-10-10-0-4593"
    assert not any(name.startswith("hf-") for name in BACKBONES)
