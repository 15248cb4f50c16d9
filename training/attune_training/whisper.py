"""Whisper's encoder (MIT), run on a segment's own frames only, and its features."""

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

SAMPLE_RATE = 16_000
FFT = 400
HOP = 160
FRAME_SECONDS = 2 * HOP / SAMPLE_RATE
"""Of the encoder's frames."""
MELS = 80
POSITIONS = 1500


@dataclass(frozen=True)
class Size:
    """How large an encoder is: the columns of a block's output, the heads of its attention, the blocks."""

    width: int
    heads: int
    blocks: int


TINY = Size(width=384, heads=6, blocks=4)
"""Of tiny.en, which hears as it comes."""
BASE = Size(width=512, heads=8, blocks=6)
"""Of base, for all languages, which hears whole recordings."""


def slaney_mel_bank(bands: int = MELS, fft: int = FFT, rate: int = SAMPLE_RATE) -> np.ndarray:
    """Slaney's mel filters, each of unit area, [bands, fft/2 + 1] (Auditory Toolbox, 1998)."""
    linear_step, log_start = 200.0 / 3, 1000.0
    log_step = math.log(6.4) / 27

    def to_hertz(mel: np.ndarray) -> np.ndarray:
        start = log_start / linear_step
        return np.where(mel < start, mel * linear_step, log_start * np.exp(log_step * (mel - start)))

    top = log_start / linear_step + math.log(rate / 2 / log_start) / log_step
    edges = to_hertz(np.linspace(0.0, top, bands + 2))
    bins = np.linspace(0.0, rate / 2, fft // 2 + 1)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    area = 2.0 / (edges[2:] - edges[:-2])
    return (np.maximum(0.0, np.minimum(rising, falling)) * area[:, None]).astype(np.float32)


MEL_BANK = torch.from_numpy(slaney_mel_bank())
WINDOW = torch.hann_window(FFT, periodic=True)


def log_mel(samples: Tensor) -> Tensor:
    """Whisper's features of one segment: [samples] at 16 kHz -> [samples / 160, 80]."""
    spectrum = torch.stft(samples, FFT, HOP, window=WINDOW, center=True, pad_mode="reflect", return_complex=True)
    power = spectrum[:, :-1].abs() ** 2
    bands = (MEL_BANK @ power).clamp(min=1e-10).log10()
    return ((torch.maximum(bands, bands.max() - 8.0) + 4.0) / 4.0).T.contiguous()


class Attention(nn.Module):
    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads, width = size.heads, size.width
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        q, k, v = (f(x).unflatten(-1, (self.heads, -1)).transpose(1, 2) for f in (self.query, self.key, self.value))
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.out(y.transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, size: Size) -> None:
        super().__init__()
        width = size.width
        self.attn_ln = nn.LayerNorm(width)
        self.attn = Attention(size)
        self.mlp_ln = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        x = x + self.attn(self.attn_ln(x), mask)
        return x + self.mlp(self.mlp_ln(x))


def sinusoids(width: int) -> Tensor:
    """Whisper's position encodings, [1500, width]: sines in the first half of the columns, cosines in the second."""
    step = math.log(10_000) / (width // 2 - 1)
    frequencies = torch.exp(-step * torch.arange(width // 2))
    angles = torch.arange(POSITIONS)[:, None] * frequencies[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Encoder(nn.Module):
    """Log-mel frames -> the output of each of the blocks, 50 frames a second."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        width = size.width
        self.conv1 = nn.Conv1d(MELS, width, 3, padding=1)
        self.conv2 = nn.Conv1d(width, width, 3, stride=2, padding=1)
        self.register_buffer("positions", sinusoids(width), persistent=False)
        self.blocks = nn.ModuleList(Block(size) for _ in range(size.blocks))
        self.ln_post = nn.LayerNorm(width)

    def forward(self, mel: Tensor, lengths: Tensor | None = None) -> list[Tensor]:
        """[B, frames, 80] and the number of mel frames of each segment -> of each block [B, ceil(frames / 2), width].

        A segment in a batch gives what it gives alone: padding is silenced before each convolution and masked in
        attention.
        """
        x = self.convolved(mel, lengths)
        mask = None
        if lengths is not None:
            mask = (torch.arange(x.shape[1])[None] < (lengths[:, None] + 1) // 2)[:, None, None]
        x = x + self.positions[: x.shape[1]]
        outputs = []
        for block in self.blocks:
            x = block(x, mask)
            outputs.append(x)
        return outputs

    def convolved(self, mel: Tensor, lengths: Tensor | None = None) -> Tensor:
        """The two convolutions, without positions: [B, frames, 80] -> [B, ceil(frames / 2), width]."""
        x = mel.transpose(1, 2)
        if lengths is not None:
            x = x * (torch.arange(x.shape[2])[None] < lengths[:, None])[:, None]
        x = F.gelu(self.conv1(x))
        if lengths is not None:
            x = x * (torch.arange(x.shape[2])[None] < lengths[:, None])[:, None]
        return F.gelu(self.conv2(x)).transpose(1, 2)
