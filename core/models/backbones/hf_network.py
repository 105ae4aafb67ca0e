"""A folder of `transformers` -> what hears with it: its own feature extractor, its network, the mean over time."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from safetensors import SafetensorError
from torch import nn

from core.errors import ModelError
from core.models.backbones.spec import Hear, Listened

# Segments that go through the network together.
AT_ONCE = 4
MERT, CLAP = "mert_model", "clap"
# What MERT adds to HuBERT in some of its versions, and what each is where it is not used.
MERT_OWN = {"feature_extractor_cqt": False, "deepnorm": False, "attention_relax": -1.0}
LOCAL = {"local_files_only": True, "trust_remote_code": False}


def load(folder: Path) -> Hear:
    """Read a folder; raises ModelError where it is not whole, or is no audio encoder that transformers knows."""
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    try:
        extractor = transformers.AutoFeatureExtractor.from_pretrained(folder, **LOCAL)
        network, report = _network(folder)
    except (OSError, ValueError, SafetensorError) as error:
        raise ModelError(f"{folder} cannot be read as an audio encoder of transformers: {error}") from error
    # What is left over (a head that names classes, CLAP's reader of words) is not asked; what lacks would be random.
    faults = sorted(report["missing_keys"]) + sorted(str(key[0]) for key in report["mismatched_keys"])
    if faults:
        raise ModelError(
            f"the weights in {folder} lack {faults[0]!r} or have it in another shape (and {len(faults) - 1} more), "
            f"which {type(network).__name__} needs; take the complete files of one model"
        )
    return _hearing(network, extractor)


def _network(folder: Path) -> tuple[nn.Module, dict[str, Any]]:
    said, _ = transformers.PretrainedConfig.get_config_dict(folder, local_files_only=True)
    # In half precision, as some files are, a CPU would be slow and a sum over time coarse.
    more: dict[str, Any] = {"use_safetensors": True, "output_loading_info": True, "dtype": torch.float32, **LOCAL}
    if said["model_type"] == CLAP:
        return transformers.ClapAudioModelWithProjection.from_pretrained(folder, **more)
    if said["model_type"] == MERT:
        return transformers.HubertModel.from_pretrained(folder, config=_as_hubert(said, folder), **more)
    config = transformers.AutoConfig.from_pretrained(folder, **LOCAL)
    if config.is_encoder_decoder:
        raise ValueError(f"a {config.model_type} writes text or sound, and here only encoders listen")
    return transformers.AutoModel.from_pretrained(folder, config=config, **more)


def _as_hubert(said: dict[str, Any], folder: Path) -> transformers.HubertConfig:
    """MERT is HuBERT for music, under a name that transformers knows only by code of the folder, which never runs."""
    for setting, unused in MERT_OWN.items():
        if said.get(setting, unused) != unused:
            raise ValueError(f"{setting}={said[setting]} is of this MERT alone, and code of a folder is never run")
    known = {key: value for key, value in said.items() if key not in {"model_type", "auto_map", *MERT_OWN}}
    return transformers.HubertConfig.from_dict(known)


def _hearing(network: nn.Module, extractor: Any) -> Hear:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = network.eval().requires_grad_(False).to(device)

    @torch.inference_mode()
    def hear(segments: np.ndarray) -> Listened:
        heard = []
        for start in range(0, len(segments), AT_ONCE):
            batch = list(segments[start : start + AT_ONCE])
            inputs = dict(extractor(batch, sampling_rate=extractor.sampling_rate, return_tensors="pt"))
            if "is_longer" in inputs:  # CLAP's extractor says so of one at random where none is
                inputs["is_longer"] = torch.zeros((len(batch), 1), dtype=torch.bool)
            answer = network(**{name: value.to(device) for name, value in inputs.items()})
            pooled = getattr(answer, "audio_embeds", None)
            heard.append(answer.last_hidden_state.mean(dim=1) if pooled is None else pooled)
        return Listened(torch.cat(heard).float().cpu().numpy())

    return hear
