"""The mean of sound and text."""

import torch
from torch import Tensor, nn

from ..correction import Correction
from ..given import Given
from ..widths import EVIDENCE, SHARED


def layers() -> dict[str, nn.Module]:
    return {"mean": Correction(SHARED + EVIDENCE)}


def correction(of: nn.Module, given: Given) -> Tensor:
    return of.mean(torch.cat([(given.sound + given.brought) / 2, given.evidence], -1), given.inside)
