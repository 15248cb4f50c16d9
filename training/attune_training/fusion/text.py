"""Transcripts as the aligner reads them."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..phones import COLUMNS
from ..recurrent import BiLSTM
from .widths import SHARED

OLDEST = 10.0
"""Seconds; older tokens are as this old."""


@dataclass
class Text:
    """Transcripts as phones: [B, N] each; 0 beyond the end of one."""

    phones: Tensor
    lengths: Tensor
    starts: Tensor
    """1 where a word begins."""
    confidence: Tensor
    """0...1, of the token that the phone is from."""
    age: Tensor
    """Seconds from the token's arrival to now."""

    @property
    def mask(self) -> Tensor:
        return torch.arange(self.phones.shape[1])[None] < self.lengths[:, None]


class TextEncoder(nn.Module):
    """Phones with word starts, confidence and age -> [B, N, 128] in the shared space, each seeing its neighbours."""

    def __init__(self) -> None:
        super().__init__()
        self.phone = nn.Embedding(COLUMNS, SHARED)
        self.mark = nn.Linear(3, SHARED)
        self.lstm = BiLSTM(SHARED, SHARED // 2)
        self.norm = nn.LayerNorm(SHARED)

    def forward(self, text: Text) -> Tensor:
        age = text.age.clamp(0, OLDEST) / OLDEST
        x = self.phone(text.phones) + self.mark(torch.stack([text.starts, text.confidence, age], -1))
        return self.norm(x + self.lstm(x, text.lengths))
