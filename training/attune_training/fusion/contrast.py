"""The contrastive losses of the shared space."""

import torch
from torch import Tensor
from torch.nn import functional as F

from ..alignment import Alignment
from .aligner import Aligner
from .text import Text


def contrast_phones(
    aligner: Aligner, sound: Tensor, text: Text, alignment: Alignment, generator: torch.Generator
) -> Tensor:
    """A phone of the true text against the mean of the frames that say it; other phones of the batch are wrong."""
    weight = alignment.phones
    mass = weight.sum(1)
    spoken = (weight.transpose(1, 2) @ sound) / mass[..., None].clamp(min=1e-3)
    chosen = torch.nonzero((mass > 0.5) & text.mask)
    chosen = chosen[torch.randperm(len(chosen), generator=generator)[:256]]
    if len(chosen) < 2:
        return torch.zeros(())
    rows, columns = chosen.unbind(1)
    a = F.normalize(spoken[rows, columns], dim=-1)
    b = F.normalize(aligner.text(text)[rows, columns], dim=-1)
    phones = text.phones[rows, columns]
    same = (phones[:, None] == phones[None]) & ~torch.eye(len(chosen), dtype=torch.bool)
    logits = (a @ b.T * aligner.temperature[0].exp()).masked_fill(same, -1e4)
    target = torch.arange(len(chosen))
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def contrast_utterances(
    aligner: Aligner, sounds: Tensor, texts: Tensor, keys: list[tuple], others: list[tuple]
) -> Tensor:
    """`texts` begins with the true ones, in the order of the sounds; `keys` and `others` tell which are equal."""
    logits = sounds @ texts.T * aligner.temperature[1].exp().clamp(max=50)
    all_keys = [*keys, *others]
    same = torch.tensor([[i != j and key == other for j, other in enumerate(all_keys)] for i, key in enumerate(keys)])
    logits = logits.masked_fill(same, -1e4)
    target = torch.arange(len(keys))
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits[:, : len(keys)].T, target)) / 2
