"""Sequences of codes in; what z may have made them, and how probable each code is, out.

The thesis' decoder saw nothing but z and learnt the unigram frequencies of its data: from z alone it cannot tell where
in the sequence it is better than by heart, so that z is soon not used at all (posterior collapse, Bowman et al. 2016).
Here the decoder sees z at every step beside what was played before; how z is kept in use while this learns stands in
`core.jazz.training.objective`.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.jazz.models.config import NetworkConfig
from core.jazz.models.embedding import Conditions, FieldHeads, StepEmbedding
from core.jazz.models.lstm import LSTMDecoder, LSTMEncoder
from core.jazz.models.transformer import TransformerDecoder, TransformerEncoder

CONDITION_WIDTH = 48
_PARTS = {"lstm": (LSTMEncoder, LSTMDecoder), "transformer": (TransformerEncoder, TransformerDecoder)}


class JazzNetwork(nn.Module):
    """A VAE on sequences of codes, or with ``latent`` = 0 a language model."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        encoder, decoder = _PARTS[config.architecture]
        n_condition = CONDITION_WIDTH if config.condition_sizes else 0
        n_given = config.latent + n_condition or 1  # a language model is given one zero
        self.embedding = StepEmbedding(config.field_sizes, config.embedding)
        self.conditions = Conditions(config.condition_sizes, n_condition)
        self.decoder = decoder(config, n_given)
        self.heads = FieldHeads(self.embedding, config.width, config.dropout)
        self.drop = nn.Dropout(config.dropout)
        if config.latent:
            self.encoder = encoder(config)
            self.posterior = nn.Linear(self.encoder.size + n_condition, 2 * config.latent)

    def encode(self, codes: Tensor, mask: Tensor, conditions: Tensor) -> tuple[Tensor, Tensor]:
        """The posterior's mean and log variance, each (B, latent).

        codes (B, T, n_fields), mask (B, T) of the steps that are there, conditions (B, n_conditions)
        """
        summary = self.encoder(self.drop(self.embedding(codes)), mask)
        known = self.conditions(conditions).to(summary.dtype)
        mean, log_var = self.posterior(torch.cat([summary, known], dim=1)).chunk(2, dim=1)
        return mean, log_var.clamp(-12, 4)

    def given(self, z: Tensor, conditions: Tensor) -> Tensor:
        """What the decoder is given at every step: z and the conditions, (B, n_given)."""
        if not self.config.latent and not self.config.condition_sizes:
            return torch.zeros(len(z), 1, device=z.device)
        return torch.cat([z, self.conditions(conditions).to(z.dtype)], dim=1)

    def nll(self, codes: Tensor, z: Tensor, conditions: Tensor, *, hidden: Tensor | None = None) -> Tensor:
        """-log p of each code given those before it, z and the conditions, nats, (B, T, n_fields).

        ``hidden`` (B, T) names steps that the decoder shall not see, as word dropout does.
        """
        if not self.config.sees_previous:
            hidden = torch.ones(codes.shape[:2], dtype=torch.bool, device=codes.device)
        previous = self.drop(self.embedding.previous(codes, hidden=hidden))
        context = self.decoder(previous, self.given(z, conditions))
        losses = [
            F.cross_entropy(logits.float().flatten(0, 1), codes[..., i].flatten(), reduction="none")
            for i, logits in enumerate(self.heads(context, codes))
        ]
        return torch.stack(losses, dim=1).view(codes.shape)


def divergence(mean: Tensor, log_var: Tensor) -> Tensor:
    """KL of the posterior from the standard normal prior in each dimension, nats, (B, latent)."""
    return 0.5 * (mean**2 + log_var.exp() - 1 - log_var)
