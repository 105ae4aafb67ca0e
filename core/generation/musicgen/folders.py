"""A folder of a model in, which engine it is of and what its settings say out; no network is needed to look."""

import json
from pathlib import Path
from typing import Any

from safetensors import SafetensorError

from core.errors import ModelError
from core.generation.musicgen.chroma import ChromaParams

CONFIG, EXTRACTOR, WEIGHTS, PICKLE = "config.json", "preprocessor_config.json", "*.safetensors", "pytorch_model*.bin"
STATE, CODEC_STATE = "state_dict.bin", "compression_state_dict.bin"  # as audiocraft publishes its models
KINDS = ("musicgen", "musicgen_melody")
LOCAL = {"local_files_only": True, "trust_remote_code": False}  # how transformers opens what lies in a folder
# What the libraries of both engines raise for settings that no network can be built of, and for files that do not fit
# or are cut.
BROKEN = (
    *(AttributeError, IndexError, KeyError, OSError, RuntimeError, TypeError, ValueError, ZeroDivisionError),
    SafetensorError,
)


def is_of_transformers(folder: Path) -> bool:
    return (folder / CONFIG).is_file() and not is_of_audiocraft(folder)


def is_of_audiocraft(folder: Path) -> bool:
    return (folder / STATE).is_file()


def model_type(folder: Path) -> str:
    """One of KINDS; raises ModelError where the folder is none of transformers' MusicGens, or lacks safe weights."""
    kind = _facts(folder / CONFIG).get("model_type")
    if kind not in KINDS:
        raise ModelError(
            f"{folder / CONFIG} is of a model {kind!r}, but {' or '.join(KINDS)} is needed; name another folder"
        )
    if not list(folder.glob(WEIGHTS)):
        why = " only as pickles, which may run code when they are opened" if list(folder.glob(PICKLE)) else ""
        raise ModelError(f"{folder} holds no weights as safetensors{why}; put model.safetensors there")
    return kind


def chroma_params(folder: Path) -> ChromaParams:
    """How a melody model of transformers looks at a melody; as the published ones do where the folder does not say."""
    if not (folder / EXTRACTOR).is_file():
        return ChromaParams()
    facts, names = _facts(folder / EXTRACTOR), {"sr": "sampling_rate", "n_chroma": "num_chroma"}
    wanted = {field: names.get(field, field) for field in ("sr", "n_fft", "hop_length", "n_chroma")}
    said = {field: facts[name] for field, name in wanted.items() if name in facts}
    for field, value in said.items():
        if not isinstance(value, int) or not 0 < value <= 2**20:
            raise ModelError(f"{folder / EXTRACTOR} states {wanted[field]}={value!r}, which cannot be; take another")
    return ChromaParams(**said)


def _facts(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path} cannot be read ({error}); take a complete copy of the model") from error
    if not isinstance(facts, dict):
        raise ModelError(f"{path} holds no settings by name; take a complete copy of the model")
    return facts
