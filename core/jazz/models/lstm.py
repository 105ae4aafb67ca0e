"""An encoder and a decoder of two layers of LSTM (Hochreiter and Schmidhuber 1997)."""

import torch
from torch import Tensor, nn

from core.jazz.models.config import NetworkConfig


class LSTMEncoder(nn.Module):
    """Steps -> one vector: the last output beside the mean of all."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.lstm = nn.LSTM(config.embedding, config.width, config.n_layers, batch_first=True, dropout=_between(config))
        self.size = 2 * config.width

    def forward(self, steps: Tensor, mask: Tensor) -> Tensor:
        """steps (B, T, embedding), mask (B, T) of the steps that are there -> (B, 2 width)"""
        out, _ = self.lstm(steps)
        last = out[torch.arange(len(out)), mask.sum(dim=1) - 1]
        mean = (out * mask[..., None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
        return torch.cat([last, mean], dim=1)


class LSTMDecoder(nn.Module):
    """What was played, z and conditions -> a context of each next step; z is in the first state and in every step."""

    def __init__(self, config: NetworkConfig, n_given: int) -> None:
        super().__init__()
        self.config = config
        self.lstm = nn.LSTM(
            config.embedding + n_given, config.width, config.n_layers, batch_first=True, dropout=_between(config)
        )
        self.first = nn.Linear(n_given, 2 * config.n_layers * config.width)

    def forward(self, previous: Tensor, given: Tensor) -> Tensor:
        """previous (B, T, embedding), given (B, n_given) -> (B, T, width)"""
        return self.go_on(previous, given, self.begin(given))[0]

    def begin(self, given: Tensor) -> tuple[Tensor, ...]:
        """The state before the first step."""
        first = torch.tanh(self.first(given)).view(len(given), 2, self.config.n_layers, self.config.width)
        hidden, cell = first.permute(1, 2, 0, 3).contiguous()
        return hidden, cell

    def go_on(self, previous: Tensor, given: Tensor, state: tuple[Tensor, ...]) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Some more steps from a state: their contexts (B, n, width), and the state after them."""
        at_every_step = given[:, None].expand(-1, previous.shape[1], -1)
        return self.lstm(torch.cat([previous, at_every_step], dim=2), state)


def _between(config: NetworkConfig) -> float:
    return config.dropout if config.n_layers > 1 else 0.0
