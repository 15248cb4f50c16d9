"""A mean of sound and text whose weight is learnt."""

import torch
from torch import Tensor, nn

from ..correction import Correction
from ..given import Given
from ..widths import EVIDENCE, SHARED


def layers() -> dict[str, nn.Module | nn.Parameter]:
    """sigmoid(balance) is the share of the sound."""
    return {"weighted": Correction(SHARED + EVIDENCE), "balance": nn.Parameter(torch.zeros(()))}


def correction(of: nn.Module, given: Given) -> Tensor:
    share = of.balance.sigmoid()
    mix = share * given.sound + (1 - share) * given.brought
    return of.weighted(torch.cat([mix, given.evidence], -1), given.inside)
