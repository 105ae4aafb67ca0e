"""Builders of tiny models with random weights: 3,200 Hz, ten frames a second, four codebooks of 64 tokens."""

from pathlib import Path

import torch
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


def save_for_transformers(folder: Path, kind: str) -> Path:
    """A checkpoint as the library stores them, with a tokenizer of bytes."""
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


SAVE = {"transformers": save_for_transformers}
