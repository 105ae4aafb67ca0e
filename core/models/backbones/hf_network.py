"""A folder of `transformers` -> what hears with it: its own feature extractor, its network, the mean over time."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from huggingface_hub.errors import StrictDataclassError
from safetensors import SafetensorError
from torch import nn

from core.errors import ModelError
from core.models.backbones.spec import Hear, Listened
from core.models.backbones.weights import device_to_hear_on

# Segments that go through the network together.
AT_ONCE = 4
MERT, CLAP = "mert_model", "clap"
# What MERT adds to HuBERT in some of its versions, and what each is where it is not used.
MERT_OWN = {"feature_extractor_cqt": False, "deepnorm": False, "attention_relax": -1.0}
# What transformers raises for settings that it cannot build a network of: an activation that it does not know is a
# KeyError, a word for a number a TypeError, sizes that do not go together any of the others.
WRONG_SETTINGS = (AttributeError, KeyError, OSError, RuntimeError, TypeError, ValueError, ZeroDivisionError)
LOCAL = {"local_files_only": True, "trust_remote_code": False}


def load(folder: Path) -> Hear:
    """Read a folder; raises ModelError where it is not whole, or is no audio encoder that transformers knows."""
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    try:
        extractor = transformers.AutoFeatureExtractor.from_pretrained(folder, **LOCAL)
        network, report = _network(folder)
    except (*WRONG_SETTINGS, SafetensorError, StrictDataclassError) as error:
        reason = f"{type(error).__name__}: {error}" if isinstance(error, KeyError) else error
        raise ModelError(f"{folder} cannot be read as an audio encoder of transformers: {reason}") from error
    # What is left over (a head that names classes, CLAP's reader of words) is not asked; what lacks would be random.
    _refuse(sorted(report["missing_keys"]), "lack {}", folder)
    _refuse(
        sorted(str(key[0]) for key in report["mismatched_keys"]),
        "have {} in another shape than config.json says",
        folder,
    )
    return _hearing(network, extractor)


def _refuse(tensors: list[str], fault: str, folder: Path) -> None:
    if tensors:
        more = f" (and {len(tensors) - 1} more)" if tensors[1:] else ""
        raise ModelError(
            f"the weights in {folder} {fault.format(repr(tensors[0]))}{more}; take the complete files of one model"
        )


def _network(folder: Path) -> tuple[nn.Module, dict[str, Any]]:
    said, _ = transformers.PretrainedConfig.get_config_dict(folder, local_files_only=True)
    # In half precision, as some files are, a CPU would be slow and a sum over time coarse.
    more: dict[str, Any] = {"use_safetensors": True, "output_loading_info": True, "dtype": torch.float32, **LOCAL}
    more["ignore_mismatched_sizes"] = True  # they are told in words above, where transformers would print a table
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
    device = device_to_hear_on()
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
