"""The phone head: what the encoder's last three blocks say -> log-probabilities of 39 phones and the blank."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .phones import COLUMNS
from .whisper import WIDTH, Encoder

LAYERS = 3
INNER = 256
CELLS = 192
KERNEL = 5


class BiLSTM(nn.Module):
    """One bidirectional layer. The backward half reads each clip reversed within its own length, so that padding is
    always in the future; PyTorch's packed sequences do the same at ten times the cost (measured, CPU, bfloat16)."""

    def __init__(self, width: int, cells: int = CELLS) -> None:
        super().__init__()
        self.ahead = nn.LSTM(width, cells, batch_first=True)
        self.back = nn.LSTM(width, cells, batch_first=True)

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        time = torch.arange(x.shape[1])[None]
        order = torch.where(time < lengths[:, None], lengths[:, None] - 1 - time, time)[..., None]
        back, _ = self.back(x.gather(1, order.expand_as(x)))
        return torch.cat([self.ahead(x)[0], back.gather(1, order.expand_as(back))], dim=-1)


class PhoneHead(nn.Module):
    def __init__(self, dropout: float = 0.2) -> None:
        super().__init__()
        self.input = nn.Linear(LAYERS * WIDTH, INNER)
        self.conv = nn.Conv1d(INNER, INNER, KERNEL, padding=KERNEL // 2, groups=INNER)
        self.norm = nn.LayerNorm(INNER)
        self.lstm1 = BiLSTM(INNER)
        self.lstm2 = BiLSTM(2 * CELLS)
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


class Network(nn.Module):
    """The whole network, from log-mel frames to log-probabilities."""

    def __init__(self, encoder: Encoder, head: PhoneHead) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = head

    @torch.inference_mode()
    def forward(self, mel: Tensor) -> Tensor:
        """One segment, [frames, 80] -> [ceil(frames / 2), 40]."""
        hidden = torch.cat(self.encoder(mel[None])[-LAYERS:], dim=-1)
        return self.head(hidden, torch.tensor([hidden.shape[1]]))[0]
