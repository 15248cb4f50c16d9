"""What a stream remembers between two steps."""

from dataclasses import dataclass

import torch
from torch import Tensor

from ..head import CELLS, INNER, LAYERS
from ..whisper import MELS, TINY
from .chunking import CONTEXT, Chunking


@dataclass
class BlockState:
    """What one encoder block remembers. Frames are counted from the stream's beginning.

    keys, values [n, 384], n <= left + ahead: of the frames up to `heard`, the newest last.
    waiting [heard - said, 384]: the block's input where it has not answered yet, as it was before the layer norm.
    """

    keys: Tensor
    values: Tensor
    waiting: Tensor
    heard: int = 0
    said: int = 0


@dataclass
class StreamState:
    """All that a stream remembers between two steps.

    mel [n, 80]: log-mel frames from two before the next step's chunk on (the first two are zeros at the beginning).
    hidden: of the last three blocks, the answers that the blocks after them have not reached yet, [n, 384] each.
    inner [n, 256], n <= 2 + ahead[4]: what the head made of the frames that it heard and has not said, and of two
    before.
    carried: for each of the head's two forward LSTMs the hidden and the cell state [192], as they stand before the
    first frame that is not said yet.
    heard, said: frames that have come out of the convolutions, and that the head has said.
    """

    mel: Tensor
    blocks: list[BlockState]
    hidden: list[Tensor]
    inner: Tensor
    carried: list[tuple[Tensor, Tensor]]
    heard: int = 0
    said: int = 0

    @classmethod
    def beginning(cls) -> "StreamState":
        frames = torch.zeros(0, TINY.width)
        return cls(
            mel=torch.zeros(CONTEXT, MELS),
            blocks=[BlockState(frames, frames, frames) for _ in range(TINY.blocks)],
            hidden=[frames] * LAYERS,
            inner=torch.zeros(CONTEXT, INNER),
            carried=[(torch.zeros(CELLS), torch.zeros(CELLS)) for _ in range(2)],
        )


def state_bytes(chunking: Chunking) -> int:
    """The largest size of a stream's state between two steps: keys and values in half precision, the rest in single."""
    cached = sum(2 * 2 * TINY.width * (chunking.left + ahead) for ahead in chunking.ahead[:TINY.blocks])
    waiting = sum(chunking.ahead[:TINY.blocks])
    lag = sum(chunking.behind(TINY.blocks - 1) - chunking.behind(block) for block in range(TINY.blocks - LAYERS, TINY.blocks))
    inner, carried = CONTEXT + chunking.ahead[TINY.blocks], 4 * CELLS
    mel = 2 * chunking.frames + CONTEXT + 1
    return cached + 4 * ((waiting + lag) * TINY.width + inner * INNER + carried + mel * MELS)
