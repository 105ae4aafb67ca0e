"""Logits in, tokens out: guided by the words, cooled or heated, drawn among the likeliest."""

import torch

from core.errors import ModelError
from core.generation.musicgen.params import MusicgenParams


def guided(logits: torch.Tensor, guidance: float) -> torch.Tensor:
    """Classifier-free guidance (Ho & Salimans 2022): the first half followed the words, the second half nothing."""
    with_words, without = logits.chunk(2)
    return without + (with_words - without) * guidance


def draw(logits: torch.Tensor, params: MusicgenParams) -> torch.Tensor:
    """A token for each row: logits (n_rows, n_tokens) -> (n_rows,), by torch's own random state."""
    if not torch.isfinite(logits).all():
        raise ModelError("the model gave numbers that are none (NaN or infinite); its weights may be damaged")
    proba, tokens = torch.softmax(logits.float() / params.temperature, dim=-1).sort(dim=-1, descending=True)
    if params.top_p > 0:
        proba = proba * (proba.cumsum(dim=-1) - proba < params.top_p)
    elif params.top_k > 0:
        proba = proba[:, : params.top_k]
    return tokens.gather(1, torch.multinomial(proba, 1))[:, 0]
