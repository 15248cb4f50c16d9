"""The phone head: what the encoder's last three blocks say -> log-probabilities of 39 phones and the blank."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .phones import COLUMNS
from .recurrent import BiLSTM
from .whisper import WIDTH

LAYERS = 3
INNER = 256
CELLS = 192
KERNEL = 5


class PhoneHead(nn.Module):
    def __init__(self, dropout: float = 0.2) -> None:
        super().__init__()
        self.input = nn.Linear(LAYERS * WIDTH, INNER)
        self.conv = nn.Conv1d(INNER, INNER, KERNEL, padding=KERNEL // 2, groups=INNER)
        self.norm = nn.LayerNorm(INNER)
        self.lstm1 = BiLSTM(INNER, CELLS)
        self.lstm2 = BiLSTM(2 * CELLS, CELLS)
        self.output = nn.Linear(2 * CELLS, COLUMNS)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, lengths: Tensor) -> Tensor:
        """[B, T, 3 * 384], the blocks' raw outputs, and the frames of each -> log-probabilities [B, T, 40]."""
        return self.heard(self.dropout(self.memories(hidden, lengths)))

    def memories(self, hidden: Tensor, lengths: Tensor) -> Tensor:
        """What the second layer remembers, [B, T, 384]; fusion reads it too.

        Each block's output is normalised by itself (no gain, no bias: the linear layer that follows has them).
        """
        batch, time, _ = hidden.shape
        x = F.layer_norm(hidden.view(batch, time, LAYERS, WIDTH), (WIDTH,)).view(batch, time, LAYERS * WIDTH)
        x = F.gelu(self.input(self.dropout(x)))
        x = x * (torch.arange(time)[None] < lengths[:, None])[..., None]
        x = self.norm(x + self.conv(x.transpose(1, 2)).transpose(1, 2))
        return self.lstm2(self.dropout(self.lstm1(x, lengths)), lengths)

    def heard(self, memories: Tensor) -> Tensor:
        return self.output(memories.float()).log_softmax(-1)
