"""Builders of tiny models with random weights: 3,200 Hz, ten frames a second, four codebooks of 64 tokens."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
import torch

from core.generation.musicgen import ENGINES

with suppress(ModuleNotFoundError):  # whoever needs it asks `need_engine`
    import transformers

SR, FRAME_RATE, N_CODEBOOKS, N_TOKENS = 3_200, 10, 4, 64
RATIOS = (8, 5, 4, 2)
TEXT = {"vocab_size": 384, "d_model": 16, "d_kv": 8, "d_ff": 32, "num_layers": 2, "num_heads": 2}
CODEC = {"sampling_rate": SR, "upsampling_ratios": list(RATIOS), "codebook_size": N_TOKENS, "hidden_size": 8}
CODEC |= {"num_filters": 2, "num_lstm_layers": 1, "target_bandwidths": [N_CODEBOOKS * FRAME_RATE * 6 / 1000]}
DECODER = {"vocab_size": N_TOKENS, "num_hidden_layers": 2, "ffn_dim": 32, "num_attention_heads": 2, "hidden_size": 24}
DECODER |= {"pad_token_id": N_TOKENS, "bos_token_id": N_TOKENS}
CHROMA_LENGTH = 20
EXTRACTOR = {"feature_size": 12, "sampling_rate": SR, "n_fft": 512, "hop_length": 128, "num_chroma": 12}


def need_engine(name: str) -> None:
    """Skip the test, or the file of tests, where an engine is not installed; the end of the run says so loudly."""
    if missing := ENGINES[name].missing():
        pytest.skip(missing, allow_module_level=True)


def save_for_transformers(folder: Path, kind: str) -> Path:
    """A checkpoint as the library stores them, with a tokenizer of bytes."""
    need_engine("transformers")
    transformers.logging.disable_progress_bar()
    transformers.logging.set_verbosity_error()
    torch.manual_seed(0)
    model = _model(kind)
    _make_lively(model)
    model.save_pretrained(folder)
    transformers.ByT5Tokenizer(extra_ids=125).save_pretrained(folder)
    if kind == "melody":
        facts = {"feature_extractor_type": "MusicgenMelodyFeatureExtractor", **EXTRACTOR}
        transformers.FeatureExtractionMixin(**facts).save_pretrained(folder)
    return folder


@torch.no_grad()
def _make_lively(model: transformers.PreTrainedModel) -> None:
    """The library begins with equal codes, and with numbers so small that all tokens sound alike."""
    for tensor in model.decoder.parameters():
        if tensor.ndim > 1:
            torch.nn.init.normal_(tensor, std=0.3)
    for name, tensor in model.audio_encoder.named_parameters():
        if name.endswith("original0"):  # the gain of a convolution
            tensor *= 2
        elif name.endswith("bias"):
            tensor.zero_()
    heard = model.audio_encoder.encoder(torch.randn(1, 1, 20 * SR))[0].T
    for layer in model.audio_encoder.quantizer.layers:
        layer.codebook.embed.copy_(heard[torch.randperm(len(heard))[:N_TOKENS]])


def _model(kind: str) -> transformers.PreTrainedModel:
    text, codec = transformers.T5Config(**TEXT).to_dict(), transformers.EncodecConfig(**CODEC).to_dict()
    if kind == "melody":
        decoder = transformers.MusicgenMelodyDecoderConfig(**DECODER, num_codebooks=N_CODEBOOKS).to_dict()
        parts = {"text_encoder": text, "audio_encoder": codec, "decoder": decoder, "chroma_length": CHROMA_LENGTH}
        return transformers.MusicgenMelodyForConditionalGeneration(transformers.MusicgenMelodyConfig(**parts))
    n_channels = 2 if kind == "stereo" else 1
    decoder = transformers.MusicgenDecoderConfig(
        **DECODER, num_codebooks=N_CODEBOOKS * n_channels, audio_channels=n_channels
    ).to_dict()
    config = transformers.MusicgenConfig(text_encoder=text, audio_encoder=codec, decoder=decoder)
    return transformers.MusicgenForConditionalGeneration(config)


def save_for_audiocraft(folder: Path, kind: str) -> Path:
    """The two files that audiocraft publishes of a model, and beside them the T5 that reads the words."""
    need_engine("audiocraft")
    from core.generation.musicgen.by_audiocraft import _words_from
    from core.generation.musicgen.standin import standing_in

    _save_t5(folder / "t5-base")
    torch.manual_seed(0)
    with standing_in(), _words_from(folder / "t5-base"):
        from audiocraft.models.builders import get_compression_model, get_lm_model
        from omegaconf import OmegaConf

        config, codec_config = OmegaConf.create(_lm_facts(kind)), OmegaConf.create(_codec_facts())
        lm, codec = get_lm_model(config), get_compression_model(codec_config)
        codec.eval().encode(torch.zeros(1, 1, SR))
        _make_codes(codec)
    for name, network, facts in (("", lm, config), ("compression_", codec, codec_config)):
        # What a person wrote into the published files: the settings as YAML, the tensors as they are.
        state = {"xp.cfg": OmegaConf.to_yaml(facts), "best_state": network.state_dict(), "exported": True}
        torch.save(state, folder / f"{name}state_dict.bin")
    return folder


def _save_t5(folder: Path) -> None:
    transformers.logging.disable_progress_bar()
    torch.manual_seed(0)
    transformers.T5EncoderModel(transformers.T5Config(**TEXT)).save_pretrained(folder)
    transformers.ByT5Tokenizer(extra_ids=125).save_pretrained(folder)


@torch.no_grad()
def _make_codes(codec: torch.nn.Module) -> None:
    """Codes that differ: frames of noise as the codec's first half hears them, and convolutions not too deaf."""
    for name, tensor in codec.named_parameters():
        if name.endswith("weight_g"):  # the gain of a convolution
            tensor *= 2
    heard = codec.encoder(torch.randn(1, 1, 20 * SR))[0].T
    for layer in codec.quantizer.vq.layers:
        layer._codebook.inited.fill_(1)
        layer._codebook.embed.copy_(heard[torch.randperm(len(heard))[:N_TOKENS]])


