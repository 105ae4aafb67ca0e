"""A folder of an audio encoder as the `transformers` library stores them (AST, CLAP, MERT, ...) -> a backbone.

The folder lies on this machine, and nothing is fetched for it. No code of it runs, and its weights are read from
safetensors alone: the older ``pytorch_model.bin`` is a pickle, which may run what it likes when it is opened.
"""

import json
import logging
import os
import re
from functools import partial
from pathlib import Path
from typing import Any

from core.errors import ModelError
from core.models.backbones.spec import Backbone, Hear

LISTENERS = "GENRESCOPE_LISTENERS"
PREFIX = "hf-"  # of the names of folders
CONFIG, EXTRACTOR, WEIGHTS, PICKLE = "config.json", "preprocessor_config.json", "*.safetensors", "pytorch_model*.bin"
CLAP, AST = "clap", "ASTFeatureExtractor"
# What an encoder hears at once that states no length of its own; MERT learned from as much.
SEGMENT_S = 5.0
AST_FRAME_S = 0.01


def from_folder(folder: Path | str, *, name: str = "") -> Backbone:
    """The backbone of a folder, by default named after it ("hf-mert-v1-95m"); it is loaded when it first listens.

    Its embedding is the mean over time of the last hidden state; of CLAP the embedding of sound beside words.

    Raises
    ------
    ModelError
        There is no such folder, or it lacks its configuration or weights that are safe to read.
    """
    folder = Path(folder).expanduser().resolve()
    config, extractor = _facts(folder, CONFIG), _facts(folder, EXTRACTOR)
    weights = _weights(folder)
    segment_s = _segment_s(extractor)
    kind = _fact(config, "model_type", folder / CONFIG)
    return Backbone(
        name=name or _name_of(folder),
        title=folder.name,
        about=f"what the {kind} encoder in {folder} has learned; the files do not say from what",
        citation=f"see the card of {folder.name}",
        licence=f"see the card of {folder.name}",
        sr=_fact(extractor, "sampling_rate", folder / EXTRACTOR),
        segment_s=segment_s,
        hop_s=segment_s,
        n_dims=_n_dims(config, folder / CONFIG),
        load=partial(_load, folder),
        front_end=f"the {extractor.get('feature_extractor_type', 'feature extractor')} of the folder",
        local_files=(folder / CONFIG, folder / EXTRACTOR, *weights),
    )


def named_folders(value: str | None = None) -> tuple[Backbone, ...]:
    """The backbones of the folders that GENRESCOPE_LISTENERS names, one after another as in PATH.

    A folder that is none is left out, and the log says why: the others, and all pages, must still open.
    """
    value = os.environ.get(LISTENERS, "") if value is None else value
    found: dict[str, Backbone] = {}
    for folder in filter(None, value.split(os.pathsep)):
        try:
            backbone = from_folder(folder)
            if backbone.name in found:
                raise ModelError(f"{folder} would be called {backbone.name}, as another folder is; rename one")
            found[backbone.name] = backbone
        except ModelError as error:
            logging.getLogger(__name__).warning("%s: %s", LISTENERS, error)
    return tuple(found.values())


def _load(folder: Path) -> Hear:
    # Torch and transformers are slow to import, and pages read this registry.
    from core.models.backbones.hf_network import load

    return load(folder)


def _facts(folder: Path, file: str) -> dict[str, Any]:
    try:
        facts = json.loads((folder / file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{folder} is no audio encoder of transformers: {file} cannot be read ({error}); name a folder with "
            f"{CONFIG}, {EXTRACTOR} and model.safetensors"
        ) from error
    return facts


def _fact(facts: dict[str, Any], key: str, path: Path) -> Any:
    if key not in facts:
        raise ModelError(f"{path} does not state {key!r}, so it is not that of an audio encoder; name another folder")
    return facts[key]


def _weights(folder: Path) -> list[Path]:
    weights = sorted(folder.glob(WEIGHTS))
    if not weights and list(folder.glob(PICKLE)):
        raise ModelError(
            f"{folder} holds its weights as {PICKLE} only, a pickle that may run code when it is opened; save them as "
            f"safetensors (save_pretrained of transformers does) or take a copy that has model.safetensors"
        )
    if not weights:
        raise ModelError(f"{folder} holds no weights; put model.safetensors there")
    return weights


def _name_of(folder: Path) -> str:
    """Of letters, digits and hyphens alone: columns and joined names are made of it."""
    return PREFIX + re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-")


def _segment_s(extractor: dict[str, Any]) -> float:
    if "max_length_s" in extractor:  # CLAP
        return float(extractor["max_length_s"])
    if extractor.get("feature_extractor_type") == AST:
        return extractor["max_length"] * AST_FRAME_S
    return SEGMENT_S


def _n_dims(config: dict[str, Any], path: Path) -> int:
    if config["model_type"] == CLAP:
        sound = config.get("audio_config") or {}
        return sound["projection_dim"] if "projection_dim" in sound else _fact(config, "projection_dim", path)
    return _fact(config, "hidden_size", path)
