"""A folder of an audio encoder as the `transformers` library stores them (AST, CLAP, MERT, ...) -> a backbone.

The folder lies on this machine, and nothing is fetched for it. No code of it runs, and its weights are read from
safetensors alone: the older ``pytorch_model.bin`` is a pickle, which may run what it likes when it is opened.
"""

import json
import logging
import math
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
# More than any encoder has; a number beyond is a slip of the file, which must not fill the memory.
MOST_SR, MOST_DIMS, MOST_S = 192_000, 65_536, 600.0


def from_folder(folder: Path | str, *, name: str = "") -> Backbone:
    """The backbone of a folder, by default named after it ("hf-mert-v1-95m"); it is loaded when it first listens.

    Its embedding is the mean over time of the last hidden state; of CLAP the embedding of sound beside words.

    Raises
    ------
    ModelError
        There is no such folder, its configuration is not that of an audio encoder, or it lacks weights that are safe
        to read.
    """
    folder = _place(folder)
    config, extractor = _facts(folder, CONFIG), _facts(folder, EXTRACTOR)
    weights = _weights(folder)
    segment_s = _segment_s(extractor, folder / EXTRACTOR)
    kind = config.get("model_type")
    if not isinstance(kind, str):
        raise _unlike("model_type", kind, "a word", folder / CONFIG)
    return Backbone(
        name=name or _name_of(folder),
        title=folder.name,
        about=f"what the {kind} encoder in {folder} has learned; the files do not say from what",
        citation=f"see the card of {folder.name}",
        licence=f"see the card of {folder.name}",
        sr=_whole(extractor, "sampling_rate", folder / EXTRACTOR, most=MOST_SR),
        segment_s=segment_s,
        hop_s=segment_s,
        n_dims=_n_dims(config, folder / CONFIG),
        load=partial(_load, folder),
        front_end=f"the {extractor.get('feature_extractor_type', 'feature extractor')} of the folder",
        local_files=(folder / CONFIG, folder / EXTRACTOR, *weights),
        libraries=("transformers",),
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


def _place(folder: Path | str) -> Path:
    try:
        return Path(folder).expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:  # nobody of that name has a home; links that go in circles
        raise ModelError(f"{folder} cannot be a folder ({error}); write its whole path") from error


def _facts(folder: Path, file: str) -> dict[str, Any]:
    try:
        facts = json.loads((folder / file).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _no_encoder(folder, f"{file} cannot be read ({error})") from error
    if not isinstance(facts, dict):
        raise _no_encoder(folder, f"{file} holds no settings by name, but a {type(facts).__name__}")
    return facts


def _no_encoder(folder: Path, reason: str) -> ModelError:
    return ModelError(
        f"{folder} is no audio encoder of transformers: {reason}; name a folder with {CONFIG}, {EXTRACTOR} and "
        f"model.safetensors"
    )


def _number(facts: dict[str, Any], key: str, path: Path, *, most: float) -> float:
    value = facts.get(key)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not 0 < value <= most:
        raise _unlike(key, value, f"a number above 0 and up to {most:g}", path)
    return value


def _whole(facts: dict[str, Any], key: str, path: Path, *, most: int) -> int:
    value = _number(facts, key, path, most=most)
    if value != int(value):
        raise _unlike(key, value, "a whole number", path)
    return int(value)


def _unlike(key: str, value: Any, wanted: str, path: Path) -> ModelError:
    found = f"does not state {key!r}" if value is None else f"states {key}={str(value)[:40]!r}, which is not {wanted}"
    return ModelError(f"{path} {found}, so it is not that of an audio encoder; name another folder")


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


def _segment_s(extractor: dict[str, Any], path: Path) -> float:
    if "max_length_s" in extractor:  # CLAP
        return float(_number(extractor, "max_length_s", path, most=MOST_S))
    if extractor.get("feature_extractor_type") == AST:
        return _whole(extractor, "max_length", path, most=round(MOST_S / AST_FRAME_S)) * AST_FRAME_S
    return SEGMENT_S


def _n_dims(config: dict[str, Any], path: Path) -> int:
    if config["model_type"] != CLAP:
        return _whole(config, "hidden_size", path, most=MOST_DIMS)
    sound = config.get("audio_config")
    own = isinstance(sound, dict) and "projection_dim" in sound
    return _whole(sound if own else config, "projection_dim", path, most=MOST_DIMS)
