"""Sound and text side by side, read from both ends by an LSTM."""

import torch
from torch import Tensor, nn

from ...recurrent import BiLSTM
from ..correction import Correction
from ..given import Given
from ..widths import EVIDENCE, SHARED


def layers() -> dict[str, nn.Module]:
    return {"lstm": BiLSTM(2 * SHARED + EVIDENCE, SHARED // 2), "bilstm": Correction(SHARED + EVIDENCE)}


def correction(of: nn.Module, given: Given) -> Tensor:
    both = of.lstm(given.pair * given.inside[..., None], given.frames)
    return of.bilstm(torch.cat([both, given.evidence], -1), given.inside)
