"""The phone head: what the encoder's last three blocks say -> log-probabilities of 39 phones and the blank."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .phones import COLUMNS
from .recurrent import BiLSTM
from .whisper import Size

LAYERS = 3
INNER = 256
CELLS = 192
KERNEL = 5


def normalised(hidden: Tensor) -> Tensor:
    """Each block's output by itself, [..., 3 * width] -> the same."""
    x = hidden.unflatten(-1, (LAYERS, -1))
    return F.layer_norm(x, x.shape[-1:]).flatten(-2)


class PhoneHead(nn.Module):
    def __init__(self, size: Size, dropout: float = 0.2) -> None:
        """`size`: of the encoder that it hears."""
        super().__init__()
        self.input = nn.Linear(LAYERS * size.width, INNER)
        self.conv = nn.Conv1d(INNER, INNER, KERNEL, padding=KERNEL // 2, groups=INNER)
        self.norm = nn.LayerNorm(INNER)
        self.lstm1 = BiLSTM(INNER, CELLS)
        self.lstm2 = BiLSTM(2 * CELLS, CELLS)
        self.output = nn.Linear(2 * CELLS, COLUMNS)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, lengths: Tensor) -> Tensor:
        """[B, T, 3 * width], the blocks' raw outputs, and the frames of each -> log-probabilities [B, T, 40]."""
        return self.heard(self.dropout(self.memories(hidden, lengths)))

    def memories(self, hidden: Tensor, lengths: Tensor) -> Tensor:
        """What the second layer remembers, [B, T, 384]; fusion reads it too.

        Each block's output is normalised by itself (no gain, no bias: the linear layer that follows has them).
        """
        time = hidden.shape[1]
        x = F.gelu(self.input(self.dropout(normalised(hidden))))
        x = x * (torch.arange(time)[None] < lengths[:, None])[..., None]
        x = self.norm(x + self.conv(x.transpose(1, 2)).transpose(1, 2))
        return self.lstm2(self.dropout(self.lstm1(x, lengths)), lengths)

    def heard(self, memories: Tensor) -> Tensor:
        return self.output(memories.to(self.output.weight.dtype)).log_softmax(-1)
