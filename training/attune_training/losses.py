"""What the trainers minimise alike."""

import torch
from torch import Tensor
from torch.nn import functional as F

from .phones import BLANK


def ctc_per_phone(log_probabilities: Tensor, frames: Tensor, batch: list[dict]) -> Tensor:
    """[B, T, 40] and the frames of each clip; the clips' `phones` -> the CTC loss per phone (Graves et al., 2006)."""
    targets = torch.cat([torch.tensor(item["phones"]) for item in batch])
    lengths = torch.tensor([len(item["phones"]) for item in batch])
    heard = log_probabilities.float().transpose(0, 1)
    return F.ctc_loss(heard, targets, frames, lengths, BLANK, reduction="sum", zero_infinity=True) / lengths.sum()