def _lm_facts(kind: str) -> dict:
    """What `xp.cfg` of a published model says, as far as building it asks; sizes aside, as its makers chose."""
    words = {"model": "t5", "t5": {"name": "t5-base", "finetune": False, "word_dropout": 0.3, "normalize_text": False}}
    told, fuser = {"description": words}, {"sum": [], "prepend": [], "cross": ["description"], "input_interpolate": []}
    if kind == "melody":
        look = {"sample_rate": SR, "n_chroma": 12, "radix2_exp": 9, "argmax": True, "match_len_on_eval": False}
        told["self_wav"] = {"model": "chroma_stem", "chroma_stem": {**look, "cache_path": "/nowhere/of/its/makers"}}
        fuser |= {"prepend": ["self_wav", "description"], "cross": []}
    n_q = N_CODEBOOKS * (2 if kind == "stereo" else 1)
    sizes = {"dim": 24, "num_heads": 2, "num_layers": 2, "hidden_scale": 2, "n_q": n_q, "card": N_TOKENS}
    usual = {"memory_efficient": True, "causal": True, "custom": False, "norm_first": True, "bias_proj": False}
    delays = [k // (n_q // N_CODEBOOKS) for k in range(n_q)]
    return {
        "lm_model": "transformer_lm",
        "transformer_lm": {**sizes, **usual, "bias_ff": False, "bias_attn": False, "weight_init": "gaussian"},
        "codebooks_pattern": {"modeling": "delay", "delay": {"delays": delays}},
        "attribute_dropout": {},
        "classifier_free_guidance": {"training_dropout": 0.3, "inference_coef": 3.0},
        "fuser": {"cross_attention_pos_emb": False, "cross_attention_pos_emb_scale": 1, **fuser},
        "conditioners": told,
        "dataset": {"segment_duration": 30},
        "interleave_stereo_codebooks": {"use": kind == "stereo", "per_timestep": False},
        "compression_model_n_q": None,
        "device": "cpu",
        "dtype": "float32",
    }


def _codec_facts() -> dict:
    usual = {"autoencoder": "seanet", "quantizer": "rvq", "causal": False, "renormalize": False}
    seanet = {"dimension": 8, "channels": 1, "causal": False, "n_filters": 2, "ratios": list(RATIOS), "lstm": 1}
    return {
        "compression_model": "encodec",
        "encodec": {**usual, "sample_rate": SR, "channels": 1},
        "seanet": {**seanet, "norm": "weight_norm", "encoder": {}, "decoder": {}},
        "rvq": {"n_q": N_CODEBOOKS, "bins": N_TOKENS},
        "device": "cpu",
    }


SAVE = {"transformers": save_for_transformers, "audiocraft": save_for_audiocraft}
