"""What a gate can see of sound and text, without having learnt anything."""

import math

import torch
from torch import Tensor

from ..alignment import Alignment
from ..phones import COLUMNS
from .text import Text


def evidence_of(log_probabilities: Tensor, text: Text, alignment: Alignment) -> Tensor:
    """What a gate can see, [B, T, 7]: of each frame the share of phones and of gaps, how unsure the sound is, how far
    it agrees with the phone that the text puts there; of the text near it confidence and how much was heard; and how
    much of the whole transcript was heard."""
    near, phones = alignment.near, alignment.phones
    probabilities = log_probabilities.exp()
    count = phones.shape[-1]
    said = text.phones[:, None].expand(-1, phones.shape[1], count)
    agreement = (phones * probabilities.gather(2, said)).sum(-1)
    entropy = -(probabilities * log_probabilities).sum(-1) / math.log(COLUMNS)
    whole = alignment.entered.sum(1) / text.lengths.clamp(min=1)
    return torch.stack(
        [
            phones.sum(-1),
            near.sum(-1),
            entropy,
            agreement,
            (near * text.confidence[:, None]).sum(-1),
            (near * alignment.entered[:, None]).sum(-1),
            whole[:, None].expand(-1, phones.shape[1]),
        ],
        -1,
    )
