"""Where every way of fusion ends: a correction of the log-probabilities, whose strength starts at zero."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..phones import COLUMNS
from .widths import SHARED


class Correction(nn.Module):
    """[B, T, width] -> what is added to the log-probabilities, by way of the neighbouring frames."""

    def __init__(self, width: int, kernel: int = 5) -> None:
        super().__init__()
        self.input = nn.Linear(width, SHARED)
        self.conv = nn.Conv1d(SHARED, SHARED, kernel, padding=kernel // 2, groups=SHARED)
        self.norm = nn.LayerNorm(SHARED)
        self.output = nn.Linear(SHARED, COLUMNS)
        self.strength = nn.Parameter(torch.zeros(()))

    def forward(self, x: Tensor, inside: Tensor) -> Tensor:
        x = F.gelu(self.input(x)) * inside[..., None]
        x = self.norm(x + self.conv(x.transpose(1, 2)).transpose(1, 2))
        return self.strength.tanh() * self.output(x)
