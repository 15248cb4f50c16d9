"""The streaming network on a batch of segments at once, with masks."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..head import LAYERS, PhoneHead
from ..network import stored
from ..phones import BLANK
from ..places import STREAMING_WEIGHTS, streaming_run_folder
from ..run import averaged_weights
from ..whisper import POSITIONS, Encoder
from .chunking import Chunking
from .windowed_head import WindowedHead


@dataclass(frozen=True)
class Heard:
    """What is made of a batch: the outputs of the four blocks [B, T, 384], and log-probabilities [B, T, 40]."""

    blocks: list[Tensor]
    log_probabilities: Tensor


class StreamingNetwork(nn.Module):
    def __init__(self, encoder: Encoder, head: PhoneHead) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = head

    def forward(self, mel: Tensor, lengths: Tensor, chunking: Chunking | None = None, first: int = 0) -> Heard:
        """[B, frames, 80] and the mel frames of each -> what is heard, whole or, with `chunking`, in chunks.

        `first`: the position of the first frame.
        """
        x = self.encoder.convolved(mel, lengths)
        time, lengths = x.shape[1], (lengths + 1) // 2
        x = x + self.encoder.positions[(first + torch.arange(time)) % POSITIONS]
        everything = (torch.arange(time)[None] < lengths[:, None])[:, None, None]
        blocks = []
        for number, block in enumerate(self.encoder.blocks):
            x = block(x, everything if chunking is None else chunking.mask(lengths, time, number))
            blocks.append(x)
        hidden = torch.cat([block.float() for block in blocks[-LAYERS:]], dim=-1)
        if chunking is None:
            return Heard(blocks, self.head(hidden, lengths))
        return Heard(blocks, WindowedHead(self.head, chunking)(hidden, lengths))


def load(run: str, blank_penalty: float = 0.0) -> StreamingNetwork:
    """The moving average of a run's weights; of the run "shipped", the committed weights. `blank_penalty`: nats taken
    from the blank, beyond what the committed weights have had taken already."""
    network = stored(STREAMING_WEIGHTS)
    student = StreamingNetwork(network.encoder, network.head)
    if run != "shipped":
        student.load_state_dict(averaged_weights(streaming_run_folder(run)))
    with torch.no_grad():
        student.head.output.bias[BLANK] -= blank_penalty
    return student.eval()
