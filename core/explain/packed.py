"""An explanation <-> one file of arrays and words: numpy's own format, read without pickle."""

import io
import json
from dataclasses import asdict

import numpy as np

from core.explain.players import Players
from core.explain.values import Explanation, Output

_ARRAYS = ("values", "base", "said", "proba", "X")
_WORDS = ("ids", "truth", "genres")


def packed(explanation: Explanation) -> bytes:
    """An explanation as bytes."""
    about = {
        **{name: list(getattr(explanation, name)) for name in _WORDS},
        "players": asdict(explanation.players),
        "output": asdict(explanation.output),
    }
    arrays = {name: getattr(explanation, name) for name in _ARRAYS}
    if explanation.error is not None:
        arrays["error"] = explanation.error
    buffer = io.BytesIO()
    text = np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez_compressed(buffer, about=text, **arrays)
    return buffer.getvalue()


def unpacked(content: bytes) -> Explanation:
    """The explanation again; raises ValueError, KeyError or OSError where the bytes are none."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        about = json.loads(file["about"].tobytes().decode())
        arrays = {name: file[name] for name in _ARRAYS}
        error = file["error"] if "error" in file.files else None
    players = about["players"]
    names = {name: tuple(players[name]) for name in ("columns", "names", "titles")}
    explanation = Explanation(
        **arrays,
        error=error,
        **{name: tuple(about[name]) for name in _WORDS},
        players=Players(players["by"], members=tuple(map(tuple, players["members"])), **names),
        output=Output(**about["output"]),
    )
    _check(explanation)
    return explanation


def _check(explanation: Explanation) -> None:
    n, genres = len(explanation.ids), len(explanation.genres)
    shapes = {
        "values": (n, len(explanation.players), genres),
        "base": (genres,),
        "said": (n, genres),
        "proba": (n, genres),
        "X": (n, len(explanation.players.columns)),
    }
    for name, shape in shapes.items():
        if getattr(explanation, name).shape != shape:
            raise ValueError(f"{name} has shape {getattr(explanation, name).shape}, not {shape}")
