"""The streaming network's features."""

import torch
from torch import Tensor

from ..whisper import FFT, HOP, MEL_BANK, WINDOW

FLOOR = -6.5
"""The least log10 of a band's power: 8 below the loudest band of ordinary speech, as Whisper has it."""


def streaming_log_mel(samples: Tensor, floor: float = FLOOR) -> Tensor:
    """[samples] at 16 kHz -> [samples / 160, 80]: Whisper's features, above a fixed floor."""
    spectrum = torch.stft(samples, FFT, HOP, window=WINDOW, center=True, pad_mode="reflect", return_complex=True)
    bands = (MEL_BANK @ spectrum[:, :-1].abs() ** 2).clamp(min=10**floor).log10()
    return ((bands + 4.0) / 4.0).T.contiguous()
