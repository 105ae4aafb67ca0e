"""Steps and conditions in, vectors out; and at the other end vectors in, logits of a step's fields out."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class StepEmbedding(nn.Module):
    """The sum of the embeddings of a step's codes; a vector of its own stands before the first step."""

    def __init__(self, field_sizes: Sequence[int], width: int) -> None:
        super().__init__()
        self.fields = nn.ModuleList(nn.Embedding(size, width) for size in field_sizes)
        self.start = nn.Parameter(torch.randn(width) * 0.02)
        self.blank = nn.Parameter(torch.randn(width) * 0.02)  # stands for a step that word dropout hides
        for table in self.fields:
            nn.init.normal_(table.weight, std=0.05)

    def forward(self, codes: Tensor) -> Tensor:
        """(B, T, n_fields) -> (B, T, width)"""
        return sum(table(codes[..., i]) for i, table in enumerate(self.fields))

    def previous(self, codes: Tensor, *, hidden: Tensor | None = None) -> Tensor:
        """What the decoder sees at each step: the step before it. ``hidden`` (B, T) says which steps are blank."""
        steps = self(codes)
        if hidden is not None:
            steps = torch.where(hidden[..., None], self.blank, steps)
        start = self.start.expand(len(codes), 1, -1)
        return torch.cat([start, steps[:, :-1]], dim=1)


class Conditions(nn.Module):
    """The sum of the embeddings of the conditions' codes; an unknown one has a code, and so a vector, too."""

    def __init__(self, sizes: Sequence[int], width: int) -> None:
        super().__init__()
        self.width = width
        self.tables = nn.ModuleList(nn.Embedding(size, width) for size in sizes)
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.05)

    def forward(self, conditions: Tensor) -> Tensor:
        """(B, n_conditions) -> (B, width)"""
        if not self.tables:
            return torch.zeros(len(conditions), self.width, device=conditions.device)
        return sum(table(conditions[:, i]) for i, table in enumerate(self.tables))


class FieldHeads(nn.Module):
    """Logits of the fields of a step, one after the other: each sees the step's context and the fields before it.

    The output weights are the input embeddings (Press and Wolf 2017), which a few hundred thousand notes need.
    """

    def __init__(self, embedding: StepEmbedding, width: int, dropout: float) -> None:
        super().__init__()
        sizes = [table.num_embeddings for table in embedding.fields]
        size = embedding.fields[0].embedding_dim
        self.embedding = embedding
        self.mix = nn.ModuleList(nn.Linear(width, size) for _ in sizes)
        self.before = nn.ModuleList(nn.ModuleList(nn.Embedding(n, size) for n in sizes[:i]) for i in range(len(sizes)))
        self.bias = nn.ParameterList(nn.Parameter(torch.zeros(n)) for n in sizes)
        self.dropout = nn.Dropout(dropout)

    def forward(self, context: Tensor, codes: Tensor) -> list[Tensor]:
        """context (B, T, width), codes (B, T, n_fields) -> for each field logits (B, T, size)."""
        return [self.field(i, context, codes) for i in range(len(self.bias))]

    def field(self, i: int, context: Tensor, codes: Tensor) -> Tensor:
        """Logits of field ``i``, given ``codes`` of the fields before it (others are not looked at)."""
        hidden = self.mix[i](self.dropout(context))
        if i:
            hidden = F.gelu(hidden + sum(table(codes[..., j]) for j, table in enumerate(self.before[i])))
        return F.linear(hidden, self.embedding.fields[i].weight, self.bias[i])
