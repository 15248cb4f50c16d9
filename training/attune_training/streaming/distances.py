"""How far the student is from what its teacher heard."""

import torch
from torch import Tensor
from torch.nn import functional as F

from ..head import LAYERS, normalised
from ..phones import BLANK
from ..precision import fast_products
from .chunking import Chunking
from .masked import StreamingNetwork


def sequences(log_probabilities: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
    """The phones of the most probable path of each clip, one clip's after another's, and how many each has."""
    best = log_probabilities.argmax(-1)
    begins = torch.ones_like(best, dtype=torch.bool)
    begins[:, 1:] = best[:, 1:] != best[:, :-1]
    begins &= (best != BLANK) & (torch.arange(best.shape[1])[None] < lengths[:, None])
    return best[begins], begins.sum(1)


def distances(
    student: StreamingNetwork, lesson: dict[str, Tensor], chunking: Chunking | None, first: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Of a frame, in the mean: the divergence of its phones in nats, the squared distance of the normalised blocks, and
    its share of the CTC loss in nats."""
    lengths = lesson["lengths"]
    with fast_products():
        heard = student(lesson["mel"].float(), lengths, chunking, first)
    frames = (lengths + 1) // 2
    inside = torch.arange(lesson["hidden"].shape[1])[None] < frames[:, None]
    hidden = normalised(torch.cat([block.float() for block in heard.blocks[-LAYERS:]], dim=-1)[inside])
    taught = lesson["log_probabilities"][inside].float()
    divergence = F.kl_div(heard.log_probabilities[inside], taught, log_target=True, reduction="sum") / len(taught)
    phones, counts = sequences(lesson["log_probabilities"], frames)
    said = heard.log_probabilities.transpose(0, 1).float()
    ctc = F.ctc_loss(said, phones, frames, counts, blank=BLANK, reduction="sum", zero_infinity=True) / len(taught)
    return divergence, F.mse_loss(hidden, lesson["hidden"][inside].float()), ctc
