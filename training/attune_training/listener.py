"""The network as training sees it: cached features -> the encoder's upper blocks, where trained -> the head."""

import torch
from torch import Tensor, nn

from .head import LAYERS, PhoneHead
from .network import shipped, size_of
from .phones import BLANK
from .places import run_folder
from .pretrained import pretrained_encoder
from .run import averaged_weights
from .whisper import BASE, Encoder, Size

UPPER = LAYERS - 1
"""How many blocks lie above the first cached one; these can be trained without hearing the sound again."""


class Listener(nn.Module):
    """Cached features [B, T, 3 * width] and the frames of each clip -> log-probabilities [B, T, 40]."""

    def __init__(self, trains_encoder: bool, size: Size = BASE) -> None:
        super().__init__()
        self.size = size
        self.upper = pretrained_encoder(size).blocks[size.blocks - UPPER :] if trains_encoder else None
        self.head = PhoneHead(size)

    def forward(self, hidden: Tensor, lengths: Tensor) -> Tensor:
        if self.upper is not None:
            outputs = [hidden[..., : self.size.width]]
            mask = (torch.arange(hidden.shape[1])[None] < lengths[:, None])[:, None, None]
            for block in self.upper:
                outputs.append(block(outputs[-1], mask))
            hidden = torch.cat([output.float() for output in outputs], dim=-1)
        return self.head(hidden, lengths)

    def encoder(self) -> Encoder:
        """The whole encoder, with the upper blocks as they are here."""
        encoder = pretrained_encoder(self.size)
        if self.upper is not None:
            encoder.blocks[self.size.blocks - UPPER :].load_state_dict(self.upper.state_dict())
        return encoder


BLANK_PENALTY = 0.75
"""Nats taken from the blank's bias once training is done. CTC prefers the blank where it is unsure, and so soft words
are skipped. Chosen on speech-to-intent dev in kitchen noise (right / strictly right, of 318): at 12 dB 0 gives 312 / 312,
0.75 gives 317 / 314, 1 gives 317 / 311; at 6 dB 297 / 297, 302 / 299 and 304 / 299."""


SHIPPED = "shipped"
"""Names the committed head where a run is asked for."""


def trained(run: str, blank_penalty: float = BLANK_PENALTY) -> Listener:
    """The moving average of a run's weights, or the committed head's, ready to listen."""
    if run == SHIPPED:
        listener = Listener(trains_encoder=False)
        listener.head = shipped().head
        blank_penalty -= BLANK_PENALTY
    else:
        weights = averaged_weights(run_folder(run))
        trains_encoder = any(name.startswith("upper.") for name in weights)
        listener = Listener(trains_encoder, size_of(weights["head.input.weight"]))
        listener.load_state_dict(weights)
    with torch.no_grad():
        listener.head.output.bias[BLANK] -= blank_penalty
    return listener.eval()
