"""An encoder and a decoder of self-attention (Vaswani et al. 2017), with rotary positions (Su et al. 2021)."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.jazz.models.config import NetworkConfig

State = list[tuple[Tensor, Tensor]]


class Block(nn.Module):
    """Attention, then a layer of four times the width; each after a normalisation and beside what came in."""

    def __init__(self, config: NetworkConfig, *, is_causal: bool) -> None:
        super().__init__()
        width = config.width
        self.n_heads, self.is_causal, self.dropout = config.n_heads, is_causal, config.dropout
        self.norm_1, self.norm_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.project, self.join = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width, bias=False)
        self.wide, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.drop = nn.Dropout(config.dropout)

    def forward(self, x: Tensor, *, mask: Tensor | None = None, past: tuple[Tensor, Tensor] | None = None):
        """x (B, T, width) -> the same shape, and the keys and values (B, heads, T so far, width / heads) for later.

        ``mask`` (B, T) says which steps may be looked at; ``past`` are keys and values of the steps before.
        """
        attended, kept = self._attend(self.norm_1(x), mask, past)
        x = x + self.drop(self.join(attended))
        return x + self.drop(self.narrow(F.gelu(self.wide(self.norm_2(x))))), kept

    def _attend(self, x: Tensor, mask: Tensor | None, past: tuple[Tensor, Tensor] | None):
        n_rows, n_steps, width = x.shape
        heads = self.project(x).view(n_rows, n_steps, 3, self.n_heads, width // self.n_heads)
        query, key, value = heads.permute(2, 0, 3, 1, 4)  # each (B, heads, T, width / heads)
        n_past = past[0].shape[2] if past else 0
        query, key = rotated(query, n_past), rotated(key, n_past)
        if past:
            key, value = torch.cat([past[0], key], dim=2), torch.cat([past[1], value], dim=2)
        seen = F.scaled_dot_product_attention(
            query,
            key,
            value,
            attn_mask=self._visible(mask, n_steps, n_past, x.device),
            dropout_p=self.dropout if self.training else 0.0,
            is_causal=self.is_causal and not n_past,
        )
        return seen.transpose(1, 2).reshape(n_rows, n_steps, width), (key, value)

    def _visible(self, mask: Tensor | None, n_steps: int, n_past: int, device) -> Tensor | None:
        if not self.is_causal:
            return None if mask is None else mask[:, None, None]
        if not n_past:
            return None  # `is_causal` says it
        return torch.ones(n_steps, n_past + n_steps, dtype=torch.bool, device=device).tril(n_past)


class TransformerEncoder(nn.Module):
    """Steps -> one vector: the mean of the last layer."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.enter = nn.Linear(config.embedding, config.width)
        self.blocks = nn.ModuleList(Block(config, is_causal=False) for _ in range(config.n_layers))
        self.norm = nn.LayerNorm(config.width)
        self.size = config.width

    def forward(self, steps: Tensor, mask: Tensor) -> Tensor:
        """steps (B, T, embedding), mask (B, T) of the steps that are there -> (B, width)"""
        x = self.enter(steps)
        for block in self.blocks:
            x, _ = block(x, mask=mask)
        return (self.norm(x) * mask[..., None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)


class TransformerDecoder(nn.Module):
    """What was played, z and conditions -> a context for each next step. z is added at every step, in every layer."""

    def __init__(self, config: NetworkConfig, n_given: int) -> None:
        super().__init__()
        self.enter = nn.Linear(config.embedding, config.width)
        self.given = nn.ModuleList(nn.Linear(n_given, config.width) for _ in range(config.n_layers))
        self.blocks = nn.ModuleList(Block(config, is_causal=True) for _ in range(config.n_layers))
        self.norm = nn.LayerNorm(config.width)

    def forward(self, previous: Tensor, given: Tensor) -> Tensor:
        """previous (B, T, embedding), given (B, n_given) -> (B, T, width)"""
        return self.go_on(previous, given, self.begin(given))[0]

    def begin(self, given: Tensor) -> State:
        """The state before the first step: nothing to look back at."""
        return []

    def go_on(self, previous: Tensor, given: Tensor, state: State) -> tuple[Tensor, State]:
        """Some more steps from a state: their contexts (B, n, width), and the state after them."""
        x, after = self.enter(previous), []
        for i, (block, add) in enumerate(zip(self.blocks, self.given, strict=True)):
            x, kept = block(x + add(given)[:, None], past=state[i] if state else None)
            after.append(kept)
        return self.norm(x), after


def rotated(x: Tensor, first: int) -> Tensor:
    """(B, heads, T, size): each pair of numbers turned by an angle that grows with its step; T begins at ``first``."""
    half = x.shape[-1] // 2
    turns = torch.arange(first, first + x.shape[2], device=x.device)[:, None] * 10_000.0 ** (
        -torch.arange(half, device=x.device) / half
    )
    cos, sin = turns.cos().to(x.dtype), turns.sin().to(x.dtype)
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)
